"""The index on disk: one writer at a time, readers that notice every change, made anew when damaged."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TypeVar

import structlog
import tantivy

from registry.search.documents import Batch, Query, Result, SearchDocument
from registry.search.fields import POSITION_KEY, make_schema, position_document, to_tantivy
from registry.search.generations import Generations, stamp
from registry.search.searching import Search

HEAP_BYTES = 32 * 1024 * 1024
REPAIR_WAIT_S = 5.0

_Answer = TypeVar("_Answer")
_log = structlog.get_logger()


class IndexWriter:
    """The only writer; see `SearchIndex.writing`."""

    def __init__(self, index: tantivy.Index) -> None:
        self.position = _position(index)
        self._index = index
        self._writer: tantivy.IndexWriter | None = None

    def apply(self, batch: Batch) -> None:
        """Take over one batch: all of it and its position become visible at once, or nothing does."""
        writer = self._ready()
        try:
            for key in (*batch.keys, POSITION_KEY):
                writer.delete_documents_by_term("key", key)
            for document in batch.documents:
                writer.add_document(to_tantivy(document))
            writer.add_document(position_document(batch.position))
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        self.position = batch.position

    def close(self) -> None:
        """Wait for tantivy's tidying up."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _ready(self) -> tantivy.IndexWriter:
        """Made by the first change: mostly there is none."""
        if self._writer is None:
            self._writer = self._index.writer(HEAP_BYTES, 1)
        return self._writer


@dataclass(frozen=True, slots=True)
class _Opened:
    """A generation as this process knows it, and the commit it has loaded."""

    place: Path
    index: tantivy.Index
    stamp: tuple[int, int]


class SearchIndex:
    """The index below `folder`; one object serves all threads of a process.

    A folder that is missing, empty or damaged becomes an empty index with position 0.
    """

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._schema = make_schema()
        self._opened: _Opened | None = None
        self._lock = Lock()

    def position(self) -> int:
        """The last change of the database that the index knows; 0 when it knows nothing."""
        return self._reading(_position)

    def search(self, query: Query) -> Result:
        """What `query` finds; nothing in it can be an error."""
        return self._reading(lambda index: Search(self._schema, index.searcher()).run(query))

    @contextmanager
    def writing(self, *, wait_s: float = 0.0) -> Iterator[IndexWriter | None]:
        """The right to write, for one at a time over all processes; None when another has it."""
        with self._generations.writing(wait_s=wait_s) as is_ours:
            if not is_ours:
                yield None
                return
            writer = IndexWriter(self._readable_or_made())
            try:
                yield writer
            finally:
                writer.close()

    def rebuild(self, documents: Iterable[SearchDocument], *, position: int, wait_s: float = 60.0) -> bool:
        """Build a new index beside the one in use and change over; False when another writer is at work.

        Args:
            documents: everything, each key and audience once.
            position: where the database stood before the first document was read.
            wait_s: how long to wait for another writer.
        """
        with self._generations.writing(wait_s=wait_s) as is_ours:
            if is_ours:
                self._make(documents, position=position)
        return is_ours

    def _reading(self, read: Callable[[tantivy.Index], _Answer]) -> _Answer:
        """Read the newest commit; a second time when the index vanished or proves damaged."""
        try:
            return read(self._fresh())
        except BaseException as error:
            if not _is_damage(error):
                raise
        with self._generations.writing(wait_s=REPAIR_WAIT_S) as is_ours:
            if is_ours:
                self._opened = None
                self._readable_or_made()
        return read(self._fresh())

    def _fresh(self) -> tantivy.Index:
        """The generation in use with its newest commit loaded."""
        with self._lock:
            place = self._generations.current()
            now = stamp(place)
            opened = self._opened
            if opened is None or opened.place != place:
                opened = _Opened(place, _open(place), now)
            elif opened.stamp != now:
                opened.index.reload()
                opened = _Opened(place, opened.index, now)
            self._opened = opened
            return opened.index

    def _readable_or_made(self) -> tantivy.Index:
        """The index in use, or an empty new one where it cannot be read. Only for the one writer."""
        try:
            index = self._fresh()
            _position(index)
        except BaseException as error:
            if not _is_damage(error):
                raise
            is_first = isinstance(error, FileNotFoundError)
            (_log.info if is_first else _log.warning)("search_index_made", reason=type(error).__name__)
            self._make([], position=0)
            index = self._fresh()
        return index

    def _make(self, documents: Iterable[SearchDocument], *, position: int) -> None:
        place = self._generations.new()
        index = tantivy.Index(self._schema, str(place))
        writer = index.writer(HEAP_BYTES, 1)
        for document in documents:
            writer.add_document(to_tantivy(document))
        writer.add_document(position_document(position))
        writer.commit()
        writer.wait_merging_threads()
        self._generations.use(place)


def _open(place: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(place))
    index.config_reader("manual")
    index.reload()
    return index


def _position(index: tantivy.Index) -> int:
    searcher = index.searcher()
    query = tantivy.Query.term_query(index.schema, "key", POSITION_KEY, "basic")
    hits = searcher.search(query, 1).hits
    return int(searcher.doc(hits[0][1]).get_first("position") or 0) if hits else 0


def _is_damage(error: BaseException) -> bool:
    """Whether `error` may come from missing or damaged files; tantivy may even panic over them."""
    return isinstance(error, OSError | ValueError) or type(error).__name__ == "PanicException"
