"""The start page."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.labels import KINDS
from registry.catalogue.listing import count_by
from registry.catalogue.permissions import audience_of
from registry.catalogue.search_documents import bring_up_to_date
from registry.portal.queries import newest_cards, portal_figures
from registry.portal.views.blueprint import bp
from registry.taxonomy.vocabulary import DEPARTMENTS, Vocabulary
from registry.web.adapters import adapters
from registry.web.caching import cached_for_visitors, not_kept
from registry.web.templating import message_text


@bp.get("/")
@cached_for_visitors
def home() -> ResponseReturnValue:
    """What the portal is for, a search, ways into the catalogue, key figures and what is new."""
    audience, search = audience_of(acting_or_none()), adapters().search
    is_level = bring_up_to_date(search)
    counts = count_by("kind", "department", audience=audience, index=search)
    page = render_template(
        "portal/home.html",
        kinds=_ways("kind", KINDS, counts),
        departments=_ways("department", DEPARTMENTS, counts),
        figures=portal_figures(audience),
        cards=newest_cards(audience),
    )
    return page if is_level else not_kept(page)


def _ways(facet: str, words: Vocabulary, counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, int]]:
    """(label, address, number of solutions) of every code of a facet, in the order of its vocabulary."""
    found = counts.get(facet, {})
    codes = [code for code in words.codes if found.get(code)]
    return [(message_text(words.label(code)), _narrowed(facet, code), found[code]) for code in codes]


def _narrowed(facet: str, code: str) -> str:
    chosen: dict[str, Any] = {facet: code}
    return url_for("catalogue.index", **chosen)
