"""n8n: exported workflows as JSON, one or a list of them, also nodes copied from the editor.

Nodes are joined by name: ``connections`` leads from a node's name over kind and number of the output to other
nodes. Sticky notes are no steps.
"""

import re
from collections.abc import Iterator
from typing import Any

from registry.core.messages import N_, define
from registry.formats.bot_summary import bot_summary, model_of
from registry.formats.bot_traces import Traces
from registry.formats.flow import FlowModel
from registry.formats.n8n_workflow import Workflow, is_sticky, node_type
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken, Certainty, Dependency, FileSummary, Identifiers, Recognition

LABEL = define("n8n.label", N_("n8n-Workflow"))
REASON = define("n8n.reason", N_("Das JSON enthält Knoten von n8n (%(count)s) und die Verbindungen zwischen ihnen."))
REASON_LIKELY = define(
    "n8n.reason_likely",
    N_("Das JSON enthält Knoten (%(count)s) und Verbindungen, wie n8n sie ausgibt, aber keine Knoten von n8n selbst."),
)
NOT_N8N = define(
    "n8n.not_n8n",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält keine Knoten und Verbindungen. "
        "Laden Sie den Workflow in n8n erneut herunter und laden Sie ihn noch einmal hoch."
    ),
)

_OWN = re.compile(r"(?:@n8n/)?n8n-nodes-[\w-]{1,60}\.")
_START = re.compile(r'"type"\s{0,5}:\s{0,5}"(?:@n8n/)?n8n-nodes-')
_MAX_WORKFLOWS = 100


class N8nReader:
    """Reads one workflow or a list of workflows."""

    id = "n8n"
    label = LABEL()
    name = "n8n-JSON"
    media_type = "application/json"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of broken JSON that names nodes of n8n."""
        return probe.json_problem is not None and bool(_START.search(probe.head)) and '"nodes"' in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By nodes with the types of n8n, and their connections."""
        workflows = _workflows(probe.json)
        if not workflows:
            return None
        types = [node_type(node) for workflow in workflows for node in workflow["nodes"]]
        if any(_OWN.match(kind) for kind in types):
            return Recognition(self.id, Certainty.CERTAIN, REASON(count=len(types)))
        return Recognition(self.id, Certainty.LIKELY, REASON_LIKELY(count=len(types)))

    def read(self, probe: Probe) -> FileSummary:
        """Read nodes and connections of every workflow."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise Broken(NOT_N8N)
        is_cut = isinstance(probe.json, list) and len(probe.json) > _MAX_WORKFLOWS
        return _summary(_workflows(probe.json), recognition, is_cut=is_cut)


def _summary(values: list[dict[str, Any]], recognition: Recognition, *, is_cut: bool) -> FileSummary:
    traces = Traces()
    workflows = [Workflow(value, traces, number=number) for number, value in enumerate(values)]
    called = {key: workflow.id for workflow in workflows for key in workflow.keys}
    flows = [workflow.flow(called) for workflow in workflows]
    first = workflows[0]
    truncated = is_cut or any(workflow.is_truncated for workflow in workflows)
    blank = FileSummary(
        format_id=N8nReader.id,
        format_label=N8nReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=N8nReader.media_type,
        variant="workflow" if len(values) == 1 else "workflows",
        tool="n8n",
        platform="n8n",
        identifiers=Identifiers(source_key=plain(values[0].get("id"), 60)),
        flow=FlowModel(flows=tuple(workflow.graph for workflow in workflows), truncated=truncated),
        provides=tuple(Dependency(type="artifact", key=key) for workflow in workflows for key in workflow.keys),
        counts={
            "workflows": len(workflows),
            "actions": sum(workflow.nodes for workflow in workflows),
            "triggers": sum(workflow.triggers for workflow in workflows),
            "connections": sum(workflow.connections for workflow in workflows),
        },
    )
    return bot_summary(
        blank,
        model_of(flows, traces, truncated=truncated),
        title=first.name if len(values) == 1 else "",
        interfaces=({"system": name, "kind": "api"} for workflow in workflows for name in workflow.services),
        dependencies=[needed for needed in _needed(workflows) if needed.key not in called],
    )


def _needed(workflows: list[Workflow]) -> Iterator[Dependency]:
    names = dict.fromkeys(name for workflow in workflows for name in workflow.called)
    return (Dependency(type="artifact", key=name) for name in names)


def _workflows(value: object) -> list[dict[str, Any]]:
    """The workflows of a JSON value; empty when it is something else."""
    values: list[Any] = value if isinstance(value, list) else [value]
    found = [one for one in values[:_MAX_WORKFLOWS] if _is_workflow(one)]
    return found if len(found) == len(values[:_MAX_WORKFLOWS]) else []


def _is_workflow(value: object) -> bool:
    """Whether this has nodes with name, type and parameters, and connections by name."""
    if not isinstance(value, dict) or not isinstance(value.get("connections"), dict):
        return False
    nodes = value.get("nodes")
    if not isinstance(nodes, list) or not nodes:
        return False
    named = [node for node in nodes if _is_node(node)]
    return len(named) == len(nodes) and any(not is_sticky(node) for node in named)


def _is_node(node: object) -> bool:
    if not isinstance(node, dict) or not isinstance(node.get("parameters"), dict):
        return False
    return isinstance(node.get("name"), str) and "." in node_type(node)
