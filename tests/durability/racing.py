"""Things done at the same moment on real connections."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, has_app_context
from sqlalchemy import text

from registry.activity.services import broken_links
from registry.core.database import db, session, transaction
from registry.core.errors import DomainError

START_WITHIN_S = 30


@dataclass
class Outcome:
    """What several people who did something at once were told."""

    answers: list[Any] = field(default_factory=list)
    refusals: list[DomainError] = field(default_factory=list)

    def refused_with(self) -> set[str]:
        """The reasons, by their codes."""
        return {refusal.code for refusal in self.refusals}


def at_once(app: Flask, *tasks: Callable[[], Any]) -> Outcome:
    """Do each task in a transaction and a connection of its own, all beginning together.

    Only refusals with a sentence for people are accepted: any other error fails the test.
    """
    if has_app_context():
        session().rollback()  # what the test has read so far is about to be old
    outcome = Outcome()
    for told in together(*(_in_transaction(app, task) for task in tasks)):
        (outcome.refusals if isinstance(told, DomainError) else outcome.answers).append(told)
    with app.app_context():
        assert broken_links() == []
        if session().get_bind().dialect.name == "sqlite":
            assert session().execute(text("PRAGMA foreign_key_check")).all() == []
    return outcome


def together(*tasks: Callable[[], Any]) -> Sequence[Any]:
    """Run tasks in threads that set off at the same moment; what each returned, in their order."""
    gate = threading.Barrier(len(tasks), timeout=START_WITHIN_S)

    def begin(task: Callable[[], Any]) -> Any:
        gate.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(begin, tasks))


def empty_tables() -> None:
    """Make the database as it was before the last test."""
    quote = session().get_bind().dialect.identifier_preparer.quote
    names = [quote(table.name) for table in db.metadata.tables.values()]
    with transaction() as current:
        if current.get_bind().dialect.name == "postgresql":
            current.execute(text(f"TRUNCATE {', '.join(names)} CASCADE"))
            return
        current.execute(text("PRAGMA defer_foreign_keys=ON"))
        for name in names:
            current.execute(text(f"DELETE FROM {name}"))


def _in_transaction(app: Flask, task: Callable[[], Any]) -> Callable[[], Any]:
    def carry_out() -> Any:
        with app.app_context():
            try:
                with transaction():
                    return task()
            except DomainError as refusal:
                return refusal

    return carry_out
