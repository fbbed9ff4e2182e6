"""From the fields of a form to values, and back.

Field names: ``facts-<fact>``, ``facts-<fact>-<column>`` for a record, ``facts-<fact>-<row>-<column>`` for
several, ``facts-<fact>-answer`` for "unbekannt" and "entfällt" (for choices the codes ``answer:unknown`` and
``answer:not_applicable`` stand among the options). A value wins over such an answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import (
    ANSWER,
    Column,
    Fact,
    Input,
    InputType,
    Shape,
    Value,
    answer_of,
)
from registry.catalogue.fact_sheet.scalars import WRONG_SHAPE, read, write
from registry.core.errors import Invalid
from registry.core.messages import N_, Message, define

RawValues: TypeAlias = Mapping[str, Sequence[str]]

BLANK_ROWS = 2
ANSWER_PREFIX = "answer:"

INVALID = define("fact.invalid", N_("Bitte prüfen Sie Ihre Angaben."))
PART_MISSING = define(
    "fact.part_missing", N_("Diese Angabe gehört dazu. Bitte ergänzen Sie sie oder leeren Sie die Zeile.")
)
TOO_MANY_ITEMS = define("fact.too_many_items", N_("Höchstens %(maximum)s Einträge sind möglich."))
NO_SUCH_ANSWER = define("fact.no_such_answer", N_("„Unbekannt“ und „entfällt“ genügen hier nicht."))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a form held: fact id to value (None: emptied), and field name to what is wrong with it."""

    values: dict[str, Value | None] = field(default_factory=dict)
    errors: dict[str, Message] = field(default_factory=dict)


def field_name(fact: Fact, *parts: object) -> str:
    """The name of an input of the fact."""
    return "-".join(("facts", fact.id, *map(str, parts)))


def parse_facts(facts: Iterable[Fact], raw: RawValues, choices: Choices = NO_CHOICES) -> Parsed:
    """Read the facts that a form showed; a fact with an error has no value."""
    parsed = Parsed()
    for fact in facts:
        try:
            parsed.values[fact.id] = parse_value(fact, raw, choices)
        except Invalid as error:
            parsed.errors.update(error.fields)
    return parsed


def parse_value(fact: Fact, raw: RawValues, choices: Choices = NO_CHOICES) -> Value | None:
    """The value of one fact; None where the form holds nothing for it.

    Raises:
        Invalid: with a message for each field that holds no value.
    """
    reader = _Reader(fact, raw, choices)
    value = reader.value()
    if reader.errors:
        raise Invalid(INVALID(), reader.errors)
    return value


def normalise(fact: Fact, value: object, choices: Choices = NO_CHOICES) -> Value:
    """The value in canonical form, checked like input of a form (for files, seeds, programs).

    Raises:
        Invalid: with a message for each field.
    """
    try:
        raw = raw_of(fact, value)
    except Invalid as error:
        raise Invalid(error.message, {field_name(fact): error.message}) from None
    result = parse_value(fact, raw, choices)
    if result is None:
        raise Invalid(WRONG_SHAPE(), {field_name(fact): WRONG_SHAPE()})
    return result


def raw_of(fact: Fact, value: object) -> dict[str, list[str]]:
    """The form fields that stand for a value; none for None.

    Raises:
        Invalid: the value does not have the shape of the fact.
    """
    answer = answer_of(value) if isinstance(value, dict) else None
    if answer:
        return {answer_field(fact): [f"{ANSWER_PREFIX}{answer}"]}
    match value, fact.shape:
        case None, _:
            return {}
        case list(), Shape.MANY:
            return {field_name(fact): _raw_items(fact, value)}
        case dict(), Shape.RECORD:
            return _raw_record(fact, value)
        case list(), Shape.RECORDS:
            return _raw_records(fact, value)
        case _, Shape.ONE if fact.input:
            return {field_name(fact): [write(fact.input, value)]}
        case _:
            raise Invalid(WRONG_SHAPE())


def answer_field(fact: Fact) -> str:
    """The name of the field that holds "unbekannt" or "entfällt"."""
    return field_name(fact) if is_choice(fact.input) else field_name(fact, ANSWER)


def is_choice(given: Input | None) -> bool:
    """Whether the input offers options, so that answers stand among them."""
    return given is not None and given.type in {InputType.CHOICE, InputType.PLATFORM, InputType.CONTACT}


