"""Forms for tests, in few words."""

from typing import Any

from registry.formats.form import Choice, ElementKind, FormElement, FormModel, FormRule


def a_field(name: str, **values: Any) -> FormElement:
    """A text field; its id is its name unless told otherwise."""
    return FormElement(**({"id": name, "kind": ElementKind.FIELD, "name": name, "type": "text"} | values))


def a_group(name: str, *children: FormElement, **values: Any) -> FormElement:
    """A group; a page with `kind`."""
    return FormElement(**({"id": name, "kind": ElementKind.GROUP, "name": name, "children": children} | values))


def a_page(name: str, *children: FormElement, **values: Any) -> FormElement:
    """A page of a form."""
    return a_group(name, *children, **({"kind": ElementKind.PAGE} | values))


def a_form(*elements: FormElement, **values: Any) -> FormModel:
    """A form of these elements."""
    return FormModel(**({"title": "Hund anmelden", "elements": elements} | values))


def a_rule(text: str, key: str = "R06000000001") -> FormRule:
    """A rule."""
    return FormRule(id=key, name="Regel", text=text)


def choices(*labels: str) -> dict[str, Any]:
    """What makes a field a selection of these values."""
    found = tuple(Choice(code=str(number), label=label) for number, label in enumerate(labels, 1))
    return {"type": "choice", "choices": found, "choices_total": len(found)}
