"""Two people changed the same thing: what stands now, beside what the second one entered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import BooleanField, Field, Form, HiddenField, PasswordField, SelectField, SelectMultipleField
from wtforms.widgets import HiddenInput

from registry.text.diff import Segment, line_diff


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: label, both values in words, and what turns the stored one into the entered one."""

    label: str
    stored: str
    entered: str
    segments: Sequence[Segment]


def differences(entered: Form, stored: Form) -> list[Difference]:
    """The visible fields in which two forms of one kind differ.

    Args:
        entered: what the person sent.
        stored: the same form, filled from the row as it stands now.
    """
    pairs = [(field, stored[field.name]) for field in entered if _is_visible(field)]
    shown = [(str(one.label.text), shown_value(other), shown_value(one)) for one, other in pairs]
    return [Difference(label, old, new, line_diff(old, new)) for label, old, new in shown if old != new]


def rebase(form: Form, row_version: int) -> None:
    """Let the next save of `form` start from the state that was just shown."""
    field = form["row_version"]
    field.raw_data, field.data = None, row_version


def shown_value(field: Field) -> str:
    """The value of a field as people read it: the label of a choice, not its key."""
    if isinstance(field, BooleanField):
        return str(_("ja") if field.data else _("nein"))
    if isinstance(field, SelectMultipleField | SelectField):
        chosen = field.data if isinstance(field, SelectMultipleField) else [field.data]
        labels = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()}
        return ", ".join(labels.get(str(item), str(item)) for item in chosen or () if item not in {None, ""})
    written: Callable[[], object] | None = getattr(field, "_value", None)
    return str(written() if written else field.data)


def _is_visible(field: Field) -> bool:
    return not isinstance(field, HiddenField | PasswordField) and not isinstance(field.widget, HiddenInput)