def _raw_items(fact: Fact, items: list[object]) -> list[str]:
    if not all(isinstance(item, str) for item in items):
        raise Invalid(WRONG_SHAPE())
    texts = [str(item) for item in items]
    return texts if is_choice(fact.input) else ["\n".join(texts)]


def _raw_record(fact: Fact, record: Mapping[str, object], *row: int) -> dict[str, list[str]]:
    columns = {column.id: column for column in fact.columns}
    if not set(record) <= set(columns):
        raise Invalid(WRONG_SHAPE())
    return {
        field_name(fact, *row, column_id): [write(columns[column_id].input, value)]
        for column_id, value in record.items()
        if value is not None
    }


def _raw_records(fact: Fact, records: list[object]) -> dict[str, list[str]]:
    if len(records) > fact.max_items:
        raise Invalid(TOO_MANY_ITEMS(maximum=fact.max_items))
    raw: dict[str, list[str]] = {}
    for row, record in enumerate(records):
        if not isinstance(record, dict):
            raise Invalid(WRONG_SHAPE())
        raw |= _raw_record(fact, record, row)
    return raw


@dataclass(slots=True)
class _Reader:
    """Reads the fields of one fact and gathers what is wrong."""

    fact: Fact
    raw: RawValues
    choices: Choices
    errors: dict[str, Message] = field(default_factory=dict)

    def value(self) -> Value | None:
        found = self._shaped()
        return found if found not in (None, [], {}) or self.errors else self._answer()

    def _shaped(self) -> Value | None:
        match self.fact.shape:
            case Shape.ONE:
                return self._one()
            case Shape.MANY:
                return self._many()
            case Shape.RECORD:
                return self._record()
            case Shape.RECORDS:
                return self._records()

    def _one(self) -> Value | None:
        name = field_name(self.fact)
        texts = self._without_answers(self.raw.get(name, ())[:1])
        return self._read(name, self.fact.input, texts[0]) if texts else None

    def _many(self) -> list[Value] | None:
        name = field_name(self.fact)
        texts = self._without_answers([line for text in self.raw.get(name, ()) for line in text.split("\n")])
        if len(texts) > self.fact.max_items * 4:
            self.errors[name] = TOO_MANY_ITEMS(maximum=self.fact.max_items)
            return None
        values = [value for text in texts if (value := self._read(name, self.fact.input, text)) is not None]
        distinct = list(dict.fromkeys(str(value) for value in values))
        if len(distinct) > self.fact.max_items:
            self.errors[name] = TOO_MANY_ITEMS(maximum=self.fact.max_items)
        return list[Value](distinct)

    def _records(self) -> list[Value]:
        rows = (self._record(row) for row in range(self.fact.max_items + BLANK_ROWS))
        records: list[Value] = [row for row in rows if row]
        if len(records) > self.fact.max_items:
            self.errors[field_name(self.fact)] = TOO_MANY_ITEMS(maximum=self.fact.max_items)
        return records

    def _record(self, *row: int) -> dict[str, Value]:
        before = len(self.errors)
        record: dict[str, Value] = {}
        for column in self.fact.columns:
            value = self._read_column(column, row)
            if value is not None:
                record[column.id] = value
        if record or len(self.errors) > before:
            self._demand_parts(record, row)
        return record

    def _read_column(self, column: Column, row: tuple[int, ...]) -> Value | None:
        name = field_name(self.fact, *row, column.id)
        texts = self.raw.get(name, ())
        return self._read(name, column.input, texts[0]) if texts else None

    def _demand_parts(self, record: Mapping[str, Value], row: tuple[int, ...]) -> None:
        for column in self.fact.columns:
            if column.required and column.id not in record:
                self.errors.setdefault(field_name(self.fact, *row, column.id), PART_MISSING())

    def _read(self, name: str, given: Input | None, text: str) -> Value | None:
        if given is None:
            return None
        try:
            return read(given, text, self.choices)
        except Invalid as error:
            self.errors.setdefault(name, error.message)
            return None

    def _without_answers(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if not (is_choice(self.fact.input) and _is_answer(text))]

    def _answer(self) -> Value | None:
        texts = self.raw.get(answer_field(self.fact), ())
        codes = [text.removeprefix(ANSWER_PREFIX) for text in texts if _is_answer(text)]
        if not codes:
            return None
        if codes[0] not in self.fact.answers:
            self.errors[answer_field(self.fact)] = NO_SUCH_ANSWER()
            return None
        return {ANSWER: codes[0]}


def _is_answer(text: str) -> bool:
    return text.startswith(ANSWER_PREFIX)
