"""Options of the test run; the fixtures lie in `tests.support`."""

import os

import pytest

from registry.starting.checking import find_samples
from tests.support import postgres

pytest_plugins = [f"tests.support.{name}" for name in ("fixtures", "processes", "live", "browser")]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgres"), default="sqlite", help="database that the tests run on"
    )
    parser.addoption(
        "--scale", type=int, default=1, help="how many times as many cycles as usual the tests with killed processes do"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, before xdist starts its workers, which inherit the environment."""
    if config.getoption("--database") == "postgres" and not os.environ.get(postgres.SETTING):
        config.stash[postgres.SERVER] = postgres.start()
        os.environ[postgres.SETTING] = config.stash[postgres.SERVER].url


def pytest_unconfigure(config: pytest.Config) -> None:
    if server := config.stash.get(postgres.SERVER, None):
        server.stop()
        del os.environ[postgres.SETTING]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_what_needs_no_database(config, items)
    _skip_without_real_files(items)


def _leave_out_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs; the rest would be the same a second time."""
    if config.getoption("--database") == "postgres":
        kept = [item for item in items if "database_url" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept


def _skip_without_real_files(items: list[pytest.Item]) -> None:
    """Real files belong to others and may be missing; the test command says so in its summary."""
    if find_samples() is None:
        for item in items:
            if item.get_closest_marker("real_files"):
                item.add_marker(pytest.mark.skip(reason="REGISTRY_SAMPLES names no folder"))


@pytest.fixture(autouse=True)
def _settings_of_this_machine_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the ``REGISTRY_…`` settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        if not name.startswith("REGISTRY_TEST_") and name != "REGISTRY_SAMPLES":
            monkeypatch.delenv(name)
