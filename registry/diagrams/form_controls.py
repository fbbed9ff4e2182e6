"""Which kind of input a field is filled in with; for a preview that looks like the form."""

from registry.diagrams.form_outline import Line
from registry.formats.form import ElementKind, FormElement

MAX_RADIOS = 7
_LONG = 255
_INPUT_TYPES = {
    "date": "date",
    "time": "time",
    "datetime": "datetime-local",
    "email": "email",
    "phone": "tel",
    "url": "url",
    "password": "password",
}
_NOTES = frozenset({"map", "rating", "appointment", "signature", "person", "address", "object"})


def control(line: Line) -> str:
    """How the preview shows a line.

    Returns:
        ``group`` (holds others), ``hint`` (a text), ``action`` (a button or sign-in), ``radio``, ``checkboxes``,
        ``select``, ``yes_no``, ``checkbox``, ``textarea``, ``file``, ``input``, or ``note`` (a widget that only
        the tool itself can draw).
    """
    element = line.element
    if element.kind is ElementKind.TEXT:
        return "hint"
    if element.kind is ElementKind.ACTION:
        return "action"
    if element.kind is not ElementKind.FIELD or line.children:
        return "group"
    return _field(element, is_repeated=line.is_repeated)


def _field(element: FormElement, *, is_repeated: bool) -> str:
    if element.type == "choice":
        return _choice(element, is_repeated=is_repeated)
    if element.type == "bool":
        return "checkbox" if _is_box(element) else "yes_no"
    if element.type == "file":
        return "file"
    if element.type in _NOTES:
        return "note"
    return "textarea" if _is_long(element) else "input"


def _is_box(element: FormElement) -> bool:
    """Whether something is ticked: the tool has a box for it, or it is no question."""
    return "checkbox" in element.source_type.lower() or not element.name.rstrip().endswith("?")


def _choice(element: FormElement, *, is_repeated: bool) -> str:
    if not element.choices or element.choices_total > MAX_RADIOS:
        return "select"
    return "checkboxes" if is_repeated else "radio"


def _is_long(element: FormElement) -> bool:
    if element.type == "textarea" or element.source_type in {"XTextArea", "textarea"}:
        return True
    longest = element.limits.get("max_length", "")
    return element.type == "text" and longest.isascii() and longest.isdigit() and int(longest[:9]) > _LONG


def input_type(element: FormElement) -> str:
    """The type of a one-line input."""
    return _INPUT_TYPES.get(element.type, "text")
