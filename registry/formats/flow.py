"""What a process does, independent of the tool: participants, lanes, steps and their order.

A flow is a graph of nodes and edges; nodes inside a sub-process, loop or branch name it as `parent`.
Tools without a diagram of their own (civento, FORMCYCLE) yield the same shape, in the order of the file.
`FlowModel.diagrams` are the drawings that the file brings along; other flows get a layout.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from registry.formats.diagram import Diagram
from registry.formats.shape import Storable

MAX_NODES = 5_000
MAX_EDGES = 10_000


class NodeKind(StrEnum):
    """What a node is, in the few words that every tool shares."""

    START = "start"
    END = "end"
    EVENT = "event"
    TASK = "task"
    GATEWAY = "gateway"
    BRANCH = "branch"
    SUBPROCESS = "subprocess"
    LOOP = "loop"
    CALL = "call"
    DATA = "data"
    NOTE = "note"


class EdgeKind(StrEnum):
    """How two nodes belong together."""

    SEQUENCE = "sequence"
    MESSAGE = "message"
    ASSOCIATION = "association"
    BOUNDARY = "boundary"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode(Storable):
    """One step, or data or an annotation beside the steps.

    Attributes:
        type: the tool's own word for it: ``userTask``, ``FC_EMAIL``.
        trigger: what an event reacts to or throws: ``message``, ``timer`` …
        detail: the words for the trigger (name of the message, time, condition), what is called, the state of data.
        marks: ``loop``, ``parallel_multiple``, ``sequential_multiple``, ``compensation``, ``non_interrupting``,
            ``ad_hoc``, ``event_subprocess``, ``instantiate``, ``collection``, ``parallel`` (all in it runs at once).
    """

    id: str
    kind: NodeKind
    type: str
    name: str = ""
    lane: str | None = None
    parent: str | None = None
    documentation: str = ""
    trigger: str = ""
    detail: str = ""
    calls: str | None = None
    disabled: bool = False
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowEdge(Storable):
    """A way from one node (or participant) to another, with the words and the condition on it.

    A boundary edge leads from a step to the event at its border, a data edge from data to step or back.
    """

    source: str
    target: str
    id: str = ""
    name: str = ""
    condition: str = ""
    kind: EdgeKind = EdgeKind.SEQUENCE
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Storable):
    """A role within a flow; lanes may contain lanes."""

    id: str
    name: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(Storable):
    """A party of a collaboration; `flow` is the id of its own flow, if the file shows one."""

    id: str
    name: str = ""
    flow: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Storable):
    """One flow: a BPMN process, a civento workflow, a FORMCYCLE task; `trigger` says what starts it."""

    id: str
    name: str = ""
    type: str = ""
    trigger: str = ""
    documentation: str = ""
    executable: bool | None = None
    disabled: bool = False
    lanes: tuple[Lane, ...] = ()
    nodes: tuple[FlowNode, ...] = ()
    edges: tuple[FlowEdge, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowModel(Storable):
    """All flows of a file. `states` are the named states of a case; `truncated` says that a limit cut.

    `diagrams` are the drawings of the file itself (the diagram interchange of BPMN); empty where it has none.
    `notes` are annotations outside all flows, `associations` what they belong to.
    """

    flows: tuple[Flow, ...] = ()
    participants: tuple[Participant, ...] = ()
    messages: tuple[FlowEdge, ...] = field(default=())
    states: tuple[str, ...] = ()
    diagrams: tuple[Diagram, ...] = ()
    notes: tuple[FlowNode, ...] = ()
    associations: tuple[FlowEdge, ...] = ()
    truncated: bool = False
