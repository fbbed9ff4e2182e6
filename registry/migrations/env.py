"""Runs migrations on the database of the current application (``flask db …``)."""

import logging
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection, DateTime
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

from registry.core.database import WRITES, db
from registry.models import metadata


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:  # noqa: ANN401
    """Write our column types in words of SQLAlchemy: a migration must not change when our code does."""
    if kind != "type":
        return False
    if isinstance(item, TypeDecorator) and isinstance(item.impl, DateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run() -> None:
    """Run what was asked for, in one transaction for each migration, and say so where others do."""
    logging.getLogger("alembic").setLevel(logging.NOTSET)
    with _connected() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


def _connected() -> Connection:
    try:
        return db.engine.connect().execution_options(**{WRITES: True})
    except OperationalError as error:
        raise SystemExit(
            f"Die Datenbank ist nicht erreichbar. Prüfen Sie REGISTRY_DATABASE_URL. {error.orig}"
        ) from error


if context.is_offline_mode():
    raise SystemExit("Migrationen brauchen die Datenbank: „flask db upgrade“ ohne --sql.")
run()
