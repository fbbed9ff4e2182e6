"""Groups, fields and rules of XDatenfelder as a form model, with the counting of uses and distinct ones."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.fim import legal_bases
from registry.formats.form import (
    MAX_CHOICES,
    MAX_ELEMENTS,
    MAX_RULES,
    Choice,
    CodeList,
    ElementKind,
    FormElement,
    FormRule,
)
from registry.formats.plain import TEXT, plain, plain_lines
from registry.formats.reading import Dependency

MISSING_ID = define("xdatenfelder.missing_id", N_("In Zeile %(line)s fehlt die Kennung (ID) eines Elements."))
TWICE = define(
    "xdatenfelder.twice",
    N_("In Zeile %(line)s steht „%(element)s“ zweimal. Gelesen wird die erste Angabe."),
)

MAX_LISTS = 200
_ONCE = ("name", "identifikation", "bezeichnung", "bezeichnungEingabe", "status", "freigabestatus")
_TYPES = {
    "text": "text",
    "text_latin": "text",
    "string.latin": "text",
    "num": "number",
    "num_int": "number",
    "num_currency": "number",
    "date": "date",
    "time": "time",
    "datetime": "datetime",
    "bool": "bool",
    "file": "file",
    "obj": "object",
}
_LIMITS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minValue": "min_value",
    "maxValue": "max_value",
    "pattern": "pattern",
}


@dataclass(slots=True)
class Build:
    """What is gathered while walking the tree."""

    warnings: list[Message] = field(default_factory=list)
    elements: int = 0
    uses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    distinct: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    lists: dict[str, Dependency] = field(default_factory=dict)

    def count(self, kind: str, key: tuple[str, str]) -> None:
        """Count one use of a field, group or rule."""
        self.uses[kind] += 1
        self.distinct[kind].add(key)

    def warn(self, warning: Message) -> None:
        """Keep a warning, up to a bearable number."""
        if len(self.warnings) < 20:
            self.warnings.append(warning)


class Parts:
    """The children of one element by name, read in one pass."""

    def __init__(self, element: xml.Element) -> None:
        self.line = xml.line_of(element)
        self.by_name: dict[str, list[xml.Element]] = defaultdict(list)
        for child in xml.children(element):
            self.by_name[xml.local(child)].append(child)

    def all(self, name: str) -> list[xml.Element]:
        """The children with this name."""
        return self.by_name.get(name, [])

    def text(self, *names: str) -> str:
        """The first text that is not empty among children of these names."""
        return next((text for name in names for part in self.all(name) if (text := xml.text_of(part))), "")

    def code(self, name: str) -> str:
        """The value of a coded child: its `code`, or its own text."""
        return next((xml.text_of(part, "code") or xml.text_of(part) for part in self.all(name)), "")

    def key(self) -> tuple[str, str]:
        """Id and version; version 1 has them without `identifikation`."""
        identification = next(iter(self.all("identifikation")), None)
        if identification is None:
            return plain(self.text("id"), 40), plain(self.text("version"), 20)
        version = xml.text_of(identification, "version")
        return plain(xml.text_of(identification, "id"), 40), plain(version, 20)


def read_structure(parts: Parts, build: Build) -> Iterator[FormElement]:
    """The groups and fields below a schema or group, in order."""
    for structure in parts.all("struktur"):
        occurs = xml.text_of(structure, "anzahl")
        bases = tuple(plain(basis.name) for basis in legal_bases(xml.children(structure, "bezug")))
        for contained in xml.children(structure, "enthaelt"):
            for element in xml.children(contained):
                yield from read_elements(element, occurs, bases, build)


def read_elements(element: xml.Element, occurs: str, bases: tuple[str, ...], build: Build) -> Iterator[FormElement]:
    """The group or field of an element; beyond the limit it is still counted, with all below it."""
    kind = xml.local(element)
    if kind not in {"datenfeld", "datenfeldgruppe"}:
        return
    parts = Parts(element)
    check(parts, build)
    build.count(kind, parts.key())
    build.elements += 1
    _need_lists(parts, build)
    rules = tuple(read_rules(parts, build))
    children = tuple(read_structure(parts, build))
    if build.elements <= MAX_ELEMENTS:
        make = _field if kind == "datenfeld" else _group
        yield make(parts, _common(parts, occurs, bases, rules), children)


def _need_lists(parts: Parts, build: Build) -> None:
    """The code lists of version 2, which lie in genericode files of their own."""
    for reference in parts.all("codelisteReferenz"):
        inner = xml.child(reference, "genericodeIdentification")
        uri = plain(xml.text_of(inner, "canonicalIdentification"))
        key = plain(xml.text_of(inner, "canonicalVersionUri")) or uri
        if key and len(build.lists) < MAX_LISTS:
            number = xml.text_of(reference, "identifikation", "id") or xml.text_of(reference, "id")
            build.lists.setdefault(key, Dependency(type="datasource", key=key, detail=plain(number, 40)))


def _common(parts: Parts, occurs: str, bases: tuple[str, ...], rules: tuple[FormRule, ...]) -> FormElement:
    """What groups and fields share."""
    identifier, version = parts.key()
    own = tuple(plain(basis.name) for basis in legal_bases(parts.all("bezug")))
    return FormElement(
        id=identifier,
        version=version,
        kind=ElementKind.GROUP,
        name=plain(parts.text("bezeichnungEingabe", "bezeichnung", "name")),
        key=plain(parts.text("name")),
        occurs=plain(occurs, 20),
        required=None if not occurs else not occurs.startswith("0"),
        help=plain(parts.text("hilfetextEingabe", "hilfetext"), TEXT),
        status=plain(parts.code("freigabestatus") or parts.code("status"), 40),
        legal_bases=tuple(dict.fromkeys((*bases, *own)))[:20],
        rules=rules,
    )


def _group(parts: Parts, common: FormElement, children: tuple[FormElement, ...]) -> FormElement:
    return replace(common, children=children, source_type=plain(parts.code("art"), 40))


def _field(parts: Parts, common: FormElement, children: tuple[FormElement, ...]) -> FormElement:
    art, source_type = parts.code("feldart"), parts.code("datentyp")
    choices = tuple(_choices(parts))
    is_choice = art == "select" or choices or parts.all("codelisteReferenz")
    return replace(
        common,
        kind=ElementKind.TEXT if art == "label" else ElementKind.FIELD,
        type="choice" if is_choice else _TYPES.get(source_type, plain(source_type, 40)),
        source_type=plain(source_type, 40),
        hidden=art == "hidden",
        read_only=art == "locked",
        limits=_limits(parts),
        choices=choices[:MAX_CHOICES],
        choices_total=len(choices),
        code_list=_code_list(parts),
        default=plain(parts.text("inhalt"), TEXT),
        children=children,
    )


def read_rules(parts: Parts, build: Build) -> Iterator[FormRule]:
    """The rules of a schema or group, counted."""
    for rule in parts.all("regel"):
        inner = Parts(rule)
        identifier, version = inner.key()
        build.count("regel", (identifier, version))
        if build.uses["regel"] <= MAX_RULES:
            yield FormRule(
                id=identifier,
                version=version,
                name=plain(inner.text("name")),
                text=plain_lines(inner.text("freitextRegel", "definition", "beschreibung")),
                type=plain(inner.code("typ"), 20),
            )


def _choices(parts: Parts) -> Iterator[Choice]:
    for values in parts.all("werte"):
        for value in xml.children(values, "wert"):
            code = plain(xml.text_of(value, "code"), 120)
            yield Choice(code=code, label=plain(xml.text_of(value, "name")))


def _code_list(parts: Parts) -> CodeList | None:
    for reference in parts.all("codelisteReferenz"):
        inner = xml.child(reference, "genericodeIdentification")
        holder = reference if inner is None else inner
        uri = plain(xml.text_of(holder, "canonicalIdentification") or xml.text_of(holder, "canonicalVersionUri"))
        if uri:
            return CodeList(uri=uri, version=plain(xml.text_of(holder, "version"), 40))
    return None


def _limits(parts: Parts) -> dict[str, str]:
    """The bounds of a value: attributes in version 3, a JSON text in version 2."""
    found: dict[str, str] = {}
    for element in parts.all("praezisierung"):
        pairs = dict(element.attrib) or _json_object(xml.text_of(element))
        found.update({_LIMITS[key]: plain(value) for key, value in pairs.items() if key in _LIMITS})
    media = [plain(xml.text_of(part), 80) for part in parts.all("mediaType")]
    extra = {"max_size": plain(parts.text("maxSize"), 40), "media_types": ", ".join(media[:20])}
    return found | {key: value for key, value in extra.items() if value}


def _json_object(text: str) -> dict[str, object]:
    try:
        value = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def check(parts: Parts, build: Build) -> None:
    """Warn of what the standard demands and real files lack."""
    if not parts.key()[0]:
        build.warn(MISSING_ID(line=parts.line))
    for name in _ONCE:
        if len(parts.all(name)) > 1:
            build.warn(TWICE(line=xml.line_of(parts.all(name)[1]), element=name))
