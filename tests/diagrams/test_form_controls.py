"""Which input a field is shown with."""

from typing import Any

import pytest

from registry.diagrams.form_controls import MAX_RADIOS, control, input_type
from registry.diagrams.form_outline import filled_in
from registry.formats.form import CodeList, ElementKind
from tests.diagrams.building import a_field, a_form, choices

MANY = choices(*map(str, range(MAX_RADIOS + 1)))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({}, "input"),
        ({"limits": {"max_length": "255"}}, "input"),
        ({"limits": {"max_length": "1000"}}, "textarea"),
        ({"source_type": "XTextArea"}, "textarea"),
        ({"type": "number", "limits": {"max_length": "1000"}}, "input"),
        ({"type": "file"}, "file"),
        ({"type": "person"}, "note"),
        (choices("Ja", "Nein"), "radio"),
        (choices("Rot", "Blau") | {"occurs": "1:2"}, "checkboxes"),
        (MANY, "select"),
        ({"type": "choice", "code_list": CodeList(uri="urn:x")}, "select"),
        ({"type": "bool"}, "checkbox"),
        ({"type": "bool", "name": "Haben Sie einen Hund?"}, "yes_no"),
        ({"type": "bool", "name": "Einverstanden?", "source_type": "XCheckbox"}, "checkbox"),
        ({"type": "bool", "name": "Einverstanden?", "source_type": "checkbox"}, "checkbox"),
        ({"kind": ElementKind.GROUP}, "group"),
        ({"kind": ElementKind.TEXT}, "hint"),
        ({"kind": ElementKind.ACTION}, "action"),
        ({"children": (a_field("innen"),)}, "group"),
    ],
)
def test_kinds(values: dict[str, Any], kind: str) -> None:
    (line,) = filled_in(a_form(a_field(**({"name": "Feld"} | values)))).lines
    assert control(line) == kind


def test_types_of_one_line_inputs() -> None:
    kinds = ("date", "email", "phone", "number", "iban", "hologram")
    assert [input_type(a_field("x", type=kind)) for kind in kinds] == ["date", "email", "tel", "text", "text", "text"]
