"""What people see when something is wrong with their input is as accessible as the rest."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.forms import fill_in, follow, press
from tests.browser.walking import problems_of
from tests.support.browser import Axe

pytestmark = pytest.mark.browser

EDITOR = "redaktion@kronberg.example"


def sign_in_wrongly(page: Page) -> None:
    page.goto("/sign-in")
    fill_in(page, {"email": "niemand@usingen.example", "password": "falsch"})
    press(page, "Anmelden")


def report_nothing(page: Page) -> None:
    page.goto("/feedback?page=/")
    press(page, "Meldung senden")


def move_without_reason(page: Page) -> None:
    page.goto("/my/adoptions")
    page.get_by_role("rowheader").get_by_role("link").first.click()
    follow(page, "Stand ändern")
    page.get_by_role("main").get_by_role("link", name="Beendet").or_(page.get_by_role("link", name="Abgelehnt")).click()
    press(page, "Neuen Stand speichern")


def describe_wrongly(page: Page) -> None:
    page.goto("/publish")
    page.locator(".card__title a").first.click()
    page.get_by_role("link", name="Steckbrief").first.click()
    fill_in(page, {"facts-title": "", "facts-summary": "x" * 2000})
    press(page, "Speichern")


def submit_too_early(page: Page) -> None:
    page.goto("/publish")
    page.locator(".card__title a").first.click()
    page.get_by_role("link", name="Freigabe").first.click()
    press(page, "Zur Freigabe geben")


def forbidden(page: Page) -> None:
    page.goto("/admin")


MISTAKES = [
    (sign_in_wrongly, None),
    (report_nothing, None),
    (move_without_reason, EDITOR),
    (describe_wrongly, EDITOR),
    (submit_too_early, EDITOR),
    (forbidden, EDITOR),
]


@pytest.mark.parametrize(("make_mistake", "email"), MISTAKES)
def test_pages_after_errors(enter: Enter, axe: Axe, make_mistake: Callable[[Page], None], email: str | None) -> None:
    page = enter(email)
    make_mistake(page)
    expect(page.get_by_role("main")).to_be_visible()
    assert list(problems_of(page, axe)) == []
