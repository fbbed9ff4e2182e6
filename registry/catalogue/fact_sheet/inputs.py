"""The inputs of a fact as plain data, from which one template renders any fact.

The inputs always show raw values: what was posted, else `parsing.raw_of` the stored value. So nothing that
somebody typed is lost over an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import ANSWERS, Column, Fact, Input, InputType, Shape, Value
from registry.catalogue.fact_sheet.parsing import (
    ANSWER_PREFIX,
    BLANK_ROWS,
    RawValues,
    answer_field,
    field_name,
    is_choice,
    raw_of,
)
from registry.core.messages import N_, Message, define

PLEASE_CHOOSE = define("fact.please_choose", N_("Bitte wählen"))
NO_VALUE = define("fact.no_value", N_("Ohne Angabe"))
INSTEAD = define("fact.instead", N_("Wenn Sie nichts eintragen"))


class Control(StrEnum):
    """How an input looks."""

    TEXT = "text"
    NUMBER = "number"
    """A line for a German number: text with a decimal keyboard, not the browser's number field."""
    DATE = "date"
    TEXTAREA = "textarea"
    SELECT = "select"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `label` is text where it is a name (systems, contacts)."""

    value: str
    label: Message | str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormInput:
    """One control.

    Attributes:
        values: what stands in it; several only for checkboxes.
        suggests_systems: whether the names of all systems are offered while typing (datalist).
    """

    name: str
    control: Control
    label: Message
    values: tuple[str, ...]
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    unit: Message | None = None
    suggests_systems: bool = False
    is_required: bool = False
    error: Message | None = None

    @property
    def value(self) -> str:
        """What stands in it, for all but checkboxes."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactInputs:
    """All controls of one fact.

    Attributes:
        rows: one row of one control for ONE and MANY, one row for RECORD, the entered rows and some
            blank ones for RECORDS.
        answer: the choice of "unbekannt" and "entfällt", where it does not stand among the options.
        error: what is wrong with the fact as a whole.
        is_required: whether it must be answered before publication.
    """

    fact: Fact
    rows: tuple[tuple[FormInput, ...], ...]
    answer: FormInput | None = None
    error: Message | None = None
    is_required: bool = False

    @property
    def id(self) -> str:
        """Of the fact."""
        return self.fact.id

    @property
    def label(self) -> Message:
        """Label of the fact: of its only control, else of the group of controls."""
        return self.fact.label

    @property
    def help(self) -> Message:
        """What to enter, with an example."""
        return self.fact.help

    @property
    def shape(self) -> Shape:
        """One control (ONE, MANY), a group of controls, or a table of them."""
        return self.fact.shape

    @property
    def has_error(self) -> bool:
        """Whether anything in it is wrong."""
        return bool(self.error or any(given.error for row in self.rows for given in row))


def fact_inputs(
    fact: Fact, raw: RawValues, choices: Choices = NO_CHOICES, errors: Mapping[str, Message] | None = None
) -> FactInputs:
    """The controls of one fact with what was entered and what is wrong with it."""
    builder = _Builder(fact, raw, choices, errors or {})
    rows = tuple(builder.rows())
    own = {given.name for row in rows for given in row}
    whole = next((builder.errors[name] for name in builder.names_of_whole() - own if name in builder.errors), None)
    return FactInputs(fact=fact, rows=rows, answer=builder.answer(), error=whole, is_required=fact.is_required)


def inputs_of_value(fact: Fact, value: Value | None, choices: Choices = NO_CHOICES) -> FactInputs:
    """The controls of one fact with a stored value."""
    return fact_inputs(fact, raw_of(fact, value), choices)


