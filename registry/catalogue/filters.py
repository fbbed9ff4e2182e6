"""What a person asked the catalogue for: everything of it stands in the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.catalogue.facets import FACETS
from registry.core.paging import clamp_page
from registry.text.cleaning import printable

MAX_QUERY = 300
MAX_SELECTED = 30
MAX_CODE = 100


class Sort(StrEnum):
    """Orders of the list."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    MOST_ADOPTED = "most_adopted"
    BEST_RATED = "best_rated"


@dataclass(frozen=True, slots=True)
class CatalogueFilters:
    """Search text, selected codes per facet, order and page."""

    query: str = ""
    selected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but order and page was chosen."""
        return bool(self.query or self.selected)

    def without(self, facet: str, code: str) -> "CatalogueFilters":
        """The same without one selected code, from the first page."""
        left = {
            name: tuple(item for item in codes if (name, item) != (facet, code))
            for name, codes in self.selected.items()
        }
        return CatalogueFilters(self.query, {name: codes for name, codes in left.items() if codes}, self.sort)

    def to_args(self, *, page: int = 1) -> dict[str, Any]:
        """The arguments of the URL; what is the default is left out."""
        args: dict[str, Any] = {name: list(self.selected[name]) for name in FACETS if name in self.selected}
        if self.query:
            args["q"] = self.query
        if self.sort is not default_sort(self.query):
            args["sort"] = self.sort.value
        if page > 1:
            args["page"] = str(page)
        return args


def filters_from(args: Mapping[str, Sequence[str]]) -> CatalogueFilters:
    """Filters from URL arguments (name to values); what is unknown or too long is ignored."""
    query = " ".join(printable("".join(args.get("q", [""])[:1])[:MAX_QUERY]).split())
    selected = {name: _codes(args[name]) for name in FACETS if args.get(name)}
    return CatalogueFilters(
        query=query,
        selected={name: codes for name, codes in selected.items() if codes},
        sort=_sort("".join(args.get("sort", [""])[:1]), query),
        page=clamp_page("".join(args.get("page", [""])[:1])),
    )


def default_sort(query: str) -> Sort:
    """Relevance where something is searched, else the newest first."""
    return Sort.RELEVANCE if query else Sort.NEWEST


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    kept = (value for value in values[:MAX_SELECTED] if 0 < len(value) <= MAX_CODE and value.isprintable())
    return tuple(dict.fromkeys(kept))


def _sort(raw: str, query: str) -> Sort:
    return Sort(raw) if raw in set(Sort) else default_sort(query)
