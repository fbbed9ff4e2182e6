"""One screen of the catalogue: one index query for ids, total and facets, one database query for the rows."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from registry.accounts.models import Municipality
from registry.catalogue.cards import Card, list_cards
from registry.catalogue.facets import FACETS
from registry.catalogue.filters import CatalogueFilters
from registry.catalogue.models import Audience, CatalogueEntry
from registry.core.database import session
from registry.core.paging import Page
from registry.search import Audience as SearchAudience
from registry.search import Query, Result, SearchIndex, Sorting

SIMILAR = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """The cards of one screen, and how many solutions each facet code would leave."""

    page: Page[Card]
    facets: Mapping[str, Mapping[str, int]]
    similar: Sequence[Card]
    """What only shares something with the words of the search, where few match; not counted."""
    municipality_names: Mapping[str, str]
    """Slug to name, for the codes of the facets `used_by` and `publisher`."""


def list_catalogue(filters: CatalogueFilters, *, audience: Audience, index: SearchIndex) -> Listing:
    """What the filters find for an audience. The rows are checked against the audience once more."""
    result = index.search(
        Query(
            text=filters.query,
            audience=SearchAudience(audience.value),
            selected=filters.selected,
            counted=FACETS,
            sorting=Sorting(filters.sort.value),
            page=filters.page,
            similar=SIMILAR,
        )
    )
    return Listing(
        page=Page(_found(result, audience), filters.page, result.total),
        facets=result.facets,
        similar=_cards([uuid.UUID(key) for key in result.similar], audience),
        municipality_names=_names({*result.facets.get("used_by", ()), *result.facets.get("publisher", ())}),
    )


def count_by(*facets: str, audience: Audience, index: SearchIndex) -> Mapping[str, Mapping[str, int]]:
    """How many solutions an audience finds under each code of these facets."""
    return index.search(Query(audience=SearchAudience(audience.value), counted=facets, page_size=1)).facets


def _found(result: Result, audience: Audience) -> list[Card]:
    cards = _cards([uuid.UUID(key) for key in result.keys], audience)
    return [replace(card, reason=result.excerpts.get(card.solution_id.hex)) for card in cards]


def _cards(solution_ids: Sequence[uuid.UUID], audience: Audience) -> list[Card]:
    """The cards in the order of the ids; what has vanished meanwhile is left out."""
    if not solution_ids:
        return []
    cards = list_cards(audience, CatalogueEntry.solution_id.in_(solution_ids), limit=len(solution_ids))
    by_id = {card.solution_id: card for card in cards}
    return [by_id[item] for item in solution_ids if item in by_id]


def _names(slugs: set[str]) -> dict[str, str]:
    if not slugs:
        return {}
    rows = session().execute(select(Municipality.slug, Municipality.name).where(Municipality.slug.in_(slugs)))
    return {row.slug: row.name for row in rows}
