"""Deliberately broken builds: what `registry` must never become. The tests are worth what they catch of these.

Each is made by patching inside a process of its own that ends soon.
"""

import hashlib
import os
import time
from collections.abc import Callable
from typing import Any, BinaryIO

from sqlalchemy import Connection, Engine, event

from registry.core import database
from registry.core.database import after_commit, db, session, transaction
from registry.publishing.services import recording, review, uploads
from registry.storage.local import LocalStore
from registry.storage.store import StoredFile
from tests.durability import publishing

PIECE_BYTES = 4096
SLOW_DISK_S = 0.01
"""Between the two halves of what belongs together, so that the kill finds the gap on a quick machine too."""

Acknowledge = Callable[[publishing.Step], None]


def rows_before_bytes(_acknowledge: Acknowledge) -> None:
    """The rows are committed first, the bytes are written then."""
    pending: list[tuple[LocalStore, bytes, int]] = []
    put = LocalStore.put

    def remember(self: LocalStore, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
        whole = _whole(content)
        pending.append((self, whole, limit_bytes))
        return StoredFile(hashlib.sha256(whole).hexdigest(), len(whole))

    def write(_session: object) -> None:
        while pending:
            store, whole, limit_bytes = pending.pop()
            put(store, whole, limit_bytes=limit_bytes)

    uploads.read_stored = uploads.read_file  # reads what came with the request: nothing is stored yet
    LocalStore.put = remember  # type: ignore[method-assign]
    event.listen(db.session, "after_commit", write)


def answer_before_commit(acknowledge: Acknowledge) -> None:
    """The person reads "saved" before it is."""
    told = publishing.told

    def tell(release: Any) -> publishing.Step:
        step = told(release)
        acknowledge(step)
        time.sleep(SLOW_DISK_S)
        return step

    publishing.told = tell


def audit_apart(_acknowledge: Acknowledge) -> None:
    """The audit entry is written in a transaction of its own, after the change."""
    record = recording.record

    def later(*arguments: Any, **named: Any) -> None:
        def write() -> None:
            time.sleep(SLOW_DISK_S)
            with transaction():
                record(*arguments, **named)

        after_commit(write)

    recording.record = later  # type: ignore[assignment]


def written_in_place(_acknowledge: Acknowledge) -> None:
    """The file is written piece by piece under the name by which it counts as stored."""

    def put(self: LocalStore, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
        del limit_bytes
        whole = _whole(content)
        sha256 = hashlib.sha256(whole).hexdigest()
        place = self._place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            for start in range(0, len(whole), PIECE_BYTES):
                file.write(whole[start : start + PIECE_BYTES])
                file.flush()
                os.fsync(file.fileno())
        return StoredFile(sha256, len(whole))

    LocalStore.put = put  # type: ignore[method-assign]


def history_apart(_acknowledge: Acknowledge) -> None:
    """A service commits by itself, before it has written all that belongs together."""
    note_event = review.note_event

    def commit_first(*arguments: Any, **named: Any) -> None:
        session().commit()
        time.sleep(SLOW_DISK_S)
        note_event(*arguments, **named)

    review.note_event = commit_first


def every_writer_for_itself(_acknowledge: Acknowledge) -> None:
    """A transaction that will write begins like one that only reads, and nobody waits for a turn."""

    def begin(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")

    event.remove(Engine, "begin", database._begin)
    event.listen(Engine, "begin", begin)
    database.WRITER_LOCK = os.getpid()


def _whole(content: BinaryIO | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.read()


MUTANTS: dict[str, Callable[[Acknowledge], None]] = {
    mutant.__name__: mutant
    for mutant in (
        rows_before_bytes,
        answer_before_commit,
        audit_apart,
        written_in_place,
        history_apart,
        every_writer_for_itself,
    )
}
