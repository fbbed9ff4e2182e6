"""What decides whether a solution fits, before all details: few facts in few words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Fact, Value, answer_of
from registry.catalogue.fact_sheet.display import Piece, shown_fact, visible
from registry.catalogue.fact_sheet.facts import fact
from registry.catalogue.fact_sheet.sheet import FactSheet
from registry.core.messages import N_, Message, define

MANDATORY = define("key_fact.mandatory", N_("zwingend"))
NOT_MANDATORY = define("key_fact.not_mandatory", N_("nicht zwingend"))
FLAG = "mandatory"

KEY_FACTS: Mapping[str, tuple[str, ...]] = {
    "prerequisites": ("category", "system", "min_version"),
    "interfaces": ("system", "kind"),
    "auth_methods": (),
    "payment": ("method",),
    "depends_on_local_statute": ("value", "note"),
    "personal_data": (),
    "reuse_fee": (),
    "support_offer": (),
    "license": (),
}
"""Fact to the parts of its records that are shown, in the order of asking."""

EFFORT = "adoption_effort_days"


@dataclass(frozen=True, slots=True)
class KeyFact:
    """One line: its label, and its values as short lists of pieces."""

    label: Message
    lines: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """Person-days that taking over costs, as the publisher states them."""

    functional: float
    technical: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.functional + self.technical


def key_facts(sheet: FactSheet, choices: Choices, *, viewer_is_partner: bool) -> list[KeyFact]:
    """The lines for which the publisher gave a value that the viewer may see."""
    may_see = {item.id for item in visible(sheet, viewer_is_partner=viewer_is_partner)}
    values = ((fact(fact_id), kept) for fact_id, kept in KEY_FACTS.items() if fact_id in may_see)
    lines = ((known, _lines(known, sheet.value(known), kept, choices)) for known, kept in values)
    return [KeyFact(known.label, found) for known, found in lines if found]


def effort(sheet: FactSheet) -> Effort | None:
    """The effort of taking over; None where the publisher does not know it."""
    value = sheet.value(fact(EFFORT))
    if not isinstance(value, dict) or answer_of(value):
        return None
    return Effort(_days(value, "functional"), _days(value, "technical"))


def _days(value: Mapping[str, Any], part: str) -> float:
    days = value.get(part)
    return float(days) if isinstance(days, int | float) else 0.0


def _lines(known: Fact, value: Value | None, kept: tuple[str, ...], choices: Choices) -> tuple[tuple[Piece, ...], ...]:
    if answer_of(value) or value in (None, "", [], {}):
        return ()
    if not kept:
        shown = shown_fact(known, value, choices)
        return tuple((piece,) for piece in shown.pieces) if shown else ()
    records = value if isinstance(value, list) else [value]
    return tuple(_record(known, record, kept, choices) for record in records if isinstance(record, dict))


def _record(known: Fact, record: dict[str, Any], kept: tuple[str, ...], choices: Choices) -> tuple[Piece, ...]:
    left_out = {"category"} if record.get("system") else set()
    part = {name: record[name] for name in kept if name in record and name not in left_out}
    shown = shown_fact(known, [part] if known.many else part, choices)
    pieces = tuple(piece for row in shown.rows for piece in row if piece) if shown else ()
    if FLAG not in record:
        return pieces
    return (*pieces, Piece(value=MANDATORY() if record[FLAG] else NOT_MANDATORY()))
