"""ZIP archives behind a guard: what the directory promises is checked first, then reading is counted.

Nothing is ever written to disk, names of entries are never used as paths, archives in archives are not opened.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

from registry.core.messages import N_, define
from registry.formats.reading import Broken

MEBIBYTE = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_TOTAL = 256 * MEBIBYTE
MAX_ENTRY = 64 * MEBIBYTE
MAX_RATIO = 120
RATIO_FROM = 4 * MEBIBYTE
MAX_NAME = 250

BOMB = define(
    "formats.zip.bomb",
    N_(
        "Die Datei „%(name)s“ wird nicht angenommen. Das Archiv würde entpackt unverhältnismäßig groß"
        " (%(size)s MB). Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
TOO_MANY = define(
    "formats.zip.too_many",
    N_(
        "Die Datei „%(name)s“ wird nicht angenommen. Das Archiv enthält %(count)s Dateien, erlaubt "
        "sind %(limit)s. Bitte laden Sie nur die nötigen Dateien hoch."
    ),
)
BAD_NAME = define(
    "formats.zip.bad_name",
    N_(
        "Die Datei „%(name)s“ wird nicht angenommen. Im Archiv steht ein unzulässiger oder doppelter "
        "Dateiname („%(entry)s“). Packen Sie das Archiv neu und laden Sie es noch einmal hoch."
    ),
)
NOT_ALLOWED = define(
    "formats.zip.not_allowed",
    N_(
        "Die Datei „%(name)s“ wird nicht angenommen. Der Eintrag „%(entry)s“ im Archiv ist "
        "verschlüsselt, eine Verknüpfung oder ungewöhnlich gepackt. Packen Sie das Archiv neu, ohne "
        "Kennwort, und laden Sie es noch einmal hoch."
    ),
)
DAMAGED = define(
    "formats.zip.damaged",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares ZIP-Archiv. Ihr Aufbau ist beschädigt oder "
        "widersprüchlich (%(detail)s). Packen Sie das Archiv neu und laden Sie es noch einmal hoch."
    ),
)

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:\u200e\u200f\u202a-\u202e\u2066-\u2069]|^/|(^|/)\.\.(/|$)")
_SYMLINK = 0o120000
_TYPE = 0o170000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked archive: names of its files, and their content on demand."""

    _zip: zipfile.ZipFile
    names: tuple[str, ...]

    def read(self, name: str, limit: int = MAX_ENTRY) -> bytes:
        """The content of one entry.

        Raises:
            Broken: it is longer than it says, longer than `limit`, or damaged.
        """
        try:
            with self._zip.open(name) as entry:
                content = entry.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
            raise Broken(DAMAGED, detail=type(error).__name__) from None
        if len(content) > limit:
            raise Broken(BOMB, size=len(content) // MEBIBYTE)
        return content


def looks_like_zip(content: bytes) -> bool:
    """Whether the bytes begin as a ZIP does (also an empty one)."""
    return content[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def open_archive(content: bytes) -> Archive:
    """Check an archive and open it for reading.

    Raises:
        Broken: damaged, contradictory, too large unpacked, or with entries that are not accepted.
    """
    _check_end(content)
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as error:
        raise Broken(DAMAGED, detail=type(error).__name__) from None
    entries = archive.infolist()
    _check_sizes(entries, len(content))
    _check_names(entries)
    for entry in entries:
        _check_entry(entry)
    _check_layout(content, entries, archive.start_dir)
    return Archive(archive, tuple(entry.filename for entry in entries if not entry.is_dir()))


def _check_end(content: bytes) -> None:
    """One end record, at the very end, that describes a directory right before it."""
    tail = content[-(_END.size + 65_535) :]
    at = tail.find(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Broken(DAMAGED, detail="Ende fehlt")
    _, disk, start_disk, here, total, size, offset, comment = _END.unpack_from(tail, at)
    if tail.find(b"PK\x05\x06", at + 1) >= 0:
        raise Broken(DAMAGED, detail="zwei Enden")
    if at + _END.size + comment != len(tail):
        raise Broken(DAMAGED, detail="Anhang")
    if total > MAX_ENTRIES:
        raise Broken(TOO_MANY, count=total, limit=MAX_ENTRIES)
    position = len(content) - len(tail) + at
    if disk or start_disk or here != total or offset + size != position:
        raise Broken(DAMAGED, detail="Verzeichnis")


def _check_sizes(entries: Sequence[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Broken(TOO_MANY, count=len(entries), limit=MAX_ENTRIES)
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    swollen = total > RATIO_FROM and total > packed * MAX_RATIO
    if total > MAX_TOTAL or largest > MAX_ENTRY or swollen:
        raise Broken(BOMB, size=total // MEBIBYTE)


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        folded = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if len(name) > MAX_NAME or _BAD_NAME.search(name) or folded in seen:
            raise Broken(BAD_NAME, entry=name)
        seen.add(folded)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    mode = entry.external_attr >> 16
    is_special = mode & _TYPE == _SYMLINK or entry.flag_bits & 0x1 or entry.compress_type not in _METHODS
    if is_special:
        raise Broken(NOT_ALLOWED, entry=entry.filename)
    if entry.file_size > RATIO_FROM and entry.file_size > max(entry.compress_size, 1) * MAX_RATIO:
        raise Broken(BOMB, size=entry.file_size // MEBIBYTE)


def _check_layout(content: bytes, entries: Sequence[zipfile.ZipInfo], directory: int) -> None:
    """The local headers lie one after the other from the first byte, agree with the directory, never overlap."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered and ordered[0].header_offset != 0:
        raise Broken(DAMAGED, detail="Vorspann")
    ends = [_end_of(content, entry) for entry in ordered]
    starts = [entry.header_offset for entry in ordered[1:]] + [directory]
    if any(end > start for end, start in zip(ends, starts, strict=True)):
        raise Broken(DAMAGED, detail="Überlappung")
    if any(first.header_offset == second.header_offset for first, second in pairwise(ordered)):
        raise Broken(DAMAGED, detail="Überlappung")


def _end_of(content: bytes, entry: zipfile.ZipInfo) -> int:
    try:
        header = _LOCAL.unpack_from(content, entry.header_offset)
    except struct.error:
        raise Broken(DAMAGED, detail="Eintrag") from None
    signature, *_, name_length, extra_length = header
    start = entry.header_offset + _LOCAL.size
    name = content[start : start + name_length]
    if signature != b"PK\x03\x04" or name not in _spellings(entry):
        raise Broken(DAMAGED, detail="Eintrag")
    return int(start + name_length + extra_length + entry.compress_size)


def _spellings(entry: zipfile.ZipInfo) -> set[bytes]:
    name = entry.orig_filename
    return {name.encode("utf-8", "surrogatepass"), name.encode("cp437", "replace")}
