"""The workflows of a civento process as a flow model.

Steps are nested blocks: what stands in a branch, loop or list has it as parent; within a block one step
follows the other, but in a parallel list all run at once. Step types are not listed anywhere, so any
element with an `Id` inside a block counts.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from registry.formats import xml
from registry.formats.flow import MAX_NODES, Flow, FlowEdge, FlowModel, FlowNode, NodeKind
from registry.formats.plain import NAME, TEXT, plain, plain_markup

_WORKFLOWS = ("Erfassungsworkflow", "Vorgangsworkflow", "AbschlussWorkflow", "AdHocWorkflow")
_KINDS = {
    "Startelement": NodeKind.START,
    "Entscheidungselement": NodeKind.GATEWAY,
    "Entscheidungszweig": NodeKind.BRANCH,
    "Schleife": NodeKind.LOOP,
    "SequenzielleListe": NodeKind.SUBPROCESS,
    "ParalleleListe": NodeKind.SUBPROCESS,
    "EreignisAusloesen": NodeKind.EVENT,
    "VorgangsstatusSetzen": NodeKind.EVENT,
    "AlleWeiterenWorkflowsBeenden": NodeKind.END,
}
_CALLS = "VorgangErzeugen"
_AT_ONCE = "ParalleleListe"
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_NOUN = re.compile(r"(?<=[a-zäöüß])W(?=orkflow)")
_DIALOGUE = frozenset({"DokumentAnzeigen", "StartseiteAnzeigen", "MeldungAnzeigen", "AbschlussseiteAnzeigen"})


class Workflows:
    """All workflows of a process, and what is in them."""

    def __init__(self, body: xml.Element) -> None:
        self._seen: Counter[NodeKind] = Counter()
        self._types: Counter[str] = Counter()
        self._disabled = 0
        elements = [element for element in xml.children(body) if xml.local(element) in _WORKFLOWS]
        flows = tuple(self._flow(element) for element in elements)
        names = Counter(xml.local(element) for element in elements)
        self._names = names
        self.model = FlowModel(
            flows=flows,
            states=tuple(_states(body)),
            truncated=self._seen.total() > MAX_NODES,
        )

    @property
    def counts(self) -> dict[str, int]:
        """Steps are all that do something: no start, no branch, no container of branches."""
        structure = {NodeKind.START, NodeKind.BRANCH, NodeKind.GATEWAY, NodeKind.LOOP, NodeKind.SUBPROCESS}
        return {
            "workflows": self._names.total(),
            "ad_hoc_workflows": self._names["AdHocWorkflow"],
            "steps": sum(number for kind, number in self._seen.items() if kind not in structure),
            "decisions": self._seen[NodeKind.GATEWAY],
            "branches": self._seen[NodeKind.BRANCH],
            "loops": self._seen[NodeKind.LOOP],
            "pages": sum(self._types[name] for name in _DIALOGUE),
            "disabled_steps": self._disabled,
        }

    def _flow(self, workflow: xml.Element) -> Flow:
        nodes: list[FlowNode] = []
        edges: list[FlowEdge] = []
        for start in _starts(workflow):
            self._walk(start, None, nodes, edges)
        return Flow(
            id=_key(workflow),
            name=plain_markup(workflow.get("Name")) or _words(xml.local(workflow)),
            type=xml.local(workflow),
            trigger=_trigger(workflow),
            documentation=plain_markup(xml.text_of(workflow, "Beschreibung"), TEXT),
            nodes=tuple(nodes),
            edges=tuple(edges),
        )

    def _walk(self, element: xml.Element, parent: str | None, nodes: list[FlowNode], edges: list[FlowEdge]) -> str:
        """Add a step and all steps in it; the start is followed by the steps it holds, not parent of them."""
        node = _node(element, parent)
        self._count(node)
        if self._seen.total() <= MAX_NODES:
            nodes.append(node)
        is_start = node.kind is NodeKind.START
        inner = [(step, self._walk(step, None if is_start else node.id, nodes, edges)) for step in _steps(element)]
        if node.kind is NodeKind.GATEWAY:
            edges.extend(_branch(node.id, step, key) for step, key in inner)
        elif "parallel" not in node.marks:
            keys = [node.id, *(key for _, key in inner)] if is_start else [key for _, key in inner]
            edges.extend(FlowEdge(source=first, target=second) for first, second in pairwise(keys))
        return node.id

    def _count(self, node: FlowNode) -> None:
        self._seen[node.kind] += 1
        self._types[node.type] += 1
        self._disabled += node.disabled


def _starts(workflow: xml.Element) -> Iterator[xml.Element]:
    for element in xml.children(workflow):
        if xml.local(element) == "Startelement":
            yield element
        elif xml.local(element) == "Workflowdefinition":
            yield from xml.children(element, "Startelement")


def _steps(element: xml.Element) -> Iterator[xml.Element]:
    return (part for part in xml.children(element) if part.get("Id") is not None or xml.local(part) in _KINDS)


def _key(element: xml.Element) -> str:
    return plain(element.get("Id"), 60) or f"{xml.local(element)}-{xml.line_of(element)}"


def _node(element: xml.Element, parent: str | None) -> FlowNode:
    name = xml.local(element)
    task = _system_task(element)
    return FlowNode(
        id=_key(element),
        kind=_kind(name, task),
        type=name if task is None else xml.local(task),
        name=_name(element, task),
        parent=parent,
        documentation=_documentation(element, task),
        calls=None if task is None else plain(xml.text_of(task, "Vorgangsart"), 120) or None,
        disabled=xml.text_of(element, "Active") == "false",
        marks=("parallel",) if name == _AT_ONCE else (),
    )


def _kind(name: str, task: xml.Element | None) -> NodeKind:
    if task is not None and xml.local(task).startswith(_CALLS):
        return NodeKind.CALL
    return _KINDS.get(name, NodeKind.TASK)


def _system_task(element: xml.Element) -> xml.Element | None:
    """The task that an `AufgabeAktivieren` activates: its one child that has a name of its own."""
    if xml.local(element) != "AufgabeAktivieren":
        return None
    return next((part for part in xml.children(element) if xml.local(part).endswith("aufgabe")), None)


def _name(element: xml.Element, task: xml.Element | None) -> str:
    """What people call the step: its title, the task's name, the comment, the condition, else its type."""
    given = (
        _standard(element, "Titel"),
        plain_markup(xml.text_of(task, "Name")) if task is not None else "",
        plain_markup(xml.text_of(element, "Comment")),
        _standard(element, "ProzessName"),
        plain(xml.text_of(element, "NameDesEreignisses")),
        plain(xml.text_of(element, "Status")),
        plain(xml.text_of(element, "Ausdruck", "Ausdruck")),
    )
    type_name = xml.local(element if task is None else task)
    return next((name for name in given if name and not name.endswith("Systemaufgabe")), _words(type_name))


