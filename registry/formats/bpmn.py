"""BPMN 2.0: processes, lanes, steps and their order, whatever the tool and the prefix."""

import re
from collections import Counter
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.bpmn_details import BPMN as _BPMN
from registry.formats.bpmn_details import NAMESPACE, Details, data_edges
from registry.formats.bpmn_interchange import read_diagrams
from registry.formats.flow import (
    MAX_EDGES,
    MAX_NODES,
    EdgeKind,
    Flow,
    FlowEdge,
    FlowModel,
    FlowNode,
    Lane,
    NodeKind,
    Participant,
)
from registry.formats.plain import NAME, TEXT, plain, plain_markup
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

LABEL = define("bpmn.label", N_("BPMN-Diagramm"))
REASON = define("bpmn.reason", N_("Das Wurzelelement heißt „definitions“ und gehört zum Namensraum von BPMN 2.0."))
WRONG_ROOT = define(
    "bpmn.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht das Element „%(root)s“, "
        "erwartet ist „definitions“ aus BPMN 2.0. Speichern Sie das Modell in Ihrem Werkzeug als BPMN"
        " 2.0 und laden Sie es noch einmal hoch."
    ),
)
WRONG_NAMESPACE = define(
    "bpmn.wrong_namespace",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht „definitions“, aber aus einem "
        "anderen Namensraum („%(namespace)s“). Speichern Sie das Modell in Ihrem Werkzeug als BPMN"
        " 2.0 und laden Sie es noch einmal hoch."
    ),
)
NO_PROCESS = define("bpmn.no_process", N_("Das Diagramm enthält keinen Prozess."))
MISSING_TARGET = define(
    "bpmn.missing_target", N_("%(count)s Verbindungen im Diagramm führen zu einem Element, das fehlt.")
)

TASKS = frozenset(
    [
        "task",
        "userTask",
        "serviceTask",
        "scriptTask",
        "manualTask",
        "businessRuleTask",
        "sendTask",
        "receiveTask",
        "choreographyTask",
    ]
)
EVENTS = frozenset(
    [
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "implicitThrowEvent",
    ]
)
GATEWAYS = frozenset(["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"])
SUBPROCESSES = frozenset(["subProcess", "adHocSubProcess", "transaction", "subChoreography"])
CALLS = frozenset({"callActivity", "callChoreography"})
DATA = frozenset(["dataObject", "dataObjectReference", "dataStoreReference"])

_KINDS = {
    **dict.fromkeys(TASKS, NodeKind.TASK),
    **dict.fromkeys(EVENTS, NodeKind.EVENT),
    **dict.fromkeys(GATEWAYS, NodeKind.GATEWAY),
    **dict.fromkeys(SUBPROCESSES, NodeKind.SUBPROCESS),
    **dict.fromkeys(CALLS, NodeKind.CALL),
    **dict.fromkeys({"dataObjectReference", "dataStoreReference"}, NodeKind.DATA),
    "startEvent": NodeKind.START,
    "endEvent": NodeKind.END,
    "textAnnotation": NodeKind.NOTE,
}
_LEIKA = re.compile(r"(?<!\d)99\d{12}(?!\d)")


class BpmnReader:
    """Reads `*.bpmn` (and BPMN under any other name)."""

    id = "bpmn"
    label = LABEL()
    name = "BPMN 2.0"
    media_type = "application/xml"
    extensions = (".bpmn", ".bpmn2")

    def claims(self, probe: Probe) -> bool:
        """By the extension, which has no other use, or by the namespace at the start of a broken file."""
        return probe.extension in self.extensions or (probe.is_broken_xml and NAMESPACE in probe.head)

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        if root is None or root.name != "definitions" or root.namespace != NAMESPACE:
            return None
        return Recognition(self.id, Certainty.CERTAIN, REASON())

    def read(self, probe: Probe) -> FileSummary:
        """Read the processes of the diagram."""
        root = probe.tree()
        if root.tag != f"{_BPMN}definitions":
            raise _wrong_root(root)
        model = _Model(root)
        flow = model.flow()
        texts = bounded_texts(_texts(root))
        title = _title(root)
        leika = tuple(dict.fromkeys(_LEIKA.findall("\n".join(texts))))[:20]
        return FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=Certainty.CERTAIN,
            reason=REASON(),
            media_type=self.media_type,
            variant="process",
            tool=plain(root.get("exporter")),
            tool_version=plain(root.get("exporterVersion"), 60),
            title=title,
            identifiers=Identifiers(leika_keys=leika, source_key=plain(_main_process_id(root))),
            solution_kind="process",
            flow=flow,
            counts=_counts(root),
            facts=_facts(title, leika),
            texts=texts,
            warnings=tuple(_warnings(model, flow)),
        )


