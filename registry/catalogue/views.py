"""The catalogue page: search, filters, list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.facets import FACETS
from registry.catalogue.filters import CatalogueFilters, Sort, default_sort, filters_from
from registry.catalogue.labels import FACET_LABELS, code_label, platform_names
from registry.catalogue.listing import Listing, list_catalogue
from registry.catalogue.permissions import audience_of
from registry.catalogue.search_documents import bring_up_to_date
from registry.core.messages import Message
from registry.web.adapters import adapters
from registry.web.caching import cached_for_visitors, not_kept
from registry.web.templating import message_text

bp = Blueprint("catalogue", __name__, url_prefix="/solutions")


@dataclass(frozen=True, slots=True)
class Option:
    """One checkbox of a facet."""

    value: str
    label: str
    count: int
    checked: bool


@bp.get("")
@cached_for_visitors
def index() -> ResponseReturnValue:
    """The solutions that the filters in the URL leave."""
    filters = filters_from(request.args.to_dict(flat=False))
    search = adapters().search
    is_level = bring_up_to_date(search)
    listing = list_catalogue(filters, audience=audience_of(acting_or_none()), index=search)
    names = {**platform_names(), **listing.municipality_names}
    page = render_template(
        "catalogue/index.html",
        filters=filters,
        page=listing.page,
        similar=listing.similar,
        facets=_facets(listing, filters, names),
        active=_active(filters, names),
        default_sort=default_sort(filters.query),
        sorts=list(Sort) if filters.query else [sort for sort in Sort if sort is not Sort.RELEVANCE],
        page_url=_page_url(filters),
    )
    return page if is_level else not_kept(page)


def _facets(
    listing: Listing, filters: CatalogueFilters, names: Mapping[str, str]
) -> list[tuple[str, str, tuple[Option, ...]]]:
    """(name, heading, options) of every facet that has something to choose."""
    groups = (
        (facet, message_text(FACET_LABELS[facet]()), _options(facet, listing, filters, names)) for facet in FACETS
    )
    return [group for group in groups if group[2]]


def _options(facet: str, listing: Listing, filters: CatalogueFilters, names: Mapping[str, str]) -> tuple[Option, ...]:
    selected = filters.selected.get(facet, ())
    counts = {**dict.fromkeys(selected, 0), **listing.facets.get(facet, {})}
    options = [
        Option(code, _text(code_label(facet, code, names=names)), count, code in selected)
        for code, count in counts.items()
    ]
    return tuple(sorted(options, key=lambda option: (-option.count, option.label)))


def _active(filters: CatalogueFilters, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (
            _text(code_label(facet, code, names=names)),
            url_for("catalogue.index", **filters.without(facet, code).to_args()),
        )
        for facet in FACETS
        for code in filters.selected.get(facet, ())
    ]


def _page_url(filters: CatalogueFilters) -> Callable[[int], str]:
    return lambda number: url_for("catalogue.index", **filters.to_args(page=number))


def _text(label: str | Message) -> str:
    return message_text(label) if isinstance(label, Message) else label
