"""What every store of files can do; a file is known by the SHA-256 of its content and nothing else."""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol

from registry.core.errors import Invalid, NotFound
from registry.core.messages import N_, define

CHUNK_BYTES = 1024 * 1024
KIBIBYTE = 1024
MEBIBYTE = 1024 * KIBIBYTE

TOO_LARGE = define("storage.too_large", N_("Die Datei ist %(size)s groß. Erlaubt sind %(limit)s."))
LARGER_THAN_ALLOWED = define("storage.larger_than_allowed", N_("Die Datei ist zu groß. Erlaubt sind %(limit)s."))
GONE = define("storage.gone", N_("Diese Datei gibt es nicht (mehr)."))

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What a row has to remember of a stored file."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One stored file as a sweep sees it; `stored_at` is the last time it was put."""

    sha256: str
    stored_at: datetime


class FileStore(Protocol):
    """Keeps bytes; durable when `put` returns. Anything that is no SHA-256 in lower case is not there."""

    def put(self, content: BinaryIO | bytes, *, limit_bytes: int) -> StoredFile:
        """Store `content` from where its stream stands; storing it again changes nothing but its age.

        Raises:
            Invalid: it has more than `limit_bytes`. Nothing stays behind.
        """

    def open(self, sha256: str) -> BinaryIO:
        """The content, to be closed by the caller.

        Raises:
            NotFound: it is not stored.
        """

    def exists(self, sha256: str) -> bool:
        """Whether it is stored."""

    def size_bytes(self, sha256: str) -> int:
        """Its length.

        Raises:
            NotFound: it is not stored.
        """

    def delete(self, sha256: str) -> None:
        """Remove it for good (blocked files); nothing happens when it is not stored."""

    def discard(self, sha256: str, *, stored_before: datetime) -> bool:
        """Remove it unless somebody put it again since then; True when it was removed.

        The sweep of files without a row uses this: the age is compared and the file removed as one step.
        """

    def entries(self) -> Iterator[StoredEntry]:
        """Everything that is stored, in no order."""

    def path(self, sha256: str) -> Path | None:
        """Where the file system has it, so that the server can send it; None when there is no such place."""

    def count_unfinished(self, *, older_than: timedelta) -> int:
        """How many interrupted puts have left something behind."""

    def sweep_unfinished(self, *, older_than: timedelta) -> int:
        """Remove what interrupted puts left behind; returns how many."""


def is_digest(text: str) -> bool:
    """Whether `text` can be the address of a stored file."""
    return _DIGEST.match(text) is not None


def gone() -> NotFound:
    """The error for a file that is not stored."""
    return NotFound(GONE())


def limited_chunks(content: BinaryIO | bytes, *, limit_bytes: int) -> Iterator[bytes]:
    """The content in pieces.

    Raises:
        Invalid: more than `limit_bytes` came.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    read = 0
    while chunk := stream.read(CHUNK_BYTES):
        read += len(chunk)
        if read > limit_bytes:
            raise _too_large(stream, read=read, limit_bytes=limit_bytes)
        yield chunk


def is_intact(store: FileStore, sha256: str) -> bool:
    """Whether the stored bytes still have the SHA-256 they are known by.

    Raises:
        NotFound: it is not stored.
    """
    digest = hashlib.sha256()
    with store.open(sha256) as content:
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest() == sha256


def _too_large(stream: BinaryIO, *, read: int, limit_bytes: int) -> Invalid:
    limit = _in_units(limit_bytes, round_up=False)
    if not stream.seekable():
        return Invalid(LARGER_THAN_ALLOWED(limit=limit))
    rest = -stream.tell() + stream.seek(0, io.SEEK_END)
    return Invalid(TOO_LARGE(size=_in_units(read + rest, round_up=True), limit=limit))


def _in_units(size_bytes: int, *, round_up: bool) -> str:
    """A whole number, so that it reads the same in every language; sizes up, limits down."""
    name, unit = ("MB", MEBIBYTE) if size_bytes >= MEBIBYTE else ("KB", KIBIBYTE)
    if size_bytes < KIBIBYTE:
        name, unit = "Byte", 1
    whole = -(-size_bytes // unit) if round_up else size_bytes // unit
    return f"{whole}\N{NO-BREAK SPACE}{name}"
