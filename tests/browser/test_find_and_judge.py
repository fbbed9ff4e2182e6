"""A clerk looks for a solution and judges whether it fits, without an account."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.forms import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])]


def titles(page: Page) -> list[str]:
    return page.locator(".solution-card__title").all_inner_texts()


def test_find_and_judge(enter: Enter, javascript: bool) -> None:
    page = enter(javascript=javascript)
    page.goto("/")
    page.get_by_label("Was möchten Sie digitalisieren?").fill("hund")
    press(page, "Suchen")
    assert titles(page)[0] == "Hund anmelden"
    narrow(page)
    follow(page, "Hund anmelden")
    judge(page)


def narrow(page: Page) -> None:
    """A facet says how many are left, and keeps its word; the choice stands in the address and can be taken back."""
    choice = page.get_by_label(re.compile(r"^FORMCYCLE"))
    left = int(re.sub(r"\D", "", page.locator(f'label[for="{choice.get_attribute("id")}"]').inner_text()))
    choice.check()
    press(page, "Auswahl anwenden")
    assert len(titles(page)) == left
    assert "platform=formcycle" in page.url
    page.reload()
    assert len(titles(page)) == left
    follow(page, "FORMCYCLE entfernen")
    assert "Hund anmelden" in titles(page)


def judge(page: Page) -> None:
    """What decides, what is inside, who uses it, versions; files of an open licence come as they are."""
    main = page.get_by_role("main")
    for heading in ("Das Wichtigste", "Was enthalten ist", "Dateien", "Steckbrief", "Wer sie nutzt", "Versionen"):
        expect(main.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(main.get_by_text("3 Kommunen").first).to_be_visible()
    main.locator("summary", has_text="Erfassungsworkflow").click()
    expect(main.locator("details[open] li").first).to_be_visible()
    with page.expect_download() as download:
        main.get_by_role("link", name=re.compile("^civento-Datei herunterladen")).first.click()
    assert download.value.suggested_filename == "hund-anmelden.xml"
    follow(page, "Version 1.0.0")
    expect(main.get_by_role("link", name=re.compile("2.0.0")).first).to_be_visible()


def test_nothing_found_says_what_to_do(enter: Enter, javascript: bool) -> None:
    page = enter(javascript=javascript)
    page.goto("/solutions?q=xyzzy")
    expect(page.get_by_text("Zu „xyzzy“ gibt es keine Lösung.")).to_be_visible()
    page.get_by_role("main").locator(".empty-state a").click()
    assert titles(page)


def test_lists_have_pages_and_an_order(enter: Enter, javascript: bool) -> None:
    page = enter(javascript=javascript)
    page.goto("/solutions")
    first = titles(page)
    page.get_by_label("Sortieren nach").select_option(label="Meistgenutzt zuerst")
    press(page, "Sortieren")
    uses = [int(text) for text in re.findall(r"Von (\d+) Kommunen? genutzt", page.locator("main").inner_text())]
    assert uses == sorted(uses, reverse=True)
    page.goto("/solutions")
    page.get_by_role("navigation", name="Seiten").get_by_role("link", name=re.compile("Weiter")).click()
    expect(page.locator(".solution-card").first).to_be_visible()
    assert not set(first) & set(titles(page))