def _wrong_root(root: xml.Element) -> Broken:
    line, name = xml.line_of(root), xml.local(root)
    if name != "definitions":
        return Broken(WRONG_ROOT, root=name, line=line)
    namespace = root.tag.removesuffix(name).strip("{}")
    return Broken(WRONG_NAMESPACE, namespace=namespace or "–", line=line)


class _Model:
    """Builds the flow model of one document."""

    def __init__(self, root: xml.Element) -> None:
        self.root = root
        self.details = Details(root)
        self.lane_of = {
            (reference.text or "").strip(): lane.get("id", "")
            for lane in root.iter(f"{_BPMN}lane")
            for reference in lane.iterchildren(f"{_BPMN}flowNodeRef")
        }
        self.known: set[str] = {key for element in root.iter(xml.ANY) if (key := element.get("id"))}
        self.partners = {
            party.get("id", ""): plain_markup(party.get("name")) for party in root.iter(f"{_BPMN}participant")
        }
        self.missing = 0
        self.nodes = 0
        self.edges = 0

    def flow(self) -> FlowModel:
        flows = tuple(self._flow(process) for process in self.root.iter(f"{_BPMN}process", f"{_BPMN}choreography"))
        collaborations = list(self.root.iter(f"{_BPMN}collaboration"))
        return FlowModel(
            flows=flows,
            participants=tuple(_participant(found) for found in self.root.iter(f"{_BPMN}participant")),
            messages=tuple(self._edges(self.root, "messageFlow", EdgeKind.MESSAGE)),
            notes=tuple(note for party in collaborations for note in self._nodes(party, None)),
            associations=tuple(
                edge for party in collaborations for edge in self._edges(party, "association", EdgeKind.ASSOCIATION)
            ),
            diagrams=read_diagrams(self.root),
            truncated=self.nodes > MAX_NODES or self.edges > MAX_EDGES,
        )

    def _flow(self, process: xml.Element) -> Flow:
        executable = process.get("isExecutable")
        return Flow(
            id=plain(process.get("id")),
            name=plain(process.get("name")),
            type="process",
            documentation=_documentation(process),
            executable=None if executable is None else executable == "true",
            lanes=tuple(_lanes(process)),
            nodes=tuple(self._nodes(process, None)),
            edges=(
                *self._edges(process, "sequenceFlow", EdgeKind.SEQUENCE),
                *self._edges(process, "association", EdgeKind.ASSOCIATION),
                *_boundaries(process),
                *data_edges(process),
            ),
        )

    def _nodes(self, container: xml.Element, parent: str | None) -> Iterator[FlowNode]:
        for element in container.iterchildren(xml.ANY):
            kind = _KINDS.get(xml.local(element)) if element.tag.startswith(_BPMN) else None
            if kind is None:
                continue
            self.nodes += 1
            if self.nodes > MAX_NODES:
                return
            yield self._node(element, kind, parent)
            if kind is NodeKind.SUBPROCESS:
                yield from self._nodes(element, plain(element.get("id")))

    def _node(self, element: xml.Element, kind: NodeKind, parent: str | None) -> FlowNode:
        key = element.get("id", "")
        return FlowNode(
            id=plain(key),
            kind=kind,
            type=xml.local(element),
            name=self.details.name(element),
            lane=plain(self.lane_of[key]) if key in self.lane_of else None,
            parent=parent,
            documentation=_documentation(element),
            trigger=self.details.trigger(element),
            detail=self.details.words(element) or self._partners(element),
            calls=plain(element.get("calledElement")) or None,
            marks=self.details.marks(element),
        )

    def _partners(self, element: xml.Element) -> str:
        """Who exchanges something in a step of a choreography, the one who begins first."""
        first = element.get("initiatingParticipantRef", "")
        keys = [(reference.text or "").strip() for reference in element.iterchildren(f"{_BPMN}participantRef")]
        named = (self.partners.get(key, "") for key in sorted(keys, key=lambda key: key != first))
        return plain(", ".join(name for name in named if name), NAME)

    def _edges(self, container: xml.Element, name: str, kind: EdgeKind) -> Iterator[FlowEdge]:
        defaults = {key for element in container.iter(xml.ANY) if (key := element.get("default"))}
        for element in container.iter(f"{_BPMN}{name}"):
            source, target = element.get("sourceRef", ""), element.get("targetRef", "")
            self.missing += not {source, target} <= self.known
            self.edges += 1
            if self.edges > MAX_EDGES:
                return
            yield FlowEdge(
                id=plain(element.get("id")),
                source=plain(source),
                target=plain(target),
                name=plain_markup(element.get("name")),
                condition=plain(xml.text_of(element, "conditionExpression"), NAME),
                kind=kind,
                default=element.get("id") in defaults,
            )