def _standard(element: xml.Element, name: str) -> str:
    found = xml.child(element, name)
    return "" if found is None else plain_markup(found.get("Standard"))


def _documentation(element: xml.Element, task: xml.Element | None) -> str:
    parts = (
        plain_markup(xml.text_of(element, "Comment"), TEXT),
        plain_markup(xml.text_of(task, "Beschreibung"), TEXT) if task is not None else "",
        _message(element),
    )
    return plain(" ".join(part for part in parts if part), TEXT)


def _message(element: xml.Element) -> str:
    found = xml.child(element, "Meldung")
    return "" if found is None else plain_markup(found.get("Standard"), TEXT)


def _branch(gateway: str, branch: xml.Element, key: str) -> FlowEdge:
    return FlowEdge(
        source=gateway,
        target=key,
        name=plain_markup(xml.text_of(branch, "Comment")),
        condition=plain(xml.text_of(branch, "Ausdruck", "Ausdruck"), NAME),
    )


def _trigger(workflow: xml.Element) -> str:
    """What starts it: a status, an event, or a clerk; codes before the comma are left out."""
    status = workflow.get("AutomatischStartenBei") or xml.text_of(workflow, "Typ")
    return plain(status.rpartition(",")[2])


def _states(body: xml.Element) -> Iterator[str]:
    """The states that the process reacts to or sets, each once."""
    starts = (workflow.get("AutomatischStartenBei") for workflow in xml.children(body, "Vorgangsworkflow"))
    sets = (
        xml.text_of(element, "Status") for element in body.iter(xml.ANY) if xml.local(element) == "VorgangsstatusSetzen"
    )
    names = (plain((state or "").rpartition(",")[2]) for state in (*starts, *sets))
    yield from [name for name in dict.fromkeys(names) if name][:50]


def _words(name: str) -> str:
    """An element name as words: «StartseiteAnzeigen» → «Startseite anzeigen», «AbschlussWorkflow» stays one word."""
    joined = _NOUN.sub("w", name.removesuffix("Systemaufgabe") or name)
    first, *rest = _CAMEL.split(joined)
    return " ".join((first, *(word.lower() for word in rest)))
