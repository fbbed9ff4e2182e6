"""Fields for numbers and days as people write them in German: ``1.234,5`` and ``21.05.2026``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.validators import Optional
from wtforms.widgets import DateInput, NumberInput

from registry.catalogue.fact_sheet.choices import NO_CHOICES
from registry.catalogue.fact_sheet.declaration import Input, InputType
from registry.catalogue.fact_sheet.scalars import german, read
from registry.core.errors import Invalid
from registry.text.cleaning import printable
from registry.web.templating import message_text


@dataclass(frozen=True, slots=True)
class _Notation:
    """How a value is read, by the rules of the fact sheet, and written."""

    given: Input
    taken: Callable[[Any], Any]
    written: Callable[[Any], str]


class _NotedField(Field):
    """A line for one value; what was typed stays in the field. Nothing means None."""

    def __init__(self, label: Any, notation: _Notation, **options: Any) -> None:  # noqa: ANN401 (WTForms)
        self._notation = notation
        super().__init__(label, validators=[Optional()], **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed."""
        self.data = None
        if not valuelist:
            return
        try:
            value = read(self._notation.given, str(valuelist[0]), NO_CHOICES)
        except Invalid as error:
            raise ValueError(message_text(error.message)) from error
        self.data = None if value is None else self._notation.taken(value)

    def _value(self) -> str:
        if self.raw_data:
            return printable(str(self.raw_data[0]))
        return "" if self.data is None else self._notation.written(self.data)


class NumberField(_NotedField):
    """A number with a decimal comma, of which `decimals` digits may follow it."""

    widget = NumberInput()

    def __init__(self, label: Any, *, maximum: int, decimals: int = 0, **options: Any) -> None:  # noqa: ANN401
        given = Input(type=InputType.NUMBER, maximum=maximum, decimals=decimals)
        super().__init__(label, _Notation(given, lambda value: value, german), **options)


class DayField(_NotedField):
    """A day, from the browser's calendar or typed."""

    widget = DateInput()

    def __init__(self, label: Any, **options: Any) -> None:  # noqa: ANN401 (WTForms)
        given = Input(type=InputType.DATE)
        super().__init__(label, _Notation(given, date.fromisoformat, date.isoformat), **options)
