"""Equal words meet; texts sort as in a dictionary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.text.folding import fold, sort_key


@pytest.mark.parametrize(
    ("spellings", "folded"),
    [
        (["Größe", "GRÖSSE", "Groesse", "grosse", "Gro\u0308ße", "GRÖẞE"], "grosse"),
        (["Straße", "STRASSE", "strasse", "Stra\u00adße"], "strasse"),
        (["Äußerung", "Aeusserung", "aeußerung"], "ausserung"),
        (["Überführung", "Ueberfuehrung", "ueberführung"], "uberfuhrung"),
        (["Bürgerbüro", "Buergerbuero", "BÜRGERBÜRO"], "burgerburo"),
        (["Café", "Cafe\u0301", "CAFE"], "cafe"),
        (["ﬁliale", "Filiale"], "filiale"),
        (["Łódź", "lodz"], "lodz"),
        (["  Hund \t anmelden\n", "hund anmelden"], "hund anmelden"),
        (["Ｈｕｎｄ", "hund"], "hund"),
    ],
)
def test_spellings_of_a_word_meet(spellings: list[str], folded: str) -> None:
    assert {fold(spelling) for spelling in spellings} == {folded}


@pytest.mark.parametrize("word", ["steuer", "neue", "quelle", "bauer", "feuerwehr", "abenteuer", "treue"])
def test_an_e_that_belongs_to_its_word_stays(word: str) -> None:
    assert fold(word) == word


@given(st.text(max_size=200))
def test_folding_anything_gives_a_text_of_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert fold(text.upper().lower()) == fold(text.lower())


IN_ORDER = [
    "",
    "10 Schritte",
    "A",
    "Ä",
    "a b",
    "Ä b",
    "A1",
    "Abend",
    "Äcker",
    "Adler",
    "Bad Homburg",
    "Badeort",
    "Masse",
    "Maße",
    "Öde",
    "Ofen",
    "Straße 1",
    "Straße 2",
    "Straßenbau",
    "uber",
    "über",
    "Zaun",
]


def test_texts_sort_as_in_a_german_dictionary() -> None:
    backwards = IN_ORDER[::-1]
    assert sorted(backwards, key=sort_key) == IN_ORDER


def test_case_and_punctuation_have_no_weight() -> None:
    assert sort_key("Bad-Homburg v. d. Höhe") == sort_key("bad homburg V D HÖHE")


@given(st.text(max_size=300))
def test_a_key_is_storable_and_sorts_alike_everywhere(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()
    assert len(key) < 1500


@given(st.text("abzäöüß 019-", max_size=12), st.text("abzäöüß 019-", max_size=12))
def test_keys_compare_word_by_word(one: str, other: str) -> None:
    def words(text: str) -> list[list[tuple[int, str]]]:
        plain = text.translate(str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "-": " "}))
        return [[(letter.isalpha(), letter) for letter in word] for word in plain.split()]

    if words(one) < words(other):
        assert sort_key(one) < sort_key(other)