def _boundaries(process: xml.Element) -> Iterator[FlowEdge]:
    for event in process.iter(f"{_BPMN}boundaryEvent"):
        host = event.get("attachedToRef")
        if host:
            yield FlowEdge(source=plain(host), target=plain(event.get("id")), kind=EdgeKind.BOUNDARY)


def _lanes(process: xml.Element) -> Iterator[Lane]:
    for lane in process.iter(f"{_BPMN}lane"):
        outer = next(lane.iterancestors(f"{_BPMN}lane"), None)
        parent = plain(outer.get("id")) if outer is not None else None
        yield Lane(id=plain(lane.get("id")), name=plain_markup(lane.get("name")), parent=parent)


def _participant(element: xml.Element) -> Participant:
    process = (element.get("processRef") or "").rsplit(":", 1)[-1]
    return Participant(id=plain(element.get("id")), name=plain_markup(element.get("name")), flow=plain(process) or None)


def _documentation(element: xml.Element) -> str:
    parts = (xml.full_text(part) for part in element.iterchildren(f"{_BPMN}documentation"))
    return plain_markup(" ".join(parts), TEXT)


def _title(root: xml.Element) -> str:
    """The name of the first named process, else participant, else collaboration."""
    for kind in ("process", "participant", "collaboration"):
        names = (plain_markup(found.get("name"), 150) for found in root.iter(f"{_BPMN}{kind}"))
        title = next((name for name in names if name), "")
        if title:
            return title
    return ""


def _main_process_id(root: xml.Element) -> str | None:
    process = next(root.iter(f"{_BPMN}process"), None)
    return process.get("id") if process is not None else None


def _counts(root: xml.Element) -> dict[str, int]:
    names = Counter(xml.local(element) for element in root.iter(f"{_BPMN}*"))
    return {
        "processes": names["process"],
        "participants": names["participant"],
        "lanes": names["lane"],
        "tasks": sum(names[name] for name in TASKS),
        "events": sum(names[name] for name in EVENTS),
        "gateways": sum(names[name] for name in GATEWAYS),
        "subprocesses": sum(names[name] for name in SUBPROCESSES),
        "calls": sum(names[name] for name in CALLS),
        "data_objects": sum(names[name] for name in DATA),
        "sequence_flows": names["sequenceFlow"],
        "message_flows": names["messageFlow"],
    }


def _texts(root: xml.Element) -> Iterator[str]:
    for element in root.iter(f"{_BPMN}*"):
        name = element.get("name")
        if name:
            yield plain_markup(name)
        if xml.local(element) in {"documentation", "text"}:
            yield plain_markup(xml.full_text(element), TEXT)


def _facts(title: str, leika: tuple[str, ...]) -> dict[str, object]:
    facts: dict[str, object] = {"title": title, "kind": "process", "leika_keys": list(leika)}
    return {key: value for key, value in facts.items() if value}


def _warnings(model: _Model, flow: FlowModel) -> Iterator[Message]:
    if not flow.flows:
        yield NO_PROCESS()
    if model.missing:
        yield MISSING_TARGET(count=model.missing)
    if flow.truncated:
        yield TRUNCATED()
