"""XDatenfelder (FIM): data schemas, groups and fields of version 2 and 3; version 1 as far as it is alike.

Read with warnings, never validated against the schema: real files of the FIM portal break it. Every use
of a group or field is inlined in the file, so uses and distinct (id, version) are counted apart.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.fim import STATUS_2, STATUS_3, legal_bases, schema_key
from registry.formats.form import (
    MAX_CHOICES,
    MAX_ELEMENTS,
    MAX_RULES,
    Choice,
    CodeList,
    ElementKind,
    FormElement,
    FormModel,
    FormRule,
)
from registry.formats.plain import TEXT, plain, plain_lines
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
)

_NAMESPACE = re.compile(r"urn:xoev-de:fim:standard:xdatenfelder_([123])(?:\.[0-9.]+)?\Z")
_FILE_NAME = re.compile(r"_xdf[123]?\.xml\Z", re.IGNORECASE)

LABEL = define("xdatenfelder.label", N_("XDatenfelder (FIM)"))
REASON = define(
    "xdatenfelder.reason",
    N_("Das Wurzelelement heißt „%(root)s“ und gehört zum Namensraum von XDatenfelder %(version)s."),
)
NO_CONTENT = define(
    "xdatenfelder.no_content",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s fehlt das Datenschema, "
        "die Datenfeldgruppe oder das Datenfeld. Exportieren Sie sie erneut und laden Sie sie noch "
        "einmal hoch."
    ),
)
WRONG_ROOT = define(
    "xdatenfelder.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile 1 steht das Element „%(root)s“. "
        "Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
OLD_VERSION = define(
    "xdatenfelder.old_version",
    N_("Die Datei folgt XDatenfelder 1. Diese Fassung ist veraltet und wird nur in Teilen gelesen."),
)
MISSING_ID = define("xdatenfelder.missing_id", N_("In Zeile %(line)s fehlt die Kennung (ID) eines Elements."))
TWICE = define(
    "xdatenfelder.twice",
    N_("In Zeile %(line)s steht „%(element)s“ zweimal. Gelesen wird die erste Angabe."),
)
UNKNOWN_STATUS = define(
    "xdatenfelder.unknown_status",
    N_("Der Freigabestatus „%(code)s“ in Zeile %(line)s ist nicht bekannt."),
)

_CONTENT = ("stammdatenschema", "datenfeldgruppe", "datenfeld")
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
_KIND_WORDS = frozenset({"detaillierungsstufe", "anwendungsgebiet"})
_LEIKA = re.compile(r"(?<!\d)99\d{12}(?!\d)")


class XDatenfelderReader:
    """Reads `S…V…_xdf2.xml`, `…_xdf3.xml` and single groups and fields."""

    id = "xdatenfelder"
    label = LABEL()
    name = "XDatenfelder"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the portal's file names, or by the namespace at the start of a broken file."""
        if _FILE_NAME.search(probe.name):
            return True
        return probe.is_broken_xml and "urn:xoev-de:fim:standard:xdatenfelder_" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        if root is None or not root.name.startswith("xdatenfelder."):
            return None
        version = _NAMESPACE.match(root.namespace)
        if version is None:
            return None
        return Recognition(self.id, Certainty.CERTAIN, REASON(root=plain(root.name), version=version[1]))

    def read(self, probe: Probe) -> FileSummary:
        """Read the schema, group or field."""
        recognition = self.recognise(probe)
        root_name = probe.xml_root.name if probe.xml_root else ""
        if recognition is None:
            probe.tree()
            raise Broken(WRONG_ROOT, root=root_name)
        namespace = probe.xml_root.namespace if probe.xml_root else ""
        root = probe.tree(drop=f"{{{namespace}}}relation")
        content = next((part for name in _CONTENT for part in xml.children(root, name)), None)
        if content is None:
            raise Broken(NO_CONTENT, line=xml.line_of(root))
        return _summary(recognition, content, version=namespace.rsplit("_", 1)[-1][:1])


@dataclass(slots=True)
class _Build:
    """What is gathered while walking the tree."""

    warnings: list[Message] = field(default_factory=list)
    elements: int = 0
    uses: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    distinct: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def count(self, kind: str, key: tuple[str, str]) -> None:
        self.uses[kind] += 1
        self.distinct[kind].add(key)

    def warn(self, warning: Message) -> None:
        if len(self.warnings) < 20:
            self.warnings.append(warning)


