"""Serving the portal and the yardstick on the same server, and asking both in turn."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
from sqlalchemy import event
from sqlalchemy.engine import Engine

from registry.app import create_app
from registry.benchmark.generating import generate, sample_queries
from registry.catalogue.search_documents import all_documents
from registry.core.database import Base, db, session
from registry.core.settings import PROJECT, Settings
from registry.web.adapters import adapters

AGAIN = "again"
"""The catalogue page while nothing changes: answered from the kept pages."""

SEARCHES = 500
WORKERS = "2"
WAIT_S = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how often each page is asked for."""

    rounds: int
    seconds: float


@dataclass(slots=True)
class Figures:
    """What was measured at one size. Ratios are answers a second against the bare page, medians of the rounds."""

    size: int
    bare_per_second: float
    ratios: dict[str, float] = field(default_factory=dict)
    p99_to_p50: dict[str, float] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    memory_ratio: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """All figures."""
        return asdict(self)


def measure(size: int, plan: Plan, folder: Path) -> Figures:
    """Generate `size` solutions, serve them, and compare."""
    folder.mkdir(parents=True)
    making, keeping = _settings(folder, page_memory_bytes=0), _settings(folder)
    pages = _prepare(making, size)
    with ExitStack() as stack:
        bare = stack.enter_context(_serve("registry.benchmark.bare:app", {}))
        maker = stack.enter_context(_serve("wsgi:app", _environ(making)))
        keeper = stack.enter_context(_serve("wsgi:app", _environ(keeping)))
        targets = {"bare": (bare.port, ["/"]), AGAIN: (keeper.port, pages["catalogue"])}
        targets |= {name: (maker.port, paths) for name, paths in pages.items()}
        for target in targets.values():
            _ask(*target, plan.seconds)  # not counted: every worker has loaded everything after it
        rounds = [{name: _ask(*target, plan.seconds) for name, target in targets.items()} for _ in range(plan.rounds)]
        memory = keeper.memory() / bare.memory()
    figures = Figures(size=size, bare_per_second=_median(rounds, "bare", "per_second"), memory_ratio=memory)
    for name, paths in pages.items():
        _add(figures, name, rounds, making, paths[0])
    _add(figures, AGAIN, rounds, keeping, pages["catalogue"][0])
    return figures


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    process: psutil.Process

    def memory(self) -> int:
        """Proportional memory of all its processes, in bytes."""
        everyone = [self.process, *self.process.children(recursive=True)]
        return sum(int(process.memory_full_info().pss) for process in everyone)


def _prepare(settings: Settings, size: int) -> dict[str, list[str]]:
    app = create_app(settings)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with db.engine.begin() as connection:
            generate(connection, size)
        adapters().search.rebuild((one for batch in all_documents() for one in batch), position=size)
        slugs = session().connection().exec_driver_sql("SELECT slug FROM solution LIMIT 200").scalars().all()
    return {
        "catalogue": ["/solutions", "/solutions?kind=form", "/solutions?page=3", "/solutions?sort=most_adopted"],
        "search": [f"/solutions?q={quote(word)}" for word in sample_queries(SEARCHES)],
        "solution": [f"/solutions/{slug}" for slug in slugs],
    }


def _add(figures: Figures, name: str, rounds: list[dict[str, dict[str, float]]], settings: Settings, path: str) -> None:
    """Take over what the rounds say of one kind of page; its queries and bytes are counted at the second request."""
    ratios = [item[name]["per_second"] / item["bare"]["per_second"] for item in rounds]
    figures.ratios[name] = statistics.median(ratios)
    figures.p99_to_p50[name] = _median(rounds, name, "p99_ms") / _median(rounds, name, "p50_ms")
    client = create_app(settings).test_client()
    client.get(path)
    with _counting() as statements:
        answer = client.get(path)
    figures.queries[name], figures.bytes[name] = len(statements), len(answer.data)
    if answer.status_code != 200 or any(item[name]["failures"] for item in rounds):
        raise RuntimeError(f"{name}: not every answer was 200")


def _median(rounds: list[dict[str, dict[str, float]]], name: str, figure: str) -> float:
    return statistics.median(item[name][figure] for item in rounds)


def _ask(port: int, paths: list[str], seconds: float) -> dict[str, float]:
    job = json.dumps({"port": port, "paths": paths, "seconds": seconds, "headers": {}})
    command = [sys.executable, "-m", "registry.benchmark.load"]
    done = subprocess.run(command, input=job, stdout=subprocess.PIPE, text=True, check=True, cwd=PROJECT)  # noqa: S603
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


@contextmanager
def _counting() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def _serve(target: str, environ: dict[str, str]) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", WORKERS, "--blocking-threads", "1", "--no-ws", "--log-level", "error", target]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        command,
        cwd=PROJECT,
        env={**os.environ, **environ},  # noqa: TID251 (handed on to the server)
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield Server(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=WAIT_S)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    """Return when a page comes: the port is open long before the workers have loaded the application."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if _answers(port):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _settings(folder: Path, *, page_memory_bytes: int = Settings().page_memory_bytes) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'registry.db'}",
        storage=str(folder / "files"),
        search_path=str(folder / "search"),
        mail="memory",
        log_level="ERROR",
        page_memory_bytes=page_memory_bytes,
    )


def _environ(settings: Settings) -> dict[str, str]:
    names = ("database_url", "storage", "search_path", "mail", "log_level", "page_memory_bytes")
    return {f"REGISTRY_{name.upper()}": str(getattr(settings, name)) for name in names}
