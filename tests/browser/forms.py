"""Filling in forms as people do: by the kind of each field, whether JavaScript runs or not."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page

DROP = """
    (zone, file) => {
        const given = new DataTransfer();
        given.items.add(new File([Uint8Array.from(atob(file.content), (sign) => sign.charCodeAt(0))], file.name));
        for (const type of ["dragenter", "dragover", "drop"]) {
            zone.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: given}));
        }
    }
"""


def fill_in(page: Page, values: Mapping[str, str]) -> None:
    """Fill in fields by their names; parts of the form that are folded are opened first."""
    for name, value in values.items():
        fields = page.locator(f'main [name="{name}"]')
        fields.first.wait_for(state="attached")
        if not fields.first.is_visible():
            page.locator("main details:not([open])", has=fields).locator("summary").first.click()
        _set(fields, value)


def _set(fields: Locator, value: str) -> None:
    match fields.first.evaluate("field => field.type"):
        case "radio" | "checkbox":
            chosen = fields.and_(fields.page.locator(f'[value="{value}"]'))
            fields.page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
        case "select-one":
            fields.select_option(value)
        case _:
            fields.fill(value)


def press(page: Page, button: str) -> None:
    """Press a button of the page's content and wait for the next page."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Follow a link of the page's content."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()


def choose_file(page: Page, path: Path | list[Path]) -> None:
    """Choose files in the only upload field of the page."""
    page.locator("main input[type=file]").set_input_files(path)
