"""The text of a file in pieces that know where they stand, for the search for secrets and personal data."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from registry.core.messages import N_, Message, MessageKind, define
from registry.formats import documents_text, strict_json, xml
from registry.formats.finding_names import is_telling
from registry.formats.named_values import named_values
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
JSON_PATH = define("place.json_path", N_("Stelle %(where)s"))
ENTRY = define("place.entry", N_("im Archiv in „%(where)s“"))
METADATA = define("place.metadata", N_("Dateieigenschaft „%(where)s“"))
BINARY = define("place.binary", N_("im nicht lesbaren Teil der Datei"))

_NAMES = ("name", "key", "schluessel", "target", "id")
_VALUES = frozenset(["value", "wert", "standardwert", "vorbelegung", "default", "defaultvalue", "source", "inhalt"])
_BASE64 = re.compile(r"(?:data:[\w/+.;=-]{1,100},)?[A-Za-z0-9+/=\s]{400,}\Z")
_PRINTABLE = re.compile(rb"[\x20-\x7e\xa0-\xff]{8,2000}")
_XAML_VALUES = frozenset(["InArgument", "InOutArgument", "CSharpValue", "VisualBasicValue", "Literal"])
_TEXT_DOCUMENTS = frozenset({"document", "hdr", "ftr", "footnotes", "endnotes", "document-content"})
_BINARY_MOST = 4_000_000


class Segment(NamedTuple):
    """One piece of text.

    Attributes:
        name: the element, attribute, key or field that holds it; empty for running text.
        owner: what gives it its meaning: for JSON the path, for XML the reference it is the value of.
        label: what calls it beside that, as `name` does for `value`; empty where nothing does.
        line: where it begins; `where` says more: an element, a JSON path, an entry, a property.
        kind: how the two make a sentence (`place_of`).
    """

    text: str
    kind: MessageKind
    line: int = 0
    where: str = ""
    name: str = ""
    owner: str = ""
    label: str = ""

    def place_of(self, offset: int) -> Message:
        """Where the character at `offset` stands, for people."""
        if self.kind is LINE:
            return self._running(offset)
        where = plain(self.where, 160)
        return self.kind(line=self.line, element=where) if self.kind is LINE_IN else self.kind(where=where)

    def _running(self, offset: int) -> Message:
        line = self.line + self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset)
        return LINE_COLUMN(line=line, column=column) if column > 200 else LINE(line=line)


def segments_of(probe: Probe) -> Iterator[Segment]:
    """All text of a file, from whatever form was parsed of it, up to the limits."""
    left = MAX_CHARACTERS
    for segment in islice(chain(_segments(probe), _inside_segments(probe)), MAX_SEGMENTS):
        if not segment.text or _BASE64.match(segment.text):
            continue
        left -= len(segment.text)
        if left < 0:
            return
        yield segment


def _segments(probe: Probe) -> Iterator[Segment]:
    tree = _tree(probe)
    if tree is not None:
        yield from _xml_segments(tree)
    elif probe.json is not None:
        yield from _json_segments(probe.json)
    elif probe.archive is not None:
        yield from _archive_segments(probe)
    elif documents_text.is_pdf(probe.content):
        for field, value in documents_text.pdf_metadata(probe.content).items():
            yield Segment(value, METADATA, where=field, name=field)
    else:
        yield from _raw_segments(probe.content)


def _inside_segments(probe: Probe) -> Iterator[Segment]:
    """The text of the files that the reader found packed in this one."""
    for inner in probe.inside:
        for found in _entry_segments(inner.content, inner.name):
            yield Segment(found.text, ENTRY, 0, inner.name, found.name, found.owner)


def _tree(probe: Probe) -> xml.Element | None:
    """The XML tree, also of a file that no reader knows; None if it is no readable XML."""
    if probe.parsed_tree is None and probe.xml_root is not None:
        try:
            return probe.tree()
        except Broken:
            return None
    return probe.parsed_tree


def _xml_segments(root: xml.Element) -> Iterator[Segment]:
    for element in root.iter(xml.ANY):
        text, values = element.text, element.items()
        if values or (text and not text.isspace()):
            yield from _element_segments(element, text, values)
        if (tail := element.tail) and not tail.isspace():
            yield Segment(tail[:MAX_VALUE], LINE, xml.line_of(element))
    for comment in root.iter(xml.COMMENT):
        yield Segment((comment.text or "")[:MAX_VALUE], LINE, xml.line_of(comment))


def _element_segments(element: xml.Element, text: str | None, values: list[tuple[str, str]]) -> Iterator[Segment]:
    name, line = xml.local(element), xml.line_of(element)
    if text and not text.isspace():
        label = _called(values) or _label(element, name)
        called, owner = _xaml_name(element, name), _xml_owner(element, name)
        yield Segment(text[:MAX_VALUE], LINE_IN, line, name, called, owner, label)
    for key, value in values:
        if len(value) > 2:
            attribute = key.rsplit("}", 1)[-1]
            label = _called(values) if attribute.casefold() in _VALUES else ""
            yield Segment(value[:MAX_VALUE], LINE_IN, line, f"{name}/{attribute}", attribute, label=label)


def _called(values: list[tuple[str, str]]) -> str:
    """What an element says it is called, by the attributes that are used for it."""
    if not values:
        return ""
    given = {key.casefold(): value for key, value in values}
    return next((given[key] for key in _NAMES if given.get(key)), "")[:80]


def _label(element: xml.Element, name: str) -> str:
    """What names the value of an element: the element before it (a pair), or the field around it (civento)."""
    if name.casefold() not in _VALUES:
        return ""
    before = element.getprevious()
    if before is not None and isinstance(before.tag, str) and xml.local(before).casefold() in _NAMES:
        return (before.text or "")[:80]
    around = islice(element.iterancestors(), 2)
    return next((str(found.get("Name"))[:80] for found in around if found.get("Name")), "")


def _xaml_name(element: xml.Element, name: str) -> str:
    """What a value of XAML is called: by its key, by the variable it is assigned to, or by its property."""
    if name not in _XAML_VALUES or (outer := element.getparent()) is None:
        return name
    keyed = next((value for key, value in element.items() if key.endswith("}Key")), "")
    if keyed or xml.local(outer) in _XAML_VALUES:
        return keyed or _xaml_name(outer, xml.local(outer))
    holder, _, own = xml.local(outer).rpartition(".")
    if holder == "Assign" and own == "Value":
        target = outer.getparent()
        given = () if target is None else (xml.full_text(to) for to in xml.children(target, "Assign.To"))
        return next(iter(given), "").strip().strip("[]")
    return own or name


def _xml_owner(element: xml.Element, name: str) -> str:
    """What gives an element's text its meaning: the path that a sibling says it is the value of (civento)."""
    if name not in {"Wert", "Ausdruck"}:
        return ""
    for ancestor in (element, *islice(element.iterancestors(), 2)):
        for sibling in ancestor.itersiblings(preceding=xml.local(ancestor) == "Wert"):
            if isinstance(sibling.tag, str) and xml.local(sibling).startswith("Datenverweis"):
                return sibling.text or ""
    return ""


