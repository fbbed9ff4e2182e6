"""A town shares what it runs: from the export file to the public catalogue, four eyes included."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.core.settings import PROJECT
from tests.browser.conftest import Enter
from tests.browser.forms import DROP, choose_file, fill_in, follow, press
from tests.support.browser import NARROW

pytestmark = pytest.mark.browser

EDITOR, PUBLISHER = "redaktion@usingen.example", "freigabe@usingen.example"
EXPORT = PROJECT / "tests" / "formats" / "fixtures" / "sondernutzung.xml"
SECRET = "Sommer-2026!"
UNKNOWN = "answer:unknown"
FACTS = {
    "Identität": {
        "facts-summary": "Wer eine öffentliche Fläche nutzen will, beantragt die Erlaubnis online.",
        "facts-description": "## Ablauf\n\n- Antrag\n- Bescheid",
        "facts-department": "ordnungsamt",
        "facts-target_groups": "internal_staff",
    },
    "Recht und Geltungsbereich": {
        "facts-legal_bases-answer": UNKNOWN,
        "facts-jurisdiction": "kommune",
        "facts-depends_on_local_statute-answer": UNKNOWN,
    },
    "Qualität und Lebenslauf": {
        "facts-lifecycle": "productive",
        "facts-live_since": "2024-03-01",
        "facts-last_verified_on": "2026-01-15",
    },
    "Technik": {
        "facts-interfaces-answer": UNKNOWN,
        "facts-local_parameters-answer": UNKNOWN,
        "facts-prerequisites-answer": UNKNOWN,
    },
    "Datenschutz und Sicherheit": {
        "facts-personal_data": "ordinary",
        "facts-dpa_status": "in_place",
        "facts-ropa_status": "in_place",
        "facts-dpia_status": "open",
    },
    "Aufwand, Kosten und Nutzung": {
        "facts-cases_per_year-answer": UNKNOWN,
        "facts-minutes_before-answer": UNKNOWN,
        "facts-minutes_after-answer": UNKNOWN,
        "facts-pay_grade": UNKNOWN,
        "facts-adoption_effort_days-answer": UNKNOWN,
        "facts-reuse_fee-answer": UNKNOWN,
        "facts-cost_once-answer": UNKNOWN,
        "facts-cost_yearly-answer": UNKNOWN,
        "facts-reuse_legal_form": "kostenlos",
        "facts-license": "EUPL-1.2",
        "facts-rights_holder": "Stadt Usingen",
    },
}


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_publish(enter: Enter, tmp_path: Path, javascript: bool) -> None:
    title = f"Terrasse vor der Gaststätte genehmigen {'mit' if javascript else 'ohne'} Skript"
    editor = enter(EDITOR, javascript=javascript)
    begin(editor, javascript=javascript)
    correct_the_file(editor, tmp_path)
    confirm_the_rest(editor)
    describe(editor, title)
    hand_over(editor)
    accept(enter(PUBLISHER, javascript=javascript), title)
    assert_public(enter(javascript=javascript), title)


def test_what_was_read_fits_a_phone(enter: Enter, tmp_path: Path) -> None:
    page = enter(EDITOR, width=NARROW)
    export = tmp_path / "sondernutzungserlaubnisverfahren_oeffentlicher_verkehrsraum.xml"
    export.write_bytes(EXPORT.read_bytes())
    page.goto("/publish/new")
    choose_file(page, export)
    press(page, "Hochladen und Entwurf anlegen")
    expect(page.get_by_role("main")).to_contain_text("2 Felder, 1 Gruppe, 1 Ablauf, 2 Schritte")
    right_edges = (
        "link => [link.querySelector('span'), link.closest('.card')].map(part => part.getBoundingClientRect().right)"
    )
    text, card = page.locator("main .icon-link").first.evaluate(right_edges)
    assert text <= card


def begin(page: Page, *, javascript: bool) -> None:
    """Drop or choose the export: it is recognised, and prefills the fact sheet."""
    page.goto("/publish/new")
    if javascript:
        file = {"name": EXPORT.name, "content": base64.b64encode(EXPORT.read_bytes()).decode()}
        page.locator("[data-upload-zone]").evaluate(DROP, file)
        expect(page.get_by_text("1 Datei ausgewählt")).to_be_visible()
    else:
        choose_file(page, EXPORT)
    press(page, "Hochladen und Entwurf anlegen")
    expect(page.get_by_role("status").first).to_contain_text("Gespeichert. Die Lösung ist ein Entwurf")
    expect(page.get_by_role("main")).to_contain_text("civento-Export")
    expect(page.get_by_role("main")).to_contain_text("(2 Stellen)")


def correct_the_file(page: Page, folder: Path) -> None:
    """The password is shown with its place, never whole; a file without it settles the matter."""
    follow(page, "Stellen prüfen")
    expect(page.get_by_text("2 Stellen sind offen.")).to_be_visible()
    expect(page.get_by_text("Zeile 24")).to_be_visible()
    assert SECRET not in page.content()
    corrected = folder / EXPORT.name
    corrected.write_text(EXPORT.read_text("utf-8").replace(SECRET, ""), "utf-8")
    follow(page, f"„{EXPORT.name}“ durch eine bereinigte Datei ersetzen")
    choose_file(page, corrected)
    press(page, "Datei ersetzen")


def confirm_the_rest(page: Page) -> None:
    """The mailbox of an office is harmless."""
    page.get_by_role("link", name="Auffällige Stellen").click()
    expect(page.get_by_text("1 Stelle ist offen.")).to_be_visible()
    page.locator("main label", has_text="s…@example-stadt.de").click()
    press(page, "Ausgewählte als unbedenklich bestätigen")
    expect(page.get_by_text("Alle Stellen sind geprüft.")).to_be_visible()


def describe(page: Page, title: str) -> None:
    """What the file did not say, part by part, until nothing is missing."""
    page.get_by_role("link", name="Steckbrief").click()
    expect(page.locator("#fact-title")).to_contain_text("aus der Datei „sondernutzung.xml“")
    expect(page.get_by_label("Titel")).to_have_value("Sondernutzung öffentlicher Flächen beantragen")
    fill_in(page, {"facts-title": title})
    for part, values in FACTS.items():
        expect(page.locator("h1")).to_have_text(f"Steckbrief: {part}")
        fill_in(page, values)
        press(page, "Speichern und weiter")
    for name in ("facts-contact_functional", "facts-contact_technical"):
        page.locator(f'[name="{name}"]').select_option(index=1)
    press(page, "Speichern und weiter")


def hand_over(page: Page) -> None:
    """Look at the preview, choose the public, declare the rights, submit."""
    page.get_by_role("link", name="Vorschau").first.click()
    expect(page.get_by_text("So sehen Partner die Lösung nach der Veröffentlichung.")).to_be_visible()
    follow(page, "Weiter zur Freigabe")
    fill_in(page, {"audience": "public", "added": "Erste Version"})
    press(page, "Zur Freigabe geben")
    expect(page).to_have_title(re.compile(r"^Fehler: Freigabe"))
    fill_in(page, {"rights": "y"})
    press(page, "Zur Freigabe geben")
    expect(page.locator("main .notice--info")).to_contain_text("Der Entwurf liegt zur Freigabe vor.")


def accept(page: Page, title: str) -> None:
    """Somebody else looks at exactly this draft and publishes it."""
    page.goto("/publish")
    follow(page, title)
    expect(page.get_by_text("Sie prüfen genau diesen Stand.")).to_be_visible()
    press(page, "Freigeben und veröffentlichen")


def assert_public(page: Page, title: str) -> None:
    """Visitors find it, read it, and the feed tells of it."""
    page.goto("/")
    page.get_by_label("Was möchten Sie digitalisieren?").fill("Terrasse Gaststätte")
    press(page, "Suchen")
    follow(page, title)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.get_by_role("main")).to_contain_text("Version 1.0.0")
    assert title in page.context.request.get("/feed.atom").text()
