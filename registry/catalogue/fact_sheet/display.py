"""What pages show of a fact sheet, as data: labels to translate, values to format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import (
    ANSWERS,
    Fact,
    Group,
    Input,
    InputType,
    Value,
    answer_of,
)
from registry.catalogue.fact_sheet.facts import FACTS
from registry.catalogue.fact_sheet.sheet import FactSheet
from registry.core.messages import Message

Shown: TypeAlias = Message | str | int | float | date
"""A label to translate, text as it is, a number or a day to format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One shown value.

    Attributes:
        unit: stands behind a number, parted by a no-break space.
        href: an address of the web that the text may link to.
        note: what a key stands for: the name of a LeiKa key.
    """

    value: Shown
    unit: Message | None = None
    href: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """One line. Either `pieces` (one or several values) or a table of `columns` and `rows`.

    Attributes:
        answer: "unbekannt" or "entfällt", where that is the answer; then there is nothing else.
        rows: cells in the order of `columns`; None where a row leaves one empty.
        is_record: the table has one row and reads as a list of terms.
    """

    id: str
    label: Message
    answer: Message | None = None
    pieces: tuple[Piece, ...] = ()
    columns: tuple[Message, ...] = ()
    rows: tuple[tuple[Piece | None, ...], ...] = ()
    is_record: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """One part of the sheet with at least one line."""

    id: Group
    label: Message
    facts: tuple[ShownFact, ...]


WITH_OWN_PLACE = frozenset({"title", "summary", "description", "changelog"})
"""Facts that a page shows elsewhere: heading, lead, rendered text, list of versions."""


def groups(sheet: FactSheet, choices: Choices = NO_CHOICES, *, viewer_is_partner: bool) -> list[ShownGroup]:
    """The sheet for a page. Visitors get the public facts only; facts without any answer are left out."""
    facts = [fact for fact in visible(sheet, viewer_is_partner=viewer_is_partner) if fact.id not in WITH_OWN_PLACE]
    shown = [(fact.group, found) for fact in facts if (found := shown_fact(fact, sheet.value(fact), choices))]
    parts = ((group, tuple(found for owner, found in shown if owner is group)) for group in Group)
    return [ShownGroup(id=group, label=group.label, facts=facts) for group, facts in parts if facts]


def visible(sheet: FactSheet, *, viewer_is_partner: bool) -> Iterator[Fact]:
    """The facts that apply and that this viewer may see, in their order."""
    return (fact for fact in FACTS if sheet.applies(fact) and (viewer_is_partner or fact.is_public))


def shown_fact(fact: Fact, value: Value | None, choices: Choices = NO_CHOICES) -> ShownFact | None:
    """One line for a value; None where there is none."""
    if value in (None, "", [], {}):
        return None
    answer = answer_of(value)
    if answer:
        return ShownFact(id=fact.id, label=fact.label, answer=ANSWERS.label(answer))
    if fact.columns:
        return _table(fact, value, choices)
    items = value if isinstance(value, list) else [value]
    pieces = tuple(_piece(fact.input, item, choices) for item in items) if fact.input else ()
    return ShownFact(id=fact.id, label=fact.label, pieces=pieces)


def _table(fact: Fact, value: Value | None, choices: Choices) -> ShownFact:
    records = [record for record in (value if isinstance(value, list) else [value]) if isinstance(record, dict)]
    used = [column for column in fact.columns if any(column.id in record for record in records)]
    rows = (
        tuple(_piece(column.input, record[column.id], choices) if column.id in record else None for column in used)
        for record in records
    )
    return ShownFact(
        id=fact.id,
        label=fact.label,
        columns=tuple(fact.column_label(column) for column in used),
        rows=tuple(rows),
        is_record=not fact.many,
    )


def _piece(given: Input, value: Value, choices: Choices) -> Piece:
    match given.type, value:
        case InputType.NUMBER, int() | float():
            return Piece(value=value, unit=given.unit)
        case InputType.YES_NO, bool():
            return Piece(value=_label(given, "yes" if value else "no"))
        case InputType.DATE, str():
            return Piece(value=date.fromisoformat(value))
        case _, str():
            return _text_piece(given, value, choices)
        case _:
            raise TypeError(f"{given.type} does not hold {type(value).__name__}")


def _text_piece(given: Input, text: str, choices: Choices) -> Piece:
    if given.vocabulary and text in given.vocabulary:
        return Piece(value=_label(given, text))
    names: Mapping[str, str] = {
        InputType.PLATFORM: choices.terms.systems,
        InputType.SYSTEM: choices.terms.systems,
        InputType.CONTACT: choices.contacts,
    }.get(given.type, {})
    href = text if text.startswith(("https://", "http://")) else None
    note = choices.terms.services.get(text) or choices.terms.ozg_services.get(text)
    return Piece(value=names.get(text, text), href=href, note=note if given.type is InputType.LINE else None)


def _label(given: Input, code: str) -> Shown:
    return given.vocabulary.label(code) if given.vocabulary else code
