"""The database itself: sound, and no row that refers to nothing."""

from collections.abc import Iterator

from sqlalchemy import Column, ForeignKey, Table, func, select, text
from sqlalchemy.exc import DatabaseError

from registry.core.database import Base, session
from registry.keeping.inspection import Check, Installation


def unsound_database(_installation: Installation) -> Iterator[str]:
    """What SQLite finds wrong in its file; PostgreSQL is looked after by its own tools."""
    if session().get_bind().dialect.name != "sqlite":
        return
    try:
        found = session().scalars(text("PRAGMA integrity_check")).all()
    except DatabaseError as error:
        found = [str(error.orig)]
    yield from (str(problem) for problem in found if problem != "ok")


def dangling_references(_installation: Installation) -> Iterator[str]:
    """Rows that refer to a row that does not exist."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            count = _dangling(table, key)
            if count:
                yield f"{table.name}.{key.parent.name}: {count} Verweise ins Leere"


def _dangling(table: Table, key: ForeignKey) -> int:
    target = key.column.table.alias("target")
    column: Column[object] = key.parent
    there = select(target.c[key.column.name]).where(target.c[key.column.name] == column)
    query = select(func.count()).select_from(table).where(column.is_not(None), ~there.exists())
    return session().scalar(query) or 0


CHECKS = (
    Check("I7", "Die Datenbank ist unversehrt", unsound_database),
    Check("I7", "Kein Verweis führt ins Leere", dangling_references),
)
