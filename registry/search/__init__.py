"""Full-text search over what callers hand in as documents: embedded, derived, disposable.

The database stays the truth. The index remembers up to which change it knows it (`follow.catch_up`),
and may be deleted at any time: it is made anew, empty, and catches up.
"""

from registry.search.documents import Audience, Batch, Query, Result, SearchDocument, Sorting
from registry.search.excerpts import Excerpt
from registry.search.follow import catch_up
from registry.search.index import SearchIndex

__all__ = [
    "Audience",
    "Batch",
    "Excerpt",
    "Query",
    "Result",
    "SearchDocument",
    "SearchIndex",
    "Sorting",
    "catch_up",
]
