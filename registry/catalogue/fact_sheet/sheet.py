"""The fact sheet of one release: the frozen facts, the living ones and what the portal knows anyway."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.catalogue.fact_sheet.declaration import A, B, Fact, Facts, Home, Value, answer_of
from registry.catalogue.fact_sheet.facts import FACTS, fact
from registry.catalogue.models import Lifecycle, Release, Solution, SolutionKind, SupportOffer

APPLICANTS = {"citizen", "business"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    """All values of one release.

    Attributes:
        facts: as in ``Release.facts``. For a living fact it may hold an answer without value ("unbekannt"),
            because the column of the solution cannot; a value in the column wins.
        living: as `living_facts` gives them.
        record: kind, number, notes and publisher.
    """

    kind: SolutionKind
    facts: Facts = field(default_factory=dict)
    living: Facts = field(default_factory=dict)
    record: Facts = field(default_factory=dict)

    def value(self, fact: Fact) -> Value | None:
        """The value of a fact, wherever it lives; None where nobody answered yet."""
        if fact.home is Home.RECORD:
            return self.record.get(fact.id)
        if fact.home is Home.LIVING:
            return self.living.get(fact.id) or self._answer(fact)
        return self.facts.get(fact.id)

    def _answer(self, fact: Fact) -> Value | None:
        stored = self.facts.get(fact.id)
        return stored if answer_of(stored) else None

    @property
    def is_application(self) -> bool:
        """A form, or a process that citizens or businesses start."""
        groups = self.facts.get("target_groups")
        return self.kind is SolutionKind.FORM or (
            self.kind is SolutionKind.PROCESS and isinstance(groups, list) and bool(APPLICANTS & set(groups))
        )

    def applies(self, fact: Fact) -> bool:
        """Whether the fact makes sense for this solution."""
        if A in fact.flags and not self.is_application:
            return False
        if B in fact.flags and self.kind is not SolutionKind.BOT:
            return False
        return fact.when is None or self._has(fact.when.fact, fact.when.values)

    def _has(self, fact_id: str, values: tuple[str, ...]) -> bool:
        return self.value(fact(fact_id)) in values

    @property
    def applicable(self) -> tuple[Fact, ...]:
        """The facts that apply, in their order."""
        return tuple(fact for fact in FACTS if self.applies(fact))


def of_release(release: Release) -> FactSheet:
    """The fact sheet of a release; needs its notes, its solution and the solution's publisher and successor loaded."""
    solution = release.solution
    record: dict[str, Value] = {
        "kind": solution.kind.value,
        "version": release.number,
        "changelog": [note.text for note in release.notes],
        "publisher_org": solution.municipality.full_name,
    }
    return FactSheet(kind=solution.kind, facts=release.facts, living=living_facts(solution), record=record)


def living_facts(solution: Solution) -> dict[str, Value]:
    """The facts that live with the solution; contacts as ids, the successor as slug."""
    successor = solution.superseded_by.slug if solution.superseded_by_id and solution.superseded_by else None
    values = {
        "lifecycle": solution.lifecycle.value if solution.lifecycle else None,
        "live_since": _iso(solution.live_since),
        "last_verified_on": _iso(solution.last_verified_on),
        "maintained_until": _iso(solution.maintained_until),
        "superseded_by": successor,
        "contact_functional": _text(solution.contact_functional_id),
        "contact_technical": _text(solution.contact_technical_id),
        "support_offer": solution.support_offer.value if solution.support_offer else None,
    }
    return {fact_id: value for fact_id, value in values.items() if value}


def contacts_of(solution: Solution) -> dict[str, str]:
    """The roles of its two contacts by id, as `Choices` wants them; needs both loaded."""
    contacts = (solution.contact_functional, solution.contact_technical)
    return {str(contact.id): contact.role for contact in contacts if contact}


def split_living(values: Mapping[str, Value | None]) -> tuple[dict[str, Value | None], dict[str, Value | None]]:
    """Values as entered, parted into those of ``Release.facts`` and those of the solution.

    An answer without value to a living fact goes into the facts, and its column is emptied; a value goes
    into the column, and the answer is removed.
    """
    frozen: dict[str, Value | None] = {}
    living: dict[str, Value | None] = {}
    for fact_id, value in values.items():
        if fact(fact_id).home is not Home.LIVING:
            frozen[fact_id] = value
            continue
        has_answer = answer_of(value) is not None
        frozen[fact_id] = value if has_answer else None
        living[fact_id] = None if has_answer else value
    return frozen, living


def living_columns(living: Mapping[str, Value | None]) -> dict[str, Any]:
    """Values of living facts as the columns of `Solution`; only the successor stays a slug, to be looked up."""
    return {_COLUMNS[fact_id][0]: _column_value(fact_id, value) for fact_id, value in living.items()}


def _column_value(fact_id: str, value: Value | None) -> object:
    convert = _COLUMNS[fact_id][1]
    return None if value is None else convert(str(value))


_COLUMNS: dict[str, tuple[str, Any]] = {
    "lifecycle": ("lifecycle", Lifecycle),
    "live_since": ("live_since", date.fromisoformat),
    "last_verified_on": ("last_verified_on", date.fromisoformat),
    "maintained_until": ("maintained_until", date.fromisoformat),
    "superseded_by": ("superseded_by", str),
    "contact_functional": ("contact_functional_id", uuid.UUID),
    "contact_technical": ("contact_technical_id", uuid.UUID),
    "support_offer": ("support_offer", SupportOffer),
}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(key: uuid.UUID | None) -> str | None:
    return str(key) if key else None
