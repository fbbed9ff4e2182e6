"""Base of all forms: WTForms without cookies; the request token is checked once, in `registry.web.security`."""

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import FieldList, Form, FormField, PasswordField, SelectMultipleField, ValidationError
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from registry.core.errors import Invalid
from registry.text.cleaning import clean_text, printable
from registry.web.language import current_language
from registry.web.templating import message_text

MAX_TEXT = 2**20
"""Characters of one field that are looked at; what a field may hold is decided by its validators."""
UNTIDIED = (PasswordField, FieldList, FormField)


class PortalForm(Form):
    """A form of the portal: messages in the language of the page, text cleaned of control characters."""

    class Meta:
        """Settings of WTForms."""

        def bind_field(self, form: Form, unbound_field: Any, options: Any) -> Any:  # noqa: ANN401 (WTForms)
            """Strip and clean every text before it is validated; a password is taken as it was typed."""
            if issubclass(unbound_field.field_class, UNTIDIED):
                return unbound_field.bind(form=form, **options)
            filters = [*unbound_field.kwargs.get("filters", []), tidy]
            return unbound_field.bind(form=form, filters=filters, **options)

        @property
        def locales(self) -> list[str]:
            """WTForms' own messages in the language of the request."""
            return [current_language()]

    def process(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (WTForms)
        """Read the input; what was refused for invisible characters is shown again without them."""
        super().process(*args, **kwargs)
        self._take_no_version_for_the_oldest()
        for field in self:
            field.raw_data = [shown_again(item) for item in field.raw_data or ()]
            if field.process_errors:
                field.data = shown_again(field.data)

    def _take_no_version_for_the_oldest(self) -> None:
        """A form that does not say which state it was made from is out of date, whatever state that is."""
        version = self._fields.get("row_version")
        if version is not None and version.process_errors:
            version.data, version.process_errors = 0, []

    @property
    def is_submitted(self) -> bool:
        """Whether the request is a submission."""
        return request.method == "POST"

    def validate_on_submit(self) -> bool:
        """Whether a submission came in and holds."""
        return self.is_submitted and self.validate()

    def add_errors(self, error: Invalid) -> None:
        """Show a rule that the domain refused at its fields; what belongs to no field stands in the summary."""
        for name, message in error.fields.items():
            if name in self._fields:
                self._append(self._fields[name], message_text(message))
        if not error.fields:
            self.form_errors.append(message_text(error.message))

    @property
    def error_count(self) -> int:
        """How many fields need a change."""
        return len(self.errors)

    @staticmethod
    def _append(field: Field, text: str) -> None:
        field.errors = [*field.errors, text]


class CheckboxesField(SelectMultipleField):
    """Several entries of a list, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is not on the list, in a sentence of ours."""
        try:
            super().pre_validate(form)
        except ValidationError as error:
            raise ValidationError(_("Bitte wählen Sie nur Einträge aus der Liste.")) from error


def shown_again(value: Any) -> Any:  # noqa: ANN401 (any field value passes through)
    """What was sent as the form shows it again: text without what no page may hold."""
    return clean_text(printable(value)[:MAX_TEXT], MAX_TEXT) if isinstance(value, str) else value


def tidy(value: Any) -> Any:  # noqa: ANN401 (any field value passes through)
    """Text trimmed and cleaned, also each of several; everything else unchanged.

    Raises:
        ValueError: the text holds characters that cannot be stored (WTForms shows it at the field).
    """
    if isinstance(value, list):
        return [tidy(item) for item in value]
    if not isinstance(value, str):
        return value
    try:
        return clean_text(value, MAX_TEXT).strip()
    except Invalid as error:
        raise ValueError(message_text(error.message)) from error


def options(pairs: Iterable[tuple[str, object]]) -> Any:  # noqa: ANN401 (newer than the types of WTForms)
    """What a select or radio field offers: pairs of value and label (a text, or a lazy one)."""
    return [SelectChoice(value=value, label=label) for value, label in pairs]


def field_names(form: Form) -> Iterable[str]:
    """Names of the fields, in their order."""
    return form._fields.keys()
