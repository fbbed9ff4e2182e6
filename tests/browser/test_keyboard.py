"""The main tasks by Tab and Enter alone, with a focus that can be seen."""

import re

import pytest
from playwright.sync_api import Page, expect

from registry.seeding.cli import DEMO_PASSWORD
from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser

FRAMES = 240
FOCUS = """
    async () => {
        const element = document.activeElement;
        const isSeen = () => {
            const style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            const isInView = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
            return isInView && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        };
        for (let frame = 0; frame < FRAMES && !isSeen(); frame++) await new Promise(requestAnimationFrame);
        const name = (element.labels?.[0] ?? element).textContent.trim().replace(/\\s+/g, " ");
        return { name, isSeen: isSeen(), tag: element.localName };
    }
""".replace("FRAMES", str(FRAMES))
"""The element in focus; smooth scrolling and transitions get some seconds to end."""


def tab_to(page: Page, name: str, *, limit: int = 80) -> None:
    """Go on by Tab until this is reached; on the way every focus can be seen."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isSeen"] or focus["tag"] == "body", focus
        if focus["name"].startswith(name):
            return
    raise AssertionError(f"„{name}“ is out of reach")


def enter_on(page: Page, name: str) -> None:
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_skip_link_leads_to_the_content(enter: Enter) -> None:
    page = enter()
    page.goto("/solutions")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_in_viewport()
    page.keyboard.press("Enter")
    tab_to(page, "Suchbegriff", limit=1)


def test_find_a_solution(enter: Enter) -> None:
    page = enter()
    page.goto("/")
    tab_to(page, "Was möchten Sie digitalisieren?")
    page.keyboard.type("hund")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "Prozess (")
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Prozess (")).to_be_checked()
    enter_on(page, "Auswahl anwenden")
    expect(page).to_have_url(re.compile("kind=process"))
    enter_on(page, "Hund anmelden")
    tab_to(page, "Erfassungsworkflow")
    page.keyboard.press("Enter")
    expect(page.locator("details[open] li").first).to_be_visible()


def test_sign_in_and_take_over(enter: Enter) -> None:
    page = enter()
    page.goto("/sign-in")
    tab_to(page, "E-Mail-Adresse")
    page.keyboard.type("redaktion@eppstein.example")
    tab_to(page, "Passwort")
    page.keyboard.type(DEMO_PASSWORD)
    enter_on(page, "Anmelden")
    page.goto("/solutions/hund-abmelden")
    enter_on(page, "Version")
    tab_to(page, "Ansprechstelle Ihrer Kommune")
    page.keyboard.press("ArrowDown")
    enter_on(page, "Version")
    expect(page.locator("h1")).to_have_text("Paket herunterladen")


def test_begin_a_solution(enter: Enter) -> None:
    page = enter("redaktion@usingen.example")
    page.goto("/publish")
    enter_on(page, "Lösung anlegen")
    tab_to(page, "Dateien")
    tab_to(page, "Aus den Dateien erkennen")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUS)["name"] == "Prozess"
    tab_to(page, "Hochladen und Entwurf anlegen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Wählen Sie mindestens eine Datei aus.")


def test_menu_of_the_person(enter: Enter) -> None:
    page = enter("fachkraft@ikz-hochtaunus-nord.example")
    page.goto("/my")
    tab_to(page, "IKZ-Fachkraft Digitalisierung")
    page.keyboard.press("Enter")
    enter_on(page, "Wehrheim")
    expect(page.locator(".menu__acting")).to_have_text("Wehrheim")
