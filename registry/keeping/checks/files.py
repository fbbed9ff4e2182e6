"""Bytes and rows: every file that a row names is there, whole; what was blocked is gone."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select

from registry.catalogue.models import Artifact, BlockedContent, FilePicture
from registry.core.database import session
from registry.core.errors import NotFound
from registry.keeping.inspection import Check, Installation
from registry.storage.store import is_intact

UNFINISHED_FOR = timedelta(hours=1)


def missing_files(installation: Installation) -> Iterator[str]:
    """Rows whose bytes are not there, or not of the size the row says."""
    for sha256, size_bytes, name in _files():
        try:
            stored = installation.store.size_bytes(sha256)
        except NotFound:
            yield f"{sha256} ({name}) fehlt"
            continue
        if stored != size_bytes:
            yield f"{sha256} ({name}) hat {stored} statt {size_bytes} Byte"


def damaged_files(installation: Installation) -> Iterator[str]:
    """Files whose bytes are not those they are known by."""
    if not installation.reads_files:
        return
    for sha256, _, name in _files():
        if installation.store.exists(sha256) and not is_intact(installation.store, sha256):
            yield f"{sha256} ({name}) ist beschädigt"


def blocked_files(installation: Installation) -> Iterator[str]:
    """Blocked files that are still or again there."""
    for sha256 in session().scalars(select(BlockedContent.sha256)):
        if installation.store.exists(sha256):
            yield f"{sha256} ist gesperrt und noch da"


def pictures_of_blocked_files(_installation: Installation) -> Iterator[str]:
    """Drawings of blocked files: what is derived from the bytes goes with them."""
    blocked = select(BlockedContent.sha256)
    for sha256 in session().scalars(select(FilePicture.sha256).where(FilePicture.sha256.in_(blocked)).distinct()):
        yield f"Zeichnung der gesperrten Datei {sha256} ist noch da"


def unfinished_files(installation: Installation) -> Iterator[str]:
    """What interrupted uploads left behind more than an hour ago."""
    count = installation.store.count_unfinished(older_than=UNFINISHED_FOR)
    if count:
        yield f"{count} unfertige Dateien, älter als eine Stunde"


def _files() -> Iterator[tuple[str, int, str]]:
    """Digest, size and one of the names of every file that must be there."""
    blocked = select(BlockedContent.sha256)
    query = select(Artifact.sha256, Artifact.size_bytes, Artifact.name).where(Artifact.sha256.not_in(blocked))
    seen: set[tuple[str, int]] = set()
    for row in session().execute(query.order_by(Artifact.sha256, Artifact.name)):
        if (row.sha256, row.size_bytes) not in seen:
            seen.add((row.sha256, row.size_bytes))
            yield row.sha256, row.size_bytes, row.name


CHECKS = (
    Check("I2", "Jede Datei ist da und hat ihre Größe", missing_files),
    Check("I1", "Jede Datei hat ihre Prüfsumme", damaged_files),
    Check("I2", "Gesperrte Dateien sind gelöscht", blocked_files),
    Check("I2", "Zeichnungen gesperrter Dateien sind gelöscht", pictures_of_blocked_files),
    Check("I10", "Keine alten unfertigen Dateien", unfinished_files),
)
