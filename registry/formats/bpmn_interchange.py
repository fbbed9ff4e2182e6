"""The diagram interchange of BPMN 2.0 (chapter 12): where the tool put every shape, connection and name.

What the symbols show beside their type is told by `registry.formats.bpmn_symbols`, colours by `bpmn_colours`.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from registry.formats import xml
from registry.formats.bpmn_colours import colours_of, stroke_of
from registry.formats.bpmn_symbols import Elements, connection_marks, ends_of, name_of, shape_marks, type_of
from registry.formats.diagram import (
    MAX_CONNECTIONS,
    MAX_COORDINATE,
    MAX_EXTENT,
    MAX_SHAPES,
    MAX_WAYPOINTS,
    Bounds,
    Connection,
    Diagram,
    Point,
    Shape,
)
from registry.formats.plain import plain, plain_markup

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
_DC = "{http://www.omg.org/spec/DD/20100524/DC}"
_WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
_SHAPE, _EDGE = f"{DI}BPMNShape", f"{DI}BPMNEdge"

MAX_DIAGRAMS = 40
_FARTHEST_LABEL = 1_000.0
_ROOMY, _COMPARED = 60.0, 1_000
_FRAMES = frozenset({"participant", "lane", "group", "textAnnotation"})
_ORIGIN, _BESIDE = Point(x=0, y=0), 50.0
_DEPTH = {"participant": 0, "lane": 1, "boundaryEvent": 4, "group": 5}
_CONTAINERS = frozenset({"subProcess", "transaction", "adHocSubProcess", "callActivity", "subChoreography"})


class Unusable(Exception):
    """A place that is no finite number, or beyond all measure."""


@dataclass(slots=True)
class _Budget:
    """How much of one file may still be drawn."""

    shapes: int = MAX_SHAPES
    connections: int = MAX_CONNECTIONS


@dataclass(slots=True)
class _Plane:
    """What is read of one plane."""

    shapes: list[Shape] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)
    left_out: int = 0


def read_diagrams(root: xml.Element) -> tuple[Diagram, ...]:
    """All pictures of a document, in its order; a plane that cannot be drawn stays as a diagram without shapes."""
    found = list(islice(root.iter(f"{DI}BPMNDiagram"), MAX_DIAGRAMS))
    if not found:
        return ()
    elements: Elements = {key: element for element in root.iter(f"{MODEL}*") if (key := element.get("id"))}
    budget = _Budget()
    return tuple(_diagram(diagram, elements, budget) for diagram in found)


def _diagram(diagram: xml.Element, elements: Elements, budget: _Budget) -> Diagram:
    plane = next(diagram.iterchildren(f"{DI}BPMNPlane"), None)
    key = plain(diagram.get("id"))
    if plane is None:
        return Diagram(id=key, name=plain_markup(diagram.get("name")))
    shown = _resolve(plane.get("bpmnElement"), elements)
    name = plain_markup(diagram.get("name")) or (name_of(shown, elements) if shown is not None else "")
    parts = list(islice(plane.iterchildren(_SHAPE, _EDGE), budget.shapes + budget.connections + 1))
    budget.shapes -= sum(part.tag == _SHAPE for part in parts)
    budget.connections -= sum(part.tag == _EDGE for part in parts)
    if budget.shapes < 0 or budget.connections < 0:
        budget.shapes = budget.connections = 0
        return Diagram(id=key, name=name, truncated=True)
    try:
        read = _read_plane(parts, elements)
    except Unusable:
        return Diagram(id=key, name=name, unusable=True)
    shapes = tuple(sorted(read.shapes, key=_painted))
    return Diagram(id=key, name=name, shapes=shapes, connections=tuple(read.connections), left_out=read.left_out)


def _read_plane(parts: list[xml.Element], elements: Elements) -> _Plane:
    plane = _Plane()
    drawn = {part.get("bpmnElement", "") for part in parts if part.tag == _SHAPE}
    for part in parts:
        element = _resolve(part.get("bpmnElement"), elements)
        if part.tag == _SHAPE:
            shape = _shape(part, element, elements, drawn)
            plane.left_out += shape is None
            plane.shapes += [shape] if shape is not None else []
        else:
            connection = _connection(part, element, elements)
            plane.left_out += connection is None
            plane.connections += [connection] if connection is not None else []
    _refuse_endless(plane)
    plane.shapes = [_opened(shape, plane.shapes) for shape in plane.shapes]
    shapes = {shape.element: shape for shape in plane.shapes}
    heaped = _heaped(plane.connections)
    plane.connections = [_mended(connection, shapes, heaped) for connection in plane.connections]
    return plane


def _painted(shape: Shape) -> tuple[int, float]:
    """Areas before what stands in them: pools, lanes, open sub-processes from the largest on, then the rest."""
    depth = _DEPTH.get(shape.type, 3)
    if shape.type in _CONTAINERS and "expanded" in shape.marks and "empty" not in shape.marks:
        depth = 2
    size = shape.bounds.width * shape.bounds.height
    return (depth, -size if depth in {0, 1, 2, 5} else 0.0)


def _shape(part: xml.Element, element: xml.Element | None, elements: Elements, drawn: set[str]) -> Shape | None:
    bounds = _bounds(next(part.iterchildren(f"{_DC}Bounds"), None))
    if bounds is None:
        return None
    fill, stroke = colours_of(part, element)
    return Shape(
        id=plain(part.get("id")),
        element=plain(element.get("id") if element is not None else part.get("bpmnElement")),
        type=type_of(element),
        bounds=bounds,
        name=name_of(element, elements) if element is not None else "",
        label=_label(part, bounds),
        marks=tuple(shape_marks(part, element, elements, drawn)),
        fill=fill,
        stroke=stroke,
    )


def _connection(part: xml.Element, element: xml.Element | None, elements: Elements) -> Connection | None:
    waypoints = tuple(_waypoints(part))
    if len(waypoints) < 2:
        return None
    source, target = ends_of(element)
    return Connection(
        id=plain(part.get("id")),
        element=plain(element.get("id") if element is not None else part.get("bpmnElement")),
        type=xml.local(element) if element is not None else "",
        waypoints=waypoints,
        name=name_of(element, elements) if element is not None else "",
        label=_label(part, _around(waypoints)),
        marks=tuple(connection_marks(part, element, elements)),
        stroke=stroke_of(part, element),
        source=source,
        target=target,
    )


def _opened(shape: Shape, others: list[Shape]) -> Shape:
    """A sub-process that is said to be closed, while steps are drawn inside of it, is open."""
    bounds = shape.bounds
    if "collapsed" not in shape.marks or min(bounds.width, bounds.height) < _ROOMY or len(others) > _COMPARED:
        return shape
    if not any(_holds(bounds, other.bounds) for other in others if other.type not in _FRAMES):
        return shape
    return replace(shape, marks=(*(mark for mark in shape.marks if mark != "collapsed"), "expanded"))


def _holds(outer: Bounds, inner: Bounds) -> bool:
    """Whether one lies wholly inside the other."""
    across, down = inner.x - outer.x, inner.y - outer.y
    return (
        0 < across < outer.width - inner.width
        and 0 < down < outer.height - inner.height
        and inner.width * inner.height < outer.width * outer.height
    )


def _heaped(connections: list[Connection]) -> set[tuple[float, float]]:
    """Where several names of connections have the same place: some tools write one for all that they do not know."""
    counted = Counter((item.label.x, item.label.y) for item in connections if item.label is not None and item.name)
    return {place for place, count in counted.items() if count > 1}


def _mended(connection: Connection, shapes: Mapping[str, Shape], heaped: set[tuple[float, float]]) -> Connection:
    """A connection whose ends lie at its shapes: some tools write 0,0 for an end that they do not know."""
    if connection.label is not None and (connection.label.x, connection.label.y) in heaped:
        connection = replace(connection, label=None)
    way = list(connection.waypoints)
    for end, beside, element in ((0, 1, connection.source), (-1, -2, connection.target)):
        shape = shapes.get(element)
        if shape is not None and way[end] == _ORIGIN and not _is_near_origin(shape.bounds):
            way[end] = _docked(shape.bounds, way[beside])
    return connection if tuple(way) == connection.waypoints else replace(connection, waypoints=tuple(way))


def _is_near_origin(bounds: Bounds) -> bool:
    return bounds.x < _BESIDE and bounds.y < _BESIDE and bounds.x + bounds.width > -_BESIDE


def _docked(bounds: Bounds, outside: Point) -> Point:
    """The middle of the side that faces a point."""
    x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
    across, down = outside.x - x, outside.y - y
    if abs(across) * bounds.height > abs(down) * bounds.width:
        return Point(x=x + math.copysign(bounds.width / 2, across), y=y)
    return Point(x=x, y=y + math.copysign(bounds.height / 2, down))


def _waypoints(part: xml.Element) -> Iterator[Point]:
    found = list(islice(part.iterchildren(_WAYPOINT), MAX_WAYPOINTS + 1))
    if len(found) > MAX_WAYPOINTS:
        raise Unusable
    for waypoint in found:
        yield Point(x=_number(waypoint.get("x")), y=_number(waypoint.get("y")))


def _bounds(element: xml.Element | None) -> Bounds | None:
    if element is None or None in (places := [element.get(name) for name in ("x", "y", "width", "height")]):
        return None
    x, y, width, height = (_number(place) for place in places)
    if width < 0 or height < 0:
        raise Unusable
    return Bounds(x=x, y=y, width=width, height=height)


def _label(part: xml.Element, near: Bounds) -> Bounds | None:
    """Where the tool put the name; without an extent, or far away from everything, it says nothing."""
    label = next(part.iterchildren(f"{DI}BPMNLabel"), None)
    if label is None:
        return None
    bounds = _bounds(next(label.iterchildren(f"{_DC}Bounds"), None))
    if bounds is None or bounds.width < 1 or bounds.height < 1:
        return None
    across = max(near.x - bounds.x - bounds.width, bounds.x - near.x - near.width)
    down = max(near.y - bounds.y - bounds.height, bounds.y - near.y - near.height)
    return bounds if max(across, down) < _FARTHEST_LABEL else None


def _around(points: tuple[Point, ...]) -> Bounds:
    left, top = min(point.x for point in points), min(point.y for point in points)
    right, bottom = max(point.x for point in points), max(point.y for point in points)
    return Bounds(x=left, y=top, width=right - left, height=bottom - top)


def _number(text: str | None) -> float:
    try:
        number = float(text or "")
    except ValueError:
        raise Unusable from None
    if not math.isfinite(number) or abs(number) > MAX_COORDINATE:
        raise Unusable
    return round(number, 2)


def _refuse_endless(plane: _Plane) -> None:
    """No picture is as large as a house.

    Raises:
        Unusable: it would be.
    """
    points = [Point(x=shape.bounds.x, y=shape.bounds.y) for shape in plane.shapes]
    points += [
        Point(x=shape.bounds.x + shape.bounds.width, y=shape.bounds.y + shape.bounds.height) for shape in plane.shapes
    ]
    points += [point for connection in plane.connections for point in connection.waypoints]
    if points:
        extent = _around(tuple(points))
        if max(extent.width, extent.height) > MAX_EXTENT:
            raise Unusable


def _resolve(reference: str | None, elements: Elements) -> xml.Element | None:
    """The element of a qualified name; most tools write the bare id."""
    if not reference:
        return None
    return elements.get(reference, elements.get(reference.rpartition(":")[2]))
