"""Base class of the models, engine set-up, and the one transaction boundary."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from sqlite3 import Connection as SqliteConnection
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, Text, Uuid, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session

from registry.core.columns import JsonValue, UtcDateTime

WRITES = "registry_writes"
"""Execution option of a connection whose transaction will write."""

WRITER_LOCK = 7_391_046
"""Key of the PostgreSQL advisory lock that orders writers; any constant of our own."""

BUSY_TIMEOUT_MS = 15_000

_COLLISIONS = frozenset(
    {
        "23503",  # foreign_key_violation, PostgreSQL
        "23505",  # unique_violation
        "SQLITE_CONSTRAINT_FOREIGNKEY",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_UNIQUE",
    }
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all models: plain SQLAlchemy 2, one naming convention for constraints."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        uuid.UUID: Uuid(),
        str: Text(),
        datetime: UtcDateTime(),
        dict[str, Any]: JsonValue,
        list[str]: JsonValue,
        list[dict[str, Any]]: JsonValue,
    }


db = SQLAlchemy(metadata=Base.metadata)
"""Engine and session of the application; models derive from `Base`, not from ``db.Model``."""


def session() -> Session:
    """The session of the current application context; queries and services read through it."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """The one place that commits. Side effects registered by `after_commit` run when it has.

    Ends the read transaction first, so that everything the change depends on is loaded inside, and
    begins for writing (``BEGIN IMMEDIATE`` on SQLite, where upgrading a read transaction fails at once
    when another process wrote in between). PostgreSQL takes one advisory lock instead, so that writers
    follow each other on both databases (docs/decisions/0002-one-writer-at-a-time.md).
    """
    current = session()
    _refuse_wrong_place(current)
    current.rollback()
    current.info[WRITES] = []
    try:
        connection = current.connection(execution_options={WRITES: True})
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(WRITER_LOCK)))
        yield current
        current.commit()
        effects: list[Callable[[], None]] = current.info[WRITES]
    except BaseException:
        current.rollback()
        raise
    finally:
        current.info.pop(WRITES, None)
    for effect in effects:
        effect()


def after_commit(effect: Callable[[], None]) -> None:
    """Run `effect` once the surrounding `transaction` is durable; never when it is rolled back."""
    effects: list[Callable[[], None]] = session().info[WRITES]
    effects.append(effect)


def is_writing() -> bool:
    """Whether a `transaction` is open in this context."""
    return WRITES in session().info


def _refuse_wrong_place(current: Session) -> None:
    if WRITES in current.info:
        raise RuntimeError("transaction() inside transaction()")
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("objects were changed before transaction() began")


def is_collision(error: IntegrityError) -> bool:
    """Whether somebody else was first: the row is there already, or what it refers to is gone.

    Everything else (a check, a missing value) would go wrong again at the next try.
    """
    reason = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
    return reason in _COLLISIONS


def violated_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that `error` reports, the same on both databases.

    SQLite names the columns of a unique constraint instead of the constraint; they are looked up.
    """
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if name:
        return str(name)
    text = str(error.orig)
    _, _, rest = text.partition("constraint failed: ")
    return _unique_by_columns(rest) if text.startswith("UNIQUE") else (rest or None)


def _unique_by_columns(columns: str) -> str | None:
    names = [column.strip().partition(".") for column in columns.split(",")]
    return f"uq_{names[0][0]}_{'_'.join(name[2] for name in names)}" if names and names[0][2] else None


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:  # noqa: ANN401 (DB-API objects)
    if not isinstance(connection, SqliteConnection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
