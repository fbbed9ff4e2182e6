"""XProzess 2 (FIM): process classes, processes with their profile, activity groups, and the BPMN inside.

Read with warnings, never validated against the schema: real exports break it (address of the status list).
"""

import re
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.fim import STATUS_3, law_kind, schema_key
from registry.formats.flow import MAX_NODES, Flow, FlowModel, FlowNode, NodeKind
from registry.formats.plain import TEXT, plain
from registry.formats.probe import Probe
from registry.formats.reading import (
    MAX_WARNINGS,
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    LegalBasis,
    Recognition,
    bounded_texts,
)
from registry.formats.xprozess_model import Models

_NAMESPACE = re.compile(r"http://www\.regierung-mv\.de/xprozess/(\d+)\Z")
_ROOT = re.compile(r"(?:prozesskatalog|prozessbibliothek|alleInhalte)\.(?:anfrage|antwort|export)\.\d{4}\Z")
_KEY = re.compile(r"\d{14}\Z")
_LIST = re.compile(r"\s*\|\s*")
_GROUPS = ("prozessstrukturbeschreibung", "strukturbeschreibungFIM")
MAX_BASES = 100

LABEL = define("xprozess.label", N_("XProzess (FIM)"))
REASON = define(
    "xprozess.reason",
    N_("Das Wurzelelement heißt „%(root)s“ und gehört zum Namensraum von XProzess %(version)s."),
)
WRONG_ROOT = define(
    "xprozess.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile 1 steht das Element „%(root)s“. "
        "Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
NO_CONTENT = define("xprozess.no_content", N_("Die Nachricht enthält weder einen Prozess noch eine Prozessklasse."))
SEVERAL = define(
    "xprozess.several",
    N_("Die Datei enthält %(count)s Prozesse. Titel und Kennung sind die des ersten."),
)
UNKNOWN_STATUS = define(
    "xprozess.unknown_status", N_("Der Freigabestatus „%(code)s“ in Zeile %(line)s ist nicht bekannt.")
)
GROUPS_NAME = "Aktivitätengruppen"
"""FIM's own word, shown as the name of the list of steps."""


class XProzessReader:
    """Reads messages of the FIM process catalogue and library, as ADONIS, PICTURE and the FIM portal write them."""

    id = "xprozess"
    label = LABEL()
    name = "XProzess"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the namespace at the start of a broken file."""
        return probe.is_broken_xml and "http://www.regierung-mv.de/xprozess/" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        version = _NAMESPACE.match(root.namespace) if root is not None else None
        if root is None or version is None or not _ROOT.match(root.name):
            return None
        return Recognition(self.id, Certainty.CERTAIN, REASON(root=plain(root.name), version=version[1]))

    def read(self, probe: Probe) -> FileSummary:
        """Read classes, processes and the models inside."""
        recognition = self.recognise(probe)
        root = probe.tree()
        if recognition is None:
            raise Broken(WRONG_ROOT, root=xml.local(root))
        return _summary(recognition, probe, root)


def _summary(recognition: Recognition, probe: Probe, root: xml.Element) -> FileSummary:
    namespace = root.tag.rpartition("}")[0] + "}"
    classes, processes = list(root.iter(f"{namespace}prozessklasse")), list(root.iter(f"{namespace}prozess"))
    parts, main = [*classes, *processes], next(iter([*processes, *classes]), None)
    models, warnings = Models(probe, processes), list(_warnings(processes, classes))
    status, unknown = _status(main)
    title = plain(xml.text_of(main, "name") or xml.text_of(main, "bezeichnung"), 150)
    bases = tuple(_bases(parts))
    identifiers = _identifiers(parts, main)
    inside = [warning for model in models.models for warning in model.warnings]
    return FileSummary(
        format_id=XProzessReader.id,
        format_label=XProzessReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=XProzessReader.media_type,
        variant="process" if processes else "class",
        tool=_tool(root),
        title=title,
        identifiers=identifiers,
        legal_bases=bases,
        status=status,
        solution_kind="process",
        platform="fim",
        flow=_flow(processes, models),
        counts=_counts(classes, processes, models),
        facts=_facts(title, identifiers, bases, _keywords(parts)),
        texts=bounded_texts(_texts(parts, models)),
        warnings=tuple([*warnings, *unknown, *models.warnings, *inside][:MAX_WARNINGS]),
    )


def _warnings(processes: list[xml.Element], classes: list[xml.Element]) -> Iterator[Message]:
    if not processes and not classes:
        yield NO_CONTENT()
    count = max(len(processes), len(classes))
    if count > 1:
        yield SEVERAL(count=count)


def _tool(root: xml.Element) -> str:
    product, vendor = plain(root.get("produkt"), 80), plain(root.get("produkthersteller"), 80)
    return f"{product} ({vendor})" if product and vendor else product or vendor


def _status(main: xml.Element | None) -> tuple[Message | None, list[Message]]:
    """The release status of the process in words, and the warning where the code is none of the list."""
    state = xml.child(main, "zustandsangaben") if main is not None else None
    element = xml.child(state, "status") if state is not None else None
    code = xml.text_of(element, "code") or xml.text_of(element)
    if element is None or not code:
        return None, []
    known = STATUS_3.get(code)
    return (known(), []) if known else (None, [UNKNOWN_STATUS(code=plain(code, 20), line=xml.line_of(element))])


def _identifiers(parts: list[xml.Element], main: xml.Element | None) -> Identifiers:
    ids = (xml.text_of(part, "id") for part in parts)
    forms = (
        schema_key(xml.text_of(form), "")
        for part in parts
        for profile in xml.children(part, "prozesssteckbrief")
        for form in profile.iter(xml.ANY)
        if xml.local(form) == "formularID"
    )
    return Identifiers(
        leika_keys=tuple(dict.fromkeys(key for key in ids if _KEY.match(key)))[:20],
        fim_ids=tuple(dict.fromkeys(form for form in forms if form))[:20],
        source_key=plain(xml.text_of(main, "id"), 120),
        version=plain(xml.text_of(main, "version"), 20),
    )


def _bases(parts: list[xml.Element]) -> Iterator[LegalBasis]:
    """The norms of classes and processes, each once; those of single activity groups stay with their step."""
    seen: set[str] = set()
    for basis in (basis for part in parts for basis in xml.children(part, "handlungsgrundlage")):
        name, uri = plain(xml.text_of(basis, "name")), plain(xml.text_of(basis, "uri"))
        if name and name not in seen and len(seen) < MAX_BASES:
            seen.add(name)
            yield LegalBasis(name=name, kind=law_kind(name, uri), uri=uri if uri.startswith("http") else "")


def _keywords(parts: list[xml.Element]) -> list[str]:
    """The keywords; real files pack several into one element, with a vertical bar between them."""
    elements = (element for part in parts for element in xml.children(part, "schlagwort"))
    words = (plain(word, 60) for element in elements for word in _LIST.split(xml.text_of(element)))
    return list(dict.fromkeys(word for word in words if word))[:30]


def _flow(processes: list[xml.Element], models: Models) -> FlowModel:
    """The activity groups of each process as steps, then what its BPMN draws."""
    flows = [model.flow for model in models.models if model.flow is not None]
    return FlowModel(
        flows=(
            *(_groups_flow(process) for process in processes if _groups(process)),
            *(part for flow in flows for part in flow.flows),
        ),
        participants=tuple(part for flow in flows for part in flow.participants),
        messages=tuple(part for flow in flows for part in flow.messages),
        diagrams=tuple(part for flow in flows for part in flow.diagrams),
        truncated=any(flow.truncated for flow in flows),
    )


def _groups_flow(process: xml.Element) -> Flow:
    profile = xml.child(process, "prozesssteckbrief")
    trigger = xml.child(profile, "ausloeser") if profile is not None else None
    return Flow(
        id=f"groups-{plain(xml.text_of(process, 'id'), 40)}",
        name=GROUPS_NAME,
        type="activity_groups",
        trigger=plain(xml.text_of(trigger, "textuelleBeschreibung") or xml.text_of(trigger, "formularID")),
        documentation=plain(xml.text_of(profile, "definition") or xml.text_of(profile, "beschreibung"), TEXT),
        nodes=tuple(_step(group, number) for number, group in enumerate(_groups(process)[:MAX_NODES], start=1)),
    )


def _groups(process: xml.Element) -> list[xml.Element]:
    """The activity groups by their number, which is not the order of the file."""
    holder: xml.Element | None = process
    for name in _GROUPS:
        holder = xml.child(holder, name) if holder is not None else None
    groups = list(xml.children(holder, "aktivitaetengruppe")) if holder is not None else []
    numbers = [xml.text_of(group, "id") for group in groups]
    if all(number.isdecimal() and len(number) < 10 for number in numbers):
        groups.sort(key=lambda group: int(xml.text_of(group, "id")))
    return groups


def _step(group: xml.Element, number: int) -> FlowNode:
    code = xml.text_of(group, "referenzaktivitaetengruppeTyp", "code")
    bases = (plain(xml.text_of(basis, "name")) for basis in xml.children(group, "handlungsgrundlage"))
    norms = ", ".join(dict.fromkeys(basis for basis in bases if basis))
    return FlowNode(
        id=f"group-{number}",
        kind=NodeKind.TASK,
        type=f"RAG {plain(code, 10)}".strip(),
        name=plain(xml.text_of(group, "name")),
        detail=plain(norms, TEXT),
        documentation=plain(xml.text_of(group, "beschreibung"), TEXT),
    )


def _counts(classes: list[xml.Element], processes: list[xml.Element], models: Models) -> dict[str, int]:
    counts = {
        "process_classes": len(classes),
        "process_profiles": len(processes),
        "activity_groups": sum(len(_groups(process)) for process in processes),
        "models": len(models.models),
    }
    for model in models.models:
        for name, number in model.counts.items():
            counts[name] = counts.get(name, 0) + number
    return counts


def _facts(
    title: str, identifiers: Identifiers, bases: tuple[LegalBasis, ...], keywords: list[str]
) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": title,
        "kind": "process",
        "platform": "fim",
        "source_key": identifiers.source_key,
        "leika_keys": list(identifiers.leika_keys),
        "fim_schema_ids": list(identifiers.fim_ids),
        "legal_bases": [basis.to_json() for basis in bases],
        "tags": keywords,
        "languages": ["de"],
    }
    return {key: value for key, value in facts.items() if value}


def _texts(parts: list[xml.Element], models: Models) -> Iterator[str]:
    for part in parts:
        yield from (xml.text_of(part, name) for name in ("name", "bezeichnung", "definition"))
        for profile in xml.children(part, "prozesssteckbrief"):
            yield from (xml.text_of(profile, name) for name in ("definition", "beschreibung"))
            yield from (xml.text_of(who, "name") for who in xml.children(profile, "prozessteilnehmer"))
        yield from (xml.text_of(order, "klasseName") for order in xml.children(part, "klassifikation"))
        for group in _groups(part):
            yield from (xml.text_of(group, "name"), xml.text_of(group, "beschreibung"))
    yield from _keywords(parts)
    for model in models.models:
        yield from model.texts
