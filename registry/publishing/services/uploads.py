"""Taking files in: scanned, stored and read before the transaction that names them begins."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from registry.accounts.models import Municipality
from registry.catalogue.models import BlockedContent
from registry.core.database import session
from registry.core.errors import DomainError, Invalid
from registry.core.messages import N_, Message, define
from registry.core.settings import MEBIBYTE
from registry.diagrams.pictures import Picture, pictures_of
from registry.formats.child import read_file
from registry.formats.findings import OwnTraces
from registry.formats.reading import FileSummary, ReadLimits, UnreadableFile
from registry.storage import FileStore, VirusScanner
from registry.storage.scanning import ScannerUnavailable, refuse_infected
from registry.text.cleaning import clean_file_name

EMPTY = define("upload.empty", N_("Die Datei ist leer."))
BLOCKED = define(
    "upload.blocked", N_("Diese Datei wurde gesperrt und darf nicht wieder hochgeladen werden. Grund: %(reason)s")
)
NAMED = define("upload.named", N_("„%(name)s“: %(reason)s"))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as it arrives: the name it was sent under and its bytes."""

    name: str
    content: BinaryIO | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What taking files in needs from outside."""

    store: FileStore
    scanner: VirusScanner
    limit_bytes: int = 50 * MEBIBYTE
    own_traces: OwnTraces | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """A stored and read file that no row names yet; `name` is cleaned."""

    name: str
    sha256: str
    size_bytes: int
    summary: FileSummary
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken, and why."""

    name: str
    reason: Message

    @property
    def message(self) -> Message:
        """The sentence with the name of the file, unless the reason names it already."""
        return self.reason if "name" in self.reason.params else NAMED(name=self.name, reason=self.reason)


@dataclass(frozen=True, slots=True)
class Reception:
    """What became of the files of one request; a refused one does not touch the others.

    `notes` say which archives were unpacked and which stayed whole.
    """

    files: tuple[ReceivedFile, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[Message, ...] = ()

    def __add__(self, other: "Reception") -> "Reception":
        return Reception(self.files + other.files, self.refusals + other.refusals, self.notes + other.notes)


def receive(incoming: Iterable[Incoming], intake: Intake) -> Reception:
    """Store and read files. Call it outside of `transaction`; what no row names later is swept away."""
    reception = Reception()
    for item in incoming:
        try:
            reception += Reception(files=(receive_one(item, intake),))
        except UnreadableFile as problem:
            reception += Reception(refusals=(Refusal(clean_file_name(item.name), problem.message),))
        except (Invalid, ScannerUnavailable) as problem:
            reception += Reception(refusals=(Refusal(clean_file_name(item.name), problem.message),))
    return reception


def receive_one(item: Incoming, intake: Intake, *, format_id: str | None = None) -> ReceivedFile:
    """Store and read one file; `format_id` is what the person says it is, against the recognition.

    Raises:
        Invalid: too large, empty, infected or blocked.
        UnreadableFile: it claims a known format and cannot be read.
        ScannerUnavailable: the virus scanner gives no verdict.
    """
    content = io.BytesIO(item.content) if isinstance(item.content, bytes) else item.content
    refuse_infected(intake.scanner, content)
    stored = intake.store.put(content, limit_bytes=intake.limit_bytes)
    if stored.size_bytes == 0:
        raise Invalid(EMPTY())
    refuse_blocked(stored.sha256)
    name = clean_file_name(item.name)
    summary = read_stored(stored.sha256, name, intake, format_id=format_id)
    return ReceivedFile(
        name=name,
        sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        summary=summary,
        pictures=pictures_of(summary.flow),
    )


def read_stored(sha256: str, name: str, intake: Intake, *, format_id: str | None = None) -> FileSummary:
    """Read a stored file again, in the limited child.

    Raises:
        UnreadableFile: it claims a known format and cannot be read.
        NotFound: its bytes are gone.
    """
    source: Path | bytes | None = intake.store.path(sha256)
    if source is None:
        with intake.store.open(sha256) as content:
            source = content.read()
    limits = ReadLimits(file_bytes=intake.limit_bytes)
    return read_file(source, name, limits=limits, format_id=format_id, own_traces=intake.own_traces)


def refuse_blocked(sha256: str) -> None:
    """Keep out what was blocked.

    Raises:
        Invalid: these bytes were blocked.
    """
    blocked = session().get(BlockedContent, sha256)
    if blocked is not None:
        raise Invalid(BLOCKED(reason=blocked.reason))


def traces_of(municipality: Municipality) -> OwnTraces:
    """What would give the publishing town away in its files, from its profile."""
    return OwnTraces(town=municipality.name, domain=municipality.domain, mailbox=municipality.contact_email)


def refusal_of(problem: DomainError | UnreadableFile, name: str) -> Refusal:
    """The refusal of one file from what `receive_one` raised."""
    return Refusal(clean_file_name(name), problem.message)
