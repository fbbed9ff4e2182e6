"""What a list shows of a solution."""

from dataclasses import dataclass
from datetime import datetime

from registry.catalogue.models import CatalogueEntry, SolutionStats

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

    slug: str
    title: str
    summary: str
    kind: str
    platform: str
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


def card_of(entry: CatalogueEntry) -> Card:
    """The card of an entry."""
    return Card(
        slug=entry.slug,
        title=entry.title,
        summary=entry.summary,
        kind=entry.kind.value,
        platform=entry.platform,
        publisher=entry.municipality.full_name,
        uses=entry.stats.live_count if entry.stats else 0,
        adopting=entry.stats.adopting_count if entry.stats else 0,
        rating=rating_figure(entry.stats),
        updated=entry.published_at,
        lifecycle=entry.lifecycle,
        partners_only=entry.is_partners_only,
    )


def rating_figure(stats: SolutionStats | None) -> RatingFigure | None:
    """How a solution is rated; nothing where nobody has."""
    if stats is None or not stats.rating_count:
        return None
    shown = stats.rating_count >= MEAN_FROM
    return RatingFigure(stats.rating_sum / stats.rating_count if shown else None, stats.rating_count)
