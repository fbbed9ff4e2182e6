"""Derived tables made anew from the facts: for the rebuild, and as what the checks compare with."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from registry.adoption.models import Adoption
from registry.adoption.stages import BEFORE_LIVE, Stage
from registry.catalogue.models import Solution, SolutionUse
from registry.catalogue.services import refresh, set_ratings
from registry.core.database import session
from registry.ratings.models import Rating
from registry.ratings.services import recount_ratings


@dataclass(frozen=True, slots=True)
class Counts:
    """What `SolutionStats` must say of a solution."""

    live: int = 0
    adopting: int = 0
    ratings: int = 0
    stars: int = 0


def rebuild_solution(solution: Solution) -> None:
    """Make uses, counts and entries of a solution anew. Call it inside `transaction`."""
    session().execute(delete(SolutionUse).where(SolutionUse.solution_id == solution.id))
    session().expire_all()
    for adoption in session().scalars(select(Adoption).where(Adoption.solution_id == solution.id)):
        session().add(use_of(adoption))
    session().flush()
    count, total = recount_ratings(solution)
    set_ratings(solution.id, count=count, total=total)
    refresh(solution)


def use_of(adoption: Adoption) -> SolutionUse:
    """What lists and facets read of a use; not stored."""
    return SolutionUse(
        solution_id=adoption.solution_id,
        municipality_id=adoption.municipality_id,
        stage=adoption.stage.value,
        release_id=adoption.release_id,
        since=adoption.stage_since,
    )


def counts_by_solution() -> dict[uuid.UUID, Counts]:
    """The counts of every solution that has any, from adoptions and ratings."""
    by_stage = select(Adoption.solution_id, Adoption.stage, func.count()).group_by(Adoption.solution_id, Adoption.stage)
    live: dict[uuid.UUID, int] = {}
    adopting: dict[uuid.UUID, int] = {}
    for solution_id, stage, count in session().execute(by_stage):
        if stage is Stage.LIVE:
            live[solution_id] = count
        elif stage in BEFORE_LIVE:
            adopting[solution_id] = adopting.get(solution_id, 0) + count
    given = select(Rating.solution_id, func.count(), func.sum(Rating.stars)).group_by(Rating.solution_id)
    rated = {row[0]: (int(row[1]), int(row[2])) for row in session().execute(given)}
    return {
        solution_id: Counts(live.get(solution_id, 0), adopting.get(solution_id, 0), *rated.get(solution_id, (0, 0)))
        for solution_id in live.keys() | adopting.keys() | rated.keys()
    }
