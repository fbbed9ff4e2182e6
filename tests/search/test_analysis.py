import pytest

from registry.search.analysis import (
    MAX_TYPED_WORDS,
    Typed,
    identifier_stream,
    part_stream,
    parts,
    read_typed,
    stem,
    word_stream,
    words,
)


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        (["anmelden", "Anmeldung", "anmeldungen"], ["anmeld"] * 3),
        (["Hund", "Hunde", "Hunden", "Hundes"], ["hund"] * 4),
        (["Haus", "Häuser", "Haeuser"], ["haus"] * 3),
        (["Antrag", "Anträge", "Antraege", "Antrags"], ["antrag"] * 4),
        (["Straße", "Straßen", "strassen", "Strasse"], ["strass"] * 4),
        (["Größe", "Größen", "groessen", "grosse"], ["gross"] * 4),
    ],
)
def test_forms_of_a_word_have_one_stem(spellings: list[str], expected: list[str]) -> None:
    assert [stem(words(spelling)[0]) for spelling in spellings] == expected


def test_words_are_parted_by_everything_else() -> None:
    assert words("E-Mail_an: Kita/Hort, § 4 (2)\x00x") == ["e", "mail", "an", "kita", "hort", "4", "2", "x"]


def test_no_phrase_reaches_from_one_value_into_the_next() -> None:
    assert word_stream(["a b", "c"]) == "a b | c"
    assert part_stream(["hund kita"]) == "hun und | kit ita"
    assert parts("ab") == []


def test_identifiers_are_indexed_whole_and_in_words() -> None:
    assert identifier_stream(["S00000123V1.0", "hunde_steuer.bpmn"]).split() == [
        *("s00000123v10", "s00000123v1", "0"),
        *("hundesteuerbpmn", "hunde", "steuer", "bpmn"),
    ]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Hund  anmelden", Typed(words=("hund", "anmelden"), joined="hundanmelden")),
        (
            "wie kann ich meinen Hund anmelden?",
            Typed(words=("hund", "anmelden"), joined="wiekannichmeinenhundanmelden"),
        ),
        ("zum", Typed(words=("zum",), joined="zum")),
        ("„Hund anmelden“", Typed(phrases=(("hund", "anmelden"),))),
        ('"Hund" steuer', Typed(words=("steuer",), phrases=(("hund",),), joined="steuer")),
        ("»Hund anmelden«", Typed(phrases=(("hund", "anmelden"),))),
        ("steuer -hund −katze", Typed(words=("steuer",), excluded=(("hund",), ("katze",)), joined="steuer")),
        ('-"hund anmelden"', Typed(excluded=(("hund", "anmelden"),))),
        ("-E-Mail", Typed(excluded=(("e", "mail"),))),
        ("E-Mail", Typed(words=("e", "mail"), joined="email")),
        ('"offen', Typed(words=("offen",), joined="offen")),
        ("99 107 023", Typed(words=("99", "107", "023"), joined="99107023")),
        ('- -- " „“ ()', Typed()),
        ("", Typed()),
    ],
)
def test_what_is_typed_is_understood(text: str, typed: Typed) -> None:
    assert read_typed(text) == typed
    assert read_typed(text).is_empty == (typed == Typed())


def test_what_is_typed_is_bounded() -> None:
    typed = read_typed("hund " * 5000)
    assert len(typed.words) == MAX_TYPED_WORDS
    assert len(read_typed("x" * 10_000).words[0]) == 64
    assert len(read_typed('"a" ' * 200).phrases) == MAX_TYPED_WORDS
