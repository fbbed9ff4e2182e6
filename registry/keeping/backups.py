"""Backups: one consistent state of the database as lines of JSON, and every file it names.

The rows are read in one transaction that sees one moment, on either database; the files follow. A file
is stored before the row that names it, so whatever a row of the snapshot names is there. The form is the
same for both databases: a backup of one can be restored into the other.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from alembic.migration import MigrationContext
from sqlalchemy import Connection, Table, select

from registry.catalogue.models import Artifact, BlockedContent
from registry.core import clock
from registry.core.database import Base, db
from registry.core.errors import NotFound
from registry.keeping.rows import lines
from registry.storage import FileStore

FORMAT = 1
LEFT_OUT = frozenset({"account_session", "attempt", "password_reset"})
"""What lets somebody in or counts tries; after a restore everybody signs in again."""
BATCH = 500
SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"


class BackupError(Exception):
    """It could not be written or brought back; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a backup holds: rows by table, number of files, and the revision of the tables."""

    format: int
    created_at: str
    revision: str
    tables: dict[str, int]
    files: int


def create_backup(folder: Path, *, store: FileStore) -> Contents:
    """Write a backup to `folder`, which is there only when it is complete.

    Raises:
        BackupError: the folder exists, the tables are missing, or a file is missing.
    """
    if folder.exists():
        raise BackupError(f"{folder} gibt es schon. Nennen Sie einen neuen Ordner.")
    unfinished = folder.with_name(f"{folder.name}.unfertig")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "database").mkdir(parents=True)
    try:
        contents = _write(unfinished, store)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    unfinished.replace(folder)
    return contents


def tables() -> list[Table]:
    """The tables of a backup, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name not in LEFT_OUT]


def revision_of(connection: Connection) -> str:
    """The revision of the tables; empty where there are none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def file_place(folder: Path, sha256: str) -> Path:
    """Where a file lies in a backup."""
    return folder / "files" / sha256[:2] / sha256


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(folder: Path, store: FileStore) -> Contents:
    with _snapshot() as connection:
        revision = revision_of(connection)
        if not revision:
            raise BackupError("Die Datenbank hat keine Tabellen. Führen Sie „flask db upgrade“ aus.")
        counts = {table.name: _dump(connection, table, folder) for table in tables()}
        digests = connection.scalars(
            select(Artifact.sha256).where(Artifact.sha256.not_in(select(BlockedContent.sha256))).distinct()
        ).all()
    for sha256 in digests:
        _copy(store, sha256, folder)
    contents = Contents(
        format=FORMAT,
        created_at=clock.now().isoformat(),
        revision=revision,
        tables=counts,
        files=len(digests),
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(contents), indent=2) + "\n", "utf-8")
    (folder / SUMS).write_text("".join(_sums(folder)), "utf-8")
    return contents


def _snapshot() -> Connection:
    """A connection whose transaction sees the database at one moment."""
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return connection


def _dump(connection: Connection, table: Table, folder: Path) -> int:
    count = 0
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    with (folder / "database" / f"{table.name}.jsonl").open("w", encoding="utf-8") as file:
        for count, line in enumerate(lines(table, rows)):  # noqa: B007 (the first line is the heading)
            file.write(line)
    return count


def _copy(store: FileStore, sha256: str, folder: Path) -> None:
    place = file_place(folder, sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        with store.open(sha256) as source, place.open("wb") as target:
            shutil.copyfileobj(source, target)
    except NotFound as error:
        raise BackupError(
            f"Die Datei {sha256} fehlt. Wurde sie gerade gesperrt, sichern Sie noch einmal; sonst hilft „flask storage"
            " fsck“ weiter."
        ) from error
    if digest(place) != sha256:
        raise BackupError(f"Die Datei {sha256} ist beschädigt. Prüfen Sie mit „flask storage fsck“.")


def _sums(folder: Path) -> Iterator[str]:
    """Lines as ``sha256sum --check`` reads them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if name != SUMS:
            yield f"{digest(path)}  {name}\n"
