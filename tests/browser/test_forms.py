"""A form is looked at: the preview, the tree with its search, by keyboard, narrow and wide."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.forms import follow, press
from tests.browser.walking import problems_of
from tests.support.browser import Axe

pytestmark = pytest.mark.browser

FORMS = ("sepa-lastschriftmandat-erteilen", "wohnungsgeberbestaetigung-abgeben", "hund-anmelden")
"""A form of FORMCYCLE, one of FIM, the dialogue of a civento process with several pages of the same name."""


def open_preview(page: Page, slug: str) -> None:
    page.goto(f"/solutions/{slug}")
    page.get_by_role("link", name=re.compile("^Formular ansehen")).first.click()
    expect(page.get_by_text("Dies ist eine Vorschau.")).to_be_visible()


@pytest.mark.parametrize("slug", FORMS)
def test_preview_and_tree_are_accessible_and_fit(enter: Enter, axe: Axe, slug: str) -> None:
    page = enter()
    open_preview(page, slug)
    assert list(problems_of(page, axe)) == []
    follow(page, "Alle Felder mit Regeln und Rechtsgrundlagen")
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")
    assert list(problems_of(page, axe)) == []


def test_the_keyboard_reaches_every_input_but_changes_nothing(enter: Enter) -> None:
    page = enter()
    open_preview(page, FORMS[0])
    inputs = page.locator("main input:not([disabled]), main select, main textarea")
    inputs.first.focus()
    page.keyboard.type("Hallo")
    for number in range(inputs.count()):
        expect(inputs.nth(number)).to_be_focused()
        page.keyboard.press("Tab")
    assert page.locator("main input").evaluate_all("all => all.map((input) => input.value).join('')") == "on" * (
        page.locator("main input:is([type=radio], [type=checkbox])").count()
    )
    assert page.get_by_role("main").get_by_role("button").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_the_search_opens_what_it_finds(enter: Enter, javascript: bool) -> None:
    page = enter(javascript=javascript)
    open_preview(page, FORMS[0])
    follow(page, "Alle Felder mit Regeln und Rechtsgrundlagen")
    page.get_by_label("Im Formular suchen").fill("iban")
    press(page, "Suchen")
    main = page.get_by_role("main")
    expect(main.get_by_text("1 Feld zu „iban“ gefunden.")).to_be_visible()
    expect(main.locator(".form-tree__name", has_text="IBAN")).to_be_visible()
    expect(main.locator(".form-tree__name", has_text="Kassenzeichen")).to_have_count(0)
    follow(page, "Alle Felder zeigen")
    expect(main.locator(".form-tree__name", has_text="Kassenzeichen")).to_be_attached()
