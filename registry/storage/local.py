"""Files in a folder of this machine: ``ab/abcd…`` by SHA-256, unfinished ones below ``tmp/``."""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from registry.core import clock
from registry.storage.store import StoredEntry, StoredFile, gone, is_digest, limited_chunks

UNFINISHED = "tmp"
LOCK = "lock"
SHARD_LETTERS = 2


class LocalStore:
    """A `FileStore` in the folder `root`, which is made when it is missing.

    A file is there when its name is: bytes are written and synced under another name first, then
    renamed, then the folder is synced (security.md, "order of a write with a file").
    """

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def put(self, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
        """See `FileStore.put`.

        Renames over what is there, so that a damaged file is healed and an old one counts as new.
        """
        _make_folder(self._root / UNFINISHED)
        handle, name = tempfile.mkstemp(dir=self._root / UNFINISHED)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                stored = _write_through(file, content, limit_bytes=limit_bytes)
            self._move_in(unfinished, stored.sha256)
        finally:
            unfinished.unlink(missing_ok=True)
        return stored

    def open(self, sha256: str) -> BinaryIO:
        """See `FileStore.open`."""
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError as error:
            raise gone() from error

    def exists(self, sha256: str) -> bool:
        """See `FileStore.exists`."""
        return is_digest(sha256) and self._place(sha256).is_file()

    def size_bytes(self, sha256: str) -> int:
        """See `FileStore.size_bytes`."""
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError as error:
            raise gone() from error

    def delete(self, sha256: str) -> None:
        """See `FileStore.delete`."""
        if self.exists(sha256):
            place = self._place(sha256)
            place.unlink(missing_ok=True)
            _sync_folder(place.parent)

    def discard(self, sha256: str, *, stored_before: datetime) -> bool:
        """See `FileStore.discard`."""
        if not self.exists(sha256):
            return False
        with self._locked(fcntl.LOCK_EX):
            place = self._place(sha256)
            if not place.is_file() or _changed_at(place) >= stored_before:
                return False
            place.unlink()
        _sync_folder(place.parent)
        return True

    def entries(self) -> Iterator[StoredEntry]:
        """See `FileStore.entries`."""
        for place in self._root.glob("??/*"):
            if is_digest(place.name):
                with suppress(FileNotFoundError):  # removed by somebody else meanwhile
                    yield StoredEntry(place.name, _changed_at(place))

    def path(self, sha256: str) -> Path | None:
        """See `FileStore.path`."""
        return self._place(sha256) if self.exists(sha256) else None

    def count_unfinished(self, *, older_than: timedelta) -> int:
        """See `FileStore.count_unfinished`."""
        return sum(1 for _ in self._unfinished(older_than))

    def sweep_unfinished(self, *, older_than: timedelta) -> int:
        """See `FileStore.sweep_unfinished`."""
        swept = 0
        for place in self._unfinished(older_than):
            place.unlink(missing_ok=True)
            swept += 1
        return swept

    def _unfinished(self, older_than: timedelta) -> Iterator[Path]:
        limit = clock.now() - older_than
        for place in (self._root / UNFINISHED).glob("*"):
            with suppress(FileNotFoundError):  # finished or swept by somebody else meanwhile
                if _changed_at(place) < limit:
                    yield place

    def _place(self, sha256: str) -> Path:
        if not is_digest(sha256):
            raise gone()
        return self._root / sha256[:SHARD_LETTERS] / sha256

    def _move_in(self, unfinished: Path, sha256: str) -> None:
        place = self._place(sha256)
        _make_folder(place.parent)
        with self._locked(fcntl.LOCK_SH):
            unfinished.replace(place)
        _sync_folder(place.parent)
        _sync_folder(self._root)  # the shard may be so new that whoever made it has not synced it yet

    @contextmanager
    def _locked(self, kind: int) -> Iterator[None]:
        """Keep `put` (many at a time) and `discard` (alone) apart, also between processes."""
        with (self._root / LOCK).open("ab") as file:
            fcntl.flock(file, kind)
            yield


def _write_through(file: BinaryIO, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
    digest = hashlib.sha256()
    size_bytes = 0
    for chunk in limited_chunks(content, limit_bytes=limit_bytes):
        digest.update(chunk)
        size_bytes += file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return StoredFile(digest.hexdigest(), size_bytes)


def _make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, each durable in its parent."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _changed_at(place: Path) -> datetime:
    return datetime.fromtimestamp(place.stat().st_mtime, UTC)
