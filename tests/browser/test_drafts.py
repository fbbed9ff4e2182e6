"""Nothing typed is lost: drafts save themselves, and two people at one draft decide what stands."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.forms import fill_in, follow, press
from tests.browser.walking import problems_of
from tests.support.browser import HEIGHT, WIDE, Axe

pytestmark = pytest.mark.browser

EDITOR, PUBLISHER = "redaktion@kronberg.example", "freigabe@kronberg.example"


def open_facts(page: Page, part: str) -> None:
    """A part of the fact sheet of the town's only draft."""
    page.goto("/publish")
    page.get_by_role("region", name="Entwürfe").get_by_role("link").first.click()
    page.get_by_role("link", name="Steckbrief", exact=True).click()
    follow(page, part)


def test_a_draft_saves_itself_while_typing(enter: Enter) -> None:
    page = enter(EDITOR)
    open_facts(page, "Recht und Geltungsbereich")
    fill_in(page, {"facts-jurisdiction": "kreis"})
    expect(page.get_by_role("status")).to_contain_text("Gespeichert um")
    page.reload()
    expect(page.locator('[name="facts-jurisdiction"]')).to_have_value("kreis")


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_two_people_at_one_draft(enter: Enter, axe: Axe, javascript: bool) -> None:
    mine, theirs = enter(EDITOR, javascript=javascript), enter(PUBLISHER, javascript=javascript)
    for page in (mine, theirs):
        open_facts(page, "Qualität und Lebenslauf")
    fill_in(theirs, {"facts-last_verified_on": "2026-02-01", "facts-lifecycle": "pilot"})
    press(theirs, "Speichern")
    fill_in(mine, {"facts-last_verified_on": "2026-02-02"})
    if javascript:
        mine.set_viewport_size({"width": WIDE, "height": 420})
        expect(mine.get_by_role("status")).to_contain_text("Jemand anderes hat diesen Entwurf inzwischen geändert.")
        expect(mine.get_by_role("status")).to_be_in_viewport()
        mine.set_viewport_size({"width": WIDE, "height": HEIGHT})
    press(mine, "Speichern")
    expect(mine.locator("h1")).to_have_text("Welcher Wert soll gelten?")
    expect(mine.get_by_role("main")).to_contain_text("02.02.2026")
    expect(mine.get_by_role("main")).to_contain_text("01.02.2026")
    if javascript:
        assert list(problems_of(mine, axe)) == []
    press(mine, "Auswahl speichern")
    open_facts(mine, "Qualität und Lebenslauf")
    expect(mine.locator('[name="facts-last_verified_on"]')).to_have_value("2026-02-02")
    expect(mine.locator('[name="facts-lifecycle"]')).to_have_value("pilot")
    fill_in(mine, {"facts-last_verified_on": "2026-01-31", "facts-lifecycle": "productive"})
    press(mine, "Speichern")
