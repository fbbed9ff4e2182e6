"""Documents for the tests of the search, and a way to put them into an index."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from registry.search import Audience, Batch, SearchDocument, SearchIndex

START = datetime(2026, 1, 1, tzinfo=UTC)


def make_document(key: str, title: str, *, day: int = 0, **values: Any) -> SearchDocument:
    values.setdefault("audience", Audience.PUBLIC)
    return SearchDocument(key=key, title=title, published_at=START + timedelta(days=day), **values)


def put(index: SearchIndex, documents: Sequence[SearchDocument], *, position: int | None = None) -> None:
    with index.writing(wait_s=10) as writer:
        assert writer is not None
        keys = frozenset(document.key for document in documents)
        reached = writer.position + 1 if position is None else position
        writer.apply(Batch(position=reached, keys=keys, documents=documents))
