"""Backups: complete while people work, checked before they come back, the same for both databases."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, select

from registry.accounts.actor import system_actor
from registry.accounts.models import Account, Role
from registry.accounts.queries.people import get_account
from registry.accounts.services.people import erase
from registry.app import create_app
from registry.catalogue.models import BlockedContent, Release, ReleaseState
from registry.catalogue.queries import get_release
from registry.core.database import Base, db, session, transaction
from registry.core.settings import Settings
from registry.keeping.backups import LEFT_OUT, BackupError, create_backup, tables
from registry.keeping.restoring import restore_backup
from registry.portal.models import FeedbackKind
from registry.portal.services import NewFeedback, receive_feedback
from registry.publishing.services.blocking import block
from registry.web.adapters import adapters
from tests.keeping.busy import at_work, publisher, reporter
from tests.keeping.little_world import Little, broken_rules
from tests.support import postgres
from tests.support.processes import run_flask
from tests.support.publishing_factories import load

pytestmark = pytest.mark.processes

Rows = dict[str, list[tuple[object, ...]]]


def all_rows(connection: Connection) -> Rows:
    return {
        table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in tables()
    }


def stored_rows() -> Rows:
    with db.engine.connect() as connection:
        return all_rows(connection)


@pytest.fixture
def elsewhere(own_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """Another installation, with nothing in it, not even tables."""
    target = replace(
        own_settings,
        database_url=f"sqlite:///{tmp_path / 'elsewhere.db'}",
        storage=str(tmp_path / "elsewhere-files"),
        search_path=str(tmp_path / "elsewhere-search"),
    )
    yield from opened(target)


def opened(settings: Settings) -> Iterator[Flask]:
    application = create_app(settings)
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def test_a_backup_brings_everything_back(little: Little, elsewhere: Flask, tmp_path: Path) -> None:
    contents = create_backup(tmp_path / "backup", store=adapters().store)
    before = stored_rows()
    assert contents.files == 2
    with elsewhere.app_context():
        restored = restore_backup(tmp_path / "backup", adapters=adapters())
        assert stored_rows() == before
        assert restored.contents == contents
        assert broken_rules() == set()
        assert get_release("hund-anmelden", "1.0.0", None).id == little.release_id


def test_from_sqlite_to_postgresql_and_back(
    request: pytest.FixtureRequest, little: Little, own_settings: Settings, tmp_path: Path
) -> None:
    if request.config.getoption("--database") != "postgres":
        pytest.skip("needs PostgreSQL")
    create_backup(tmp_path / "one", store=adapters().store)
    before = stored_rows()
    with postgres.fresh_database(os.environ[postgres.SETTING]) as url:
        targets = [f"sqlite:///{tmp_path / 'between.db'}", url]
        for number, database_url in enumerate(targets):
            target = replace(own_settings, database_url=database_url, storage=str(tmp_path / f"files{number}"))
            target = replace(target, search_path=str(tmp_path / f"search{number}"))
            for application in opened(target):
                with application.app_context():
                    restore_backup(tmp_path / ("one" if number == 0 else "two"), adapters=adapters())
                    assert stored_rows() == before
                    assert broken_rules() == set()
                    if number == 0:
                        create_backup(tmp_path / "two", store=adapters().store)


def test_a_backup_while_people_work_holds_all_that_was_acknowledged(
    installation: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    workers = [publisher(installation, "Usingen"), publisher(installation, "Wehrheim"), reporter()]
    taken: list[tuple[Path, set[str]]] = []
    with at_work(installation, workers):
        for number in range(3):
            before = set().union(*(worker.acknowledged for worker in workers))
            create_backup(tmp_path / f"backup{number}", store=adapters().store)
            taken.append((tmp_path / f"backup{number}", before))
    assert [worker.failure for worker in workers] == [None] * 3
    with elsewhere.app_context():
        for folder, before in taken:
            restore_backup(folder, adapters=adapters(), replace=True)
            assert missing(before) == set()
            assert broken_rules() == set()
            db.session.remove()


def missing(acknowledged: set[str]) -> set[str]:
    published = session().scalars(select(Release.id).where(Release.state == ReleaseState.PUBLISHED))
    feedback = session().scalars(select(Base.metadata.tables["feedback"].c.id))
    there = {str(key) for key in [*published, *feedback]}
    return acknowledged - there


def test_data_are_not_overwritten_unless_told(little: Little, tmp_path: Path) -> None:
    create_backup(tmp_path / "backup", store=adapters().store)
    before = stored_rows()
    with transaction():
        receive_feedback(NewFeedback(FeedbackKind.OTHER, "/", "Danach"))
    with pytest.raises(BackupError, match="--replace"):
        restore_backup(tmp_path / "backup", adapters=adapters())
    restore_backup(tmp_path / "backup", adapters=adapters(), replace=True)
    assert stored_rows() == before


def test_a_backup_is_never_written_over_another(little: Little, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(BackupError, match="gibt es schon"):
        create_backup(tmp_path / "backup", store=adapters().store)


def test_nothing_is_left_of_a_backup_that_fails(little: Little, tmp_path: Path) -> None:
    adapters().store.delete(little.sha256)
    with pytest.raises(BackupError, match=little.sha256):
        create_backup(tmp_path / "backup", store=adapters().store)
    assert not list(tmp_path.glob("backup*"))


@pytest.mark.parametrize("victim", ["database/release.jsonl", "manifest.json", "file"])
def test_a_damaged_backup_changes_nothing(little: Little, tmp_path: Path, victim: str) -> None:
    folder = tmp_path / "backup"
    create_backup(folder, store=adapters().store)
    place = next(folder.glob("files/*/*")) if victim == "file" else folder / victim
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    before = stored_rows()
    with pytest.raises(BackupError, match="beschädigt"):
        restore_backup(folder, adapters=adapters(), replace=True)
    assert stored_rows() == before


def test_an_unfinished_backup_is_refused(little: Little, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    create_backup(folder, store=adapters().store)
    (folder / "SHA256SUMS").unlink()
    with pytest.raises(BackupError, match="keine vollständige Sicherung"):
        restore_backup(folder, adapters=adapters(), replace=True)


def test_a_backup_of_another_edition_is_refused(little: Little, elsewhere: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    create_backup(folder, store=adapters().store)
    manifest = json.loads((folder / "manifest.json").read_text())
    rewrite(folder, "manifest.json", json.dumps(manifest | {"revision": "0000"}))
    with elsewhere.app_context(), pytest.raises(BackupError, match="Stand 0000"):
        restore_backup(folder, adapters=adapters())


def rewrite(folder: Path, name: str, content: str) -> None:
    """Change a file of a backup together with its sum."""
    import hashlib

    (folder / name).write_text(content)
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    sums[name] = hashlib.sha256(content.encode()).hexdigest()
    (folder / "SHA256SUMS").write_text("".join(f"{digest}  {path}\n" for path, digest in sums.items()))


def test_what_was_blocked_stays_blocked_after_an_older_backup(little: Little, tmp_path: Path) -> None:
    create_backup(tmp_path / "backup", store=adapters().store)
    with transaction():
        block(
            load(little.release_id),
            by=system_actor(),
            sha256s=[little.sha256],
            reason="Zugangsdaten",
            store=adapters().store,
        )
    restored = restore_backup(tmp_path / "backup", adapters=adapters(), replace=True)
    assert restored.contents.files == 2
    assert not adapters().store.exists(little.sha256)
    release = session().get_one(Release, little.release_id)
    assert (release.state, release.block_reason) == (ReleaseState.BLOCKED, "Zugangsdaten")
    assert session().get_one(BlockedContent, little.sha256).reason == "Zugangsdaten"
    assert broken_rules() == set()


def test_who_was_erased_stays_erased_after_an_older_backup(little: Little, tmp_path: Path) -> None:
    editor = little.publisher.person(Role.EDITOR)
    account_id, email, name = editor.id, editor.email, editor.name
    create_backup(tmp_path / "backup", store=adapters().store)
    assert email in everything(tmp_path / "backup")
    with transaction():
        erase(get_account(account_id), by=system_actor())
    restore_backup(tmp_path / "backup", adapters=adapters(), replace=True)
    assert session().get(Account, account_id) is None
    assert broken_rules() == set()
    create_backup(tmp_path / "after", store=adapters().store)
    assert email not in everything(tmp_path / "after")
    assert name not in everything(tmp_path / "after")


def everything(folder: Path) -> str:
    """All rows but the mails to others that still wait and name who caused them."""
    tables_but_mails = (path for path in (folder / "database").iterdir() if path.stem != "outbox_mail")
    return "".join(path.read_text("utf-8") for path in tables_but_mails)


def test_nobody_stays_signed_in(little: Little, elsewhere: Flask, tmp_path: Path) -> None:
    create_backup(tmp_path / "backup", store=adapters().store)
    assert not [name for name in LEFT_OUT if (tmp_path / "backup" / "database" / f"{name}.jsonl").exists()]
    assert set(Base.metadata.tables) >= LEFT_OUT


def test_commands(little: Little, own_settings: Settings, tmp_path: Path) -> None:
    made = run_flask(own_settings, "backup", "create", str(tmp_path / "backup"))
    assert (made.returncode, "2 Dateien" in made.stdout) == (0, True), made.stderr
    refused = run_flask(own_settings, "backup", "restore", str(tmp_path / "backup"))
    assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
    done = run_flask(own_settings, "backup", "restore", str(tmp_path / "backup"), "--replace")
    assert (done.returncode, "Wiederhergestellt" in done.stdout) == (0, True), done.stderr
