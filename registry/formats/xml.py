"""The one place where XML is parsed: no DOCTYPE, no entities, no network, known encodings, bounded.

libxml2's own limits stay switched on (256 levels, 10 MB per text or attribute); a document type is
refused after parsing, because a byte search can be misled by the encoding.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from registry.core.messages import N_, MessageKind, define
from registry.formats.reading import Broken

Element = Any
"""An element of lxml; the published type stubs are older than the library and describe another one."""

ANY = etree.Element
"""What `iter` and `iterchildren` take to leave comments and processing instructions out."""

COMMENT = etree.Comment

STREAM_FROM = 8 * 1024 * 1024
_HEAD_STEP = 2_048
_HEAD_MOST = 262_144
_EMPTY_NAMESPACE = re.compile(r"""(\sxmlns:[^\s=<>"']{1,60}\s{0,5}=\s{0,5})(?:""|'')""")
_HTML = re.compile(rb"<!doctype\s+html\s*>|<html[\s>]", re.IGNORECASE)
_ENCODINGS = frozenset(
    [
        "utf-8",
        "utf8",
        "us-ascii",
        "ascii",
        "utf-16",
        "utf-16le",
        "utf-16be",
        "iso-8859-1",
        "iso-8859-15",
        "latin1",
        "windows-1252",
        "cp1252",
    ]
)

NOT_WELL_FORMED = define(
    "formats.xml.not_well_formed",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s ist das XML fehlerhaft. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
BAD_ATTRIBUTE = define(
    "formats.xml.bad_attribute",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s ist ein Attribut fehlerhaft. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
UNDECLARED = define(
    "formats.xml.undeclared",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. "
        "In Zeile %(line)s steht ein Name, der nirgends erklärt ist. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
AFTER_END = define(
    "formats.xml.after_end",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. "
        "In Zeile %(line)s steht etwas nach dem Ende des Dokuments. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
FORBIDDEN_CHARACTER = define(
    "formats.xml.forbidden_character",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. "
        "In Zeile %(line)s steht ein Zeichen, das nicht erlaubt ist. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
TAG_MISMATCH = define(
    "formats.xml.tag_mismatch",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s fehlt ein schließendes "
        "Element. Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
CUT_OFF = define(
    "formats.xml.cut_off",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie bricht in Zeile %(line)s ab. "
        "Speichern Sie sie in Ihrem Werkzeug erneut und laden Sie sie noch einmal hoch."
    ),
)
WRONG_ENCODING = define(
    "formats.xml.wrong_encoding",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s passen die Zeichen "
        "nicht zur angegebenen Zeichenkodierung. Speichern Sie sie in Ihrem Werkzeug als UTF-8 und "
        "laden Sie sie noch einmal hoch."
    ),
)
UNKNOWN_ENCODING = define(
    "formats.xml.unknown_encoding",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Die Zeichenkodierung „%(encoding)s“ wird "
        "nicht angenommen. Speichern Sie sie als UTF-8 und laden Sie sie noch einmal hoch."
    ),
)
DOCTYPE = define(
    "formats.xml.doctype",
    N_(
        "Die Datei „%(name)s“ wird nicht angenommen. In Zeile %(line)s steht eine DOCTYPE-Angabe, die"
        " aus Sicherheitsgründen nicht erlaubt ist. Entfernen Sie die Angabe und laden Sie die Datei "
        "noch einmal hoch."
    ),
)
TOO_COMPLEX = define(
    "formats.xml.too_complex",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s ist das XML zu tief "
        "verschachtelt oder ein Eintrag zu groß. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
EMPTY = define(
    "formats.xml.empty",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält kein XML. Bitte prüfen Sie, "
        "ob es die richtige Datei ist."
    ),
)

_REASONS: dict[int, MessageKind] = {
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: TAG_MISMATCH,
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: CUT_OFF,
    etree.ErrorTypes.ERR_GT_REQUIRED: CUT_OFF,
    etree.ErrorTypes.ERR_DOCUMENT_END: AFTER_END,
    etree.ErrorTypes.ERR_ATTRIBUTE_NOT_STARTED: BAD_ATTRIBUTE,
    etree.ErrorTypes.ERR_ATTRIBUTE_NOT_FINISHED: BAD_ATTRIBUTE,
    etree.ErrorTypes.ERR_ATTRIBUTE_WITHOUT_VALUE: BAD_ATTRIBUTE,
    etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: BAD_ATTRIBUTE,
    etree.ErrorTypes.ERR_LT_IN_ATTRIBUTE: BAD_ATTRIBUTE,
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: UNDECLARED,
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: UNDECLARED,
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: EMPTY,
    etree.ErrorTypes.ERR_INVALID_CHAR: FORBIDDEN_CHARACTER,
    etree.ErrorTypes.ERR_INVALID_ENCODING: WRONG_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING: UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: UNKNOWN_ENCODING,
}


@dataclass(frozen=True, slots=True)
class Root:
    """The root element of a document, seen without reading on: local name, namespace, attributes."""

    name: str
    namespace: str
    attributes: dict[str, str]


def looks_like_xml(content: bytes) -> bool:
    """Whether the bytes begin as an XML document does, in any of the usual encodings."""
    start = _start(content)
    if _HTML.match(start):
        return False
    return start[:1] == b"<" and (start[1:2].isalpha() or start[1:2] in b"?!_")


def _start(content: bytes) -> bytes:
    """The first bytes without marks of the encoding and blanks; of UTF-16 only every other byte."""
    return content[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")


def fill_empty_namespaces(content: bytes) -> bytes:
    """The document with an address for every prefix whose namespace is empty (``xmlns:ns2=""``, which XML forbids).

    Lines stay what they were.
    """
    codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(content[:2], "latin-1")
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return content
    return _EMPTY_NAMESPACE.sub(r'\1"urn:unbekannt"', text).encode(codec)


def root_of(content: bytes) -> Root | None:
    """The root element, read from as little of the start as needed; None when there is none.

    Raises:
        Broken: a DOCTYPE or an encoding that is not accepted stands before it.
    """
    if not looks_like_xml(content):
        return None
    parser = etree.XMLPullParser(events=("start",), recover=True, **_SAFE)
    element = _first_element(parser, content)
    if element is None:
        return None
    _check_document(element, content)
    namespace, _, name = element.tag.rpartition("}")
    attributes = {_bare(key): str(value) for key, value in element.attrib.items()}
    return Root(_bare(name), namespace.removeprefix("{"), attributes)


def _bare(name: str) -> str:
    """A name without namespace and without a prefix that is not declared (then the reader refuses the file)."""
    return name.rpartition("}")[2].rpartition(":")[2]


def parse(content: bytes, *, drop: str | None = None) -> Element:
    """Parse a whole document into a tree.

    Args:
        content: the bytes as uploaded; never decode them before.
        drop: qualified name of elements to leave out (``{namespace}name``); large files are then streamed,
            so that what is dropped never stands in memory as a whole.

    Raises:
        Broken: not well-formed, or something that is not accepted; with the line.
    """
    if _HTML.match(_start(content)):
        raise Broken(EMPTY)
    try:
        if drop is not None and len(content) > STREAM_FROM:
            root = _stream(content, drop)
        else:
            root = etree.fromstring(content, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise _broken(error) from None
    except ValueError:  # lxml's word for some unusable inputs
        raise Broken(NOT_WELL_FORMED, line=1) from None
    _check_document(root, content)
    if drop is not None:
        etree.strip_elements(root, drop, with_tail=False)
    return root


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def line_of(element: Element) -> int:
    """The line an element begins in."""
    return int(element.sourceline or 1)


def full_text(element: Element) -> str:
    """All text in and below an element."""
    return "".join(str(part) for part in element.itertext())


def children(element: Element, name: str | None = None) -> Iterator[Element]:
    """The child elements with this local name (or all), whatever their namespace; no comments."""
    for child in element:
        if isinstance(child.tag, str) and (name is None or local(child) == name):
            yield child


def child(element: Element, name: str) -> Element | None:
    """The first child with this local name."""
    return next(children(element, name), None)


def text_of(element: Element | None, *path: str) -> str:
    """The text of an element, or of the first one down a path of local names; empty when absent."""
    for name in path:
        if element is None:
            return ""
        element = child(element, name)
    return (element.text or "").strip() if element is not None else ""


_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "remove_pis": True,
}


def _first_element(parser: Element, content: bytes) -> Element | None:
    for position in range(0, min(len(content), _HEAD_MOST), _HEAD_STEP):
        try:
            parser.feed(content[position : position + _HEAD_STEP])
        except etree.XMLSyntaxError:
            return _event(parser)
        element = _event(parser)
        if element is not None:
            return element
    return None


def _event(parser: Element) -> Element | None:
    found = next(iter(parser.read_events()), None)
    return found[1] if found is not None else None


def _stream(content: bytes, drop: str) -> Element:
    events = etree.iterparse(BytesIO(content), events=("end",), tag=drop, **_SAFE)
    for _, element in events:
        element.clear()
    return events.root


def _check_document(element: Element, content: bytes) -> None:
    document = element.getroottree().docinfo
    encoding = (document.encoding or "utf-8").lower()
    if encoding not in _ENCODINGS:
        raise Broken(UNKNOWN_ENCODING, encoding=encoding)
    if document.doctype or document.internalDTD is not None:
        before = content.replace(b"\x00", b"").partition(b"<!DOCTYPE")[0]
        raise Broken(DOCTYPE, line=before.count(b"\n") + 1)


def _broken(error: Any) -> Broken | MemoryError:  # noqa: ANN401 (the stubs do not know its code)
    if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
        return MemoryError()
    line = error.lineno or 1
    detail = (error.msg or "").rsplit(", line ", 1)[0]
    if any(word in detail for word in ("Excessive depth", "too long", "huge", "Huge", "HUGE", "XML_PARSE_HUGE")):
        return Broken(TOO_COMPLEX, line=line)
    reason = _REASONS.get(error.code, NOT_WELL_FORMED)
    if reason is UNKNOWN_ENCODING:
        return Broken(reason, encoding=detail.rsplit(" ", 1)[-1])
    return Broken(reason, line=line)
