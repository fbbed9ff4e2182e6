"""Isolation of tests: all sessions of one test share one connection in one transaction that is undone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from flask import Flask, has_app_context, request
from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.session import UOWTransaction

from registry.core.database import db, is_writing, session

UNSAVED = "tests_unsaved"
T = TypeVar("T")


def join_by_savepoint() -> None:
    """Let every session end its own savepoint only, when it finds a transaction open already."""
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")


@contextmanager
def one_transaction(app: Flask) -> Iterator[Connection]:
    """Bind all sessions of `app`, the test's and each request's, to one connection; roll back at the end."""
    with app.app_context():
        engines = db.engines
    engine = engines[None]
    with engine.connect() as connection:
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment] (a session takes either)
        try:
            yield connection
        finally:
            engines[None] = engine
            outer.rollback()


def saved(thing: T) -> T:
    """Store a thing a test made, so that requests and `transaction` see it.

    Inside `transaction` it is flushed and becomes durable with the rest.
    """
    current = session()
    current.add(thing)
    if is_writing():
        current.flush()
    else:
        current.commit()
    return thing


def hand_over() -> None:
    """Before a request: make what the test did visible to it, and let the test see afterwards what it did."""
    if has_app_context() and not is_writing():
        session().commit()


@dataclass
class ForgottenCommits:
    """Notices requests that changed something and ended without a commit."""

    paths: list[str] = field(default_factory=list)

    def watch(self, app: Flask) -> None:
        """Look at each request of `app` when it ends."""

        @app.teardown_request
        def note(_error: BaseException | None) -> None:
            if db.session.registry.has() and session().info.pop(UNSAVED, False):
                self.paths.append(f"{request.method} {request.path}")


def _mark_flush(current: Session, _context: UOWTransaction) -> None:
    if current.new or current.dirty or current.deleted:
        current.info[UNSAVED] = True


def _mark_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info[UNSAVED] = True


def _unmark(current: Session) -> None:
    if not current.in_nested_transaction():
        current.info.pop(UNSAVED, None)


_LISTENERS: dict[str, Callable[..., None]] = {
    "after_flush": _mark_flush,
    "do_orm_execute": _mark_statement,
    "after_commit": _unmark,
    "after_rollback": _unmark,
}
for _name, _listener in _LISTENERS.items():
    event.listen(db.session, _name, _listener)
