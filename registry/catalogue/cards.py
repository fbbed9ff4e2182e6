"""What a list shows of a solution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from registry.catalogue.models import CatalogueEntry, SolutionStats
from registry.catalogue.pictures import thumbnails_of

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
    rating: RatingFigure | None
    updated: datetime
    lifecycle: str
    partners_only: bool
    """Whether the release shown is for partners."""
    picture: str
    """The drawing of its flow in little, as SVG of our own; empty where there is none."""


def cards_of(entries: Sequence[CatalogueEntry]) -> list[Card]:
    """The cards of entries, with one query for all their pictures."""
    pictures = thumbnails_of([entry.release_id for entry in entries])
    return [_card(entry, pictures.get(entry.release_id, "")) for entry in entries]


def _card(entry: CatalogueEntry, picture: str) -> Card:
    return Card(
        slug=entry.slug,
        title=entry.title,
        summary=entry.summary,
        kind=entry.kind.value,
        platform=entry.platform,
        publisher=entry.municipality.full_name,
        uses=entry.stats.live_count if entry.stats else 0,
        rating=rating_figure(entry.stats),
        updated=entry.published_at,
        lifecycle=entry.lifecycle,
        partners_only=entry.is_partners_only,
        picture=picture,
    )


def rating_figure(stats: SolutionStats | None) -> RatingFigure | None:
    """How a solution is rated; nothing where nobody has."""
    if stats is None or not stats.rating_count:
        return None
    shown = stats.rating_count >= MEAN_FROM
    return RatingFigure(stats.rating_sum / stats.rating_count if shown else None, stats.rating_count)
