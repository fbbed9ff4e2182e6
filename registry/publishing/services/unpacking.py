"""Archives that hold several files: unpacked in memory, one level deep, so that each becomes a file of the draft.

An archive stays one file where it is itself an export (then its reader knew it), where nothing in it can be
read, and where a file is only called otherwise: `.zip` is the word for an ordinary archive.
"""

from collections.abc import Sequence
from itertools import islice

from registry.core.messages import N_, Message, define
from registry.formats import archives
from registry.formats.reading import Certainty
from registry.publishing.services.files import MAX_FILES
from registry.publishing.services.uploads import Incoming, Intake, ReceivedFile, Reception, receive

UNPACKED = define(
    "upload.unpacked",
    N_("Das Archiv „%(name)s“ ist ausgepackt. Diese Dateien liegen jetzt einzeln im Entwurf: %(files)s."),
)
UNPACKED_MANY = define(
    "upload.unpacked_many",
    N_(
        "Das Archiv „%(name)s“ ist ausgepackt. Diese Dateien liegen jetzt einzeln im Entwurf: %(files)s"
        " und %(more)s weitere."
    ),
)
STAYS_WHOLE = define(
    "upload.stays_whole",
    N_("Das Archiv „%(name)s“ bleibt eine Datei. Es enthält keinen Export, den das Portal lesen kann."),
)
TOO_MANY = define(
    "upload.too_many_inside",
    N_(
        "Das Archiv „%(name)s“ bleibt eine Datei. Es enthält %(count)s Dateien, ausgepackt werden höchstens %(limit)s."
        " Laden Sie die wichtigen Dateien einzeln hoch, damit das Portal sie liest."
    ),
)

_NAMED = 8
_MIXED = frozenset({"opaque", "formcycle"})
"""What an archive may have been taken for and still hold files of other formats."""
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def unpack_archives(reception: Reception, intake: Intake) -> Reception:
    """Put the files of ordinary archives in the place of the archives. Call it outside of `transaction`."""
    result = Reception(refusals=reception.refusals)
    for file in reception.files:
        result += _unpacked(file, intake) if _is_archive(file) else Reception(files=(file,))
    return result


def _is_archive(file: ReceivedFile) -> bool:
    return file.name.lower().endswith(".zip") and file.summary.format_id in _MIXED


def _unpacked(file: ReceivedFile, intake: Intake) -> Reception:
    """The files in an archive; the archive itself where it is to stay whole.

    One with an entry that is refused (broken, infected, blocked) never stays whole: it would carry that in.
    Reading the archive has passed the guard already; what it would refuse never came here.
    """
    whole = Reception(files=(file,))
    with intake.store.open(file.sha256) as stored:
        content = stored.read()
    if not archives.looks_like_zip(content):
        return whole
    archive = archives.open_archive(content)
    names = [name for name in archive.names if not _is_litter(name)]
    if len(names) > MAX_FILES:
        is_unknown = file.summary.certainty is Certainty.NONE
        note = TOO_MANY(name=file.name, count=len(names), limit=MAX_FILES)
        return whole + Reception(notes=(note,) if is_unknown else ())
    inner = _received(archive, names, intake)
    if inner.refusals or any(_is_known(found, file) for found in inner.files):
        return inner + Reception(notes=_notes(file, inner.files))
    return whole if file.summary.certainty is not Certainty.NONE else whole + Reception(notes=(_whole(file),))


def _received(archive: archives.Archive, names: Sequence[str], intake: Intake) -> Reception:
    """Each entry stored and read by itself, one after the other in memory; empty ones bring nothing."""
    reception = Reception()
    for name in names:
        content = archive.read(name)
        if content:
            reception += receive([Incoming(name.rsplit("/", 1)[-1], content)], intake)
    return reception


def _is_litter(name: str) -> bool:
    """What operating systems leave in archives."""
    return name.startswith(_LITTER[0]) or name.rsplit("/", 1)[-1] in _LITTER


def _is_known(found: ReceivedFile, archive: ReceivedFile) -> bool:
    """Whether an entry is what the portal reads (papers and pictures alone are no reason to take an archive apart)."""
    summary = found.summary
    is_read = summary.certainty is not Certainty.NONE and summary.variant != "document"
    return is_read and summary.format_id != archive.summary.format_id


def _notes(file: ReceivedFile, inner: Sequence[ReceivedFile]) -> tuple[Message, ...]:
    shown, more = ", ".join(found.name for found in islice(inner, _NAMED)), len(inner) - _NAMED
    if more > 0:
        return (UNPACKED_MANY(name=file.name, files=shown, more=more),)
    return (UNPACKED(name=file.name, files=shown),) if inner else ()


def _whole(file: ReceivedFile) -> Message:
    return STAYS_WHOLE(name=file.name)
