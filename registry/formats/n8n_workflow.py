"""One workflow of n8n: its nodes in the order in which they run, as actions and as a graph."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from registry.formats import strict_json
from registry.formats.bot import BotAction, BotArgument, BotFlow
from registry.formats.bot_traces import Traces, words
from registry.formats.flow import MAX_EDGES, MAX_NODES, EdgeKind, Flow, FlowEdge, FlowNode, NodeKind
from registry.formats.plain import TEXT, plain

_TRIGGERS = frozenset(["webhook", "cron", "interval", "start", "emailReadImap", "formTrigger"])
_KINDS = {
    NodeKind.GATEWAY: ("if", "switch", "splitInBatches", "compareDatasets", "textClassifier"),
    NodeKind.CALL: ("executeWorkflow", "toolWorkflow", "n8n"),
    NodeKind.EVENT: ("wait",),
    NodeKind.END: ("stopAndError",),
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names}
_OUTPUTS = {"if": ("true", "false"), "compareDatasets": ("A", "=", "≠", "B")}
_SERVICES = {
    "emailSend": "E-Mail (SMTP)",
    "emailReadImap": "E-Mail (IMAP)",
    "httpRequest": "HTTP",
    "webhook": "Webhook",
    "postgres": "PostgreSQL",
    "mySql": "MySQL",
    "microsoftSql": "Microsoft SQL Server",
    "nextCloud": "Nextcloud",
    "ftp": "FTP",
    "ssh": "SSH",
    "gitlab": "GitLab",
    "openAi": "OpenAI",
    "OpenAi": "OpenAI",
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAX_OUTPUTS = 200
_NO_TEXT = frozenset(["content", "position"])


def node_type(node: object) -> str:
    """The type of a node; empty if it has none."""
    kind = node.get("type") if isinstance(node, dict) else None
    return kind if isinstance(kind, str) else ""


def is_sticky(node: object) -> bool:
    """Whether a node is a note on the canvas and no step."""
    return node_type(node).endswith(".stickyNote")


class Workflow:
    """One workflow being read; `number` keeps the ids of several apart.

    Attributes:
        called: names of the workflows it starts.
        services: names of what it uses with an account.
        graph: nodes and connections as they are.
    """

    def __init__(self, value: dict[str, Any], traces: Traces, *, number: int) -> None:
        self.id = f"workflow-{number}"
        self.name = plain(value.get("name"), 150)
        self.keys = [key for key in (self.name, plain(value.get("id"), 60)) if key]
        self._traces = traces
        self.called: list[str] = []
        self.services: list[str] = []
        steps = [node for node in value["nodes"] if not is_sticky(node)]
        self.nodes = len(steps)
        self._ids = {str(node["name"]): f"n{number}-{at}" for at, node in enumerate(steps, start=1)}
        self._by_name = {str(node["name"]): node for node in steps}
        edges = list(islice(self._edges(value["connections"]), MAX_EDGES + 1))
        self.connections = len(edges)
        self._ordered = self._order(edges)[:MAX_NODES]
        self.is_truncated = self.nodes > MAX_NODES or len(edges) > MAX_EDGES
        self._actions = [self._action(node) for node in self._ordered]
        self.triggers = sum(action.kind is NodeKind.START for action in self._actions)
        self.graph = self._graph(edges[:MAX_EDGES])

    def flow(self, called: dict[str, str]) -> BotFlow:
        """The workflow as a flow of a bot; `called` gives the ids of workflows by name and key."""
        actions = (
            action if action.calls is None else replace(action, calls=called.get(action.calls, action.calls))
            for action in self._actions
        )
        return BotFlow(
            id=self.id,
            name=self.name or "Workflow",
            is_entry=True,
            trigger=self.graph.trigger,
            arguments=tuple(self._arguments())[:200],
            actions=tuple(actions),
        )

    def _edges(self, connections: dict[str, Any]) -> Iterator[FlowEdge]:
        for source, outputs in connections.items():
            if source not in self._ids or not isinstance(outputs, dict):
                continue
            for kind, branches in outputs.items():
                yield from self._branches(source, kind, branches)

    def _branches(self, source: str, kind: str, branches: object) -> Iterator[FlowEdge]:
        """The connections of one kind of output: ``main`` is the order of steps, ``ai_…`` lends a tool."""
        listed = branches if isinstance(branches, list) else []
        for number, targets in enumerate(listed[:_MAX_OUTPUTS]):
            for target in targets if isinstance(targets, list) else []:
                name = target.get("node") if isinstance(target, dict) else None
                if not isinstance(name, str) or name not in self._ids:
                    continue
                is_main = kind == "main"
                yield FlowEdge(
                    source=self._ids[source],
                    target=self._ids[name],
                    name=self._output(source, number, len(listed)) if is_main else plain(kind, 60),
                    kind=EdgeKind.SEQUENCE if is_main else EdgeKind.ASSOCIATION,
                )

    def _output(self, source: str, number: int, outputs: int) -> str:
        """The name of an output: of a decision its answer, of an error output that it is one."""
        node = self._by_name[source]
        kind = node_type(node).rpartition(".")[2]
        if node.get("onError") == "continueErrorOutput" and number > 0 and number == outputs - 1:
            return "error"
        if kind == "switch":
            return _switch_output(node, number)
        if kind == "splitInBatches":
            version = node.get("typeVersion")
            is_new = isinstance(version, int | float) and version >= 3
            return ("done", "loop")[number if is_new else 1 - number] if number < 2 else ""
        names = _OUTPUTS.get(kind, ())
        return names[number] if number < len(names) else ""

    def _order(self, edges: list[FlowEdge]) -> list[dict[str, Any]]:
        """The nodes from the triggers on along the connections; what no trigger reaches follows as it stands."""
        names = {key: name for name, key in self._ids.items()}
        following: dict[str, list[str]] = {}
        reached = {edge.target for edge in edges if edge.kind is EdgeKind.SEQUENCE}
        for edge in edges:
            if edge.kind is EdgeKind.SEQUENCE:
                following.setdefault(edge.source, []).append(edge.target)
        ordered: dict[str, None] = {}
        starts = [key for key in names if key not in reached and key in following]
        stack = [*reversed([*starts, *(key for key in names if key not in starts)])]
        while stack:
            key = stack.pop()
            if key not in ordered:
                ordered[key] = None
                stack.extend(reversed(following.get(key, [])))
        return [self._by_name[names[key]] for key in ordered]

    def _action(self, node: dict[str, Any]) -> BotAction:
        kind = node_type(node)
        package, _, bare = kind.rpartition(".")
        self._traces.library(package)
        service = self._touched(node, bare)
        return BotAction(
            id=self._ids[str(node["name"])],
            name=plain(node["name"]) or bare,
            kind=_kind(bare),
            type=plain(kind, 120),
            module=plain(package, 120),
            application=service,
            calls=self._called(node) if _KIND_OF.get(bare) is NodeKind.CALL else None,
            documentation=plain(node.get("notes"), TEXT),
            disabled=node.get("disabled") is True,
        )

    def _touched(self, node: dict[str, Any], bare: str) -> str:
        """Note accounts, files and addresses of a node; gives the service it uses an account of."""
        accounts = node.get("credentials")
        for kind, account in accounts.items() if isinstance(accounts, dict) else ():
            name = account.get("name") if isinstance(account, dict) else account
            self._traces.account(plain(name, 120) or kind, kind)
        for path, value in strict_json.walk(node["parameters"]):
            if isinstance(value, str) and path[-1] not in _NO_TEXT:
                self._traces.text(value.removeprefix("="))
        if not isinstance(accounts, dict) or not accounts:
            return ""
        service = self._traces.application(_service(bare))
        if service and service not in self.services:
            self.services.append(service)
        return service

    def _called(self, node: dict[str, Any]) -> str | None:
        given = node["parameters"].get("workflowId")
        if isinstance(given, dict):
            given = given.get("cachedResultName") or given.get("value")
        name = plain(given, 120)
        if not name or name.startswith("="):
            return None
        self.called.append(name)
        return name

    def _graph(self, edges: list[FlowEdge]) -> Flow:
        nodes = tuple(
            FlowNode(
                id=action.id,
                kind=action.kind,
                type=action.type.rpartition(".")[2],
                name=action.name,
                documentation=action.documentation,
                calls=action.calls,
                disabled=action.disabled,
            )
            for action in self._actions
        )
        kept = {node.id for node in nodes}
        return Flow(
            id=self.id,
            name=self.name,
            type="workflow",
            trigger=words(node.name for node in nodes if node.kind is NodeKind.START),
            nodes=nodes,
            edges=tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
        )

    def _arguments(self) -> Iterator[BotArgument]:
        """What the workflow takes when another one starts it."""
        for node in self._ordered:
            if node_type(node).endswith(".executeWorkflowTrigger"):
                inputs = node["parameters"].get("workflowInputs")
                values = inputs.get("values") if isinstance(inputs, dict) else None
                for value in values if isinstance(values, list) else []:
                    if isinstance(value, dict) and (name := plain(value.get("name"), 120)):
                        yield BotArgument(name=name, type=plain(value.get("type"), 60))


def _service(bare: str) -> str:
    """The name of a service from the type of its node: «googleSheetsTrigger» → «Google Sheets»."""
    name = bare.removesuffix("Trigger").removesuffix("Tool").removeprefix("lmChat")
    return _SERVICES.get(name) or _CAMEL.sub(" ", name[:1].upper() + name[1:])


def _kind(bare: str) -> NodeKind:
    if bare in _TRIGGERS or bare.endswith("Trigger"):
        return NodeKind.START
    return _KIND_OF.get(bare, NodeKind.TASK)


def _switch_output(node: dict[str, Any], number: int) -> str:
    """The name that a rule of a switch gives its output, else its number; what no rule takes is the fallback."""
    rules = node["parameters"].get("rules")
    values = rules.get("values", rules.get("rules")) if isinstance(rules, dict) else None
    rule = values[number] if isinstance(values, list) and number < len(values) else None
    if isinstance(values, list) and values and rule is None:
        return "fallback"
    named = plain(rule.get("outputKey"), 80) if isinstance(rule, dict) else ""
    return named or str(number)
