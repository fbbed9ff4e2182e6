import pytest

from registry.formats.child import read_here
from registry.formats.reading import UnreadableFile

NEW, OLD = "S06000000001V1.0.0_xdf3.xml", "S06000001V1.0_xdf2.xml"


def test_version_3(summary_of):
    summary = summary_of(NEW)
    assert (summary.format_id, summary.variant, summary.tool_version) == ("xdatenfelder", "stammdatenschema", "3")
    assert (summary.title, str(summary.status)) == ("Stand des Wasserzählers melden", "fachlich freigegeben (gold)")
    assert summary.identifiers.fim_ids == ("S06000000001V1.0.0", "D06000000009")
    assert summary.identifiers.leika_keys == ("99102013002000",)
    assert summary.counts == {
        "fields_uses": 4,
        "fields_distinct": 3,
        "groups_uses": 2,
        "groups_distinct": 1,
        "rules_uses": 1,
        "rules_distinct": 1,
    }


def test_norms_know_their_kind_and_address(summary_of):
    bases = summary_of(NEW).legal_bases
    assert [(basis.name, basis.kind) for basis in bases] == [
        ("§ 20 AVBWasserV", "bund"),
        ("Wasserversorgungssatzung der Gemeinde", "satzung"),
    ]
    assert bases[0].uri == "https://www.gesetze-im-internet.de/avbwasserv/"


def test_several_norms_in_one_text_of_version_2(summary_of):
    assert [basis.name for basis in summary_of(OLD).legal_bases] == ["§ 965 BGB", "§ 966 BGB"]


def test_the_tree_of_groups_and_fields(summary_of):
    first, second, date = summary_of(NEW).form.elements
    assert (first.kind, first.name, first.occurs, first.required, first.status) == (
        "group",
        "Angaben zum Zähler",
        "1:1",
        True,
        "5",
    )
    assert (second.occurs, second.required) == ("0:*", False)
    number, kind = first.children
    assert (number.name, number.type, number.limits, number.help) == (
        "Nummer des Zählers",
        "text",
        {"min_length": "3", "max_length": "20"},
        "Sie steht auf dem Gehäuse.",
    )
    assert (kind.type, [choice.label for choice in kind.choices]) == ("choice", ["Hauszähler", "Gartenzähler"])
    assert (date.source_type, date.code_list.uri, date.code_list.version) == ("date", "urn:de:beispiel:liste", "2")
    assert summary_of(NEW).form.rules[0].text.startswith("WENN F06000000002")


def test_version_2(summary_of):
    summary = summary_of(OLD)
    assert (summary.tool_version, str(summary.status)) == ("2", "aktiv")
    place, kind = summary.form.elements
    assert place.limits == {"min_length": "1", "max_length": "200"}
    assert kind.code_list.uri == "urn:de:beispiel:sachen"


def test_code_in_rules_is_no_text(summary_of):
    summary = summary_of(OLD)
    assert summary.form.rules[0].text == "Der Fundort ist anzugeben."
    assert "function" not in " ".join(summary.texts)


def test_tags_leave_out_kinds(summary_of):
    assert summary_of(NEW).facts["tags"] == ["Wasserzähler"]


def test_version_1_is_recognised_with_a_warning():
    content = b'<x:xdatenfelder.stammdatenschema.0102001 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_1"><x:stammdatenschema><x:id>S00000001</x:id><x:version>1.0</x:version><x:name>Alt</x:name></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102001>'  # noqa: E501 (one literal)
    summary = read_here(content, "a.xml")
    assert (summary.tool_version, summary.title, summary.identifiers.source_key) == ("1", "Alt", "S00000001")
    assert [warning.id for warning in summary.warnings] == ["xdatenfelder.old_version"]


@pytest.mark.parametrize(
    "namespace",
    ["urn:xoev-de:fim:standard:xdatenfelder_4", "urn:xoev-de:fim:standard:xdatenfelder_unknown", "urn:other"],
)
def test_other_namespaces_are_not_xdatenfelder(fixture_bytes, namespace):
    content = fixture_bytes(NEW).replace(b"urn:xoev-de:fim:standard:xdatenfelder_3.0.0", namespace.encode())
    assert read_here(content, "a.xml").format_id == "opaque"


def test_a_message_without_content_is_refused():
    content = b'<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2"/>'
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, "a.xml")
    assert refusal.value.message.id == "xdatenfelder.no_content"


def test_the_name_of_the_portal_claims_the_format():
    with pytest.raises(UnreadableFile):
        read_here(b"<html/>", "S06000000001V1.0.0_xdf3.xml")


def test_broken_precision_is_no_precision(fixture_bytes):
    content = fixture_bytes(OLD).replace(b'{"minLength":"1","maxLength":"200"}', b'{"minLength":')
    assert read_here(content, OLD).form.elements[0].limits == {}


def test_large_schemas_are_cut_but_counted_whole():
    field = "<x:struktur><x:enthaelt><x:datenfeld><x:identifikation><x:id>F%08d</x:id></x:identifikation></x:datenfeld></x:enthaelt></x:struktur>"  # noqa: E501 (one literal)
    inner = "".join(field % at for at in range(5_200))
    content = f'<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_2"><x:stammdatenschema><x:name>Groß</x:name>{inner}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>'  # noqa: E501 (one literal)
    summary = read_here(content.encode(), "a.xml")
    assert summary.counts["fields_distinct"] == 5_200
    assert len(list(summary.form.walk())) == 5_000
    assert summary.warnings[-1].id == "formats.truncated"


def message(root: str, content: str) -> str:
    start = f'xdatenfelder.{root} xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"'
    return f'<?xml version="1.0"?>\n<x:{start}><x:header/>{content}</x:xdatenfelder.{root}>'


@pytest.mark.parametrize(
    ("root", "element", "identifier"),
    [
        ("dokumentsteckbrief.0101", "dokumentsteckbrief", "D06000000009"),
        ("codeliste.0105", "codeliste", "C60000020"),
    ],
)
def test_what_belongs_to_schemas_is_read_beside_them(root, element, identifier):
    inner = f"<x:identifikation><x:id>{identifier}</x:id></x:identifikation><x:name>Staaten</x:name>"
    summary = read_here(message(root, f"<x:{element}>{inner}</x:{element}>").encode(), "a.xml")
    assert (summary.format_id, summary.variant, summary.title) == ("xdatenfelder", element, "Staaten")
    assert (summary.identifiers.source_key, summary.solution_kind, summary.facts) == (identifier, None, {})


def test_a_field_alone():
    inner = (
        "<x:identifikation><x:id>F60000000243</x:id><x:version>1.0.0</x:version></x:identifikation>"
        "<x:name>Familienname</x:name><x:feldart><code>input</code></x:feldart>"
    )
    summary = read_here(message("datenfeld.0104", f"<x:datenfeld>{inner}</x:datenfeld>").encode(), "a.xml")
    assert (summary.variant, summary.title, summary.counts["fields_uses"]) == ("datenfeld", "Familienname", 1)
