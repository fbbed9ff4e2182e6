"""The text of a file in pieces that know where they stand, for the search for secrets and personal data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from registry.core.messages import N_, Message, define
from registry.formats import documents_text, strict_json, xml
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken

MAX_SEGMENTS = 400_000
MAX_CHARACTERS = 40_000_000
MAX_VALUE = 1_000_000
_ARCHIVE_TEXT = 16_000_000
_ARCHIVE_ENTRIES = 200

LINE = define("place.line", N_("Zeile %(line)s"))
LINE_IN = define("place.line_in", N_("Zeile %(line)s, %(element)s"))
LINE_COLUMN = define("place.line_column", N_("Zeile %(line)s, Zeichen %(column)s"))
JSON_PATH = define("place.json_path", N_("Stelle %(path)s"))
ENTRY = define("place.entry", N_("im Archiv in „%(entry)s“"))
METADATA = define("place.metadata", N_("Dateieigenschaft „%(field)s“"))
BINARY = define("place.binary", N_("im nicht lesbaren Teil der Datei"))

_BASE64 = re.compile(r"(?:data:[\w/+.;=-]{1,100},)?[A-Za-z0-9+/=\s]{400,}\Z")
_PRINTABLE = re.compile(rb"[\x20-\x7e\xa0-\xff]{8,2000}")
_BINARY_MOST = 4_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of text.

    Attributes:
        name: the element, attribute, key or field that holds it; empty for running text.
        owner: what stands around it and may give it its meaning (for JSON the path, for XML the element).
        place: where it begins; running text counts lines from there (`place_of`).
    """

    text: str
    place: Message
    name: str = ""
    owner: str = ""
    running: bool = False

    def place_of(self, offset: int) -> Message:
        """Where the character at `offset` stands."""
        if not self.running:
            return self.place
        line = self.text.count("\n", 0, offset) + 1
        column = offset - self.text.rfind("\n", 0, offset)
        return LINE_COLUMN(line=line, column=column) if column > 200 else LINE(line=line)


def segments_of(probe: Probe) -> Iterator[Segment]:
    """All text of a file, from whatever form was parsed of it, up to the limits."""
    left = MAX_CHARACTERS
    for segment in islice(_segments(probe), MAX_SEGMENTS):
        if not segment.text or _BASE64.match(segment.text):
            continue
        left -= len(segment.text)
        if left < 0:
            return
        yield segment


def _segments(probe: Probe) -> Iterator[Segment]:
    if probe.parsed_tree is not None:
        yield from _xml_segments(probe.parsed_tree)
    elif probe.json is not None:
        yield from _json_segments(probe.json)
    elif probe.archive is not None:
        yield from _archive_segments(probe)
    elif documents_text.is_pdf(probe.content):
        for field, value in documents_text.pdf_metadata(probe.content).items():
            yield Segment(value, METADATA(field=field), field)
    else:
        yield from _raw_segments(probe.content)


def _xml_segments(root: etree._Element) -> Iterator[Segment]:
    for element in root.iter():
        if isinstance(element.tag, str):
            yield from _element_segments(element)
        elif element.text:
            yield Segment(element.text[:MAX_VALUE], LINE(line=element.sourceline or 1))
        if element.tail and not element.tail.isspace():
            yield Segment(element.tail[:MAX_VALUE], LINE(line=element.sourceline or 1))


def _element_segments(element: etree._Element) -> Iterator[Segment]:
    name = xml.local(element)
    text = element.text
    if text and not text.isspace():
        yield Segment(text[:MAX_VALUE], _xml_place(element, name), name, _xml_owner(element))
    for key, value in element.attrib.items():
        if value and len(value) > 2:
            attribute = key.rsplit("}", 1)[-1]
            yield Segment(value[:MAX_VALUE], _xml_place(element, f"{name}/{attribute}"), attribute, name)


def _xml_place(element: etree._Element, where: str) -> Message:
    return LINE_IN(line=element.sourceline or 1, element=plain(where, 80))


def _xml_owner(element: etree._Element) -> str:
    """What gives an element's text its meaning: the path that a sibling says it is the value of."""
    if xml.local(element) not in {"Wert", "Ausdruck"}:
        return ""
    for ancestor in (element, *islice(element.iterancestors(), 2)):
        for sibling in ancestor.itersiblings(preceding=xml.local(ancestor) == "Wert"):
            if isinstance(sibling.tag, str) and xml.local(sibling).startswith("Datenverweis"):
                return sibling.text or ""
    return ""


def _json_segments(value: object) -> Iterator[Segment]:
    for path, part in strict_json.walk(value):
        if isinstance(part, str) and len(part) > 2:
            name = next((key for key in reversed(path) if not key.isdigit()), "")
            yield Segment(part[:MAX_VALUE], JSON_PATH(path=plain(".".join(path), 160)), name, ".".join(path))


def _archive_segments(probe: Probe) -> Iterator[Segment]:
    archive = probe.archive
    left = _ARCHIVE_TEXT
    for name in islice(archive.names if archive else (), _ARCHIVE_ENTRIES):
        if left <= 0:
            return
        content = _entry(probe, name, left)
        left -= len(content)
        yield from (
            Segment(found.text, ENTRY(entry=plain(name, 120)), found.name, found.owner)
            for found in _entry_segments(content, name)
        )


def _entry(probe: Probe, name: str, limit: int) -> bytes:
    try:
        return probe.archive.read(name, limit) if probe.archive else b""
    except Broken:
        return b""


def _entry_segments(content: bytes, name: str) -> Iterator[Segment]:
    inner = Probe(content, name)
    try:
        if xml.looks_like_xml(content):
            inner.tree()
        elif documents_text.is_binary(content):
            return
        if not content.startswith(b"PK"):
            yield from _segments(inner)
    except Broken:
        yield from _raw_segments(content)


def _raw_segments(content: bytes) -> Iterator[Segment]:
    text = documents_text.decoded(content)
    if text is not None:
        yield Segment(text[:MAX_CHARACTERS], LINE(line=1), running=True)
        return
    for found in _PRINTABLE.finditer(content[:_BINARY_MOST]):
        yield Segment(found.group().decode("cp1252", "replace"), BINARY())
