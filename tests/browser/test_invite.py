"""An administrator invites somebody by mail; the link makes an account, once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.forms import fill_in, press
from tests.support.live import LiveServer

pytestmark = pytest.mark.browser

PASSWORD = "ein langer Satz als Passwort"


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_invite(enter: Enter, live_server: LiveServer, javascript: bool) -> None:
    address = f"neu-{'mit' if javascript else 'ohne'}-skript@weilrod.example"
    admin = enter("verwaltung@weilrod.example", javascript=javascript)
    admin.goto("/my/members")
    admin.get_by_role("link", name="Mitglied einladen").click()
    fill_in(admin, {"email": address, "role": "editor"})
    press(admin, "Einladung senden")
    expect(admin.get_by_role("main")).to_contain_text(address)

    live_server.deliver_mails()
    mail = live_server.mail_to(address, subject="Einladung: Gemeinde Weilrod").get_content()
    (link,) = re.findall(re.escape(live_server.url) + r"/invitations/\S+", mail)
    newcomer = enter(javascript=javascript)
    newcomer.goto(link)
    fill_in(newcomer, {"name": "Redaktion Weilrod", "password": PASSWORD})
    press(newcomer, "Konto anlegen")
    expect(newcomer.locator(".menu__summary")).to_contain_text("Weilrod")
    newcomer.goto("/publish")
    expect(newcomer.get_by_role("link", name="Lösung anlegen").first).to_be_visible()

    late = enter(javascript=javascript)
    late.goto(link)
    expect(late.get_by_role("main")).to_contain_text("schon angenommen")
    expect(late.get_by_label("Passwort")).to_have_count(0)
