"""The demo, loaded once for the tests that only look at it."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import replace
from typing import TypeVar

import pytest
from flask import Flask
from flask_migrate import upgrade

from registry.core.database import db, transaction
from registry.core.settings import PROJECT, Settings
from registry.seeding.demo import load_demo
from registry.seeding.demo_files import Demo, read_demo
from registry.seeding.facts import SEEDS, load_towns, load_vocabularies
from registry.seeding.page_texts import read_texts, write_missing_texts
from registry.web.adapters import adapters
from tests.support import postgres
from tests.support.accounts_factories import cheap_hash

MIGRATIONS = str(PROJECT / "registry" / "migrations")
DEMO = SEEDS / "demo"


T = TypeVar("T")


def unseen(items: list[T], *, label: str) -> AbstractContextManager[list[T]]:
    """A progress that nobody looks at."""
    del label
    return nullcontext(items)


def load_facts() -> None:
    texts = read_texts(SEEDS / "pages", land="HE")
    with transaction():
        load_towns()
        load_vocabularies()
        write_missing_texts(texts)


def load(demo: Demo) -> int:
    return load_demo(demo, store=adapters().store, password_hash=cheap_hash(), progress=unseen)


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """An installation with facts, and its application context."""
    from registry.app import create_app

    application = create_app(settings)
    with application.app_context():
        upgrade(MIGRATIONS)
        load_facts()
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def demo() -> Demo:
    return read_demo(DEMO)


@pytest.fixture(scope="module")
def _demo_app(
    request: pytest.FixtureRequest, settings: Settings, demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("demo")
    own = replace(settings, storage=str(folder / "files"), search_path=str(folder / "search"))
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'demo.db'}"
        if request.config.getoption("--database") == "postgres":
            url = stack.enter_context(postgres.fresh_database(os.environ[postgres.SETTING]))
        application = stack.enter_context(opened(replace(own, database_url=url)))
        load(demo)
        db.session.remove()
        yield application


@pytest.fixture
def demo_app(_demo_app: Flask) -> Iterator[Flask]:
    """The installation with the demo; tests leave it as it is."""
    yield _demo_app
    db.session.remove()
