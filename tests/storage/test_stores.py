"""One suite that every `FileStore` must pass."""

import hashlib
import io
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.core import clock
from registry.core.errors import Invalid, NotFound
from registry.storage.local import LocalStore
from registry.storage.memory import MemoryStore
from registry.storage.store import MEBIBYTE, FileStore, is_intact

LIMIT = 50 * MEBIBYTE
HELLO = hashlib.sha256(b"hello").hexdigest()


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return LocalStore(tmp_path / "new" / "files") if request.param == "local" else MemoryStore()


class Unseekable(io.RawIOBase):
    """A stream of the network: its end is known only when it comes."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        return self._rest.readinto(buffer)


class Breaking(io.BytesIO):
    """A stream that ends in an error after its first piece."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise ConnectionResetError
        return super().read(size)


def test_what_is_put_comes_back(store: FileStore) -> None:
    stored = store.put(io.BytesIO(b"hello"), limit_bytes=LIMIT)
    assert (stored.sha256, stored.size_bytes) == (HELLO, 5)
    assert store.exists(HELLO)
    assert store.size_bytes(HELLO) == 5
    with store.open(HELLO) as content:
        assert content.read() == b"hello"
    assert is_intact(store, HELLO)


@pytest.mark.parametrize("content", [b"", b"x", b"x" * MEBIBYTE, b"x" * (MEBIBYTE + 1)])
def test_bytes_and_streams_of_any_length_are_stored_alike(store: FileStore, content: bytes) -> None:
    stored = store.put(content, limit_bytes=LIMIT)
    assert stored == store.put(Unseekable(content), limit_bytes=LIMIT)  # type: ignore[arg-type]
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    with store.open(stored.sha256) as read:
        assert read.read() == content


def test_a_stream_is_stored_from_where_it_stands(store: FileStore) -> None:
    stream = io.BytesIO(b"xxhello")
    stream.seek(2)
    assert store.put(stream, limit_bytes=LIMIT).sha256 == HELLO


def test_putting_twice_keeps_one(store: FileStore) -> None:
    store.put(b"hello", limit_bytes=LIMIT)
    store.put(b"hello", limit_bytes=LIMIT)
    assert [entry.sha256 for entry in store.entries()] == [HELLO]


def test_exactly_the_limit_is_allowed(store: FileStore) -> None:
    assert store.put(b"hello", limit_bytes=5).size_bytes == 5


def test_too_large_says_both_sizes_and_leaves_nothing(store: FileStore) -> None:
    with pytest.raises(Invalid) as refused:
        store.put(io.BytesIO(bytes(62 * MEBIBYTE)), limit_bytes=LIMIT)
    sentence = str(refused.value.message).replace("\N{NO-BREAK SPACE}", " ")
    assert sentence == "Die Datei ist 62 MB groß. Erlaubt sind 50 MB."
    assert list(store.entries()) == []


def test_a_size_just_above_the_limit_never_reads_like_the_limit(store: FileStore) -> None:
    with pytest.raises(Invalid) as refused:
        store.put(bytes(3 * MEBIBYTE + 1), limit_bytes=3 * MEBIBYTE)
    assert refused.value.message.params == {
        "size": "4\N{NO-BREAK SPACE}MB",
        "limit": "3\N{NO-BREAK SPACE}MB",
    }


def test_too_large_by_a_stream_of_unknown_length_is_refused(store: FileStore) -> None:
    endless: BinaryIO = Unseekable(b"123456")  # type: ignore[assignment]
    with pytest.raises(Invalid) as refused:
        store.put(endless, limit_bytes=5)
    assert refused.value.code == "storage.larger_than_allowed"
    assert list(store.entries()) == []


def test_a_broken_stream_leaves_nothing(store: FileStore, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        store.put(Breaking(bytes(3 * MEBIBYTE)), limit_bytes=LIMIT)
    assert list(store.entries()) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_not_stored_is_not_found(store: FileStore) -> None:
    assert not store.exists(HELLO)
    assert store.path(HELLO) is None
    for read in (store.open, store.size_bytes):
        with pytest.raises(NotFound):
            read(HELLO)


def test_deleting_is_final_and_repeatable(store: FileStore) -> None:
    store.put(b"hello", limit_bytes=LIMIT)
    store.delete(HELLO)
    store.delete(HELLO)
    assert not store.exists(HELLO)
    assert list(store.entries()) == []


def test_entries_tell_the_age(store: FileStore) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    store.put(b"hello", limit_bytes=LIMIT)
    (entry,) = store.entries()
    assert before < entry.stored_at < datetime.now(UTC) + timedelta(seconds=5)


def test_discard_spares_what_was_put_since(store: FileStore) -> None:
    store.put(b"hello", limit_bytes=LIMIT)
    now = datetime.now(UTC)
    assert not store.discard(HELLO, stored_before=now - timedelta(hours=24))
    assert store.exists(HELLO)
    assert store.discard(HELLO, stored_before=now + timedelta(hours=1))
    assert not store.discard(HELLO, stored_before=now + timedelta(hours=1))
    assert not store.exists(HELLO)


@given(name=st.one_of(st.text(max_size=80), st.sampled_from(["../" * 5 + "etc/passwd", "tmp/x", HELLO.upper()])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_name_that_is_no_digest_is_never_there(store: FileStore, name: str) -> None:
    assert not store.exists(name)
    assert store.path(name) is None
    with pytest.raises(NotFound):
        store.open(name)
    with pytest.raises(NotFound):
        store.size_bytes(name)
    store.delete(name)
    assert not store.discard(name, stored_before=clock.now() + timedelta(days=1))


def test_many_writers_of_the_same_and_of_other_files(store: FileStore) -> None:
    contents = [b"shared" if number % 2 else b"own %d" % number for number in range(16)]
    threads = [
        threading.Thread(target=store.put, args=(content,), kwargs={"limit_bytes": LIMIT}) for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.sha256 for entry in store.entries()} == {hashlib.sha256(content).hexdigest() for content in contents}


def test_an_open_file_can_be_read_to_its_end_while_it_is_deleted(store: FileStore) -> None:
    store.put(b"hello", limit_bytes=LIMIT)
    with store.open(HELLO) as content:
        store.delete(HELLO)
        assert content.read() == b"hello"
