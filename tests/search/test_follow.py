"""The index as a follower of a sequence of changes, whatever happens on the way."""

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.search import Audience, Batch, Query, SearchIndex, catch_up
from registry.search.index import IndexWriter
from tests.search.samples import make_document


class Database:
    """Rows by key and the sequence of changes to them, as a table of changes would hold it."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}
        self.changes: list[str] = []
        self.fetches = 0

    def write(self, key: str, title: str | None) -> None:
        self.changes.append(key)
        if title is None:
            self.rows.pop(key, None)
        else:
            self.rows[key] = title

    def fetch(self, after: int, limit: int) -> Batch:
        self.fetches += 1
        changed = self.changes[after : after + min(limit, 3)]
        keys = frozenset(changed)
        documents = [make_document(key, self.rows[key]) for key in sorted(keys) if key in self.rows]
        return Batch(position=after + len(changed), keys=keys, documents=documents)


def contents(index: SearchIndex) -> set[str]:
    return set(index.search(Query(audience=Audience.PUBLIC, page_size=100)).keys)


def test_everything_is_taken_over_in_batches(index: SearchIndex) -> None:
    database = Database()
    for number in range(8):
        database.write(f"{number}", "Hund")
    database.write("3", None)
    assert catch_up(index, database.fetch)
    assert index.position() == 9
    assert contents(index) == set(database.rows)
    assert database.fetches == 4


def test_catching_up_again_changes_nothing(index: SearchIndex, tmp_path: Path) -> None:
    database = Database()
    database.write("a", "Hund")
    catch_up(index, database.fetch)
    before = sorted(path for path in tmp_path.rglob("*"))
    assert catch_up(index, database.fetch)
    assert sorted(path for path in tmp_path.rglob("*")) == before
    assert contents(index) == {"a"}


def test_who_cannot_write_says_so(index: SearchIndex) -> None:
    database = Database()
    with index.writing() as writer:
        assert writer is not None
        assert not catch_up(index, database.fetch)
    assert database.fetches == 0


def test_a_crash_between_two_batches_loses_nothing(index: SearchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database()
    for number in range(7):
        database.write(f"{number}", "Hund")
    apply, calls = IndexWriter.apply, []

    def crash_at_the_second(self: IndexWriter, batch: Batch) -> None:
        calls.append(batch)
        if len(calls) == 2:
            raise KeyboardInterrupt
        apply(self, batch)

    monkeypatch.setattr(IndexWriter, "apply", crash_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        catch_up(index, database.fetch)
    assert index.position() == 3
    assert catch_up(index, database.fetch)
    assert contents(index) == set(database.rows)
    assert calls[1].keys == calls[2].keys


def test_many_followers_do_the_work_once(tmp_path: Path) -> None:
    database = Database()
    for number in range(30):
        database.write(f"{number % 11}", f"Hund {number}")
    done: list[bool] = []

    def follow() -> None:
        done.append(catch_up(SearchIndex(tmp_path), database.fetch, wait_s=30))

    threads = [threading.Thread(target=follow) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 4
    assert database.fetches == 10 + 4
    assert contents(SearchIndex(tmp_path)) == set(database.rows)


CHANGES = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from([None, "Hund", "Katze"])), max_size=12)


@given(st.lists(CHANGES, max_size=4))
@settings(max_examples=15, deadline=None)
def test_following_equals_a_rebuild(
    tmp_path_factory: pytest.TempPathFactory, bursts: list[list[tuple[str, str | None]]]
) -> None:
    database = Database()
    followed = SearchIndex(tmp_path_factory.mktemp("followed"))
    for burst in bursts:
        for key, title in burst:
            database.write(key, title)
        catch_up(followed, database.fetch)
    rebuilt = SearchIndex(tmp_path_factory.mktemp("rebuilt"))
    rebuilt.rebuild([make_document(*row) for row in database.rows.items()], position=len(database.changes))
    assert followed.position() == rebuilt.position()
    for text in ("", "hund", "katze"):
        results = [set(index.search(Query(audience=Audience.PUBLIC, text=text)).keys) for index in (followed, rebuilt)]
        assert results[0] == results[1]
