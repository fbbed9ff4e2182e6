"""Processes forked from a warm one, and a portal under the production server; each on a database of its own."""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from registry.core.database import db
from registry.core.settings import Settings
from registry.starting import demo
from registry.web.adapters import EXTENSION
from tests.durability.forking import Order, Report, run
from tests.durability.portal import Portal
from tests.support import postgres
from tests.support.live import free_port
from tests.support.processes import environment

LIMIT_S = 600

Carrying = Callable[..., Report]


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """The database that the tests run on."""
    return str(request.config.getoption("--database"))


@pytest.fixture
def scale(request: pytest.FixtureRequest) -> int:
    """How many times as much as usual is to be done."""
    return int(request.config.getoption("--scale"))


@pytest.fixture
def carry_out(settings: Settings, database_kind: str, tmp_path: Path) -> Carrying:
    """Carry out `Order(**wanted)` in processes forked from a warm one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.durability.forking"])
    numbers = count()

    def carry(**wanted: object) -> Report:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        with _own_settings(settings, folder, database_kind) as own:
            report = _carry(context, Order(settings=replace(own, log_level="ERROR"), **wanted))  # type: ignore[arg-type]
        shutil.rmtree(folder)
        return report

    return carry


@pytest.fixture(scope="module")
def lasting_app(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application on real connections, with one database for all tests of a module."""
    from registry.app import create_app

    folder, kind = tmp_path_factory.mktemp("lasting"), str(request.config.getoption("--database"))
    with _own_settings(settings, folder, kind) as own:
        app = create_app(replace(own, base_url=f"http://127.0.0.1:{free_port()}"))
        with app.app_context():
            db.create_all()
            engine = db.engine
        yield app
        engine.dispose()


@pytest.fixture(scope="module")
def portal(lasting_app: Flask) -> Iterator[Portal]:
    """The same database under the production server, with two workers."""
    own: Settings = lasting_app.extensions[EXTENSION].settings
    port = int(own.base_url.rpartition(":")[2])
    server = demo.start_server(port, environment(own))
    try:
        demo.wait_until_it_answers(server, port)
        yield Portal(own.base_url, lasting_app)
    finally:
        demo.stop(server)


@contextmanager
def _own_settings(settings: Settings, folder: Path, kind: str) -> Iterator[Settings]:
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'own.db'}"
        if kind == "postgres":
            url = stack.enter_context(postgres.fresh_database(os.environ[postgres.SETTING]))
        yield replace(settings, database_url=url, storage=str(folder / "files"), search_path=str(folder / "search"))


def _carry(context: multiprocessing.context.ForkServerContext, order: Order) -> Report:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(order, theirs))
    process.start()
    theirs.close()
    try:
        assert ours.poll(LIMIT_S), "the processes do not come to an end"
        report: Report = ours.recv()
        process.join(30)
    finally:
        process.kill()
    return report
