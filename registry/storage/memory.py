"""Files in memory, for tests and for trying things out; gone when the process ends."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from registry.core import clock
from registry.storage.store import StoredEntry, StoredFile, gone, limited_chunks


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    stored_at: datetime


class MemoryStore:
    """A `FileStore` without a disk."""

    def __init__(self) -> None:
        self._files: dict[str, _Kept] = {}
        self._lock = Lock()

    def put(self, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
        """See `FileStore.put`."""
        whole = b"".join(limited_chunks(content, limit_bytes=limit_bytes))
        sha256 = hashlib.sha256(whole).hexdigest()
        with self._lock:
            self._files[sha256] = _Kept(whole, clock.now())
        return StoredFile(sha256, len(whole))

    def open(self, sha256: str) -> BinaryIO:
        """See `FileStore.open`."""
        return io.BytesIO(self._kept(sha256).content)

    def exists(self, sha256: str) -> bool:
        """See `FileStore.exists`."""
        return sha256 in self._files

    def size_bytes(self, sha256: str) -> int:
        """See `FileStore.size_bytes`."""
        return len(self._kept(sha256).content)

    def delete(self, sha256: str) -> None:
        """See `FileStore.delete`."""
        with self._lock:
            self._files.pop(sha256, None)

    def discard(self, sha256: str, *, stored_before: datetime) -> bool:
        """See `FileStore.discard`."""
        with self._lock:
            kept = self._files.get(sha256)
            if kept is None or kept.stored_at >= stored_before:
                return False
            del self._files[sha256]
            return True

    def entries(self) -> Iterator[StoredEntry]:
        """See `FileStore.entries`."""
        for sha256, kept in list(self._files.items()):
            yield StoredEntry(sha256, kept.stored_at)

    def path(self, sha256: str) -> Path | None:  # noqa: ARG002 (the protocol's argument)
        """Always None: memory is no place in the file system."""
        return None

    def count_unfinished(self, *, older_than: timedelta) -> int:  # noqa: ARG002 (the protocol's argument)
        """Always 0: an interrupted put leaves nothing."""
        return 0

    def sweep_unfinished(self, *, older_than: timedelta) -> int:  # noqa: ARG002 (the protocol's argument)
        """Nothing to do: an interrupted put leaves nothing."""
        return 0

    def _kept(self, sha256: str) -> _Kept:
        kept = self._files.get(sha256)
        if kept is None:
            raise gone()
        return kept
