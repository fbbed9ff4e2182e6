"""One search: what was typed, whom it is for, what is selected → a page of keys, the total, the counts."""

from collections.abc import Mapping, Sequence
from typing import Any

import tantivy

from registry.search.analysis import Typed, read_typed
from registry.search.documents import Audience, Query, Result, Sorting
from registry.search.excerpts import Excerpt, excerpt_of
from registry.search.fields import SORTED_BY, audience_term, facet_values, is_facet_name
from registry.search.matching import Matcher

MAX_PAGE_SIZE = 100
MAX_OFFSET = 200_000
FEW = 10
"""Below so many hits similar ones are shown too."""

ALIKE_ENOUGH = 0.3
"""Share of the best score that a similar hit needs."""

MAX_VALUES = 5_000
"""Values of one facet that are counted; 421 towns are far from it."""

_Must = tantivy.Occur.Must
_Selected = Mapping[str, Sequence[str]]


class Search:
    """Searches one commit of the index."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher

    def run(self, query: Query) -> Result:
        """The answer to `query`."""
        typed = read_typed(query.text)
        found = self._found(typed, query.audience)
        chosen = {name: facet_values(values) for name, values in query.selected.items()}
        selected = {name: values for name, values in chosen.items() if values}
        hits, total = self._page(self._narrowed(found, selected), query, is_ranked=not typed.is_empty)
        keys = [self._key(address) for address in hits]
        counted = [name for name in query.counted if is_facet_name(name)]
        similar = self._similar(typed, query, selected, keys) if total < FEW else []
        return Result(keys, total, self._facets(found, selected, counted), similar, self._excerpts(hits, typed))

    def _excerpts(self, hits: Sequence[tantivy.DocAddress], typed: Typed) -> dict[str, Excerpt]:
        if typed.is_empty:
            return {}
        documents = [self._searcher.doc(address) for address in hits]
        found = {str(one.get_first("key")): excerpt_of(_lines(one), typed) for one in documents}
        return {key: excerpt for key, excerpt in found.items() if excerpt is not None}

    def _similar(self, typed: Typed, query: Query, selected: _Selected, hits: Sequence[str]) -> list[str]:
        wanted = min(query.similar, FEW)
        if not typed.words or wanted <= 0:
            return []
        alike = [(_Must, audience_term(self._schema, query.audience)), (_Must, Matcher(self._schema).similar(typed))]
        narrowed = self._narrowed(tantivy.Query.boolean_query(alike), selected)
        found = self._searcher.search(narrowed, wanted + len(hits)).hits
        least = found[0][0] * ALIKE_ENOUGH if found else 0.0
        keys = (self._key(address) for score, address in found if score >= least)
        return [key for key in keys if key not in hits][:wanted]

    def _found(self, typed: Typed, audience: Audience) -> tantivy.Query:
        """What the text finds for the audience, by the first step that finds enough.

        The selection has no say in this: choosing a facet must never add hits.
        """
        visible = audience_term(self._schema, audience)
        if typed.is_empty:
            return visible
        found = visible
        for step in Matcher(self._schema).steps(typed):
            found = tantivy.Query.boolean_query([(_Must, visible), (_Must, step.query)])
            if step.enough == 0 or self._count(found) >= step.enough:
                break
        return found

    def _count(self, query: tantivy.Query) -> int:
        return int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]  # missing in its stub

    def _narrowed(self, found: tantivy.Query, selected: _Selected) -> tantivy.Query:
        chosen = [(_Must, self._selection(name, values)) for name, values in selected.items()]
        return tantivy.Query.boolean_query([(_Must, found), *chosen]) if chosen else found

    def _selection(self, name: str, values: Sequence[str]) -> tantivy.Query:
        if not is_facet_name(name):
            return tantivy.Query.empty_query()
        any_of = tantivy.Query.term_set_query(self._schema, f"facets.{name}", list(values))
        return tantivy.Query.const_score_query(any_of, 0.0)

    def _page(self, found: tantivy.Query, query: Query, *, is_ranked: bool) -> tuple[list[tantivy.DocAddress], int]:
        size = min(max(1, query.page_size), MAX_PAGE_SIZE)
        offset = min(max(0, query.page - 1) * size, MAX_OFFSET)
        order = _order(query.sorting, is_ranked=is_ranked)
        result = self._searcher.search(found, size, offset=offset, **order)
        return [address for _, address in result.hits], int(result.count)  # type: ignore[attr-defined]  # missing in its stub

    def _key(self, address: tantivy.DocAddress) -> str:
        return str(self._searcher.doc(address).get_first("key"))

    def _facets(self, found: tantivy.Query, selected: _Selected, counted: Sequence[str]) -> dict[str, dict[str, int]]:
        free = [name for name in counted if name not in selected]
        counts = self._counts(self._narrowed(found, selected), free)
        for name in counted:
            if name in selected:
                others = {other: values for other, values in selected.items() if other != name}
                counts |= self._counts(self._narrowed(found, others), [name])
                counts[name] = dict.fromkeys(selected[name], 0) | counts[name]
        return {name: counts[name] for name in counted}

    def _counts(self, found: tantivy.Query, names: Sequence[str]) -> dict[str, dict[str, int]]:
        if not names:
            return {}
        wanted = {name: {"terms": {"field": f"facets.{name}", "size": MAX_VALUES}} for name in names}
        answer = self._searcher.aggregate(found, wanted)
        return {name: _values(answer[name]) for name in names}


def _order(sorting: Sorting, *, is_ranked: bool) -> dict[str, Any]:
    if sorting is Sorting.RELEVANCE:
        if is_ranked:
            return {"weight_by_field": "boost"}
        sorting = Sorting.NEWEST
    order = tantivy.Order.Asc if sorting is Sorting.TITLE else tantivy.Order.Desc
    return {"order_by_field": SORTED_BY[sorting], "order": order}


def _lines(document: tantivy.Document) -> list[str]:
    kept = document.get_first("kept")
    return bytes(kept).decode("utf-8").split("\n") if kept else []


def _values(answer: Mapping[str, Any]) -> dict[str, int]:
    """Values by descending count, as tantivy gives them."""
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in answer["buckets"]}
