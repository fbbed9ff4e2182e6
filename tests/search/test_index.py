"""One writer, atomic commits, readers that follow, and recovery from everything that can lie on disk."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.search import Audience, Batch, Query, SearchDocument, SearchIndex
from registry.search.fields import VERSION
from tests.search.samples import make_document, put

EVERYTHING = Query(audience=Audience.PUBLIC)


def test_a_new_folder_is_an_empty_index(index: SearchIndex) -> None:
    assert index.position() == 0
    assert index.search(EVERYTHING).total == 0


def test_a_batch_replaces_what_its_keys_were(index: SearchIndex) -> None:
    put(index, [make_document("a", "alt"), make_document("b", "bleibt")], position=4)
    put(index, [make_document("a", "neu")], position=5)
    assert index.position() == 5
    assert index.search(Query(audience=Audience.PUBLIC, text="alt")).keys == []
    assert index.search(Query(audience=Audience.PUBLIC, text="neu")).keys == ["a"]
    assert index.search(EVERYTHING).total == 2


def test_a_key_without_document_is_gone_for_every_audience(index: SearchIndex) -> None:
    put(index, [make_document("a", "x"), make_document("a", "x", audience=Audience.PARTNERS)])
    with index.writing() as writer:
        assert writer is not None
        writer.apply(Batch(position=9, keys=frozenset({"a"})))
    assert index.position() == 9
    assert all(index.search(Query(audience=audience)).total == 0 for audience in Audience)


def test_a_batch_names_the_keys_of_its_documents() -> None:
    with pytest.raises(ValueError, match="not among its keys"):
        Batch(position=1, keys=frozenset({"b"}), documents=[make_document("a", "x")])


def test_a_failing_batch_leaves_nothing_not_even_in_the_next_commit(index: SearchIndex) -> None:
    put(index, [make_document("a", "bleibt")], position=1)
    broken = make_document("b", "x", facets={"?": ["x"]})
    with index.writing() as writer:
        assert writer is not None
        with pytest.raises(ValueError, match="facet"):
            writer.apply(Batch(position=2, keys=frozenset("ab"), documents=[make_document("a", "y"), broken]))
        assert writer.position == 1
        writer.apply(Batch(position=3, keys=frozenset("d"), documents=[make_document("d", "z")]))
    assert sorted(index.search(EVERYTHING).keys) == ["a", "d"]


def test_there_is_one_writer_at_a_time(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "search")
    with index.writing() as writer:
        assert writer is not None
        with other.writing() as second:
            assert second is None
        assert not other.rebuild([], position=1, wait_s=0)
    with other.writing() as second:
        assert second is not None


def test_a_writer_can_wait_for_its_turn(index: SearchIndex, tmp_path: Path) -> None:
    entered, positions = threading.Event(), []

    def wait() -> None:
        entered.set()
        with SearchIndex(tmp_path / "search").writing(wait_s=10) as writer:
            assert writer is not None
            positions.append(writer.position)

    with index.writing() as writer:
        assert writer is not None
        thread = threading.Thread(target=wait)
        thread.start()
        entered.wait(5)
        writer.apply(Batch(position=7))
    thread.join()
    assert positions == [7]


def test_a_reader_elsewhere_sees_each_commit(index: SearchIndex, tmp_path: Path) -> None:
    reader = SearchIndex(tmp_path / "search")
    for number in range(1, 4):
        put(index, [make_document(f"{number}", "x")], position=number)
        assert reader.position() == number
        assert reader.search(EVERYTHING).total == number


def test_a_rebuilt_index_takes_over_at_once(index: SearchIndex, tmp_path: Path) -> None:
    reader = SearchIndex(tmp_path / "search")
    put(index, [make_document("old", "x")], position=3)
    assert reader.search(EVERYTHING).keys == ["old"]
    assert index.rebuild((make_document(key, "x") for key in "ab"), position=8)
    assert sorted(reader.search(EVERYTHING).keys) == ["a", "b"]
    assert reader.position() == 8
    folders = [path for path in (tmp_path / "search" / f"v{VERSION}").iterdir() if path.is_dir()]
    assert len(folders) == 1


def test_a_failing_rebuild_leaves_the_old_index(index: SearchIndex) -> None:
    put(index, [make_document("old", "x")], position=3)

    def documents() -> list[SearchDocument]:
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError):
        index.rebuild((document for _ in range(1) for document in documents()), position=9)
    assert index.position() == 3
    assert index.rebuild([make_document("new", "x")], position=9)
    assert index.search(EVERYTHING).keys == ["new"]


def test_searches_never_fail_while_others_write_and_rebuild(index: SearchIndex, tmp_path: Path) -> None:
    put(index, [make_document("a", "x")])
    stop, failures, totals = threading.Event(), [], set()

    def search() -> None:
        reader = SearchIndex(tmp_path / "search")
        while not stop.is_set():
            try:
                totals.add(reader.search(EVERYTHING).total)
            except Exception as error:  # noqa: BLE001 (whatever it is, it must not happen)
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        put(index, [make_document("a", f"x {number}")])
        assert index.rebuild([make_document("a", "x")], position=number)
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert totals == {1}


def _no_folder(root: Path) -> None:
    shutil.rmtree(root)


def _no_pointer(root: Path) -> None:
    (root / f"v{VERSION}" / "current").unlink()


def _senseless_pointer(root: Path) -> None:
    (root / f"v{VERSION}" / "current").write_bytes(b"../../\xff")


def _empty_pointer(root: Path) -> None:
    (root / f"v{VERSION}" / "current").write_text("")


def _no_generation(root: Path) -> None:
    for path in (root / f"v{VERSION}").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _torn_meta(root: Path) -> None:
    for path in root.rglob("meta.json"):
        path.write_bytes(path.read_bytes()[:40])


def _empty_meta(root: Path) -> None:
    for path in root.rglob("meta.json"):
        path.write_bytes(b"")


def _lost_segments(root: Path) -> None:
    for ending in ("term", "store", "fast", "idx"):
        for path in root.rglob(f"*.{ending}"):
            path.unlink()


def _torn_segments(root: Path) -> None:
    for path in root.rglob("*.*"):
        if path.suffix in {".term", ".store", ".fast", ".idx", ".pos"}:
            path.write_bytes(path.read_bytes()[:10])


@pytest.mark.parametrize(
    "damage",
    [
        _no_folder,
        _no_pointer,
        _senseless_pointer,
        _empty_pointer,
        _no_generation,
        _torn_meta,
        _empty_meta,
        _lost_segments,
        _torn_segments,
    ],
)
@pytest.mark.parametrize("first", ["search", "position", "writing", "rebuild"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: object, first: str) -> None:
    root = tmp_path / "search"
    put(SearchIndex(root), [make_document("a", "Hund")], position=3)
    assert callable(damage)
    damage(root)
    index = SearchIndex(root)
    if first == "search":
        assert index.search(EVERYTHING).total == 0
    elif first == "writing":
        with index.writing() as writer:
            assert writer is not None
            assert writer.position == 0
    elif first == "rebuild":
        assert index.rebuild([], position=0)
    assert index.position() == 0
    put(index, [make_document("a", "Hund")], position=3)
    assert index.search(EVERYTHING).keys == ["a"]


def test_an_index_that_vanishes_under_a_running_reader_is_made_anew(index: SearchIndex, tmp_path: Path) -> None:
    put(index, [make_document("a", "Hund")], position=3)
    assert index.position() == 3
    shutil.rmtree(tmp_path / "search")
    assert index.position() == 0
    assert index.search(EVERYTHING).total == 0


def test_an_error_of_the_code_is_no_damage(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    put(index, [make_document("a", "Hund")], position=3)
    for error in (TypeError, ValueError):
        with monkeypatch.context() as patched:
            patched.setattr("registry.search.searching.read_typed", _raiser(error))
            with pytest.raises(error):
                index.search(EVERYTHING)
        assert index.search(EVERYTHING).keys == ["a"]


def _raiser(error: type[Exception]) -> Callable[[str], None]:
    def fail(_text: str) -> None:
        raise error

    return fail


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.search.samples import make_document
from registry.search import Batch, SearchIndex
with SearchIndex(Path(sys.argv[1])).writing(wait_s=30) as writer:
    while True:
        position = writer.position + 1
        documents = [make_document(str(position), "Hund"), make_document(f"{position}-other", "Hund")]
        keys = frozenset(document.key for document in documents)
        writer.apply(Batch(position=position, keys=keys, documents=documents))
        print(position, flush=True)
"""


@pytest.mark.processes
def test_a_killed_writer_loses_and_doubles_nothing(tmp_path: Path) -> None:
    acknowledged = SearchIndex(tmp_path).position()
    for lines in (1, 4, 2):
        command = [sys.executable, "-c", WRITER, str(tmp_path), str(Path(__file__).parents[2])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for _ in range(lines):
                acknowledged = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
        index = SearchIndex(tmp_path)
        position = index.position()
        assert position >= acknowledged
        result = index.search(Query(audience=Audience.PUBLIC, text="hund", page_size=100))
        expected = {f"{number}{other}" for number in range(1, position + 1) for other in ("", "-other")}
        assert result.total == 2 * position
        assert set(result.keys) <= expected
