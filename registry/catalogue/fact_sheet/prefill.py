"""Facts that files bring. What a person entered or emptied is never overwritten.

An origin is ``{"from": "person"}`` or ``{"from": "file", "artifact": <name>}``; a fact without origin counts as
entered by a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import Fact, Facts, Home, Value
from registry.catalogue.fact_sheet.facts import FACTS, find_fact
from registry.catalogue.fact_sheet.parsing import INVALID, TOO_MANY_ITEMS, normalise
from registry.catalogue.fact_sheet.scalars import WRONG_SHAPE
from registry.core.errors import Invalid
from registry.core.messages import N_, Message, define

Origins: TypeAlias = Mapping[str, Mapping[str, str]]

NOT_FROM_FILE = define("fact.not_from_file", N_("Diese Angabe kann nicht aus einer Datei stammen."))

PERSON = {"from": "person"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A value of a file that the fact sheet cannot take, and why."""

    artifact: str
    fact: str
    reason: Message


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Facts and origins after the files were read, both for storing, and what was left out."""

    facts: dict[str, Value]
    origins: dict[str, dict[str, str]]
    refused: list[Refused] = field(default_factory=list)


def prefill(
    facts: Facts, origins: Origins, files: Sequence[tuple[str, Mapping[str, Any]]], choices: Choices = NO_CHOICES
) -> Prefilled:
    """Fill in what all files of a draft hold, anew.

    What an earlier reading filled in and no file holds any more goes. Of several files the first one
    decides; lists are put together. Of a list only the entries that can be taken are taken, of a record only
    the columns. A kind is no value for the sheet (publishing takes it from the kind of the files).

    Args:
        facts: of the draft so far.
        origins: of these facts.
        files: name of each artifact with `FileSummary.facts`, in the order of the artifacts.
        choices: with the systems of the taxonomy, so that their names become keys.
    """
    result = Prefilled(
        facts={fact_id: value for fact_id, value in facts.items() if not _is_from_file(origins, fact_id)},
        origins={fact_id: dict(origin) for fact_id, origin in origins.items() if not _is_from_file(origins, fact_id)},
    )
    for name, found in files:
        _take_file(result, name, found, choices)
    return result


def enter(
    facts: Facts, origins: Origins, values: Mapping[str, Value | None]
) -> tuple[dict[str, Value], dict[str, dict[str, str]]]:
    """Facts and origins after a person saved `values` (None: emptied).

    A value that was saved as it stood keeps its origin.
    """
    new_facts = dict(facts)
    new_origins = {fact_id: dict(origin) for fact_id, origin in origins.items()}
    for fact_id, value in values.items():
        if value == facts.get(fact_id):
            continue
        new_origins[fact_id] = dict(PERSON)
        new_facts.pop(fact_id, None)
        if value is not None:
            new_facts[fact_id] = value
    return new_facts, new_origins


def _is_from_file(origins: Origins, fact_id: str) -> bool:
    return origins.get(fact_id, {}).get("from") == "file"


def _take_file(result: Prefilled, name: str, found: Mapping[str, Any], choices: Choices) -> None:
    for fact_id in found:
        declared = find_fact(fact_id)
        if declared is None or not declared.is_from_file:
            result.refused.append(Refused(name, fact_id, NOT_FROM_FILE()))
    for fact in FACTS:
        if fact.id in found and fact.is_from_file and fact.home is Home.FROZEN and _is_open(result, fact):
            _take(result, name, fact, list(_usable(result, name, fact, found[fact.id], choices)))


def _is_open(result: Prefilled, fact: Fact) -> bool:
    if fact.id in result.facts:
        return fact.many and _is_from_file(result.origins, fact.id)
    return fact.id not in result.origins


def _usable(result: Prefilled, name: str, fact: Fact, value: object, choices: Choices) -> Iterator[Value]:
    """The value in canonical form; of a list each entry for itself."""
    if fact.many and not isinstance(value, list | tuple):
        result.refused.append(Refused(name, fact.id, WRONG_SHAPE()))
        return
    for item in value if isinstance(value, list | tuple) else [value]:
        taken = _usable_item(result, name, fact, item, choices)
        yield from taken if isinstance(taken, list) else [] if taken is None else [taken]


def _usable_item(result: Prefilled, name: str, fact: Fact, item: object, choices: Choices) -> Value | None:
    given = _as_record(fact, item)
    try:
        return normalise(fact, [given] if fact.many else given, choices)
    except Invalid as error:
        result.refused.append(Refused(name, fact.id, _reason(error)))
        rest = _without_refused(fact, given, error)
        return _usable_item(result, name, fact, rest, choices) if rest else None


def _as_record(fact: Fact, item: object) -> object:
    """A file may give a record by its first column alone: ``"epay21"`` for the payment."""
    return {fact.columns[0].id: item} if fact.columns and isinstance(item, str) else item


def _without_refused(fact: Fact, record: object, error: Invalid) -> dict[str, Any] | None:
    """The record without the columns that were refused; None where nothing usable is left."""
    refused = {name.rpartition("-")[2] for name in error.fields}
    needed = {column.id for column in fact.columns if column.required}
    if not isinstance(record, dict) or refused & needed or not refused & set(record):
        return None
    return {column: value for column, value in record.items() if column not in refused}


def _reason(error: Invalid) -> Message:
    return next(iter(error.fields.values()), INVALID())


def _take(result: Prefilled, name: str, fact: Fact, values: list[Value]) -> None:
    if not values:
        return
    if not fact.many:
        result.facts[fact.id] = values[0]
    else:
        result.facts[fact.id] = _together(result, name, fact, values)
    result.origins.setdefault(fact.id, {"from": "file", "artifact": name})


def _together(result: Prefilled, name: str, fact: Fact, values: list[Value]) -> list[Value]:
    before = result.facts.get(fact.id)
    entries: list[Value] = list(before) if isinstance(before, list) else []
    entries.extend(value for place, value in enumerate(values) if value not in entries and value not in values[:place])
    if len(entries) > fact.max_items:
        result.refused.append(Refused(name, fact.id, TOO_MANY_ITEMS(maximum=fact.max_items)))
    return entries[: fact.max_items]
