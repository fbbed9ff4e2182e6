import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.diagrams.lettering import LINE, fit, flow
from registry.diagrams.widths import WIDTHS, advance
from tests.diagrams.font_widths import widths


def width(line: str, size: float) -> float:
    return advance(line) * size / 1000


def test_the_table_is_that_of_the_font():
    assert widths() == WIDTHS


def test_wide_characters_count_as_wide():
    assert advance("漢") > advance("m")
    assert advance("🙂") > advance("m")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Antrag prüfen", ("Antrag prüfen",)),
        ("Angaben auf Vollständigkeit prüfen", ("Angaben auf", "Vollständigkeit", "prüfen")),
        ("Einwohnermeldeamtsauskunft", ("Einwohnermel-", "deamtsauskunft")),
        ("Gewerbe-/Handwerkskammer", ("Gewerbe-/", "Handwerkskammer")),
        ("Zeile eins\nZeile zwei", ("Zeile eins", "Zeile zwei")),
    ],
)
def test_german_names_in_a_task(text, lines):
    assert fit(text, 90, 72).lines == lines
    assert not fit(text, 90, 72).cut


def test_long_words_are_parted_before_the_letters_shrink():
    set_text = fit("Straßenverkehrszulassungsverordnung", 90, 72)
    assert set_text.size == 12
    assert all(line.endswith("-") for line in set_text.lines[:-1])


def test_much_text_shrinks_and_is_cut_at_last():
    words = "Bescheid über die Festsetzung der Hundesteuer erstellen "
    assert fit(words * 3, 90, 72).size < 12
    assert not fit(words * 3, 90, 72).cut
    cut = fit(words * 40, 90, 72)
    assert cut.cut
    assert cut.lines[-1].endswith("…")


def test_beside_a_symbol_words_stay_whole():
    assert flow("Einwohnermeldeamtsauskunft eingegangen", 60).lines == ("Einwohnermeldeamts-", "auskunft eingegangen")
    assert flow("Anmeldung eingegangen", 60).lines == ("Anmeldung", "eingegangen")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=400), st.floats(1, 400), st.floats(1, 300))
def test_nothing_leaves_its_box(text, across, down):
    set_text = fit(text, across, down)
    assert set_text.height <= down + 0.01
    if not set_text.cut:
        assert all(width(line, set_text.size) <= across + 0.01 or len(line) <= 2 for line in set_text.lines)
    assert set_text.size * LINE <= 14.5


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßABC -/", max_size=200))
def test_nothing_is_lost_when_words_are_parted(text):
    joined = "".join(fit(text, 60, 100_000).lines)
    assert [letter for letter in joined if letter not in "- "] == [letter for letter in text if letter not in "- "]
