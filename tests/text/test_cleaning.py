import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.core.errors import Invalid
from registry.text.cleaning import clean_file_name, clean_line, clean_text, printable

TROUBLE = [*"\x00\n\r\t\x1b\x7f\x85\u2028\u202e\u2066\u200b\ufeff\ud800\ufffe/\\.:<>|ab ", "a\u0308", "ä"]
ANY_TEXT = st.text(st.characters(), max_size=200) | st.lists(st.sampled_from(TROUBLE), max_size=30).map("".join)
CATEGORIES_NEVER_STORED = {"Cc", "Cs"}
DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def test_a_line_is_one_line() -> None:
    assert clean_line("  Hund\t\tan\u00admelden\r\n jetzt\u2028 ", 80) == "Hund an\u00admelden jetzt"
    assert clean_line("Gro\u0308ße", 5) == "Größe"


def test_a_text_keeps_its_lines_and_indents() -> None:
    assert clean_text("\n\n- a  \r\n    - b\r\n\r\nc\x0bd\u2028e\n\n", 80) == "- a\n    - b\n\nc\nd\ne"


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x1b", "\x7f", "\x9b", "\ud800", "\uffff"])
def test_controls_are_refused_with_a_sentence(control: str) -> None:
    for clean in (clean_line, clean_text):
        with pytest.raises(Invalid) as refused:
            clean(f"a{control}b", 80)
        assert "Steuerzeichen" in str(refused.value.message)


def test_length_counts_after_cleaning() -> None:
    assert clean_line("  ab\u202e  ", 2) == "ab"
    with pytest.raises(Invalid) as refused:
        clean_line("abc", 2)
    assert str(refused.value.message) == "Der Text hat 3 Zeichen. Erlaubt sind 2."


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (lambda value: clean_line(value, 500), lambda value: clean_text(value, 500)):
        try:
            once = clean(text)
        except Invalid:
            continue
        assert clean(once) == once
        assert not DIRECTION & set(once)
        assert {unicodedata.category(char) for char in once} & CATEGORIES_NEVER_STORED <= {"Cc"}
        assert {char for char in once if unicodedata.category(char) == "Cc"} <= {"\n", "\t"}
        once.encode()


@given(ANY_TEXT)
def test_text_of_files_is_never_an_error(text: str) -> None:
    clean_line(printable(text), 10_000)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Hundesteuer.bpmn", "Hundesteuer.bpmn"),
        ("C:\\Users\\x\\Prozess 1.zip", "Prozess 1.zip"),
        ("../../etc/passwd", "passwd"),
        ("a/..", "datei"),
        ("", "datei"),
        ("...", "datei"),
        (".htaccess", "htaccess"),
        ("rechnung\u202efdp.exe", "rechnungfdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ('a"b<c>d|e?.xml', "a_b_c_d_e_.xml"),
        ("con.txt", "_con.txt"),
        ("Konto.txt", "Konto.txt"),
        ("x.", "x"),
        ("Gro\u0308ße.pdf", "Größe.pdf"),
        ("x" * 200 + ".bpmn", "x" * 115 + ".bpmn"),
        ("\U0001f600" * 120 + ".pdf", "\U0001f600" * 59 + ".pdf"),
        ("x." + "y" * 200, "x." + "y" * 118),
    ],
)
def test_a_file_name_is_what_can_be_shown(name: str, shown: str) -> None:
    assert clean_file_name(name) == shown


@given(ANY_TEXT)
def test_a_file_name_is_always_harmless(name: str) -> None:
    shown = clean_file_name(name)
    assert 1 <= len(shown) <= 120
    assert len(shown.encode()) <= 240
    assert not set(shown) & (set('/\\<>:"|?*') | DIRECTION)
    assert not {unicodedata.category(char) for char in shown} & CATEGORIES_NEVER_STORED
    assert shown.strip(". ") == shown
    assert clean_file_name(shown) == shown
