"""What a list shows of a solution."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from registry.accounts.models import Municipality
from registry.catalogue.models import Audience, CatalogueEntry, SolutionStats
from registry.catalogue.pictures import thumbnails_of
from registry.core.database import session
from registry.search import Excerpt
from registry.taxonomy.models import System

Order: TypeAlias = ColumnElement[Any] | InstrumentedAttribute[Any]

MEAN_FROM = 3
"""The mean of the ratings is shown from this many municipalities on."""


@dataclass(frozen=True, slots=True)
class RatingFigure:
    """Mean (None while hidden) and number of ratings."""

    mean: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """One solution in a list; labels are translated by the template."""

    solution_id: uuid.UUID
    slug: str
    title: str
    summary: str
    kind: str
    platform: str
    """Name of the platform."""
    publisher: str
    uses: int
    """Municipalities that run it live."""
    adopting: int
    """Municipalities on the way there."""
    rating: RatingFigure | None
    updated: datetime
    lifecycle: str
    partners_only: bool
    """Whether the release shown is for partners."""
    picture: str
    """The drawing of its flow in little, as SVG of our own; empty where there is none."""
    reason: Excerpt | None = None
    """Where it says what was searched for, if title and summary do not."""


_COLUMNS = (
    CatalogueEntry.solution_id,
    CatalogueEntry.release_id,
    CatalogueEntry.slug,
    CatalogueEntry.title,
    CatalogueEntry.summary,
    CatalogueEntry.kind,
    func.coalesce(System.name, CatalogueEntry.platform).label("platform"),
    Municipality.designation,
    Municipality.name,
    func.coalesce(SolutionStats.live_count, 0).label("uses"),
    func.coalesce(SolutionStats.adopting_count, 0).label("adopting"),
    func.coalesce(SolutionStats.rating_count, 0).label("rating_count"),
    func.coalesce(SolutionStats.rating_sum, 0).label("rating_sum"),
    CatalogueEntry.published_at,
    CatalogueEntry.lifecycle,
    CatalogueEntry.is_partners_only,
)


def list_cards(
    audience: Audience, *conditions: ColumnElement[bool], order: Sequence[Order] = (), limit: int
) -> list[Card]:
    """The cards of the entries of an audience that meet the conditions (on `CatalogueEntry`); two queries."""
    statement = (
        select(*_COLUMNS)
        .join(Municipality, Municipality.id == CatalogueEntry.municipality_id)
        .outerjoin(System, System.key == CatalogueEntry.platform)
        .outerjoin(SolutionStats, SolutionStats.solution_id == CatalogueEntry.solution_id)
        .where(CatalogueEntry.audience == audience, *conditions)
        .order_by(*order)
        .limit(limit)
    )
    rows = session().execute(statement).all()
    pictures = thumbnails_of([row.release_id for row in rows])
    return [_card(row, pictures.get(row.release_id, "")) for row in rows]


def rating_figure(stats: SolutionStats | None) -> RatingFigure | None:
    """How a solution is rated; nothing where nobody has."""
    return None if stats is None else _figure(stats.rating_count, stats.rating_sum)


def _card(row: Any, picture: str) -> Card:  # noqa: ANN401 (a row of `_COLUMNS`)
    return Card(
        solution_id=row.solution_id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        kind=row.kind.value,
        platform=row.platform,
        publisher=f"{row.designation} {row.name}".strip(),
        uses=row.uses,
        adopting=row.adopting,
        rating=_figure(row.rating_count, row.rating_sum),
        updated=row.published_at,
        lifecycle=row.lifecycle,
        partners_only=row.is_partners_only,
        picture=picture,
    )


def _figure(count: int, total: int) -> RatingFigure | None:
    if not count:
        return None
    return RatingFigure(total / count if count >= MEAN_FROM else None, count)
