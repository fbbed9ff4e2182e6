"""Bringing a backup back: checked first, files before rows, everything or nothing."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import Column, Connection, Table, delete, func, insert, select, update

from registry.catalogue import search_documents
from registry.core.database import Base, db, session, transaction
from registry.keeping.backups import (
    BATCH,
    FORMAT,
    LEFT_OUT,
    MANIFEST,
    SUMS,
    BackupError,
    Contents,
    digest,
    revision_of,
    tables,
)
from registry.keeping.rows import Row, parsed
from registry.keeping.staying_gone import remember_gone, take_away_again
from registry.publishing.services.blocking import purge_blocked
from registry.storage import FileStore
from registry.web.adapters import Adapters


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back, and how many blocked files were kept out."""

    contents: Contents
    blocked: int


def restore_backup(folder: Path, *, adapters: Adapters, replace: bool = False) -> Restored:
    """Bring a backup back into this installation, whose tables are made where they are missing.

    What this installation has blocked or erased stays gone, also where the backup is older.

    Raises:
        BackupError: the backup is damaged or of another edition, or there are data and `replace` is not set.
        Conflict: the only account that runs the portal was erased since.
    """
    contents = _checked(folder)
    upgrade()
    _require_fitting(contents, replace=replace)
    _put_files(folder, adapters.store)
    with transaction():
        gone = remember_gone()
        connection = session().connection()
        _empty(connection)
        session().expunge_all()
        for table in tables():
            _load(connection, table, folder)
        take_away_again(gone, store=adapters.store)
    removed = purge_blocked(adapters.store)
    search_documents.rebuild(adapters.search)
    return Restored(contents, removed)


def _checked(folder: Path) -> Contents:
    """What the backup holds, after every file has proved to be the one that was written."""
    try:
        sums = (folder / SUMS).read_text("utf-8").splitlines()
        for line in sums:
            expected, _, name = line.partition("  ")
            if digest(folder / name) != expected:
                raise BackupError(f"{name} ist beschädigt. Nehmen Sie eine andere Sicherung.")
        contents = Contents(**json.loads((folder / MANIFEST).read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{folder} ist keine vollständige Sicherung: {error}") from error
    if contents.format != FORMAT:
        raise BackupError(f"Diese Sicherung hat die Form {contents.format}, gelesen wird {FORMAT}.")
    return contents


def _require_fitting(contents: Contents, *, replace: bool) -> None:
    with db.engine.connect() as connection:
        current = revision_of(connection)
        if current != contents.revision:
            raise BackupError(
                f"Die Sicherung hat den Stand {contents.revision}, die Tabellen haben {current}. Stellen Sie sie mit"
                " der Fassung des Portals wieder her, die sie geschrieben hat, und führen Sie danach „flask db"
                " upgrade“ aus."
            )
        if not replace and not _is_empty(connection):
            raise BackupError(
                "Hier sind schon Daten. Mit --replace werden sie durch die Sicherung ersetzt und gehen verloren."
            )


def _is_empty(connection: Connection) -> bool:
    return not any(connection.scalar(select(func.count()).select_from(table)) for table in tables())


def _put_files(folder: Path, store: FileStore) -> None:
    for path in (folder / "files").rglob("*"):
        if path.is_file():
            with path.open("rb") as content:
                stored = store.put(content, limit_bytes=path.stat().st_size)
            if stored.sha256 != path.name:
                raise BackupError(f"{path.name} ist beschädigt. Nehmen Sie eine andere Sicherung.")


def _empty(connection: Connection) -> None:
    left_out = (table for table in Base.metadata.sorted_tables if table.name in LEFT_OUT)
    for table in [*left_out, *reversed(tables())]:
        connection.execute(delete(table))


def _load(connection: Connection, table: Table, folder: Path) -> None:
    """Insert the rows; what refers to another row of the same table follows when all are there."""
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    links: list[Row] = []
    with (folder / "database" / f"{table.name}.jsonl").open(encoding="utf-8") as file:
        for batch in _batches(parsed(table, file)):
            for row in batch:
                links += [_cut(table, row, column) for column in own if row[column.name] is not None]
            connection.execute(insert(table), batch)
    for link in links:
        _link(connection, table, link)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _cut(table: Table, row: Row, column: Column[object]) -> Row:
    """Take a reference out of a row; the answer says whose it was and what it held."""
    link = {"key": row[table.primary_key.columns[0].name], "column": column.name, "value": row[column.name]}
    row[column.name] = None
    return link


def _link(connection: Connection, table: Table, link: Row) -> None:
    key = table.primary_key.columns[0]
    connection.execute(update(table).where(key == link["key"]).values({link["column"]: link["value"]}))
