"""One look at the invariants of security.md, section 4.1: what is checked, and how a check is run."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from registry.core.database import session
from registry.search import SearchIndex
from registry.storage import FileStore

MAX_SHOWN = 1000
"""Problems of one check that are kept; more of them say nothing new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What is looked at beside the database."""

    store: FileStore
    index: SearchIndex
    reads_files: bool = True
    """Whether the bytes of every file are hashed again."""


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant: `find` yields a sentence for each place at which it does not hold."""

    invariant: str
    """Its number in security.md."""
    title: str
    find: Callable[[Installation], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one check."""

    check: Check
    problems: tuple[str, ...]


def inspect(check: Check, installation: Installation) -> Outcome:
    """Run a check. Problems count if they are still there at a second look.

    Files, index and database cannot be seen at one moment while people work; what was just being
    written is gone from the list the second time.
    """
    first = _look(check, installation)
    again = set(_look(check, installation)) if first else set()
    return Outcome(check, tuple(problem for problem in first if problem in again))


def _look(check: Check, installation: Installation) -> list[str]:
    with snapshot():
        return [problem for problem, _ in zip(check.find(installation), range(MAX_SHOWN), strict=False)]


@contextmanager
def snapshot() -> Iterator[None]:
    """Let all reads inside see the database as it was at the first of them."""
    current = session()
    current.rollback()
    if current.get_bind().dialect.name == "postgresql":
        current.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        current.rollback()
        current.expunge_all()
