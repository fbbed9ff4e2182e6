"""The import package: files, fact sheet, licence, checklist and checksums of a release as one ZIP."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, BinaryIO

from registry.catalogue.models import Artifact, Release
from registry.storage import FileStore
from registry.text.cleaning import clean_file_name

FOLDER_OF_FILES = "dateien"
SPOOLED_BYTES = 8 * 1024 * 1024
CHUNK = 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Document:
    """A text the package carries beside the files: name and content."""

    name: str
    content: bytes


def build_package(release: Release, documents: Sequence[Document], *, store: FileStore) -> IO[bytes]:
    """The ZIP of a release, open for reading at its start; the caller closes it.

    The same release and documents give the same bytes. Names in the archive are made here, never taken
    over unchecked: files are numbered where two differ only in case.
    """
    target = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 (handed on open)
    write_package(target, release, documents, store=store)
    target.seek(0)
    return target


def write_package(target: IO[bytes], release: Release, documents: Sequence[Document], *, store: FileStore) -> None:
    """Write the ZIP into an open file."""
    sums: list[tuple[str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for document in documents:
            _add_text(archive, document)
            sums.append((hashlib.sha256(document.content).hexdigest(), document.name))
        for name, artifact in _named(release.artifacts):
            with store.open(artifact.sha256) as source:
                _add_file(archive, name, source)
            sums.append((artifact.sha256, name))
        lines = "".join(f"{digest}  {name}\n" for digest, name in sorted(sums, key=lambda item: item[1]))
        _add_text(archive, Document("SHA256SUMS", lines.encode()))


def as_json(data: object) -> bytes:
    """Readable JSON, the same for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=False) + "\n").encode()


def _named(artifacts: Sequence[Artifact]) -> list[tuple[str, Artifact]]:
    """Each file with its name in the archive: no path, and numbered where two differ at most in case."""
    taken: set[str] = set()
    named = []
    for number, artifact in enumerate(artifacts, start=1):
        name = clean_file_name(artifact.name)
        while name.casefold() in taken:
            name = f"{number}-{name}"
        taken.add(name.casefold())
        named.append((f"{FOLDER_OF_FILES}/{name}", artifact))
    return named


def _add_text(archive: zipfile.ZipFile, document: Document) -> None:
    archive.writestr(_entry(document.name), document.content)


def _add_file(archive: zipfile.ZipFile, name: str, source: BinaryIO) -> None:
    with archive.open(_entry(name), "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK):
            target.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
