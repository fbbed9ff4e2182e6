"""Cardinality, limits, types, status and conditions in words."""

import pytest

from registry.diagrams.form_words import (
    action_words,
    condition_words,
    is_repeated,
    limit_words,
    occurs_words,
    status_words,
    type_words,
)
from registry.formats.form import ElementKind, FormElement
from tests.diagrams.building import a_field


@pytest.mark.parametrize(
    ("occurs", "words"),
    [
        ("1:1", "genau 1"),
        ("0:1", "0 bis 1"),
        ("0:*", "0 bis beliebig viele"),
        ("1:*", "1 bis beliebig viele"),
        ("2:5", "2 bis 5"),
        ("", "None"),
        ("viele", "None"),
        ("1:1; DROP", "None"),
    ],
)
def test_cardinality(occurs: str, words: str) -> None:
    assert str(occurs_words(occurs)) == words


def test_what_may_be_given_several_times() -> None:
    found = [occurs for occurs in ("1:1", "0:1", "", "0:*", "1:3", "1:99999999999999999999") if is_repeated(occurs)]
    assert found == ["0:*", "1:3", "1:99999999999999999999"]


def test_limits_become_ranges() -> None:
    limits = {"min_length": "1", "max_length": "80", "max_value": "9", "pattern": "[0-9]+", "steps": "2"}
    assert [str(words) for words in limit_words(limits)] == [
        "Länge 1 bis 80",
        "Wert höchstens 9",
        "Muster [0-9]+",
        "steps: 2",
    ]


def test_one_sided_and_equal_limits() -> None:
    assert [str(words) for words in limit_words({"min_length": "5", "max_length": "5"})] == ["Länge genau 5"]
    assert [str(words) for words in limit_words({"min_value": "18"})] == ["Wert mindestens 18"]
    assert [str(words) for words in limit_words({"media_types": "pdf", "max_size": "10 MB"})] == [
        "Dateiarten pdf",
        "Größe höchstens 10 MB",
    ]


def test_types_and_what_no_table_knows() -> None:
    assert str(type_words(a_field("x", type="bool"))) == "Ja/Nein"
    assert str(type_words(a_field("x", type="hologram", source_type="XHologram"))) == "XHologram"
    assert str(type_words(a_field("x", type=""))) == "–"


def test_active_parts() -> None:
    kinds = [FormElement(id="a", kind=ElementKind.ACTION, source_type=name) for name in ("XBsLogin", "XButtonList")]
    assert [str(action_words(kind)) for kind in kinds] == ["Anmeldung mit einem Nutzerkonto", "Schaltfläche"]


def test_status_of_both_versions() -> None:
    assert [str(status_words(code)) for code in ("6", "inVorbereitung", "99", "")] == [
        "fachlich freigegeben (gold)",
        "in Vorbereitung",
        "None",
        "None",
    ]


def test_conditions_name_what_people_read() -> None:
    names = {"selZone": "Zone", "Hund.Rasse": "Rasse des Hundes", "Baum": "Baum"}
    said = [
        str(words)
        for text in (
            "hiddenif: selZone; requiredif: tfUnknown",
            'visibleif: V.Z.Hund.Rasse = "9"',
            "visibleif: Geschützter Baum",
            "hide: =alter > 17",
            "=alter > 17",
            "",
        )
        for words in condition_words(text, names)
    ]
    assert said == [
        "verborgen, abhängig von: „Zone“",
        "Pflichtangabe, abhängig von: tfUnknown",
        'nur sichtbar, wenn: „Rasse des Hundes“ = "9"',
        "nur sichtbar, wenn: Geschützter Baum",
        "verborgen, wenn: =alter > 17",
        "abhängig von: =alter > 17",
    ]
