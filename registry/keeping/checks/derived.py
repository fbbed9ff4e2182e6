"""Derived tables: equal to what follows from the facts."""

import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from registry.adoption.models import Adoption
from registry.catalogue.models import CatalogueEntry, Solution, SolutionStats, SolutionUse
from registry.catalogue.services import entries_of
from registry.core.database import session
from registry.keeping.derived import Counts, counts_by_solution
from registry.keeping.inspection import Check, Installation

BATCH = 200
WRITTEN_AT = "updated_at"
"""Says when an entry was made, not what follows from the facts."""


def wrong_counts(_installation: Installation) -> Iterator[str]:
    """Counts that are not those of the adoptions and ratings."""
    expected = counts_by_solution()
    for row in session().scalars(select(SolutionStats)):
        found = Counts(row.live_count, row.adopting_count, row.rating_count, row.rating_sum)
        if found != expected.pop(row.solution_id, Counts()):
            yield f"Zähler der Lösung {row.solution_id} stimmen nicht"
    for solution_id in expected:
        yield f"Zähler der Lösung {solution_id} fehlen"


def wrong_uses(_installation: Installation) -> Iterator[str]:
    """Rows of `SolutionUse` that do not follow from an adoption, and adoptions without one."""
    expected = {
        (row.solution_id, row.municipality_id): (row.stage.value, row.release_id)
        for row in session().execute(
            select(Adoption.solution_id, Adoption.municipality_id, Adoption.stage, Adoption.release_id)
        )
    }
    for use in session().scalars(select(SolutionUse)):
        if expected.pop((use.solution_id, use.municipality_id), None) != (use.stage, use.release_id):
            yield f"Nutzung {use.solution_id} / {use.municipality_id} stimmt nicht"
    for solution_id, municipality_id in expected:
        yield f"Nutzung {solution_id} / {municipality_id} fehlt"


def wrong_entries(_installation: Installation) -> Iterator[str]:
    """Entries of the catalogue that are not those of the releases and uses."""
    stored = {(row.solution_id, row.audience): _content(row) for row in session().scalars(select(CatalogueEntry))}
    query = select(Solution).options(joinedload(Solution.municipality)).order_by(Solution.id)
    for solution in session().scalars(query).yield_per(BATCH):
        for entry in entries_of(solution):
            if stored.pop((entry.solution_id, entry.audience), None) != _content(entry):
                yield _named(entry.solution_id, entry.audience.value)
    for solution_id, audience in stored:
        yield _named(solution_id, audience.value)


def _named(solution_id: uuid.UUID, audience: str) -> str:
    return f"Katalogeintrag {solution_id} ({audience}) stimmt nicht"


def _content(entry: CatalogueEntry) -> dict[str, Any]:
    names = [column.key for column in inspect(CatalogueEntry).column_attrs if column.key != WRITTEN_AT]
    return {name: getattr(entry, name) for name in names}


CHECKS = (
    Check("I8", "Zähler stimmen mit Nachnutzungen und Bewertungen", wrong_counts),
    Check("I8", "Nutzungen stimmen mit den Nachnutzungen", wrong_uses),
    Check("I8", "Katalogeinträge stimmen mit den Versionen", wrong_entries),
)
