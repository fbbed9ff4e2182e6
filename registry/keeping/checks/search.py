"""The search index of this node: answers as one made anew from the database."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from registry.catalogue import search_documents
from registry.catalogue.facets import FACETS
from registry.catalogue.models import CatalogueEntry
from registry.core.database import session
from registry.keeping.inspection import Check, Installation
from registry.search import Audience, Query, SearchIndex, Sorting

PAGE_SIZE = 100
WAIT_S = 5.0
TITLES_TRIED = 100
"""How many titles are searched for in both."""


def wrong_index(installation: Installation) -> Iterator[str]:
    """Where the index answers otherwise than one made anew; it is disposable and can be rebuilt."""
    search_documents.bring_up_to_date(installation.index, wait_s=WAIT_S)
    position, last = installation.index.position(), search_documents.last_change()
    if position != last:
        yield f"Der Suchindex kennt Änderung {position}, die Datenbank steht bei {last}"
        return
    with tempfile.TemporaryDirectory() as folder:
        fresh = SearchIndex(Path(folder))
        search_documents.rebuild(fresh)
        for audience in Audience:
            for query in _queries(audience, fresh):
                if installation.index.search(query) != fresh.search(query):
                    yield f"Die Suche nach „{query.text}“ ({audience.value}, Seite {query.page}) findet etwas anderes"


def _queries(audience: Audience, fresh: SearchIndex) -> Iterator[Query]:
    """All pages in each order with all counts, and some titles."""
    total = fresh.search(Query(audience=audience)).total
    for sorting in (Sorting.NEWEST, Sorting.MOST_ADOPTED, Sorting.BEST_RATED, Sorting.TITLE):
        for page in range(1, 2 + total // PAGE_SIZE):
            yield Query(audience=audience, sorting=sorting, page=page, page_size=PAGE_SIZE, counted=FACETS)
    for title in session().scalars(select(CatalogueEntry.title).distinct().limit(TITLES_TRIED)):
        yield Query(audience=audience, text=title, page_size=PAGE_SIZE, sorting=Sorting.TITLE)


CHECKS = (Check("I8", "Der Suchindex stimmt mit dem Katalog", wrong_index),)
