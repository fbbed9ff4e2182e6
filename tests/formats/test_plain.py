import pytest

from registry.formats.plain import file_name, plain, plain_lines, plain_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  ein\n Name\t", "ein Name"),
        ("a\x00b\x1b[31m", "a b [31m"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("Wohn\u00adort\u200b", "Wohnort"),
        ("a\ud800b", "a b"),
        ("", ""),
        (None, ""),
        (7, "7"),
        (["x"], ""),
        ("§\u00a05", "§ 5"),
    ],
)
def test_plain_text_is_clean(text, expected):
    assert plain(text) == expected


def test_plain_text_is_bounded():
    assert plain("x" * 1_000, 10) == "x" * 9 + "…"
    assert plain("x" * 10, 10) == "x" * 10
    assert len(plain("x\x00" * 10_000_000, 300)) == 300


def test_lines_stay_where_they_are_wanted():
    assert plain_lines("eins \r\n\r\n zwei\x00", 100) == "eins\nzwei"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Eins</p><p>Zwei</p>", "Eins Zwei"),
        ("<style>p{}</style>Text<script>alert(1)</script>", "Text"),
        ("5 < 7 und 8 > 3", "5 < 7 und 8 > 3"),
        ("Gr&ouml;&szlig;e &amp; Form", "Größe & Form"),
        ("<img src=x onerror=alert(1)>", ""),
        ("]]><![CDATA[x", "]]>"),
        ("&lt;script&gt;", "<script>"),
        (3, ""),
    ],
)
def test_markup_becomes_text(markup, expected):
    assert plain_markup(markup) == expected


def test_names_of_files_lose_folders_and_tricks():
    assert file_name("C:\\Users\\x\\a.bpmn") == "a.bpmn"
    assert file_name("../../etc/passwd") == "passwd"
    assert file_name("a\u202e\x00.bpmn") == "a .bpmn"
    assert file_name("") == "?"
    assert len(file_name("x" * 4_000)) == 120
