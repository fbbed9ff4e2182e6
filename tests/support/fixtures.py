"""What most tests ask for: the application, a client, a session, the adapters."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.core.database import db, session
from registry.core.settings import Settings
from registry.mail.memory import MemoryMailer
from registry.storage.memory import MemoryStore
from registry.storage.scanning import NullScanner
from tests.support import postgres
from tests.support.client import PageClient
from tests.support.database import join_by_savepoint, one_transaction
from tests.support.frozen import frozen_clock

if TYPE_CHECKING:  # the readers' tests run without the application
    from registry.web.adapters import Adapters

__all__ = ["frozen_clock"]

SENDER = "prozessregister@example.org"


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of the kind under test, one for each worker of xdist."""
    with ExitStack() as stack:
        if request.config.getoption("--database") == "postgres":
            yield stack.enter_context(postgres.fresh_database(os.environ[postgres.SETTING]))
        else:
            yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'registry.db'}"


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the shared application; nothing in them comes from the machine."""
    folder = tmp_path_factory.mktemp("installation")
    return Settings(
        environment="test",
        secret_key="only for tests",
        base_url="http://localhost",
        database_url=database_url,
        storage=str(folder / "files"),
        search_path=str(folder / "search"),
        mail_from=SENDER,
        page_memory_bytes=0,
        log_level="WARNING",
    )


@pytest.fixture(scope="session")
def _application(settings: Settings) -> Iterator[Flask]:
    """One application for all tests of a worker, with its tables; each test binds it anew."""
    from registry.app import create_app

    join_by_savepoint()
    application = create_app(settings)
    application.config["PROPAGATE_EXCEPTIONS"] = True
    application.test_client_class = PageClient
    PageClient.forgotten.watch(application)
    with application.app_context():
        db.create_all()
        engine = db.engine
    yield application
    engine.dispose()


@pytest.fixture
def adapters(settings: Settings, tmp_path: Path) -> "Adapters":
    """Fresh adapters in memory; the search index lies in the folder of the test."""
    from registry.search import SearchIndex
    from registry.web.adapters import Adapters

    return Adapters(
        settings=settings,
        store=MemoryStore(),
        scanner=NullScanner(),
        mailer=MemoryMailer(SENDER),
        search=SearchIndex(tmp_path / "search"),
    )


@pytest.fixture
def app(_application: Flask, adapters: "Adapters", monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application on the shared transaction, with the adapters of this test."""
    from registry.web.adapters import EXTENSION

    monkeypatch.setitem(_application.extensions, EXTENSION, adapters)
    PageClient.forgotten.paths.clear()
    with one_transaction(_application):
        yield _application


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor who is not signed in; further ones by ``app.test_client()``."""
    made = app.test_client()
    assert isinstance(made, PageClient)
    return made


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """The session of an application context that stays open for the test; requests have their own."""
    with app.app_context():
        yield session()


@pytest.fixture
def mailer(adapters: "Adapters") -> MemoryMailer:
    """The mails of this test."""
    assert isinstance(adapters.mailer, MemoryMailer)
    return adapters.mailer


@pytest.fixture
def store(adapters: "Adapters") -> MemoryStore:
    """The files of this test."""
    assert isinstance(adapters.store, MemoryStore)
    return adapters.store
