"""A drawing as its tool left it, or as a layout made it: shapes with their places, connections with their way.

The words are those of the diagram interchange of BPMN 2.0 (chapter 12); flows of other tools get the same
shape from a layout. Coordinates are the tool's own, in any range; what draws moves them.
"""

from dataclasses import dataclass

from registry.formats.shape import Storable

MAX_SHAPES = 3_000
MAX_CONNECTIONS = 6_000
MAX_WAYPOINTS = 200
MAX_COORDINATE = 1_000_000.0
MAX_EXTENT = 60_000.0
"""Wider or higher pictures are not drawn; the largest real models have some thousand units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds(Storable):
    """Place and size; always finite, width and height never below zero."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Storable):
    """A bend of a connection."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Storable):
    """Something with an area.

    Attributes:
        element: the id of what it shows, as in `FlowNode.id`, `Lane.id`, `Participant.id`.
        type: the word of BPMN for it: ``userTask``, ``startEvent``, ``lane``, ``participant``, ``textAnnotation`` …
        label: where the tool put the name, if it says so.
        marks: what the symbol shows beside its type. Events: ``message``, ``timer``, ``error``, ``escalation``,
            ``cancel``, ``compensate``, ``conditional``, ``link``, ``signal``, ``terminate``, ``multiple``,
            ``parallel``, and ``throwing``, ``non_interrupting``. Activities: ``loop``, ``parallel_multiple``,
            ``sequential_multiple``, ``compensation``, ``ad_hoc``, ``collapsed``, ``expanded``, ``empty``,
            ``event_subprocess``,
            ``instantiate``. Gateways: ``marker``, ``instantiate``, ``parallel``. Pools and lanes: ``horizontal``,
            ``black_box``. Data: ``collection``. Participants of a choreography: ``band``, ``initiating``.
        fill: colour as ``#rrggbb``, empty for the usual one; so is `stroke`.
    """

    id: str
    element: str
    type: str
    bounds: Bounds
    name: str = ""
    label: Bounds | None = None
    marks: tuple[str, ...] = ()
    fill: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Storable):
    """A line from one shape to another.

    Attributes:
        element: the id of what it shows, as in `FlowEdge.id`.
        type: ``sequenceFlow``, ``messageFlow``, ``association``, ``dataInputAssociation`` …
        marks: ``default``, ``conditional``, ``directed``, ``both_ways``, ``initiating``, ``non_initiating``.
        source: the id of the element at its beginning, `target` at its end, as in `Shape.element`; empty if unknown.
    """

    id: str
    element: str
    type: str
    waypoints: tuple[Point, ...]
    name: str = ""
    label: Bounds | None = None
    marks: tuple[str, ...] = ()
    stroke: str = ""
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram(Storable):
    """One picture of a file; shapes stand in the order in which they are painted.

    Attributes:
        left_out: how many shapes and connections have no place and are missing.
        unusable: places are no numbers or beyond all measure; there is nothing to draw then.
        truncated: there are more shapes or connections than are drawn; there is nothing to draw then.
    """

    id: str
    name: str = ""
    shapes: tuple[Shape, ...] = ()
    connections: tuple[Connection, ...] = ()
    left_out: int = 0
    unusable: bool = False
    truncated: bool = False
