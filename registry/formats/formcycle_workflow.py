"""The workflow of a FORMCYCLE export: tasks with a trigger and a tree of nodes, parameters joined by uuid."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from registry.formats import strict_json
from registry.formats.flow import MAX_NODES, Flow, FlowEdge, FlowModel, FlowNode, NodeKind
from registry.formats.plain import TEXT, plain, plain_markup
from registry.formats.reading import TRUNCATED, Dependency, FileSummary, bounded_texts

_KINDS = {
    "FC_CHANGE_STATE": NodeKind.EVENT,
    "FC_THROW_EXCEPTION": NodeKind.EVENT,
    "FC_RETURN": NodeKind.END,
    "FC_EXPERIMENT": NodeKind.GATEWAY,
}
_REFERENCES = (
    (("template", "textblock", "completionpage"), "template"),
    (("datasource", "database", "connection", "ldap", "query"), "datasource"),
    (("plugin",), "plugin"),
)
_INTERFACES = {
    "FC_POST_REQUEST": "api",
    "FC_HTTP_REQUEST": "api",
    "FC_DB_QUERY": "api",
    "FC_LDAP_QUERY": "api",
    "FC_SAVE_TO_FILE_SYSTEM": "file",
    "FC_SAVE_TO_WEBDAV": "file",
    "FC_SFTP_UPLOAD": "file",
}
_MAX_DEPTH = 60


def read(workflow: dict[str, Any], blank: FileSummary) -> FileSummary:
    """The summary of a workflow; `blank` brings what every FORMCYCLE file has."""
    reading = _Reading(workflow)
    version = reading.version
    facts = {
        "kind": "process",
        "platform": "formcycle",
        "platform_min_version": version,
        "title": reading.title,
        "interfaces": reading.interfaces,
        "dependencies": [needed.to_json() for needed in reading.dependencies],
    }
    return replace(
        blank,
        variant="workflow",
        tool_version=version,
        title=reading.title,
        solution_kind="process",
        platform_min_version=version,
        flow=reading.model,
        dependencies=reading.dependencies,
        counts=reading.counts,
        facts={key: value for key, value in facts.items() if value},
        texts=bounded_texts(reading.texts()),
        warnings=(TRUNCATED(),) if reading.model.truncated else (),
    )


class _Reading:
    """One workflow being read."""

    def __init__(self, workflow: dict[str, Any]) -> None:
        process = _object(workflow.get("process"))
        self.elements = dict(_parameters(workflow))
        self.title = plain_markup(process.get("name") or workflow.get("name"), 150)
        self.types: Counter[str] = Counter()
        self.interfaces: list[dict[str, str]] = []
        self.nodes = 0
        tasks = [task for task in _list(process.get("tasks")) if isinstance(task, dict)]
        self.states = tuple(dict.fromkeys(_states(workflow)))
        self.model = FlowModel(
            flows=tuple(self._flow(task, number) for number, task in enumerate(tasks)),
            states=self.states,
            truncated=self.nodes > MAX_NODES,
        )
        self.dependencies = tuple(dict.fromkeys(_dependencies(self.elements)))

    @property
    def version(self) -> str:
        """The newest version that a parameter was written with."""
        versions = {plain(element.get("$version"), 20) for element in self.elements.values()}
        return max(versions, key=_sortable, default="")

    @property
    def counts(self) -> dict[str, int]:
        """Steps are the nodes that do something: no sequences, no triggers."""
        return {
            "tasks": len(self.model.flows),
            "steps": sum(number for kind, number in self.types.items() if kind != "SEQUENCE"),
            "states": len(self.states),
            "emails": self.types["FC_EMAIL"],
            "requests": self.types["FC_POST_REQUEST"],
        }

    def texts(self) -> Iterator[str]:
        yield self.title
        for flow in self.model.flows:
            yield from (flow.name, flow.documentation)
            for node in flow.nodes:
                yield from (node.name, node.documentation)
        yield from self.states

    def _flow(self, task: dict[str, Any], number: int) -> Flow:
        trigger = _object(task.get("trigger"))
        start = self._trigger(trigger)
        nodes: list[FlowNode] = [start]
        edges: list[FlowEdge] = []
        body = self._body(_object(task.get("node")), None, nodes, edges, 0)
        edges.extend(FlowEdge(source=first, target=second) for first, second in pairwise([start.id, *body]))
        element = self.elements.get(str(task.get("uuid")), {})
        return Flow(
            id=plain(task.get("uuid"), 60) or f"task-{number}",
            name=plain_markup(task.get("name")),
            type="task",
            trigger=start.type,
            documentation=plain_markup(element.get("description"), TEXT),
            disabled=trigger.get("active") is False,
            nodes=tuple(nodes),
            edges=tuple(edges),
        )

    def _trigger(self, trigger: dict[str, Any]) -> FlowNode:
        element = self.elements.get(str(trigger.get("uuid")), {})
        return FlowNode(
            id=plain(trigger.get("uuid"), 60) or "trigger",
            kind=NodeKind.START,
            type=plain(trigger.get("type"), 80),
            name=plain_markup(element.get("name")) or plain(trigger.get("type"), 80),
            documentation=plain_markup(element.get("description"), TEXT),
            disabled=trigger.get("active") is False,
        )

    def _body(
        self,
        node: dict[str, Any],
        parent: str | None,
        nodes: list[FlowNode],
        edges: list[FlowEdge],
        depth: int,
    ) -> list[str]:
        """Add a node and what it holds; a sequence is only its content. Gives the ids that follow each other."""
        kind = plain(node.get("type"), 80)
        inner = [child for child in _list(node.get("children")) if isinstance(child, dict)]
        if not kind or depth > _MAX_DEPTH or self.nodes > MAX_NODES:
            return []
        self.types[kind] += 1
        if kind == "SEQUENCE":
            return [key for child in inner for key in self._body(child, parent, nodes, edges, depth + 1)]
        self.nodes += 1
        found = self._node(node, kind, parent, has_children=bool(inner))
        nodes.append(found)
        for child in inner:
            keys = self._body(child, found.id, nodes, edges, depth + 1)
            edges.extend(FlowEdge(source=first, target=second) for first, second in pairwise(keys))
            if found.kind is NodeKind.GATEWAY and keys:
                edges.append(FlowEdge(source=found.id, target=keys[0]))
        return [found.id]

    def _node(self, node: dict[str, Any], kind: str, parent: str | None, *, has_children: bool) -> FlowNode:
        element = self.elements.get(str(node.get("uuid")), {})
        name = plain_markup(element.get("name")) or plain_markup(node.get("name")) or kind
        if kind in _INTERFACES and len(self.interfaces) < 50:
            self.interfaces.append({"system": name, "kind": _INTERFACES[kind]})
        return FlowNode(
            id=plain(node.get("uuid"), 60) or f"node-{self.nodes}",
            kind=_kind(kind, has_children=has_children),
            type=kind,
            name=name,
            parent=parent,
            documentation=plain_markup(element.get("description"), TEXT),
            disabled=node.get("active") is False,
        )


def _kind(kind: str, *, has_children: bool) -> NodeKind:
    if kind in _KINDS:
        return _KINDS[kind]
    if "LOOP" in kind:
        return NodeKind.LOOP
    if has_children and any(word in kind for word in ("SWITCH", "CASE", "IF", "CONDITION", "BRANCH")):
        return NodeKind.GATEWAY
    return NodeKind.SUBPROCESS if has_children else NodeKind.TASK


def _parameters(workflow: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for parameter in _list(workflow.get("params")):
        key, element = _object(_object(parameter).get("key")), _object(_object(parameter).get("element"))
        uuid = key.get("uuid") or key.get("taskUuid")
        if isinstance(uuid, str):
            yield uuid, element


def _states(workflow: dict[str, Any]) -> Iterator[str]:
    for state in _list(_object(workflow.get("customData")).get("states"))[:200]:
        name = plain_markup(_object(state).get("name"))
        if name:
            yield name


def _dependencies(elements: dict[str, dict[str, Any]]) -> Iterator[Dependency]:
    """What parameters refer to by class and name: templates, data sources, plug-ins."""
    for element in elements.values():
        for path, value in strict_json.walk(element):
            if path[-1:] == ("entityClass",) and isinstance(value, str):
                kind = _match(value)
                holder = _at(element, path[:-1])
                key = plain(holder.get("name") or holder.get("uuid"), 120)
                if kind and key:
                    yield Dependency(type=kind, key=key)


def _match(entity: str) -> str:
    name = entity.rsplit(".", 1)[-1].lower()
    return next((kind for words, kind in _REFERENCES if any(word in name for word in words)), "")


def _at(value: Any, path: tuple[str, ...]) -> dict[str, Any]:  # noqa: ANN401 (any JSON value)
    for key in path:
        value = value[int(key)] if isinstance(value, list) else value[key]
    return _object(value)


def _sortable(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
