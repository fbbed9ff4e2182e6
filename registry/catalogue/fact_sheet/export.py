"""The fact sheet for programs: ``steckbrief.json`` in packages, and rows of CSV files. Always in German."""

from datetime import date
from typing import Any

from registry.catalogue.fact_sheet.choices import NO_CHOICES, Choices
from registry.catalogue.fact_sheet.declaration import Fact, Home, InputType, Value
from registry.catalogue.fact_sheet.display import Piece, ShownFact, shown_fact, visible
from registry.catalogue.fact_sheet.facts import FACTS
from registry.catalogue.fact_sheet.scalars import german
from registry.catalogue.fact_sheet.sheet import FactSheet

SCHEMA = "prozessregister/steckbrief"
SCHEMA_VERSION = 1
NO_BREAK_SPACE = "\u00a0"


def steckbrief(sheet: FactSheet, choices: Choices = NO_CHOICES, *, viewer_is_partner: bool) -> dict[str, Any]:
    """The sheet as ``steckbrief.json``: every fact that applies, in fixed order; ``value`` null without an answer.

    Contacts stay out: they are references to roles, never copied into a package. Facts that live on are
    marked, since they tell the state of the day on which the package was made.
    """
    facts = [fact for fact in visible(sheet, viewer_is_partner=viewer_is_partner) if _may_be_copied(fact)]
    entries = [_entry(fact, sheet.value(fact), choices) for fact in facts]
    return {"schema": SCHEMA, "schema_version": SCHEMA_VERSION, "language": "de", "facts": entries}


def _entry(fact: Fact, value: Value | None, choices: Choices) -> dict[str, Any]:
    return {
        "id": fact.id,
        "group": fact.group.value,
        "label": str(fact.label),
        "living": fact.home is Home.LIVING,
        "value": value,
        "text": to_text(fact, value, choices),
    }


def csv_columns() -> list[str]:
    """The header of a CSV file of sheets: ids of the public facts in their order."""
    return [fact.id for fact in _tabulated()]


def csv_row(sheet: FactSheet, choices: Choices = NO_CHOICES) -> list[str]:
    """The cells of one sheet in the order of `csv_columns`, as German text; empty where a fact does not apply."""
    return [to_text(fact, sheet.value(fact), choices) if sheet.applies(fact) else "" for fact in _tabulated()]


def _tabulated() -> list[Fact]:
    return [fact for fact in FACTS if fact.is_public and _may_be_copied(fact)]


def _may_be_copied(fact: Fact) -> bool:
    return not (fact.input and fact.input.type is InputType.CONTACT)


def to_text(fact: Fact, value: Value | None, choices: Choices = NO_CHOICES) -> str:
    """A value in German words: ``1.200 Fälle``, ``21.05.2026``, ``ja``; empty for None."""
    shown = shown_fact(fact, value, choices)
    if shown is None:
        return ""
    if shown.answer:
        return str(shown.answer)
    return "; ".join(_row_text(shown, row) for row in shown.rows) if shown.columns else _joined(shown)


def _joined(shown: ShownFact) -> str:
    return ", ".join(_piece_text(piece) for piece in shown.pieces)


def _row_text(shown: ShownFact, row: tuple[Piece | None, ...]) -> str:
    cells = zip(shown.columns, row, strict=True)
    return ", ".join(f"{label}: {_piece_text(piece)}" for label, piece in cells if piece)


def _piece_text(piece: Piece) -> str:
    text = _plain(piece)
    note = f" ({piece.note})" if piece.note else ""
    return f"{text}{NO_BREAK_SPACE}{piece.unit}" if piece.unit else f"{text}{note}"


def _plain(piece: Piece) -> str:
    match piece.value:
        case date() as day:
            return f"{day:%d.%m.%Y}"
        case int() | float() as number:
            return german(number)
        case other:
            return str(other)
