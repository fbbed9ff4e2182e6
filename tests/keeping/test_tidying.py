"""Sweeping takes only what nobody needs; rebuilding makes derived tables as they were."""

import os
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from registry.catalogue.models import BlockedContent, CatalogueEntry, SolutionStats, SolutionUse
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.settings import Settings
from registry.web.adapters import adapters
from tests.keeping.little_world import Little, broken_rules
from tests.support.processes import run_flask

pytestmark = pytest.mark.processes


def put(content: bytes, *, is_old: bool) -> str:
    sha256 = adapters().store.put(content, limit_bytes=100).sha256
    if is_old:
        make_old(path_of(sha256))
    return sha256


def path_of(sha256: str) -> Path:
    path = adapters().store.path(sha256)
    assert path is not None
    return path


def make_old(path: Path) -> None:
    os.utime(path, (0, 0))


def test_only_old_files_without_a_row_are_swept(little: Little, own_settings: Settings) -> None:
    make_old(path_of(little.sha256))
    old, new = put(b"old", is_old=True), put(b"new", is_old=False)
    done = run_flask(own_settings, "storage", "sweep")
    assert done.stdout.startswith("Entfernt: 1 Dateien ohne Eintrag, 0 unfertige, 0 gesperrte"), done.stderr
    store = adapters().store
    assert [store.exists(sha256) for sha256 in (little.sha256, old, new)] == [True, False, True]


def test_blocked_files_that_came_back_are_swept(little: Little, own_settings: Settings) -> None:
    back = put(b"secret", is_old=False)
    with transaction():
        session().add(BlockedContent(sha256=back, blocked_at=clock.now(), reason="Zugangsdaten"))
    done = run_flask(own_settings, "storage", "sweep")
    assert "1 gesperrte" in done.stdout, done.stderr
    assert not adapters().store.exists(back)


def test_derived_tables_are_made_anew(little: Little, own_settings: Settings) -> None:
    with transaction():
        session().execute(delete(CatalogueEntry))
        session().execute(update(SolutionUse).values(stage="live"))
        session().execute(update(SolutionStats).values(live_count=9, rating_sum=0))
    assert len(broken_rules()) >= 3
    done = run_flask(own_settings, "catalogue", "rebuild")
    assert "2 Lösungen erneuert" in done.stdout, done.stderr
    assert broken_rules() == set()
