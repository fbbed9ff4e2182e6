"""Reading an uploaded file where it can do no harm: in a limited child process, one per file."""

from pathlib import Path
from typing import Any

import structlog

from registry.core.limited import Breach, LimitedCallFailed, measure_limited, warm_up
from registry.core.messages import N_, Message, define
from registry.formats import READERS, reader_for, xml
from registry.formats.findings import OwnTraces, scan
from registry.formats.plain import file_name
from registry.formats.probe import Probe
from registry.formats.reading import (
    Broken,
    FileSummary,
    FormatReader,
    ReadLimits,
    UnreadableFile,
)

TOO_SLOW = define(
    "formats.too_slow",
    N_(
        "Die Datei „%(name)s“ konnte nicht in der erlaubten Zeit gelesen werden. Bitte prüfen Sie, ob"
        " es die richtige Datei ist."
    ),
)
TOO_MUCH_MEMORY = define(
    "formats.too_much_memory",
    N_("Die Datei „%(name)s“ braucht beim Lesen zu viel Speicher. Bitte prüfen Sie, ob es die richtige Datei ist."),
)
FAILED = define(
    "formats.failed",
    N_(
        "Die Datei „%(name)s“ konnte nicht gelesen werden. Der Fehler liegt bei uns. Versuchen Sie es"
        " später noch einmal."
    ),
)
TOO_LARGE = define("formats.too_large", N_("Die Datei „%(name)s“ ist %(size)s MB groß. Erlaubt sind %(limit)s MB."))

_SENTENCES = {
    Breach.TIME: TOO_SLOW,
    Breach.MEMORY: TOO_MUCH_MEMORY,
    Breach.RESULT: TOO_MUCH_MEMORY,
    Breach.CRASH: FAILED,
    Breach.ERROR: FAILED,
}
_MEBIBYTE = 1024 * 1024
_log = structlog.get_logger()


def read_file(
    source: Path | str | bytes,
    name: str,
    *,
    limits: ReadLimits | None = None,
    format_id: str | None = None,
    own_traces: OwnTraces | None = None,
) -> FileSummary:
    """Recognise and read a file in a limited child process.

    Args:
        source: the file's path (the child opens it) or its bytes.
        name: the name it was uploaded under; a hint, and what sentences call it.
        limits: what reading may use.
        format_id: what the person says it is, against the recognition; None lets the content decide.
        own_traces: the town's own values to look for.

    Raises:
        UnreadableFile: it claims a known format and is broken, or reading it broke a limit.
    """
    limits = limits or ReadLimits()
    place = source if isinstance(source, bytes) else str(Path(source).resolve())  # the child works elsewhere
    traces = own_traces.to_json() if own_traces else None
    try:
        measured = measure_limited(
            _read_in_child, place, name, format_id, traces, limits.file_bytes, limits=limits.process
        )
    except LimitedCallFailed as failure:
        _log.warning("file_reading_stopped", breach=failure.breach.value, detail=failure.detail)
        raise UnreadableFile(_SENTENCES[failure.breach](name=file_name(name))) from None
    answer: dict[str, Any] = measured.result
    if "unreadable" in answer:
        raise UnreadableFile(Message.from_json(answer["unreadable"]))
    return FileSummary.from_json(answer["summary"])


def warm_reader() -> None:
    """Start the reading process before the first upload waits for it."""
    warm_up(__name__)


def read_here(
    content: bytes, name: str, *, format_id: str | None = None, own_traces: OwnTraces | None = None
) -> FileSummary:
    """Recognise and read in this process, without limits: for the child, and for trusted files in tests.

    Raises:
        UnreadableFile: it claims a known format and is broken.
    """
    probe = Probe(content, name)
    reader: FormatReader | None = None
    try:
        reader = reader_for(format_id) if format_id else _reader_of(probe)
        return scan(probe, reader.read(probe), own_traces)
    except Broken as problem:
        raise problem.of(name, _claimed_name(probe, reader)) from None


def _reader_of(probe: Probe) -> FormatReader:
    """The reader that recognises the file; one that it only claims comes before the one that takes everything.

    Every guard speaks here already: a DOCTYPE or a bomb is refused whatever the file would have been.
    """
    *known, fallback = READERS
    found = next((reader for reader in known if reader.recognise(probe) is not None), None)
    return found or next((reader for reader in known if reader.claims(probe)), fallback)


def _claimed_name(probe: Probe, reader: FormatReader | None) -> str:
    if reader is not None:
        return reader.name
    claimed = next((known for known in READERS if known.claims(probe)), None)
    if claimed is not None:
        return claimed.name
    return "XML" if xml.looks_like_xml(probe.content) else "ZIP"


def _read_in_child(
    source: str | bytes, name: str, format_id: str | None, traces: dict[str, Any] | None, most: int
) -> dict[str, Any]:
    own_traces = OwnTraces.from_json(traces) if traces else None
    try:
        content = source if isinstance(source, bytes) else _content(Path(source), name, most)
        summary = read_here(content, name, format_id=format_id, own_traces=own_traces)
    except UnreadableFile as problem:
        return {"unreadable": problem.message.to_json()}
    return {"summary": summary.to_json()}


def _content(path: Path, name: str, most: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        size = max(path.stat().st_size, 1)
        raise UnreadableFile(TOO_LARGE(name=file_name(name), size=-(-size // _MEBIBYTE), limit=most // _MEBIBYTE))
    return content