def _json_segments(value: object) -> Iterator[Segment]:
    beside: tuple[tuple[str, ...], str] = ((), "")
    for path, part in strict_json.walk(value):
        if isinstance(part, str) and len(part) > 2:
            name = next((key for key in reversed(path) if not key.isdigit()), "")
            where = ".".join(path)
            if name.casefold() in _NAMES:
                beside = path[:-1], part[:80]
            label = beside[1] if name.casefold() in _VALUES and beside[0] == path[:-1] else ""
            yield Segment(part[:MAX_VALUE], JSON_PATH, 0, where, name, where, label)


def _archive_segments(probe: Probe) -> Iterator[Segment]:
    archive = probe.archive
    left = _ARCHIVE_TEXT
    for name in islice(archive.names if archive else (), _ARCHIVE_ENTRIES):
        if left <= 0:
            return
        content = _entry(probe, name, left)
        left -= len(content)
        yield from (found._replace(kind=ENTRY, line=0, where=name) for found in _entry_segments(content, name))


def _entry(probe: Probe, name: str, limit: int) -> bytes:
    try:
        return probe.archive.read(name, limit) if probe.archive else b""
    except Broken:
        return b""


def _entry_segments(content: bytes, name: str) -> Iterator[Segment]:
    inner = Probe(content, name)
    try:
        tree = _tree(inner)
        if tree is not None and xml.local(tree) in _TEXT_DOCUMENTS:
            yield from _paragraphs(tree)
        elif tree is not None or documents_text.is_pdf(content) or not documents_text.is_binary(content):
            yield from _segments(inner)
    except Broken:
        yield from _raw_segments(content)


def _paragraphs(root: xml.Element) -> Iterator[Segment]:
    """The paragraphs of a text document, each as a whole: an address may be split over several runs."""
    for element in root.iter(xml.ANY):
        if xml.local(element) in {"p", "h"}:
            yield Segment(xml.full_text(element)[:MAX_VALUE], LINE, xml.line_of(element))


def _named_segments(text: str) -> Iterator[Segment]:
    """The values of secrets and logins in the text of a bot, each under its name."""
    line, counted = 1, 0
    for name, value, position in sorted(named_values(text), key=lambda found: found[2]):
        line += text.count("\n", counted, position)
        counted = position
        if is_telling(name):
            yield Segment(value, LINE_IN, line, name, name)


def _raw_segments(content: bytes) -> Iterator[Segment]:
    text = documents_text.decoded(content)
    if text is not None:
        yield Segment(text[:MAX_CHARACTERS], LINE, 1)
        yield from _named_segments(text[:MAX_CHARACTERS])
        return
    for found in _PRINTABLE.finditer(content[:_BINARY_MOST]):
        yield Segment(found.group().decode("cp1252", "replace"), BINARY)
