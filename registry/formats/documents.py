"""Accompanying papers and pictures: recognised by their first bytes, their properties read, never rendered."""

from collections.abc import Callable
from dataclasses import dataclass

from registry.core.messages import N_, Message, define
from registry.formats import archives, documents_text, xml
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import (
    Broken,
    Certainty,
    FileSummary,
    Recognition,
    bounded_texts,
)

MAGIC = define("documents.magic", N_("Die ersten Bytes der Datei weisen sie als %(format)s aus."))
CONTENTS = define("documents.contents", N_("Das Archiv enthält den Aufbau eines Dokuments (%(format)s)."))
SVG_ROOT = define("documents.svg_root", N_("Das Wurzelelement heißt „svg“ und gehört zum Namensraum von SVG."))
NOT_TAGGED = define(
    "documents.not_tagged",
    N_(
        "Die PDF-Datei ist nicht barrierefrei ausgezeichnet (es fehlen Struktur-Tags). Screenreader "
        "können sie nur schwer vorlesen."
    ),
)
WRONG_CONTENT = define(
    "documents.wrong_content",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Ihr Inhalt beginnt anders. Bitte prüfen "
        "Sie, ob es die richtige Datei ist."
    ),
)

_SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True)
class DocumentReader:
    """One kind of document; `proof` says whether the content is of this kind, `details` reads from it."""

    id: str
    label: Message
    name: str
    media_type: str
    extensions: tuple[str, ...]
    reason: Message
    proof: Callable[[Probe], bool]
    details: Callable[[Probe], tuple[str, tuple[Message, ...]]]

    def claims(self, probe: Probe) -> bool:
        """Names prove nothing here: a file that only is called so stays an other file."""
        _ = probe
        return False

    def recognise(self, probe: Probe) -> Recognition | None:
        """By content."""
        return Recognition(self.id, Certainty.CERTAIN, self.reason) if self.proof(probe) else None

    def read(self, probe: Probe) -> FileSummary:
        """Read title and warnings."""
        if not self.proof(probe):
            raise Broken(WRONG_CONTENT)
        title, warnings = self.details(probe)
        return FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=Certainty.CERTAIN,
            reason=self.reason,
            media_type=self.media_type,
            variant="document",
            title=title,
            texts=bounded_texts([title]),
            warnings=warnings,
        )


def _starts(*magic: bytes) -> Callable[[Probe], bool]:
    return lambda probe: probe.content.startswith(magic)


def _nothing(probe: Probe) -> tuple[str, tuple[Message, ...]]:
    _ = probe
    return "", ()


def _pdf(probe: Probe) -> tuple[str, tuple[Message, ...]]:
    title = documents_text.pdf_metadata(probe.content).get("Title", "")
    is_tagged = documents_text.is_tagged_pdf(probe.content)
    return plain(title, 150), () if is_tagged else (NOT_TAGGED(),)


def _is_docx(probe: Probe) -> bool:
    names = probe.archive.names if probe.archive else ()
    return "[Content_Types].xml" in names and "word/document.xml" in names


def _is_odt(probe: Probe) -> bool:
    archive = probe.archive
    if archive is None or "mimetype" not in archive.names or "content.xml" not in archive.names:
        return False
    return archive.read("mimetype", 200).strip() == b"application/vnd.oasis.opendocument.text"


def _is_svg(probe: Probe) -> bool:
    root = probe.xml_root
    return root is not None and root.name == "svg" and root.namespace in {_SVG, ""}


def _svg(probe: Probe) -> tuple[str, tuple[Message, ...]]:
    return plain(xml.text_of(probe.tree(), "title"), 150), ()


def _title_in(entry: str) -> Callable[[Probe], tuple[str, tuple[Message, ...]]]:
    """Reads `dc:title` from the properties of an office document."""

    def details(probe: Probe) -> tuple[str, tuple[Message, ...]]:
        archive = probe.archive
        if archive is None or entry not in archive.names:
            return "", ()
        root = xml.parse(archive.read(entry, archives.MEBIBYTE))
        titles = (part.text for part in root.iter("{http://purl.org/dc/elements/1.1/}title"))
        return plain(next(titles, ""), 150), ()

    return details


DOCUMENTS: tuple[DocumentReader, ...] = (
    DocumentReader(
        id="pdf",
        label=define("documents.pdf", N_("PDF-Dokument"))(),
        name="PDF",
        media_type="application/pdf",
        extensions=(".pdf",),
        reason=MAGIC(format="PDF"),
        proof=_starts(b"%PDF-"),
        details=_pdf,
    ),
    DocumentReader(
        id="docx",
        label=define("documents.docx", N_("Word-Dokument (DOCX)"))(),
        name="DOCX",
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        extensions=(".docx",),
        reason=CONTENTS(format="DOCX"),
        proof=_is_docx,
        details=_title_in("docProps/core.xml"),
    ),
    DocumentReader(
        id="odt",
        label=define("documents.odt", N_("OpenDocument-Text (ODT)"))(),
        name="ODT",
        media_type="application/vnd.oasis.opendocument.text",
        extensions=(".odt",),
        reason=CONTENTS(format="ODT"),
        proof=_is_odt,
        details=_title_in("meta.xml"),
    ),
    DocumentReader(
        id="png",
        label=define("documents.png", N_("Bild (PNG)"))(),
        name="PNG",
        media_type="image/png",
        extensions=(".png",),
        reason=MAGIC(format="PNG"),
        proof=_starts(b"\x89PNG\r\n\x1a\n"),
        details=_nothing,
    ),
    DocumentReader(
        id="jpeg",
        label=define("documents.jpeg", N_("Bild (JPEG)"))(),
        name="JPEG",
        media_type="image/jpeg",
        extensions=(".jpg", ".jpeg"),
        reason=MAGIC(format="JPEG"),
        proof=_starts(b"\xff\xd8\xff"),
        details=_nothing,
    ),
    DocumentReader(
        id="svg",
        label=define("documents.svg", N_("Bild (SVG)"))(),
        name="SVG",
        media_type="image/svg+xml",
        extensions=(".svg",),
        reason=SVG_ROOT(),
        proof=_is_svg,
        details=_svg,
    ),
)
