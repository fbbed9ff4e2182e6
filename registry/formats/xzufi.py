"""XZuFi 2.1 to 2.3: descriptions of services (Leistungen) with their text modules, as plain text.

Messages differ from version to version and from portal to portal; what counts is the namespace and an
element `leistung`. Texts are HTML in the standard and become plain text here.
"""

import re
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.fim import STATUS_3, law_kind
from registry.formats.plain import NAME, plain, plain_lines, plain_markup
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    LegalBasis,
    Recognition,
    bounded_texts,
)
from registry.formats.service_text import MAX_MODULES, MAX_SERVICES, ServiceText, ServiceTexts, TextModule

_NAMESPACE = re.compile(r"http://xoev\.de/schemata/xzufi/(\d+)_(\d+)_\d+\Z")
_SERVICE = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,60}:)?leistung[\s/>]")
_BREAK = re.compile(r"<(?:br|/p|/li|/div|/h\d)[^<>]{0,40}>|\n", re.IGNORECASE)
_LINK = re.compile(r'<a\s[^<>]{0,300}?href="([^"<>]{1,300})"[^<>]{0,300}>([^<>]{1,300})</a>', re.IGNORECASE)
_BULLET = re.compile(r"^[-•–*]\s*")
_REFERENCES = frozenset({"referenzLeiKa", "referenzLeistungsschluessel"})
_STATUSES = ("statusBibliothek", "statusKatalog")
_KEY = re.compile(r"\d{14}\Z")
_OWN_MODULES = {"modulKosten": "costs", "modulFrist": "period", "modulBearbeitungsdauer": "duration"}
_TITLES, _NORMS = ("02", "03"), "07"
_RAW = 40_000
MAX_BASES = 100

