"""A warm process from which the processes of these tests are forked, each time on an empty database."""

import multiprocessing
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from registry.core.settings import Settings
from tests.durability.forking import Order, Report, run
from tests.support import postgres

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
        with ExitStack() as stack:
            url = f"sqlite:///{folder / 'own.db'}"
            if database_kind == "postgres":
                url = stack.enter_context(postgres.fresh_database(os.environ[postgres.SETTING]))
            own = replace(settings, database_url=url, storage=str(folder / "files"), search_path=str(folder / "search"))
            report = _carry(context, Order(settings=replace(own, log_level="ERROR"), **wanted))  # type: ignore[arg-type]
        shutil.rmtree(folder)
        return report

    return carry


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
