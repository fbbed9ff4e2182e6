"""A drawing as its tool left it, or as a layout made it: shapes with their places, connections with their way.

The words are those of the diagram interchange of BPMN 2.0 (chapter 12); flows of other tools get the same
shape from a layout. Coordinates are the tool's own, in any range; what draws moves them.
"""

from dataclasses import dataclass

from registry.formats.shape import Storable

MAX_SHAPES = 5_000
MAX_CONNECTIONS = 10_000
MAX_WAYPOINTS = 200


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
        marks: what the symbol shows beside its type: ``message``, ``timer``, ``throwing``, ``non_interrupting``,
            ``loop``, ``parallel_multiple``, ``sequential_multiple``, ``compensation``, ``ad_hoc``, ``collapsed``,
            ``horizontal``, ``collection`` …
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
    """

    id: str
    element: str
    type: str
    waypoints: tuple[Point, ...]
    name: str = ""
    label: Bounds | None = None
    marks: tuple[str, ...] = ()
    stroke: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram(Storable):
    """One picture of a file; shapes stand in the order in which they are painted."""

    id: str
    name: str = ""
    shapes: tuple[Shape, ...] = ()
    connections: tuple[Connection, ...] = ()
    truncated: bool = False
