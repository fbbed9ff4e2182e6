"""An installation on real connections with a little of everything in it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_migrate import upgrade

from registry.core.database import db
from registry.core.settings import PROJECT, Settings
from registry.web.adapters import adapters
from tests.keeping.little_world import Little, make_little_world

MIGRATIONS = str(PROJECT / "registry" / "migrations")


@pytest.fixture
def installation(own_settings: Settings) -> Iterator[Flask]:
    """Tables made by the migrations, real connections, an open application context."""
    from registry.app import create_app

    application = create_app(own_settings)
    with application.app_context():
        upgrade(MIGRATIONS)
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def little(installation: Flask) -> Little:
    return make_little_world(installation, adapters().store)
