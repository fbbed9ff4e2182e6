"""Reading the audit log."""

from collections.abc import Callable
from contextlib import closing

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from registry.activity.models import AuditEntry


def newest_hash(engine: Engine) -> Callable[[], str | None]:
    """A question for every request: the hash of the newest entry, another one after every change of the data.

    It goes past session and statement building, which cost more than the answer; None while there is no database.
    """
    newest = select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    statement = str(newest.compile(engine, compile_kwargs={"literal_binds": True}))
    failures = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)

    def ask() -> str | None:
        try:
            with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                cursor.execute(statement)
                row = cursor.fetchone()
        except failures:
            return None
        return str(row[0]) if row else ""

    return ask