class _Parts:
    """The children of one element by name, read in one pass."""

    def __init__(self, element: xml.Element) -> None:
        self.line = xml.line_of(element)
        self.by_name: dict[str, list[xml.Element]] = defaultdict(list)
        for child in xml.children(element):
            self.by_name[xml.local(child)].append(child)

    def all(self, name: str) -> list[xml.Element]:
        return self.by_name.get(name, [])

    def text(self, *names: str) -> str:
        """The first text that is not empty among children of these names."""
        return next((text for name in names for part in self.all(name) if (text := xml.text_of(part))), "")

    def code(self, name: str) -> str:
        return next((xml.text_of(part, "code") or xml.text_of(part) for part in self.all(name)), "")

    def key(self) -> tuple[str, str]:
        """Id and version; version 1 has them without `identifikation`."""
        identification = next(iter(self.all("identifikation")), None)
        if identification is None:
            return plain(self.text("id"), 40), plain(self.text("version"), 20)
        version = xml.text_of(identification, "version")
        return plain(xml.text_of(identification, "id"), 40), plain(version, 20)


def _summary(recognition: Recognition, content: xml.Element, *, version: str) -> FileSummary:
    build, parts = _Build(), _Parts(content)
    kind = xml.local(content)
    form = _form(content, kind, parts, build)
    identifier, edition = parts.key()
    description = parts.text("beschreibung")
    bases = tuple(legal_bases(parts.all("bezug")))
    leika = tuple(dict.fromkeys(_LEIKA.findall(description)))[:20]
    schemas = [schema_key(identifier, edition)] if kind == "stammdatenschema" else []
    fim_ids = tuple(found for found in (*schemas, _steckbrief(parts)) if found)
    status = _status(parts, build)
    if version == "1":
        build.warn(OLD_VERSION())
    facts = {
        "title": form.title,
        "kind": "form",
        "platform": "fim",
        "leika_keys": list(leika),
        "fim_schema_ids": list(fim_ids),
        "legal_bases": [basis.to_json() for basis in bases],
        "tags": _tags(parts),
        "languages": ["de"],
    }
    return FileSummary(
        format_id=XDatenfelderReader.id,
        format_label=XDatenfelderReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=XDatenfelderReader.media_type,
        variant=kind,
        tool="XDatenfelder",
        tool_version=version,
        title=form.title,
        identifiers=Identifiers(leika_keys=leika, fim_ids=fim_ids, source_key=identifier, version=edition),
        legal_bases=bases,
        status=status,
        solution_kind="form",
        platform="fim",
        form=form,
        counts=_counts(build),
        facts={key: value for key, value in facts.items() if value},
        texts=bounded_texts(_texts(form, description)),
        warnings=tuple(build.warnings) + ((TRUNCATED(),) if form.truncated else ()),
    )


def _form(content: xml.Element, kind: str, parts: _Parts, build: _Build) -> FormModel:
    title = plain(parts.text("bezeichnung", "bezeichnungEingabe", "name"), 150)
    if kind == "stammdatenschema":
        _check(parts, build)
        rules = tuple(_rules(parts, build))
        elements = tuple(_structure(parts, build))
    else:
        rules, elements = (), tuple(_elements(content, "1:1", (), build))
    identifier, version = parts.key()
    return FormModel(
        id=identifier,
        version=version,
        title=title,
        elements=elements,
        rules=rules,
        truncated=build.elements > MAX_ELEMENTS,
    )


def _structure(parts: _Parts, build: _Build) -> Iterator[FormElement]:
    for structure in parts.all("struktur"):
        occurs = xml.text_of(structure, "anzahl")
        bases = tuple(plain(basis.name) for basis in legal_bases(xml.children(structure, "bezug")))
        for contained in xml.children(structure, "enthaelt"):
            for element in xml.children(contained):
                yield from _elements(element, occurs, bases, build)


