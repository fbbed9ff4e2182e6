"""Upgrading an empty database gives exactly the tables of the models, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from registry.core.database import db
from registry.core.settings import PROJECT, Settings
from registry.models import metadata

FOLDER = str(PROJECT / "registry" / "migrations")

pytestmark = pytest.mark.processes


@pytest.fixture
def empty_app(own_settings: Settings) -> Flask:
    from registry.app import create_app

    return create_app(own_settings)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(FOLDER).get_heads()) == 1


def test_upgrading_gives_the_tables_of_the_models(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade(FOLDER)
        with db.engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "compare_server_default": True}
            )
            assert compare_metadata(context, metadata) == []
        db.engine.dispose()


def test_named_constraints_are_there_too(empty_app: Flask) -> None:
    """Checks and unique constraints by name: autogeneration does not compare checks."""
    with empty_app.app_context():
        upgrade(FOLDER)
        inspector = inspect(db.engine)
        for table in metadata.sorted_tables:
            found = {check["name"] for check in inspector.get_check_constraints(table.name)}
            found |= {unique["name"] for unique in inspector.get_unique_constraints(table.name)}
            named = {str(constraint.name) for constraint in table.constraints if is_compared(constraint)}
            assert named - found == set(), table.name
        db.engine.dispose()


def is_compared(constraint: object) -> bool:
    return type(constraint).__name__ in {"CheckConstraint", "UniqueConstraint"}


def test_going_back_and_forth_again(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade(FOLDER)
        downgrade(FOLDER, revision="base")
        upgrade(FOLDER)
        assert set(metadata.tables) <= set(inspect(db.engine).get_table_names())
        db.engine.dispose()


def test_migrations_do_not_change_with_our_code() -> None:
    scripts = list(ScriptDirectory(FOLDER).walk_revisions())
    texts = [Path(script.path).read_text("utf-8") for script in scripts]
    assert texts
    assert not [text for text in texts if "registry" in text]


def test_going_back_leaves_nothing(empty_app: Flask) -> None:
    with empty_app.app_context():
        upgrade(FOLDER)
        downgrade(FOLDER, revision="base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        db.engine.dispose()
