import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile, resolve_dependencies
from registry.formats.values import MAX_ROWS

FILE, SCHEMA = "C06000001_genericode.xml", "S06000001V1.0_xdf2.xml"
NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"


def code_list(rows: str, columns: str = '<Column Id="a"/><Column Id="b"/>') -> bytes:
    inner = f"<ColumnSet>{columns}</ColumnSet><SimpleCodeList>{rows}</SimpleCodeList>"
    return f'<CodeList xmlns="{NAMESPACE}">{inner}</CodeList>'.encode()


def row(*values: str) -> str:
    return "<Row>" + "".join(f"<Value><SimpleValue>{value}</SimpleValue></Value>" for value in values) + "</Row>"


def test_a_list_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.solution_kind) == ("genericode", Certainty.CERTAIN, None)
    assert str(summary.reason).endswith("genericode 1.0.")
    assert (summary.title, summary.identifiers.source_key, summary.identifiers.version) == (
        "Art der Fundsache",
        "urn:de:beispiel:sachen",
        "1",
    )


def test_the_column_of_the_key_comes_first(summary_of):
    summary = summary_of(FILE)
    assert summary.values.columns == ("Code", "Bezeichnung")
    assert summary.values.rows == (("01", "Fahrrad"), ("02", "Schlüssel"))
    assert summary.counts == {"values": 2, "columns": 2}
    assert "Schlüssel" in summary.texts


def test_a_value_without_a_reference_belongs_to_the_next_column():
    assert read_here(code_list(row("1", "eins")), "x.xml").values.rows == (("1", "eins"),)


def test_it_brings_what_a_form_of_the_same_upload_needs(summary_of):
    schema = summary_of(SCHEMA)
    assert [(needed.type, needed.key, needed.detail) for needed in schema.dependencies] == [
        ("datasource", "urn:de:beispiel:sachen", "C06000001")
    ]
    alone, *_ = resolve_dependencies([schema])
    together, *_ = resolve_dependencies([schema, summary_of(FILE)])
    assert [needed.resolved for needed in alone.dependencies] == [False]
    assert [needed.resolved for needed in together.dependencies] == [True]
    assert together.facts["dependencies"][0]["resolved"] is True


def test_a_form_that_names_an_edition_needs_that_edition(fixture_bytes, summary_of):
    address = b"</xdf:version><xdf:canonicalVersionUri>urn:de:beispiel:sachen_%d</xdf:canonicalVersionUri>"
    for edition, brought in ((1, True), (2, False)):
        content = fixture_bytes(SCHEMA).replace(
            b"</xdf:version>\n        </xdf:genericode", address % edition + b"</xdf:genericode"
        )
        schema, *_ = resolve_dependencies([read_here(content, SCHEMA), summary_of(FILE)])
        assert schema.dependencies[0].key == f"urn:de:beispiel:sachen_{edition}"
        assert schema.dependencies[0].resolved is brought


@pytest.mark.parametrize(
    ("content", "warning"),
    [(code_list(""), "genericode.no_values"), (code_list(row("1", "a") + row("1", "b")), "genericode.twice")],
)
def test_what_is_odd_is_read_with_a_warning(content, warning):
    assert [found.id for found in read_here(content, "x.xml").warnings] == [warning]


def test_long_lists_are_cut_but_counted_whole():
    summary = read_here(code_list("".join(row(str(at), "Wert") for at in range(MAX_ROWS + 10))), "x.gc")
    assert (summary.counts["values"], summary.values.total, len(summary.values.rows)) == (
        MAX_ROWS + 10,
        MAX_ROWS + 10,
        MAX_ROWS,
    )
    assert summary.warnings[-1].id == "formats.truncated"


@pytest.mark.parametrize("name", ["C06000001_genericode.xml", "liste.gc"])
def test_what_is_called_a_list_and_is_none_is_refused(name):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"<a/>", name)
    assert refusal.value.message.id == "genericode.wrong_root"


def test_a_broken_list_under_another_name_is_refused(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(FILE)[:-50], "x.xml")
    assert "ist kein lesbares genericode. Sie bricht in Zeile" in str(refusal.value.message)