def _elements(element: xml.Element, occurs: str, bases: tuple[str, ...], build: _Build) -> Iterator[FormElement]:
    """The group or field of an element; beyond the limit it is still counted, with all below it."""
    kind = xml.local(element)
    if kind not in {"datenfeld", "datenfeldgruppe"}:
        return
    parts = _Parts(element)
    _check(parts, build)
    build.count(kind, parts.key())
    build.elements += 1
    rules = tuple(_rules(parts, build))
    children = tuple(_structure(parts, build))
    if build.elements <= MAX_ELEMENTS:
        make = _field if kind == "datenfeld" else _group
        yield make(parts, _common(parts, occurs, bases, rules), children)


def _common(parts: _Parts, occurs: str, bases: tuple[str, ...], rules: tuple[FormRule, ...]) -> FormElement:
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


def _group(parts: _Parts, common: FormElement, children: tuple[FormElement, ...]) -> FormElement:
    return _with(common, children=children, source_type=plain(parts.code("art"), 40))


def _field(parts: _Parts, common: FormElement, children: tuple[FormElement, ...]) -> FormElement:
    art, source_type = parts.code("feldart"), parts.code("datentyp")
    choices = tuple(_choices(parts))
    is_choice = art == "select" or choices or parts.all("codelisteReferenz")
    return _with(
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


def _with(element: FormElement, **changes: object) -> FormElement:
    values = {name: getattr(element, name) for name in element.__dataclass_fields__}
    return FormElement(**{**values, **changes})


def _rules(parts: _Parts, build: _Build) -> Iterator[FormRule]:
    for rule in parts.all("regel"):
        inner = _Parts(rule)
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


def _choices(parts: _Parts) -> Iterator[Choice]:
    for values in parts.all("werte"):
        for value in xml.children(values, "wert"):
            code = plain(xml.text_of(value, "code"), 120)
            yield Choice(code=code, label=plain(xml.text_of(value, "name")))


def _code_list(parts: _Parts) -> CodeList | None:
    for reference in parts.all("codelisteReferenz"):
        inner = xml.child(reference, "genericodeIdentification")
        holder = reference if inner is None else inner
        uri = plain(xml.text_of(holder, "canonicalIdentification") or xml.text_of(holder, "canonicalVersionUri"))
        if uri:
            return CodeList(uri=uri, version=plain(xml.text_of(holder, "version"), 40))
    return None


def _limits(parts: _Parts) -> dict[str, str]:
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


def _check(parts: _Parts, build: _Build) -> None:
    if not parts.key()[0]:
        build.warn(MISSING_ID(line=parts.line))
    for name in _ONCE:
        if len(parts.all(name)) > 1:
            build.warn(TWICE(line=xml.line_of(parts.all(name)[1]), element=name))


def _status(parts: _Parts, build: _Build) -> Message | None:
    code = parts.code("freigabestatus") or parts.code("status")
    known = STATUS_3.get(code) or STATUS_2.get(code)
    if code and known is None:
        where = (parts.all("freigabestatus") or parts.all("status"))[0]
        build.warn(UNKNOWN_STATUS(code=plain(code, 20), line=xml.line_of(where)))
    return known() if known else None


def _steckbrief(parts: _Parts) -> str:
    """The document profile the schema belongs to; D99000000001 stands for «none»."""
    identifier = next((xml.text_of(part, "id") for part in parts.all("dokumentsteckbrief")), "")
    return schema_key(identifier, "") if identifier != "D99000000001" else ""


def _tags(parts: _Parts) -> list[str]:
    words = (
        plain(xml.text_of(part), 60)
        for part in parts.all("stichwort")
        if (part.get("uri") or "").casefold() not in _KIND_WORDS
    )
    return list(dict.fromkeys(word for word in words if word))[:30]


def _counts(build: _Build) -> dict[str, int]:
    names = {"datenfeld": "fields", "datenfeldgruppe": "groups", "regel": "rules"}
    uses = {f"{name}_uses": build.uses[kind] for kind, name in names.items()}
    return uses | {f"{name}_distinct": len(build.distinct[kind]) for kind, name in names.items()}


def _texts(form: FormModel, description: str) -> Iterator[str]:
    yield from (form.title, description)
    for element in form.walk():
        yield from (element.name, element.key, element.help)
    for rule in form.rules:
        yield rule.text