LABEL = define("xzufi.label", N_("Leistungsbeschreibung (XZuFi)"))
REASON = define(
    "xzufi.reason",
    N_("Das Wurzelelement „%(root)s“ gehört zum Namensraum von XZuFi %(version)s und enthält eine Leistung."),
)
NO_SERVICE = define(
    "xzufi.no_service",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält keine Leistung dieses Standards. "
        "Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
SEVERAL = define("xzufi.several", N_("Die Datei enthält %(count)s Leistungen. Titel und Kennung sind die der ersten."))


class XZuFiReader:
    """Reads messages of the Sammlerdienst, of PVOG and of editorial systems."""

    id = "xzufi"
    label = LABEL()
    name = "XZuFi"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the namespace at the start of a broken file."""
        return probe.is_broken_xml and "http://xoev.de/schemata/xzufi/" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the namespace of the root and an element `leistung`; other messages of the standard are other files."""
        root = probe.xml_root
        version = _NAMESPACE.match(root.namespace) if root is not None else None
        if root is None or version is None or not _SERVICE.search(probe.content):
            return None
        edition = f"{version[1]}.{version[2]}"
        return Recognition(self.id, Certainty.CERTAIN, REASON(root=plain(root.name), version=edition))

    def read(self, probe: Probe) -> FileSummary:
        """Read the services."""
        recognition = self.recognise(probe)
        root = probe.tree()
        services = _services(root)
        if recognition is None or not services:
            raise Broken(NO_SERVICE)
        return _summary(recognition, services)


def _services(root: xml.Element) -> list[xml.Element]:
    """The services of a message; what a service itself names (related ones) is none."""
    found = (element for element in root.iter(xml.ANY) if xml.local(element) == "leistung")
    return [one for one in found if not any(xml.local(outer) == "leistung" for outer in one.iterancestors())]


def _summary(recognition: Recognition, services: list[xml.Element]) -> FileSummary:
    texts = ServiceTexts(services=tuple(_service(one) for one in services[:MAX_SERVICES]), total=len(services))
    first = texts.services[0]
    bases = tuple(_bases(services[0]))
    keys = tuple(dict.fromkeys(key for service in texts.services for key in service.keys if _KEY.match(key)))[:20]
    facts: dict[str, object] = {
        "title": first.title,
        "leika_keys": list(keys),
        "legal_bases": [basis.to_json() for basis in bases],
    }
    return FileSummary(
        format_id=XZuFiReader.id,
        format_label=XZuFiReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=XZuFiReader.media_type,
        variant="service",
        tool="XZuFi",
        tool_version=str(recognition.reason.params["version"]),
        title=first.title,
        identifiers=Identifiers(leika_keys=keys, source_key=first.id),
        legal_bases=bases,
        status=_status(services[0]),
        services=texts,
        counts={
            "services": len(services),
            "text_modules": sum(len(service.modules) for service in texts.services),
            "synonyms": sum(len(service.synonyms) for service in texts.services),
        },
        facts={key: value for key, value in facts.items() if value},
        texts=bounded_texts(_texts(texts)),
        warnings=tuple(_warnings(texts)),
    )


def _service(element: xml.Element) -> ServiceText:
    modules = [module for part in xml.children(element) for module in _modules(part)]
    by_code = {module.code: module.text for module in reversed(modules)}
    references = (part for part in xml.children(element) if xml.local(part) in _REFERENCES)
    synonyms = (
        plain_markup(xml.text_of(term, "begriff"), 120)
        for module in xml.children(element, "modulBegriffImKontext")
        for term in xml.children(module, "begriffImKontext")
    )
    return ServiceText(
        id=plain(xml.text_of(element, "id"), 120),
        title=next((plain(by_code[code], 150) for code in _TITLES if by_code.get(code)), ""),
        keys=tuple(plain(xml.text_of(part, "code") or xml.text_of(part), 20) for part in references)[:20],
        modules=tuple(modules[:MAX_MODULES]),
        synonyms=tuple(dict.fromkeys(word for word in synonyms if word))[:50],
    )


def _modules(part: xml.Element) -> Iterator[TextModule]:
    """The text of a module, in German where there are several languages."""
    name = xml.local(part)
    code = _module_code(part) if name == "modulText" else _OWN_MODULES.get(name, "")
    holders = ("inhalt",) if name == "modulText" else ("beschreibung", "inhalt")
    text = "\n".join(_lines(_in_german(part, holders))) if code else ""
    if text:
        yield TextModule(code=code, text=plain_lines(text))


def _module_code(part: xml.Element) -> str:
    return plain(xml.text_of(part, "leikaTextmodul", "code"), 10)


def _in_german(part: xml.Element, names: tuple[str, ...]) -> str:
    found = [inner for inner in xml.children(part) if xml.local(inner) in names]
    german = (inner for inner in found if (inner.get("languageCode") or "de").lower().startswith("de"))
    chosen = next(german, found[0] if found else None)
    return xml.full_text(chosen)[:_RAW] if chosen is not None else ""


def _lines(markup: str) -> list[str]:
    lines = (plain_markup(line, 2_000) for line in _BREAK.split(markup))
    return [line for line in lines if line]


def _bases(service: xml.Element) -> Iterator[LegalBasis]:
    """The norms of the module for them: its lines, with the address of a link in or beside the text."""
    seen: set[str] = set()
    for module in xml.children(service, "modulText"):
        if _module_code(module) != _NORMS:
            continue
        for name, uri in _norms(module):
            if name and name not in seen and len(seen) < MAX_BASES:
                seen.add(name)
                yield LegalBasis(name=name, kind=law_kind(name, uri), uri=uri)


def _norms(module: xml.Element) -> Iterator[tuple[str, str]]:
    markup = _in_german(module, ("inhalt",))
    linked = {plain_markup(found[2]): _address(found[1]) for found in _LINK.finditer(markup)}
    for link in xml.children(module, "weiterfuehrenderLink"):
        title = plain_markup(xml.text_of(link, "titel"))
        linked.setdefault(title, _address(xml.text_of(link, "uri")))
    for line in _lines(markup):
        name = plain(_BULLET.sub("", line), NAME)
        yield name, next((uri for title, uri in linked.items() if title and title in name), "")
    yield from linked.items()


def _address(text: str) -> str:
    address = plain(text)
    return address if address.startswith(("http://", "https://")) else ""


def _status(service: xml.Element) -> Message | None:
    """The release status that version 2.3 knows."""
    codes = (xml.text_of(service, name, "code") or xml.text_of(service, name) for name in _STATUSES)
    known = next((STATUS_3[code] for code in codes if code in STATUS_3), None)
    return known() if known else None


def _texts(texts: ServiceTexts) -> Iterator[str]:
    for service in texts.services:
        yield service.title
        yield from service.synonyms
        yield from (module.text for module in service.modules if module.code != _NORMS)


def _warnings(texts: ServiceTexts) -> Iterator[Message]:
    if texts.total > 1:
        yield SEVERAL(count=texts.total)
    if texts.total > len(texts.services):
        yield TRUNCATED()
