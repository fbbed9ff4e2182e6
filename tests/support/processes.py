"""Tests on real connections: a database of their own, an application on it, and real processes."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from registry.core.database import db
from registry.core.settings import PROJECT, Settings
from registry.starting.python_packages import program
from tests.support import postgres


@pytest.fixture
def own_settings(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Settings with an empty database and folders that only this test uses."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path / 'own.db'}"
        if request.config.getoption("--database") == "postgres":
            url = stack.enter_context(postgres.fresh_database(os.environ[postgres.SETTING]))
        yield replace(
            settings,
            database_url=url,
            storage=str(tmp_path / "own-files"),
            search_path=str(tmp_path / "own-search"),
        )


@pytest.fixture
def own_app(own_settings: Settings) -> Iterator[Flask]:
    """An application with its tables on real connections: what is committed stays, locks are real."""
    from registry.app import create_app

    application = create_app(own_settings)
    with application.app_context():
        db.create_all()
        engine = db.engine
    yield application
    engine.dispose()


def environment(settings: Settings) -> dict[str, str]:
    """The variables that give another process the same settings."""
    values = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    written = {name: ",".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}
    return os.environ | {f"REGISTRY_{name.upper()}": value for name, value in written.items()}


def run_flask(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a ``flask`` command as an operator would, in a process of its own."""
    return subprocess.run(
        [str(program("python")), "-m", "flask", "--app", "wsgi", *arguments],
        cwd=PROJECT,
        env=environment(settings),
        capture_output=True,
        text=True,
        check=False,
    )
