"""A town takes a solution over: package, stages, checklist."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from registry.core import clock
from tests.browser.conftest import Enter
from tests.browser.forms import fill_in, follow, press

pytestmark = pytest.mark.browser

SLUG, TITLE = "hund-abmelden", "Hund abmelden"
EDITORS = {True: "redaktion@schmitten.example", False: "redaktion@friedrichsdorf.example"}


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_import_and_adopt(enter: Enter, tmp_path: Path, javascript: bool) -> None:
    page = enter(EDITORS[javascript], javascript=javascript)
    number = import_it(page)
    assert_package(download(page, number, tmp_path))
    follow(page, "Weiter zur Checkliste")
    tick_off(page)
    go_live(page)
    page.goto("/my")
    expect(page.get_by_role("main")).to_contain_text("Nachnutzungen")
    page.goto("/my/adoptions")
    expect(page.get_by_role("row", name=TITLE)).to_contain_text("Produktiv")


def import_it(page: Page) -> str:
    """One click and a confirm line."""
    page.goto(f"/solutions/{SLUG}")
    button = page.get_by_role("main").get_by_role("link", name="übernehmen")
    number = button.inner_text().split()[1]
    button.click()
    page.get_by_label("Ansprechstelle Ihrer Kommune").select_option(index=1)
    press(page, f"Version {number} übernehmen")
    return number


def download(page: Page, number: str, folder: Path) -> Path:
    """The package as a browser saves it."""
    with page.expect_download() as download_of:
        page.get_by_role("link", name=f"Paket {number} herunterladen, ZIP").click()
    target = folder / download_of.value.suggested_filename
    assert target.suffix == ".zip"
    download_of.value.save_as(target)
    return target


def assert_package(path: Path) -> None:
    """Everything in it is as SHA256SUMS says, and nothing is without a sum."""
    with zipfile.ZipFile(path) as package:
        sums = dict(reversed(line.split("  ", 1)) for line in package.read("SHA256SUMS").decode().splitlines())
        assert set(sums) | {"SHA256SUMS"} == set(package.namelist())
        assert {name: hashlib.sha256(package.read(name)).hexdigest() for name in sums} == sums
        assert any(name.startswith("dateien/") for name in sums)
        assert TITLE in package.read("steckbrief.json").decode()


def tick_off(page: Page) -> None:
    """The import stands in the history; a point of the checklist is done."""
    expect(page.locator(".timeline__title").first).to_contain_text("In Umsetzung")
    expect(page.get_by_role("main")).to_contain_text("Geklärt: 0 von 13")
    fill_in(page, {"state-inbox": "done", "note-inbox": "Postfach Steueramt"})
    press(page, "Checkliste speichern")
    expect(page.get_by_role("main")).to_contain_text("Geklärt: 1 von 13")
    expect(page.get_by_label("Anmerkung: Empfänger oder Postfach eingerichtet")).to_have_value("Postfach Steueramt")


def go_live(page: Page) -> None:
    """Live needs figures; without them the form says which."""
    follow(page, "Stand ändern")
    follow(page, "Test und Abnahme")
    press(page, "Neuen Stand speichern")
    follow(page, "Stand ändern")
    follow(page, "Produktiv")
    fill_in(page, {"live_on": clock.today().isoformat()})
    press(page, "Neuen Stand speichern")
    expect(page.get_by_role("alert")).to_contain_text("brauchen eine Änderung")
    fill_in(page, {"cases_per_year": "1200", "minutes_before": "30", "minutes_after": "18", "basis": "estimated"})
    press(page, "Neuen Stand speichern")
    expect(page.locator(".timeline__title").first).to_contain_text("Produktiv")
