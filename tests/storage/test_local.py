"""What only the store on disk promises: its order of writing, its places, its cleaning."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from registry.storage import open_store
from registry.storage.local import LocalStore
from registry.storage.store import is_intact

HELLO = hashlib.sha256(b"hello").hexdigest()


def test_the_path_is_made_of_the_digest_alone(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put(b"hello", limit_bytes=9)
    assert store.path(HELLO) == tmp_path / HELLO[:2] / HELLO
    assert (tmp_path / HELLO[:2] / HELLO).read_bytes() == b"hello"


def test_bytes_are_durable_before_the_name_and_the_name_before_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[str | int] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        events.append(os.fstat(handle).st_ino)
        fsync(handle)

    def noted_replace(self: Path, target: Path) -> Path:
        events.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    root = tmp_path / "files"
    LocalStore(root).put(b"hello", limit_bytes=9)
    shard = root / HELLO[:2]
    renamed = events.index("rename")
    assert (shard / HELLO).stat().st_ino in events[:renamed]
    assert tmp_path.stat().st_ino in events[:renamed]
    assert events[renamed + 1 :] == [shard.stat().st_ino, root.stat().st_ino]


def test_putting_again_heals_a_damaged_file(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put(b"hello", limit_bytes=9)
    (tmp_path / HELLO[:2] / HELLO).write_bytes(b"he")
    assert not is_intact(store, HELLO)
    store.put(b"hello", limit_bytes=9)
    assert is_intact(store, HELLO)


def test_putting_again_makes_an_old_file_young(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.put(b"hello", limit_bytes=9)
    os.utime(tmp_path / HELLO[:2] / HELLO, (0, 0))
    (old,) = store.entries()
    store.put(b"hello", limit_bytes=9)
    (young,) = store.entries()
    assert old.stored_at.year == 1970
    assert not store.discard(HELLO, stored_before=young.stored_at - timedelta(hours=1))


def test_only_old_unfinished_files_are_swept(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    assert store.sweep_unfinished(older_than=timedelta(hours=1)) == 0
    store.put(b"hello", limit_bytes=9)
    (tmp_path / "tmp" / "running").write_bytes(b"x")
    (tmp_path / "tmp" / "abandoned").write_bytes(b"x")
    os.utime(tmp_path / "tmp" / "abandoned", (0, 0))
    assert store.count_unfinished(older_than=timedelta(hours=1)) == 1
    assert store.sweep_unfinished(older_than=timedelta(hours=1)) == 1
    assert store.count_unfinished(older_than=timedelta(hours=1)) == 0
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == ["running"]
    assert store.exists(HELLO)


def test_foreign_files_in_the_folder_are_no_entries(tmp_path: Path) -> None:
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "notes.txt").write_text("x")
    assert list(LocalStore(tmp_path).entries()) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    (tmp_path / "tmp").mkdir()
    with pytest.raises(OSError, match="No space"):
        LocalStore(tmp_path).put(b"hello", limit_bytes=9)
    assert list((tmp_path / "tmp").iterdir()) == []
    assert list(LocalStore(tmp_path).entries()) == []


WRITER = """
import os, sys
from pathlib import Path
from registry.storage.local import LocalStore
store = LocalStore(Path(sys.argv[1]))
while True:
    print(store.put(os.urandom(300_000), limit_bytes=10**6).sha256, flush=True)
"""


@pytest.mark.processes
def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    acknowledged: list[str] = []
    for files in (1, 3, 7):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            acknowledged += [writer.stdout.readline().strip() for _ in range(files)]
            writer.send_signal(signal.SIGKILL)
    store = LocalStore(tmp_path)
    assert len(set(acknowledged)) == 11
    assert all(is_intact(store, sha256) for sha256 in acknowledged)
    assert all(is_intact(store, entry.sha256) for entry in store.entries())


@pytest.mark.parametrize("form", ["{path}", "file://{path}"])
def test_the_setting_names_the_folder(tmp_path: Path, form: str) -> None:
    open_store(form.format(path=tmp_path / "a")).put(b"hello", limit_bytes=9)
    assert (tmp_path / "a" / HELLO[:2] / HELLO).exists()
