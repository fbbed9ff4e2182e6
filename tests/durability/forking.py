"""Processes forked from a warm one: publishers that are killed in mid-work, and writers that race.

`run` is the main function of a process that has everything imported, has one thread and holds no open
connection whenever it forks; what looks at the database is forked too.
"""

import gc
import json
import os
import random
import select
import signal
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask

from registry.app import create_app
from registry.catalogue.models import ReleaseState
from registry.core.database import db, transaction
from registry.core.settings import Settings
from registry.keeping.checks import CHECKS
from registry.keeping.inspection import Installation, inspect
from registry.web.adapters import adapters
from tests.durability.invariants import violations
from tests.durability.mutants import MUTANTS
from tests.durability.publishing import Publisher, Step, Town, keep_the_reading_process_out, make_platform, make_town

KILLED_AFTER_S = (0.005, 0.12)
"""Counted from the first acknowledgement of a cycle, so that a slow disk does not end all work before it begins."""
FIRST_WITHIN_S = 30


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to do, with which build.

    Attributes:
        settings: an empty database and a folder of its own.
        cycles: how often the workers are killed; 0 lets them end by themselves.
        steps: how many steps each worker does at most; 0 is no limit.
        mutant: the broken build, or None.
        until_caught: stop at the first violation.
    """

    settings: Settings
    workers: int = 3
    cycles: int = 0
    steps: int = 0
    mutant: str | None = None
    until_caught: bool = False
    seed: int = 0


@dataclass(kw_only=True)
class Report:
    """What came of it."""

    cycles: int = 0
    acknowledged: int = 0
    published: int = 0
    violations: list[str] = field(default_factory=list)
    fsck: list[str] = field(default_factory=list)
    """What ``flask storage fsck`` finds at the end."""
    failures: list[str] = field(default_factory=list)
    """Errors that a worker met; being killed is none."""


def run(order: Order, answer: Connection) -> None:
    """Carry an order out and send the report."""
    site = _Site(order)
    report = site.kill_again_and_again() if order.cycles else site.race()
    answer.send(report)


class _Site:
    """One database with its files, its publishers and what was acknowledged to them."""

    def __init__(self, order: Order) -> None:
        keep_the_reading_process_out()
        self._order = order
        self._app = create_app(order.settings)
        self._files = Path(order.settings.storage)
        self._acknowledged = self._files.with_name("acknowledged")
        self._acknowledged.mkdir()
        self._towns = _populate(self._app, order.workers)
        self._publishers: list[Publisher] = []
        self._warm_up()

    def kill_again_and_again(self) -> Report:
        """Let the workers publish, kill them, look at what is left; on the same database each time."""
        delays = random.Random(self._order.seed)
        report = Report()
        while report.cycles < self._order.cycles and not (report.violations and self._order.until_caught):
            self._kill_after(delays.uniform(*KILLED_AFTER_S))
            report.cycles += 1
            report.violations += self._look()
        return self._completed(report)

    def _kill_after(self, delay_s: float) -> None:
        heard, bell = os.pipe()
        workers = [self._fork_worker(number, bell=bell) for number in range(self._order.workers)]
        os.close(bell)
        select.select([heard], [], [], FIRST_WITHIN_S)
        time.sleep(delay_s)
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        for worker in workers:
            os.waitpid(worker, 0)
        os.close(heard)

    def race(self) -> Report:
        """Let all workers begin at once, and wait until they are done."""
        gate, opener = os.pipe()
        workers = [self._fork_worker(number, gate=gate) for number in range(self._order.workers)]
        os.write(opener, b"x" * len(workers))
        for worker in workers:
            os.waitpid(worker, 0)
        return self._completed(Report(violations=self._look()))

    def _warm_up(self) -> None:
        """Publish once, so that what is imported and compiled late is there before the first fork."""
        with self._app.app_context():
            store = adapters().store
            self._publishers = [Publisher(town, store) for town in self._towns]
            self._publishers.pop().publish()
            self._look_at(self._files)
            db.session.remove()
            db.engine.dispose()
        gc.freeze()
        threads = len(list(Path("/proc/self/task").iterdir()))
        assert threads == 1, f"{threads} threads before the fork"

    def _fork_worker(self, number: int, *, gate: int | None = None, bell: int | None = None) -> int:
        """A worker that waits for `gate`, and rings `bell` with each acknowledgement."""

        def work() -> None:
            if gate is not None:
                os.read(gate, 1)
            self._work(number, bell)

        return fork(work)

    def _work(self, number: int, bell: int | None) -> None:
        place = self._acknowledged / str(number)
        acknowledge = _Acknowledging(place, bell)
        if self._order.mutant:
            MUTANTS[self._order.mutant](acknowledge)
        with self._app.app_context():
            db.engine.dispose(close=False)
            publisher = self._publishers[number]
            try:
                for _ in range(self._order.steps or sys.maxsize):
                    acknowledge(publisher.step())
            except Exception:  # noqa: BLE001 (whatever it is, the report tells of it)
                place.with_suffix(".failed").write_text(traceback.format_exc())

    def _look(self) -> list[str]:
        """What is wrong now, from the eyes of a new process."""
        return self._told(lambda: self._look_at(self._files))

    def _told(self, look: Callable[[], list[str]]) -> list[str]:
        ours, theirs = os.pipe()

        def tell() -> None:
            with self._app.app_context(), os.fdopen(theirs, "w") as out:
                db.engine.dispose(close=False)
                json.dump(look(), out)

        looking = fork(tell)
        os.close(theirs)
        with os.fdopen(ours) as told:
            text = told.read()
        os.waitpid(looking, 0)
        return list(json.loads(text)) if text else ["the check itself failed"]

    def _look_at(self, files: Path) -> list[str]:
        return violations(files, self._steps())

    def _steps(self) -> Iterator[Step]:
        """What was acknowledged; a line without end was not."""
        for place in self._acknowledged.glob("[0-9]"):
            for line in place.read_text().splitlines(keepends=True):
                if line.endswith("\n"):
                    yield _read(line)

    def _completed(self, report: Report) -> Report:
        steps = list(self._steps())
        report.acknowledged = len(steps)
        report.published = sum(step.state is ReleaseState.PUBLISHED for step in steps)
        report.fsck = self._told(_fsck)
        report.failures = [place.read_text() for place in self._acknowledged.glob("*.failed")]
        return report


class _Acknowledging:
    """Tells a person that something is saved, in a way that outlives the process that tells."""

    def __init__(self, place: Path, bell: int | None) -> None:
        self._file = place.open("ab")
        self._bell = bell
        self._last: Step | None = None

    def __call__(self, step: Step) -> None:
        if step == self._last:
            return
        self._file.write(json.dumps(asdict(step), default=str).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._last = step
        if self._bell is not None:
            os.write(self._bell, b"x")


def _fsck() -> list[str]:
    installation = Installation(store=adapters().store, index=adapters().search)
    outcomes = [inspect(check, installation) for check in CHECKS]
    return [f"{outcome.check.invariant}: {problem}" for outcome in outcomes for problem in outcome.problems]


def _read(line: str) -> Step:
    values = json.loads(line)
    values["release_id"] = uuid.UUID(values["release_id"])
    values["state"] = ReleaseState(values["state"])
    values["files"] = tuple((sha256, size) for sha256, size in values["files"])
    return Step(**values)


def _populate(app: Flask, workers: int) -> list[Town]:
    """The tables, a town for each worker, and one that only warms up."""
    with app.app_context():
        db.create_all()
        with transaction():
            make_platform()
            return [make_town() for _ in range(workers + 1)]


def fork(task: Callable[[], None]) -> int:
    """A process that does `task` and nothing else; its id."""
    child = os.fork()
    if child:
        return child
    try:
        task()
    except BaseException:  # noqa: BLE001 (nothing of the parent may run on in the child)
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
