"""A town rates what it runs, and the publisher answers once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.forms import fill_in, follow, press

pytestmark = pytest.mark.browser

RATED = {
    True: ("mitarbeit-im-wahlvorstand-anbieten", "redaktion@kronberg.example", "freigabe@koenigstein.example"),
    False: ("wohnungsgeberbestaetigung-abgeben", "redaktion@steinbach.example", "freigabe@oberursel.example"),
}
TEXT = "Läuft seit dem ersten Tag. Das Postfach trugen wir selbst ein."
ANSWER = "Danke. Die nächste Version fragt danach."


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_rate(enter: Enter, javascript: bool) -> None:
    slug, editor, publisher = RATED[javascript]
    page = enter(editor, javascript=javascript)
    page.goto(f"/solutions/{slug}")
    follow(page, "Bewerten")
    press(page, "Bewertung speichern")
    expect(page.get_by_role("alert")).to_contain_text("4 Felder brauchen eine Änderung.")
    verdicts = {"worked_as_described": "yes", "effort_as_stated": "partly", "would_take_again": "yes"}
    fill_in(page, {"stars": "4"} | verdicts | {"text": TEXT})
    press(page, "Bewertung speichern")
    expect(page.get_by_role("main")).to_contain_text(TEXT)

    owner = enter(publisher, javascript=javascript)
    owner.goto(f"/solutions/{slug}")
    owner.get_by_role("listitem").filter(has_text=TEXT).get_by_role("link", name="Antworten").click()
    fill_in(owner, {"answer": ANSWER})
    press(owner, "Antwort veröffentlichen")
    expect(owner.get_by_role("main")).to_contain_text(ANSWER)

    visitor = enter(javascript=javascript)
    visitor.goto(f"/solutions/{slug}")
    expect(visitor.get_by_role("main")).to_contain_text("Bewertungen")
    assert TEXT not in visitor.content()
    assert ANSWER not in visitor.content()
