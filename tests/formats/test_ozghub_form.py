import json

import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile

FILE = "vereinsfoerderung_ozghub.json"


def test_a_form_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.solution_kind) == ("ozghub_form", Certainty.CERTAIN, "form")
    assert "(7 Felder)" in str(summary.reason)
    assert (summary.title, summary.tool, summary.tool_version) == ("Vereinsförderung beantragen", "OZG-Hub", "2")
    assert (summary.identifiers.source_key, summary.identifiers.version) == ("vereinsfoerderung", "1.3")
    assert summary.counts == {"pages": 2, "groups": 3, "fields": 6, "required_fields": 2, "uploads": 1}


def test_the_number_of_the_installation_is_no_key(summary_of):
    assert "6000999" not in json.dumps(summary_of(FILE).to_json())


def test_sections_are_pages_with_groups_and_fields(summary_of):
    first, second = summary_of(FILE).form.elements
    assert [(page.kind, page.name) for page in (first, second)] == [("page", "Verein"), ("page", "Förderung")]
    assert [(group.name, group.occurs) for group in first.children] == [("Angaben zum Verein", ""), ("Vorstand", "1:*")]


def test_fields_know_type_limits_choices_and_condition(summary_of):
    fields = {element.id: element for element in summary_of(FILE).form.walk()}
    name, number, function, amount = (fields[key] for key in ("name", "registernummer", "funktion", "betrag"))
    assert (name.type, name.required, name.key, name.limits) == (
        "text",
        True,
        "F60000243",
        {"min_length": "3", "max_length": "120"},
    )
    assert number.condition == 'show: verein.eingetragen = true; required: verein.name ≠ ""'
    assert number.limits == {"pattern": "VR [0-9]+"}
    assert fields["mitglieder"].condition == 'show: (art = sport, kultur and vertretung = "")'
    assert [choice.label for choice in function.choices] == ["Vorsitz", "Kasse"]
    assert (amount.type, amount.limits, amount.help) == (
        "number",
        {"max_value": "5000"},
        "Höchstens die Hälfte der Kosten.",
    )
    assert (fields["hinweis"].kind, fields["hinweis"].name) == ("text", "Hinweis: Nennen Sie alle.")
    assert (fields["belege"].type, fields["belege"].occurs) == ("file", "0:*")


def test_an_empty_form_is_likely_and_says_that_it_is_empty():
    content = b'{"id": "A:B:v1", "sections": [], "source": {"service": "prozess", "variableName": "x"}}'
    summary = read_here(content, "x.json")
    assert (summary.format_id, summary.certainty) == ("ozghub_form", Certainty.LIKELY)
    assert [warning.id for warning in summary.warnings] == ["ozghub_form.no_fields"]


@pytest.mark.parametrize(
    "content",
    [
        b'{"sections": []}',
        b'{"id": "x", "sections": []}',
        b'{"id": "x", "sections": [{"rows": []}]}',
        b'{"id": 1, "sections": [], "source": {"service": "prozess"}}',
        b'{"id": "x", "sections": {}, "source": {"service": "prozess"}}',
    ],
)
def test_other_json_with_sections_is_no_such_form(content):
    assert read_here(content, "x.json").format_id == "opaque"


def test_a_broken_form_is_refused_with_its_place(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(FILE)[:-40], "x.json")
    assert refusal.value.message.id == "formats.json.not_well_formed"
