"""ZIP archives behind a guard: what the directory promises is checked first, then reading is counted.

Nothing is ever written to disk, names of entries are never used as paths, archives in archives are not opened.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

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
        "widersprüchlich. Packen Sie das Archiv neu und laden Sie es noch einmal hoch."
    ),
)

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_BAD_NAME = re.compile(r"[\x00-\x1f\x7f\\:\u200e\u200f\u202a-\u202e\u2066-\u2069]|^/|(^|/)\.\.(/|$)")
_SYMLINK = 0o120000
_TYPE = 0o170000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where an entry's packed bytes lie, and what it says of itself."""

    start: int
    packed: int
    size: int
    checksum: int
    method: int

    @property
    def end(self) -> int:
        return self.start + self.packed


class Archive:
    """A checked archive: names of its files, and their content on demand."""

    def __init__(self, content: bytes, entries: dict[str, _Entry]) -> None:
        self._content = content
        self._entries = entries

    @property
    def names(self) -> tuple[str, ...]:
        """The files, without folders, in the order of the directory."""
        return tuple(name for name in self._entries if not name.endswith("/"))

    def read(self, name: str, limit: int = MAX_ENTRY) -> bytes:
        """The content of one entry.

        Raises:
            Broken: it is longer than `limit`, longer or shorter than it says, or damaged.
        """
        entry = self._entries[name]
        if entry.size > limit:
            raise Broken(BOMB, size=entry.size // MEBIBYTE)
        return b"".join(self._unpack(entry))

    def verify(self) -> None:
        """Unpack everything once, piece by piece, keeping nothing.

        Raises:
            Broken: an entry is not what the directory says.
        """
        for entry in self._entries.values():
            for _ in self._unpack(entry):
                pass

    def _unpack(self, entry: _Entry) -> Iterator[bytes]:
        """The content in pieces, counted: it ends where the directory says, with the right checksum."""
        packed = self._content[entry.start : entry.end]
        pieces = iter((packed,)) if entry.method == zipfile.ZIP_STORED else _inflated(packed)
        size = checksum = 0
        for piece in pieces:
            size += len(piece)
            if size > entry.size:
                raise Broken(DAMAGED)
            checksum = zlib.crc32(piece, checksum)
            yield piece
        if size != entry.size or checksum != entry.checksum:
            raise Broken(DAMAGED)


def _inflated(packed: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while not unpacker.eof:
            piece = unpacker.decompress(packed, MEBIBYTE)
            packed = unpacker.unconsumed_tail
            if not piece and not packed and not unpacker.eof:
                raise Broken(DAMAGED)
            yield piece
    except zlib.error:
        raise Broken(DAMAGED) from None
    if unpacker.unused_data:
        raise Broken(DAMAGED)


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
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error):
        raise Broken(DAMAGED) from None
    entries = archive.infolist()
    _check_sizes(entries, len(content))
    _check_names(entries)
    for entry in entries:
        _check_entry(entry)
    places = {entry.filename: _place(content, entry) for entry in entries}
    _check_layout(entries, places, archive.start_dir)
    opened = Archive(content, places)
    opened.verify()
    return opened


def _check_end(content: bytes) -> None:
    """One end record, at the very end, that describes a directory right before it."""
    tail = content[-(_END.size + 65_535) :]
    at = tail.find(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Broken(DAMAGED)
    _, disk, start_disk, here, total, size, offset, comment = _END.unpack_from(tail, at)
    if tail.find(b"PK\x05\x06", at + 1) >= 0:
        raise Broken(DAMAGED)
    if at + _END.size + comment != len(tail):
        raise Broken(DAMAGED)
    if total > MAX_ENTRIES:
        raise Broken(TOO_MANY, count=total, limit=MAX_ENTRIES)
    position = len(content) - len(tail) + at
    if disk or start_disk or here != total or offset + size != position:
        raise Broken(DAMAGED)


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


def _check_layout(entries: Sequence[zipfile.ZipInfo], places: dict[str, _Entry], directory: int) -> None:
    """The entries lie one after the other from the first byte to the directory and never overlap."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered and ordered[0].header_offset != 0:
        raise Broken(DAMAGED)
    starts = [*(entry.header_offset for entry in ordered[1:]), directory]
    for entry, following in zip(ordered, starts, strict=False):
        if places[entry.filename].end > following or entry.header_offset == following:
            raise Broken(DAMAGED)


def _place(content: bytes, entry: zipfile.ZipInfo) -> _Entry:
    """The place of an entry's data; its own header must bear the same name."""
    try:
        header = _LOCAL.unpack_from(content, entry.header_offset)
    except struct.error:
        raise Broken(DAMAGED) from None
    signature, *_, name_length, extra_length = header
    start = entry.header_offset + _LOCAL.size
    name = content[start : start + name_length]
    if signature != b"PK\x03\x04" or name not in _spellings(entry):
        raise Broken(DAMAGED)
    start += int(name_length) + int(extra_length)
    return _Entry(start, entry.compress_size, entry.file_size, entry.CRC, entry.compress_type)


def _spellings(entry: zipfile.ZipInfo) -> set[bytes]:
    name = entry.orig_filename
    return {name.encode("utf-8", "surrogatepass"), name.encode("cp437", "replace")}
