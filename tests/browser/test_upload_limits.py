"""What is too large is refused by a sentence that people see, however they send it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.forms import choose_file

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])]

MEBIBYTE = 1024 * 1024


def empty_file(folder: Path, name: str, mebibytes: int) -> Path:
    path = folder / name
    with path.open("wb") as file:
        file.truncate(mebibytes * MEBIBYTE)
    return path


def send(page: Page, files: list[Path]) -> None:
    page.goto("/publish/new")
    choose_file(page, files)
    page.get_by_role("button", name="Hochladen und Entwurf anlegen").click()


def test_a_file_that_is_too_large(enter: Enter, tmp_path: Path, javascript: bool) -> None:
    page = enter("redaktion@usingen.example", javascript=javascript)
    send(page, [empty_file(tmp_path, "groß.bin", 51)])
    expect(page.get_by_role("main")).to_contain_text("Die Datei ist 51 MB groß. Erlaubt sind 50 MB.")


def test_files_that_are_too_large_together(enter: Enter, tmp_path: Path, javascript: bool) -> None:
    page = enter("redaktion@usingen.example", javascript=javascript)
    send(page, [empty_file(tmp_path, f"teil-{number}.bin", 41) for number in range(5)])
    expect(page.get_by_role("main")).to_contain_text(
        "Die Anfrage ist zu groß. Erlaubt sind zusammen 200 MB.", timeout=60_000
    )
