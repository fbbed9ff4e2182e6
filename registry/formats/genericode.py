"""genericode (OASIS): a code list with its values, as FIM and the XRepository hand them out."""

import re
from collections import Counter
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    Dependency,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
)
from registry.formats.values import MAX_COLUMNS, MAX_ROWS, ValueTable

_NAMESPACE = re.compile(r"http://docs\.oasis-open\.org/codelist/ns/genericode/(\d+\.\d+)/?\Z")
_SEARCHED = 200

LABEL = define("genericode.label", N_("Codeliste (genericode)"))
REASON = define(
    "genericode.reason",
    N_("Das Wurzelelement heißt „CodeList“ und gehört zum Namensraum von genericode %(version)s."),
)
WRONG_ROOT = define(
    "genericode.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile 1 steht das Element „%(root)s“, "
        "erwartet ist „CodeList“. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
NO_VALUES = define("genericode.no_values", N_("Die Codeliste enthält keine Werte."))
TWICE = define("genericode.twice", N_("Der Code „%(code)s“ kommt in der Codeliste %(count)s-mal vor."))


class GenericodeReader:
    """Reads `C…_genericode.xml` and `*.gc`."""

    id = "genericode"
    label = LABEL()
    name = "genericode"
    media_type = "application/xml"
    extensions = (".gc",)

    def claims(self, probe: Probe) -> bool:
        """By the file names of FIM, the extension, or the namespace at the start of a broken file."""
        if probe.extension in self.extensions or probe.name.lower().endswith("_genericode.xml"):
            return True
        return probe.is_broken_xml and "docs.oasis-open.org/codelist/ns/genericode/" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        version = _NAMESPACE.match(root.namespace) if root is not None else None
        if root is None or version is None or root.name != "CodeList":
            return None
        return Recognition(self.id, Certainty.CERTAIN, REASON(version=version[1]))

    def read(self, probe: Probe) -> FileSummary:
        """Read the list and its values."""
        recognition = self.recognise(probe)
        root = probe.tree()
        if recognition is None:
            raise Broken(WRONG_ROOT, root=xml.local(root))
        identification = xml.child(root, "Identification")
        title = plain(xml.text_of(identification, "ShortName") or xml.text_of(identification, "LongName"), 150)
        table, rows = _table(root, identification)
        return FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=recognition.certainty,
            reason=recognition.reason,
            media_type=self.media_type,
            variant="code_list",
            tool="genericode",
            tool_version=str(recognition.reason.params["version"]),
            title=title,
            identifiers=Identifiers(source_key=table.uri, version=table.version),
            provides=tuple(_provided(identification)),
            values=table,
            counts={"values": len(rows), "columns": len(table.columns)},
            texts=bounded_texts([title, *(cell for row in table.rows[:_SEARCHED] for cell in row[1:])]),
            warnings=tuple(_warnings(rows, table)),
        )


def _table(root: xml.Element, identification: xml.Element | None) -> tuple[ValueTable, list[tuple[str, ...]]]:
    """The table as far as it is kept, and all of its rows."""
    columns = _columns(root)
    names = {key: at for at, key in enumerate(columns)}
    values = xml.child(root, "SimpleCodeList")
    found = [_row(row, names) for row in xml.children(values, "Row")] if values is not None else []
    table = ValueTable(
        columns=tuple(columns.values()),
        rows=tuple(found[:MAX_ROWS]),
        total=len(found),
        uri=plain(xml.text_of(identification, "CanonicalUri")),
        version=plain(xml.text_of(identification, "Version"), 40),
    )
    return table, found


def _columns(root: xml.Element) -> dict[str, str]:
    """Name by id of the columns; the one with the code comes first (the key, else ``code``, else the first)."""
    holder = xml.child(root, "ColumnSet")
    if holder is None:
        return {}
    columns = {
        column.get("Id", ""): plain(xml.text_of(column, "ShortName")) or plain(column.get("Id"))
        for column in xml.children(holder, "Column")
    }
    keys = (reference.get("Ref", "") for key in xml.children(holder, "Key") for reference in xml.children(key))
    code = next((key for key in (*keys, "code") if key in columns), "")
    return dict(sorted(columns.items(), key=lambda pair: pair[0] != code)[:MAX_COLUMNS])


def _row(row: xml.Element, columns: dict[str, int]) -> tuple[str, ...]:
    """The cells of a row; a value without a reference belongs to the column after the one before it."""
    cells = [""] * len(columns)
    order = list(columns)
    at = -1
    for value in xml.children(row, "Value"):
        reference = value.get("ColumnRef")
        at = columns.get(reference, -1) if reference is not None else at + 1
        if 0 <= at < len(order):
            cells[at] = plain(xml.text_of(value, "SimpleValue"))
    return tuple(cells)


def _provided(identification: xml.Element | None) -> Iterator[Dependency]:
    """Both addresses of the list: a form may name its edition or any."""
    for name in ("CanonicalUri", "CanonicalVersionUri"):
        uri = plain(xml.text_of(identification, name))
        if uri:
            yield Dependency(type="datasource", key=uri)


def _warnings(rows: list[tuple[str, ...]], table: ValueTable) -> Iterator[Message]:
    if not rows:
        yield NO_VALUES()
    codes = Counter(row[0] for row in rows if row and row[0])
    for code, count in codes.most_common(5):
        if count > 1:
            yield TWICE(code=plain(code, 40), count=count)
    if table.total > len(table.rows):
        yield TRUNCATED()
