"""Uses and ratings: legal histories that lead to where the use stands, ratings only by those who may."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import select

from registry.adoption.models import Adoption, AdoptionEvent
from registry.adoption.stages import MAY_RATE, Stage, may_move
from registry.catalogue.models import Solution
from registry.core.database import session
from registry.keeping.inspection import Check, Installation
from registry.ratings.models import Rating

BATCH = 500


def illegal_histories(_installation: Installation) -> Iterator[str]:
    """Uses whose history has a gap or an illegal move, or leads to another stage than they stand at."""
    stages = {row.id: row.stage for row in session().execute(select(Adoption.id, Adoption.stage))}
    query = select(AdoptionEvent).order_by(AdoptionEvent.adoption_id, AdoptionEvent.seq)
    histories = groupby(session().scalars(query).yield_per(BATCH), key=attrgetter("adoption_id"))
    for adoption_id, events in histories:
        problem = _problem(list(events), stages.pop(adoption_id, None))
        if problem:
            yield f"{adoption_id}: {problem}"
    for adoption_id in stages:
        yield f"{adoption_id}: ohne Verlauf"


def _problem(events: Sequence[AdoptionEvent], stage: Stage | None) -> str | None:
    current: Stage | None = None
    paused_from: Stage | None = None
    for number, event in enumerate(events, 1):
        if event.seq != number:
            return f"im Verlauf fehlt Eintrag {number}"
        if event.from_stage is not current or not _is_legal(current, event.to_stage, paused_from):
            return f"unzulässiger Schritt {number} nach {event.to_stage.value}"
        paused_from = current if event.to_stage is Stage.PAUSED else None
        current = event.to_stage
    return None if current is stage else f"der Verlauf endet anders als der Stand {stage and stage.value}"


def _is_legal(current: Stage | None, target: Stage, paused_from: Stage | None) -> bool:
    if current is None:
        return target is Stage.INTEREST
    return may_move(current, target, paused_from=paused_from)


def ratings_by_strangers(_installation: Installation) -> Iterator[str]:
    """Ratings by the publisher, or by a municipality that never tried the solution."""
    tried = (
        select(AdoptionEvent.id)
        .join(Adoption, Adoption.id == AdoptionEvent.adoption_id)
        .where(Adoption.municipality_id == Rating.municipality_id, Adoption.solution_id == Rating.solution_id)
        .where(AdoptionEvent.to_stage.in_(MAY_RATE))
    )
    rows = session().execute(
        select(Rating.id, Rating.municipality_id == Solution.municipality_id, tried.exists())
        .join(Solution, Solution.id == Rating.solution_id)
        .order_by(Rating.id)
    )
    for rating_id, is_own, has_tried in rows:
        if is_own or not has_tried:
            yield f"{rating_id}: {'eigene Lösung bewertet' if is_own else 'ohne Erprobung bewertet'}"


CHECKS = (
    Check("I4", "Jede Nachnutzung hat einen zulässigen Verlauf", illegal_histories),
    Check("I5", "Bewertet hat nur, wer durfte", ratings_by_strangers),
)
