"""Base of all forms: WTForms without cookies; the request token is checked once, in `registry.web.security`."""

from collections.abc import Iterable
from typing import Any

from flask import request
from wtforms import Form
from wtforms.fields import Field

from registry.core.errors import Invalid
from registry.core.messages import N_, define
from registry.text.folding import clean_text
from registry.web.language import current_language
from registry.web.templating import message_text

CONTROL_CHARACTERS = define("form.control_characters", N_("Bitte entfernen Sie unsichtbare Sonderzeichen."))


class PortalForm(Form):
    """A form of the portal: messages in the language of the page, text cleaned of control characters."""

    class Meta:
        """Settings of WTForms."""

        def bind_field(self, form: Form, unbound_field: Any, options: Any) -> Any:  # noqa: ANN401 (WTForms)
            """Strip and clean every text before it is validated."""
            filters = [*unbound_field.kwargs.get("filters", []), tidy]
            return unbound_field.bind(form=form, filters=filters, **options)

        @property
        def locales(self) -> list[str]:
            """WTForms' own messages in the language of the request."""
            return [current_language()]

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


def tidy(value: Any) -> Any:  # noqa: ANN401 (any field value passes through)
    """Text trimmed and cleaned; everything else unchanged."""
    return clean_text(value).strip() if isinstance(value, str) else value


def field_names(form: Form) -> Iterable[str]:
    """Names of the fields, in their order."""
    return form._fields.keys()
