"""One cloud flow of Power Automate: triggers and actions of a workflow definition, in the order in which they run.

The definition language is that of Azure Logic Apps (schema 2016-06-01): within a block the order follows from
`runAfter`; conditions, switches, loops and scopes hold blocks of their own.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from registry.formats import strict_json
from registry.formats.bot import MAX_ACTIONS, BotAction, BotArgument, BotFlow, Branch
from registry.formats.bot_traces import Traces, words
from registry.formats.cloud_words import connector_name, is_definition, node_name, trigger_words
from registry.formats.flow import Flow, FlowEdge, FlowNode, NodeKind
from registry.formats.plain import NAME, TEXT, plain

_KINDS = {
    "If": NodeKind.GATEWAY,
    "Switch": NodeKind.GATEWAY,
    "Foreach": NodeKind.LOOP,
    "Until": NodeKind.LOOP,
    "Scope": NodeKind.SUBPROCESS,
    "Workflow": NodeKind.CALL,
    "Terminate": NodeKind.END,
    "Wait": NodeKind.EVENT,
    "Response": NodeKind.EVENT,
}
_DESKTOP_FLOW = frozenset(["RunUIFlow_V2", "RunUIFlow"])
_NO_TEXT = frozenset(["apiId", "operationId", "connectionName", "authentication", "$schema", "workflowReferenceName"])
_MAX_DEPTH = 40


class CloudFlow:
    """One flow being read; `number` keeps the ids of several apart.

    Attributes:
        seen: all actions and triggers, `branches` the ways of decisions among them.
        connectors: names of the services it talks to.
        called: keys of the flows it starts.
    """

    def __init__(self, properties: dict[str, Any], traces: Traces, *, number: int, name: str = "") -> None:
        definition = properties["definition"]
        self.id = f"flow-{number}"
        self.name = name or plain(properties.get("displayName"), 150)
        self.documentation = plain(definition.get("description") or properties.get("description"), TEXT)
        self.connectors: dict[str, None] = {}
        self.called: dict[str, None] = {}
        self.seen = self.branches = self.triggers = 0
        self._traces = traces
        self._references = _object(properties.get("connectionReferences"))
        self._actions: list[BotAction] = []
        self._edges: list[FlowEdge] = []
        for key, reference in self._references.items():
            self._reference(key, _object(reference))
        starts = [self._trigger(key, _object(trigger)) for key, trigger in _object(definition["triggers"]).items()]
        self._schedule = words(node.name for node in self._actions)
        firsts = self._block(_object(definition["actions"]), None, 0)
        self._edges.extend(FlowEdge(source=start, target=first) for start in starts for first in firsts)
        self._inputs = tuple(_inputs(_object(definition["triggers"])))

    @property
    def is_truncated(self) -> bool:
        """Whether the limit cut actions."""
        return self.seen > MAX_ACTIONS

    def flow(self, ids: dict[str, str]) -> BotFlow:
        """The flow of a bot; `ids` gives the ids of flows by their key in lower case."""
        return BotFlow(
            id=self.id,
            name=self.name or "Flow",
            is_entry=self.triggers > 0,
            trigger=self._schedule,
            documentation=self.documentation,
            arguments=self._inputs[:200],
            actions=tuple(_linked(action, ids) for action in self._actions),
        )

    def graph(self, names: dict[str, str]) -> Flow:
        """The same as nodes and edges; what runs after what is an edge, named if it waits for a failure.

        Args:
            names: the names of flows by their key in lower case, for what calls them.
        """
        nodes = tuple(
            FlowNode(
                id=action.id,
                kind=action.kind,
                type=action.type,
                name=action.name or action.type,
                parent=action.parent,
                documentation=action.documentation,
                calls=names.get((action.calls or "").casefold(), action.calls),
            )
            for action in self._actions
        )
        kept = {node.id for node in nodes}
        edges = tuple(edge for edge in self._edges if edge.source in kept and edge.target in kept)
        return Flow(
            id=self.id,
            name=self.name,
            type="cloudFlow",
            trigger=self._schedule,
            documentation=self.documentation,
            nodes=nodes,
            edges=edges,
        )

    def _reference(self, key: str, reference: dict[str, Any]) -> None:
        """An account by its logical name, and the connector that it opens."""
        connection = _object(reference.get("connection"))
        api = _object(reference.get("api"))
        connector = connector_name(
            plain(api.get("name") or reference.get("id") or reference.get("apiName"), 200) or key
        )
        name = plain(connection.get("connectionReferenceLogicalName"), 120) or key
        self.connectors.setdefault(connector)
        self._traces.account(name, connector)

    def _trigger(self, key: str, trigger: dict[str, Any]) -> str:
        self.triggers += 1
        return self._add(
            BotAction(
                id="",
                name=plain(" – ".join(part for part in (node_name(key), trigger_words(trigger)) if part)),
                kind=NodeKind.START,
                type=plain(trigger.get("type"), 80),
                application=self._connector(trigger),
                documentation=plain(trigger.get("description"), TEXT),
            ),
            trigger,
        )

    def _block(self, actions: dict[str, Any], parent: str | None, depth: int) -> list[str]:
        """Add the actions of a block in the order in which they run; gives the ids of those that wait for none."""
        if depth > _MAX_DEPTH:
            return []
        ids: dict[str, str] = {}
        firsts = []
        for key in _order(actions):
            action = _object(actions[key])
            ids[key] = self._action(key, action, parent, depth)
            waits = {name: outcomes for name, outcomes in _object(action.get("runAfter")).items() if name in ids}
            if not waits:
                firsts.append(ids[key])
            for name, outcomes in waits.items():
                self._edges.append(FlowEdge(source=ids[name], target=ids[key], name=_outcomes(outcomes)))
        return firsts

    def _action(self, key: str, action: dict[str, Any], parent: str | None, depth: int) -> str:
        kind = plain(action.get("type"), 80)
        called = self._called(action, kind)
        added = self._add(
            BotAction(
                id="",
                name=node_name(key),
                kind=NodeKind.CALL if called else _KINDS.get(kind, NodeKind.TASK),
                type=_type(action, kind),
                application=self._connector(action),
                parent=parent,
                condition=_condition(action),
                calls=called,
                documentation=plain(action.get("description"), TEXT),
            ),
            action,
        )
        for branch, way_type, name, inner in _ways(action, kind):
            if branch is None:
                self._block(inner, added, depth + 1)
                continue
            way = self._add(
                BotAction(id="", name=name, kind=NodeKind.BRANCH, type=way_type, branch=branch, parent=added), {}
            )
            self._edges.append(FlowEdge(source=added, target=way, name=name or way_type))
            self._block(inner, way, depth + 1)
        return added

    def _add(self, action: BotAction, source: dict[str, Any]) -> str:
        self.seen += 1
        self.branches += action.kind is NodeKind.BRANCH
        key = f"{self.id}-{self.seen}"
        if len(self._actions) < MAX_ACTIONS:
            self._actions.append(replace(action, id=key))
        for path, value in strict_json.walk(source.get("inputs")):
            if isinstance(value, str) and not _NO_TEXT & set(path):
                self._traces.text(value)
        return key

    def _connector(self, action: dict[str, Any]) -> str:
        """The service of an action, by its own word or by the account it uses."""
        host = _object(_object(action.get("inputs")).get("host"))
        given = plain(host.get("apiId"), 200)
        if not given and isinstance(name := host.get("connectionName"), str):
            reference = _object(self._references.get(name))
            given = plain(_object(reference.get("api")).get("name"), 200) or name
        if not given:
            return ""
        connector = connector_name(given)
        self.connectors.setdefault(connector)
        return connector

    def _called(self, action: dict[str, Any], kind: str) -> str | None:
        """The flow that an action starts: a child flow, or a desktop flow."""
        inputs = _object(action.get("inputs"))
        host = _object(inputs.get("host"))
        if kind == "Workflow":
            name = plain(host.get("workflowReferenceName") or host.get("workflow"), 120)
        elif host.get("operationId") in _DESKTOP_FLOW:
            name = plain(_object(inputs.get("parameters")).get("uiFlowId"), 120)
        else:
            return None
        if name and not name.startswith("@"):
            self.called.setdefault(name.casefold())
        return name or None


def flow_properties(value: object) -> dict[str, Any] | None:
    """The part of a JSON value that holds a definition with triggers and actions; None when there is none."""
    for candidate in (value, value.get("properties") if isinstance(value, dict) else None):
        if isinstance(candidate, dict) and is_definition(candidate.get("definition")):
            return candidate
    return None


def _linked(action: BotAction, ids: dict[str, str]) -> BotAction:
    if action.calls is None or action.calls.casefold() not in ids:
        return action
    return replace(action, calls=ids[action.calls.casefold()])


def _order(actions: dict[str, Any]) -> list[str]:
    """The keys of a block so that each stands behind what it runs after; circles as they are written."""
    needs = {
        key: {name for name in _object(_object(action).get("runAfter")) if name in actions and name != key}
        for key, action in actions.items()
    }
    following: dict[str, list[str]] = {}
    for key, names in needs.items():
        for name in names:
            following.setdefault(name, []).append(key)
    ready = [key for key in reversed(actions) if not needs[key]]
    ordered: dict[str, None] = {}
    while ready:
        key = ready.pop()
        ordered[key] = None
        for name in reversed(following.get(key, [])):
            needs[name].discard(key)
            if not needs[name]:
                ready.append(name)
    return [*ordered, *(key for key in actions if key not in ordered)]


def _ways(action: dict[str, Any], kind: str) -> Iterator[tuple[Branch | None, str, str, dict[str, Any]]]:
    """The blocks inside an action, with the tool's word for each and its case; no branch where it only holds one."""
    inner = _object(action.get("actions"))
    if kind == "If":
        yield Branch.THEN, "true", "", inner
        if other := _object(_object(action.get("else")).get("actions")):
            yield Branch.ELSE, "false", "", other
    elif kind == "Switch":
        for key, case in _object(action.get("cases")).items():
            value = plain(_object(case).get("case"), 120) or plain(key, 120)
            yield Branch.CASE, "case", value, _object(_object(case).get("actions"))
        if other := _object(_object(action.get("default")).get("actions")):
            yield Branch.ELSE, "default", "", other
    elif inner:
        yield None, "", "", inner


def _type(action: dict[str, Any], kind: str) -> str:
    operation = plain(_object(_object(action.get("inputs")).get("host")).get("operationId"), 80)
    return f"{kind}/{operation}" if operation else kind


def _condition(action: dict[str, Any]) -> str:
    given = action.get("expression") if "expression" in action else action.get("foreach")
    texts = (part for _, part in strict_json.walk(given)) if isinstance(given, dict | list) else (given,)
    return plain(" ".join(str(text) for text in texts if isinstance(text, str | int | float)), NAME)


def _outcomes(outcomes: object) -> str:
    """What an action waits for, if it is not success."""
    named = [plain(one, 30) for one in outcomes] if isinstance(outcomes, list) else []
    return "" if named in ([], ["Succeeded"]) else plain(", ".join(named), 80)


def _inputs(triggers: dict[str, Any]) -> Iterator[BotArgument]:
    """What a flow asks for when a person, an app or another flow starts it."""
    for trigger in triggers.values():
        schema = _object(_object(_object(trigger).get("inputs")).get("schema"))
        for key, declared in _object(schema.get("properties")).items():
            title = plain(_object(declared).get("title"), 120)
            yield BotArgument(name=title or plain(key, 120), type=plain(_object(declared).get("type"), 40))


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
