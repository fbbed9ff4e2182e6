"""Keeping the derived tables true, in the transaction of the cause."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload

from registry.catalogue.facets import facets_of
from registry.catalogue.models import (
    Audience,
    CatalogueChange,
    CatalogueEntry,
    Release,
    ReleaseState,
    Solution,
    SolutionStats,
    SolutionUse,
)
from registry.core import clock
from registry.core.database import after_commit, is_writing, session
from registry.taxonomy.ozg import ozg_fields
from registry.text.folding import sort_key

ADOPTING = ("interest", "review", "planned", "implementing", "testing")
LIVE = "live"

_listeners: list[Callable[[], None]] = []


def refresh(solution: Solution) -> None:
    """Bring entries, counts and the search index up to date after any change of a solution.

    Called by every service that publishes, withdraws, adopts or rates, after its flush.
    """
    session().flush()
    count_uses(stats_of(solution.id))
    session().execute(delete(CatalogueEntry).where(CatalogueEntry.solution_id == solution.id))
    session().add_all(entries_of(solution))
    note_change(solution.id)


def entries_of(solution: Solution) -> list[CatalogueEntry]:
    """What each audience sees of a solution in lists, made anew from its releases and uses; not stored."""
    published = _published(solution)
    uses = _uses(solution)
    entries = []
    for audience in Audience:
        readable = [item for item in published if audience is Audience.PARTNERS or item.audience is Audience.PUBLIC]
        if readable:
            newest = max(readable, key=lambda item: item.number_key)
            entries.append(_entry(newest, audience, _facets(newest, audience, uses)))
    return entries


def _published(solution: Solution) -> Sequence[Release]:
    query = select(Release).where(Release.solution_id == solution.id, Release.state == ReleaseState.PUBLISHED)
    return session().scalars(query.options(joinedload(Release.artifacts))).unique().all()


def _uses(solution: Solution) -> Sequence[SolutionUse]:
    query = select(SolutionUse).where(SolutionUse.solution_id == solution.id)
    return session().scalars(query.options(joinedload(SolutionUse.municipality))).all()


def note_change(solution_id: uuid.UUID) -> None:
    """Append to the change sequence that search indexes follow."""
    last = session().scalar(select(func.max(CatalogueChange.seq))) or 0
    session().add(CatalogueChange(seq=last + 1, solution_id=solution_id, at=clock.now()))
    session().flush()
    if is_writing():
        after_commit(_tell_listeners)


def on_changed(listener: Callable[[], None]) -> None:
    """Call `listener` after each commit that changed the catalogue (the search index of this process)."""
    _listeners[:] = [listener]


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()


def stats_of(solution_id: uuid.UUID) -> SolutionStats:
    """The counts of a solution; made with zeros at first."""
    stats = session().get(SolutionStats, solution_id)
    if stats is None:
        stats = SolutionStats(solution_id=solution_id, live_count=0, adopting_count=0, rating_count=0, rating_sum=0)
        session().add(stats)
        session().flush()
    return stats


def set_use(solution_id: uuid.UUID, municipality_id: uuid.UUID, *, stage: str, release_id: uuid.UUID | None) -> None:
    """Record how far a municipality is with a solution (called by the adoption service)."""
    use = session().get(SolutionUse, (solution_id, municipality_id))
    if use is None:
        use = SolutionUse(solution_id=solution_id, municipality_id=municipality_id)
        session().add(use)
    if use.stage != stage:
        use.since = clock.now()
    use.stage, use.release_id = stage, release_id
    session().flush()


def set_ratings(solution_id: uuid.UUID, *, count: int, total: int) -> None:
    """Record number and sum of the ratings (called by the rating service)."""
    stats = stats_of(solution_id)
    stats.rating_count, stats.rating_sum = count, total
    session().flush()


def _facets(release: Release, audience: Audience, uses: Sequence[SolutionUse]) -> dict[str, Any]:
    keys = release.facts.get("leika_keys")
    fields = ozg_fields(keys if isinstance(keys, list) else [], ozg_id=release.facts.get("ozg_id"))
    return facets_of(release, audience=audience, uses=uses, ozg_fields=fields)


def count_uses(stats: SolutionStats) -> None:
    """Count live and adopting municipalities anew from the uses."""
    rows = session().execute(
        select(SolutionUse.stage, func.count())
        .where(SolutionUse.solution_id == stats.solution_id)
        .group_by(SolutionUse.stage)
    )
    by_stage = {str(row[0]): int(row[1]) for row in rows}
    stats.live_count = by_stage.get(LIVE, 0)
    stats.adopting_count = sum(by_stage.get(stage, 0) for stage in ADOPTING)


def _entry(release: Release, audience: Audience, facets: dict[str, Any]) -> CatalogueEntry:
    solution = release.solution
    assert release.published_at is not None  # noqa: S101 (a constraint of the table)
    return CatalogueEntry(
        solution_id=solution.id,
        audience=audience,
        release_id=release.id,
        municipality_id=solution.municipality_id,
        slug=solution.slug,
        kind=solution.kind,
        title=release.title,
        sort_key=sort_key(release.title)[:200],
        summary=str(release.facts.get("summary") or "")[:300],
        platform=str(release.facts.get("platform") or ""),
        number=release.number,
        is_partners_only=release.audience is Audience.PARTNERS,
        lifecycle=solution.lifecycle.value if solution.lifecycle else "",
        published_at=release.published_at,
        facets=facets,
        updated_at=clock.now(),
    )
