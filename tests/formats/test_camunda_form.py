import json

import pytest

from registry.formats.child import read_here
from registry.formats.form import MAX_ELEMENTS
from registry.formats.reading import Certainty, UnreadableFile

FILE = "hundesteuer_camunda.json"


def form(*components: dict, **values: object) -> bytes:
    return json.dumps({"type": "default", "schemaVersion": 16, "components": list(components), **values}).encode()


def test_a_form_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.solution_kind) == ("camunda_form", Certainty.CERTAIN, "form")
    assert "Schema 16, 13 Bausteine" in str(summary.reason)
    assert (summary.tool, summary.tool_version) == ("Camunda Modeler", "5.20.0")
    assert (summary.title, summary.identifiers.source_key, summary.identifiers.version) == (
        "Angaben zum Hund",
        "Formular_Hundesteuer",
        "1.2",
    )
    assert summary.facts == {
        "title": "Angaben zum Hund",
        "kind": "form",
        "platform": "camunda",
        "platform_min_version": "7.21.0",
        "source_key": "Formular_Hundesteuer",
    }


def test_counts(summary_of):
    assert summary_of(FILE).counts == {"pages": 0, "groups": 2, "fields": 9, "required_fields": 3, "uploads": 1}


def test_fields_know_type_limits_choices_and_condition(summary_of):
    fields = {element.key: element for element in summary_of(FILE).form.walk()}
    assert (fields["hundename"].type, fields["hundename"].required, fields["hundename"].help) == (
        "text",
        True,
        "Rufname",
    )
    assert fields["hundename"].limits == {"min_length": "2", "max_length": "60"}
    assert fields["widerristhoehe"].limits == {"min_value": "10", "max_value": "120"}
    assert [fields[key].type for key in ("mail", "widerristhoehe", "seit", "rasse", "blindenhund", "ausweis")] == [
        "email",
        "number",
        "date",
        "choice",
        "bool",
        "file",
    ]
    assert fields["seit"].name == "Im Haushalt seit"
    assert [(choice.code, choice.label) for choice in fields["rasse"].choices] == [("0", "Mischling"), ("1", "Dackel")]
    assert (fields["nachweise"].occurs, fields["nachweise"].code_list.uri) == ("0:*", "nachweisarten")
    assert (fields["ausweis"].condition, fields["ausweis"].limits) == (
        "hide: =blindenhund != true",
        {"media_types": ".pdf"},
    )
    assert fields["name"].read_only


def test_groups_and_lists_hold_their_fields(summary_of):
    groups = [element for element in summary_of(FILE).form.walk() if element.kind == "group"]
    assert [(group.name, group.occurs, len(group.children)) for group in groups] == [
        ("Ermäßigung", "", 2),
        ("Weitere Hunde", "1:*", 1),
    ]


def test_a_form_without_schema_version_is_likely():
    summary = read_here(form({"type": "textfield", "key": "a"}, schemaVersion=None), "x.json")
    assert (summary.format_id, summary.certainty) == ("camunda_form", Certainty.LIKELY)


@pytest.mark.parametrize(
    "content",
    [
        b'{"type": "default"}',
        b'{"type": "default", "components": []}',
        b'{"type": "default", "components": [{"type": 1}], "schemaVersion": 1}',
        b'{"display": "form", "components": [{"type": "textfield"}]}',
    ],
)
def test_other_json_is_no_camunda_form(content):
    assert read_here(content, "x.json").format_id == "opaque"


def test_large_forms_are_cut():
    summary = read_here(form(*({"type": "number", "key": f"a{at}"} for at in range(MAX_ELEMENTS + 100))), "x.form")
    assert len(list(summary.form.walk())) == MAX_ELEMENTS
    assert summary.warnings[-1].id == "formats.truncated"


@pytest.mark.parametrize("name", ["x.form", "x.json"])
def test_a_broken_form_is_refused_with_its_place(fixture_bytes, name):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(FILE)[:-40], name)
    assert refusal.value.message.id == "formats.json.not_well_formed"
    assert "ist kein lesbares Camunda-Form-JSON. In Zeile" in str(refusal.value.message)