@dataclass(frozen=True, slots=True)
class _Builder:
    fact: Fact
    raw: RawValues
    choices: Choices
    errors: Mapping[str, Message]

    def names_of_whole(self) -> set[str]:
        return {field_name(self.fact), answer_field(self.fact)}

    def rows(self) -> Iterator[tuple[FormInput, ...]]:
        if self.fact.input is not None:
            yield (self._single(self.fact.input),)
        elif self.fact.shape is Shape.RECORD:
            yield self._row()
        else:
            yield from (self._row(row) for row in range(self._row_count()))

    def answer(self) -> FormInput | None:
        if not self.fact.answers or is_choice(self.fact.input):
            return None
        name = answer_field(self.fact)
        options = (Option("", NO_VALUE()), *self._answers())
        values = tuple(self.raw.get(name, ())[:1])
        return FormInput(name=name, control=Control.SELECT, label=INSTEAD(), values=values, options=options)

    def _answers(self) -> Iterator[Option]:
        return (Option(f"{ANSWER_PREFIX}{code}", ANSWERS.label(code)) for code in self.fact.answers)

    def _row_count(self) -> int:
        filled = [row for row in range(self.fact.max_items + BLANK_ROWS) if self._is_filled(row)]
        return min(max(filled, default=-1) + 1 + BLANK_ROWS, self.fact.max_items + BLANK_ROWS)

    def _is_filled(self, row: int) -> bool:
        names = (field_name(self.fact, row, column.id) for column in self.fact.columns)
        return any(text for name in names for text in self.raw.get(name, ())[:1])

    def _row(self, *row: int) -> tuple[FormInput, ...]:
        return tuple(self._column(column, row) for column in self.fact.columns)

    def _column(self, column: Column, row: tuple[int, ...]) -> FormInput:
        name = field_name(self.fact, *row, column.id)
        return self._control(name, column.input, self.fact.column_label(column), is_required=column.required)

    def _single(self, given: Input) -> FormInput:
        return self._control(
            field_name(self.fact), given, self.fact.label, is_required=self.fact.is_required, many=self.fact.many
        )

    def _control(self, name: str, given: Input, label: Message, *, is_required: bool, many: bool = False) -> FormInput:
        control = _control_of(given, many=many)
        texts = tuple(self.raw.get(name, ()))
        if given.type is InputType.SYSTEM:
            texts = tuple(self.choices.terms.systems.get(text, text) for text in texts)
        return FormInput(
            name=name,
            control=control,
            label=label,
            values=texts if control is Control.CHECKBOXES else texts[:1],
            options=self._options(given, control, many=many),
            max_length=None if many or control in _UNBOUNDED else given.max_length,
            unit=given.unit,
            suggests_systems=given.type is InputType.SYSTEM,
            is_required=is_required,
            error=self.errors.get(name),
        )

    def _options(self, given: Input, control: Control, *, many: bool) -> tuple[Option, ...]:
        if control not in {Control.SELECT, Control.CHECKBOXES}:
            return ()
        blank = () if many else (Option("", PLEASE_CHOOSE()),)
        answers = tuple(self._answers()) if given is self.fact.input else ()
        return (*blank, *_codes(given, self.choices), *answers)


_CONTROLS = {
    InputType.TEXT: Control.TEXTAREA,
    InputType.MARKDOWN: Control.TEXTAREA,
    InputType.CHOICE: Control.SELECT,
    InputType.YES_NO: Control.SELECT,
    InputType.PLATFORM: Control.SELECT,
    InputType.CONTACT: Control.SELECT,
    InputType.NUMBER: Control.NUMBER,
    InputType.DATE: Control.DATE,
}
_UNBOUNDED = {Control.NUMBER, Control.DATE, Control.SELECT, Control.CHECKBOXES}


def _control_of(given: Input, *, many: bool) -> Control:
    if many:
        return Control.CHECKBOXES if is_choice(given) else Control.TEXTAREA
    return _CONTROLS.get(given.type, Control.TEXT)


def _codes(given: Input, choices: Choices) -> Sequence[Option]:
    if given.vocabulary:
        return [Option(term.code, term.label) for term in given.vocabulary.terms]
    names = choices.contacts if given.type is InputType.CONTACT else choices.terms.platforms
    return [Option(code, name) for code, name in names.items()]
