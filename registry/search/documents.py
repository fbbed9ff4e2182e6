"""What goes into the index and what comes out of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from registry.core.paging import PAGE_SIZE
from registry.search.excerpts import Excerpt


class Audience(StrEnum):
    """Who a document is for. Partners see what stands in theirs, and only that."""

    PUBLIC = "public"
    PARTNERS = "partners"


class Sorting(StrEnum):
    """The order of hits; without a text to be relevant for, relevance means newest."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    MOST_ADOPTED = "most_adopted"
    BEST_RATED = "best_rated"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDocument:
    """One thing as one audience sees it.

    A thing both audiences see has a document for each, with the same `key` and maybe other contents.
    `identifiers` are found whole, with or without their punctuation, and by their beginning.
    `facets` are the values it is narrowed by; `rating` counts in steps of a hundredth.
    `boost` lifts it among equally relevant ones: 0 not at all, 2 to the double.
    """

    key: str
    audience: Audience
    title: str
    published_at: datetime
    summary: str = ""
    texts: Sequence[str] = ()
    identifiers: Sequence[str] = ()
    publisher: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    adoptions: int = 0
    rating: float | None = None
    boost: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """The changes up to `position`: these `keys` changed, and `documents` are what they are now.

    A key without a document is gone.
    """

    position: int
    keys: frozenset[str] = frozenset()
    documents: Sequence[SearchDocument] = ()

    def __post_init__(self) -> None:
        if not {document.key for document in self.documents} <= self.keys:
            raise ValueError("a document of a batch is not among its keys")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for; every field may hold whatever a URL can.

    `text` may hold „phrases“ and -excluded words. `selected` values of one facet widen, facets narrow
    each other. `counted` names the facets whose values are counted. `similar` is how many hits that are only alike
    are wanted where few match.
    """

    audience: Audience
    text: str = ""
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    counted: Sequence[str] = ()
    sorting: Sorting = Sorting.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    similar: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """The keys of one page in order, how many hits there are, and per facet the hits of each value.

    The counts of a facet leave its own selection aside: they say what choosing a value would give.
    `similar` does not match what was typed but shares something with it; neither total nor facets count it.
    """

    keys: list[str]
    total: int
    facets: dict[str, dict[str, int]]
    similar: list[str] = field(default_factory=list)
    excerpts: dict[str, Excerpt] = field(default_factory=dict)
    """By key: where a hit says what was typed, if title and summary do not."""
