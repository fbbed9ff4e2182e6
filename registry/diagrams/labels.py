"""Names that stand beside their symbol or line: where the tool put them, else where there is room."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from registry.diagrams.lettering import LINE, SIZE, Lines, flow
from registry.diagrams.painting import lettering
from registry.diagrams.routes import middle
from registry.formats.diagram import Bounds, Connection, Diagram, Point, Shape

_LEAST, _USUAL = 72.0, 110.0
_GAP = 4.0
_OVER_ENVELOPE = 10.0
_STRETCHES, _COMPARED = 4, 600
_BESIDE = ("Event", "Gateway")
_TRANSPARENT = frozenset({"group", "textAnnotation"})
_OTHERS = frozenset({"message", "conversation", "subConversation", "callConversation"})


@dataclass(frozen=True, slots=True)
class Label:
    """A name in its place: the middle of its lines, and their top."""

    lines: Lines
    x: float
    top: float
    whole: str

    @property
    def bounds(self) -> Bounds:
        """What it covers."""
        width = self.lines.width
        return Bounds(x=self.x - width / 2, y=self.top, width=width, height=self.lines.height)


def labels(diagram: Diagram, shapes: Mapping[str, Shape], symbols: Sequence[Shape]) -> list[Label]:
    """The names beside shapes and on connections.

    Args:
        diagram: what is drawn.
        shapes: its shapes by the id of their element.
        symbols: those in which nothing else stands; names on connections keep away from them.
    """
    taken = sides(diagram.connections, shapes)
    obstacles = [shape.bounds for shape in symbols if shape.type not in _TRANSPARENT]
    named = [shape for shape in diagram.shapes if shape.name and _stands_beside(shape)]
    placed: list[Label] = []
    for shape in sorted(named, key=lambda shape: shape.label is None):
        placed.append(_of_shape(shape, taken, obstacles))
        obstacles.append(placed[-1].bounds)
    for connection in diagram.connections:
        if connection.name:
            placed.append(_of_connection(connection, obstacles))
            obstacles.append(placed[-1].bounds)
    return placed


def draw_label(label: Label) -> str:
    """A name as text."""
    return lettering(label.lines, label.x, label.top, whole=label.whole)


def _stands_beside(shape: Shape) -> bool:
    """Whether the name of a shape stands outside of it."""
    kind = shape.type
    named_group = kind == "group" and shape.label is not None
    return kind.endswith(_BESIDE) or kind.startswith("data") or kind in _OTHERS or named_group


def _of_shape(shape: Shape, taken: Mapping[str, set[str]], obstacles: Sequence[Bounds]) -> Label:
    if shape.label is not None and not _covers(shape.label, shape):
        return _at(shape.label, shape.name, above=_is_above(shape.label, shape.bounds))
    return _near(shape, taken.get(shape.element, set()), obstacles)


def _of_connection(connection: Connection, obstacles: Sequence[Bounds]) -> Label:
    if connection.label is not None:
        return _at(connection.label, connection.name, above=False)
    lines = flow(connection.name, _USUAL)
    above = _OVER_ENVELOPE if {"initiating", "non_initiating"} & set(connection.marks) else 2
    places = [
        Label(lines, x, y - lines.height - above if lies else y - lines.height / 2, connection.name)
        for x, y, lies in _places_along(connection.waypoints)
    ]
    return _first_free(places, obstacles)


def _places_along(waypoints: Sequence[Point]) -> list[tuple[float, float, bool]]:
    """Where a name could stand on a way, and whether the way lies level there: on the longest stretches first."""
    x, y = middle(waypoints)
    stretches = sorted(pairwise(waypoints), key=lambda pair: -abs(pair[1].x - pair[0].x) - abs(pair[1].y - pair[0].y))
    places = [(x, y, True)]
    for start, end in stretches[:_STRETCHES]:
        across, down = end.x - start.x, end.y - start.y
        lies = abs(across) >= abs(down)
        places += [(start.x + across * share, start.y + down * share, lies) for share in (0.5, 0.3, 0.7)]
    return places


def _hits(box: Bounds, others: Sequence[Bounds]) -> bool:
    right, bottom = box.x + box.width, box.y + box.height
    return any(
        box.x < other.x + other.width and other.x < right and box.y < other.y + other.height and other.y < bottom
        for other in others
    )


def _covers(label: Bounds, shape: Shape) -> bool:
    """Whether the tool put the name onto the symbol: some give the bounds of the symbol itself."""
    bounds = shape.bounds
    x, y = label.x + label.width / 2 - bounds.x, label.y + label.height / 2 - bounds.y
    inside = bounds.width * 0.1 < x < bounds.width * 0.9 and bounds.height * 0.1 < y < bounds.height * 0.9
    return inside and shape.type != "group" and not shape.type.startswith("data")


def sides(connections: Iterable[Connection], shapes: Mapping[str, Shape]) -> dict[str, set[str]]:
    """The sides of each element on which connections meet it."""
    met: dict[str, set[str]] = {}
    for connection in connections:
        ends = ((connection.source, connection.waypoints[0]), (connection.target, connection.waypoints[-1]))
        for element, point in ends:
            shape = shapes.get(element)
            if shape is not None:
                met.setdefault(element, set()).add(_side(shape.bounds, point.x, point.y))
    return met


def _side(bounds: Bounds, x: float, y: float) -> str:
    across = (x - bounds.x - bounds.width / 2) / (bounds.width or 1)
    down = (y - bounds.y - bounds.height / 2) / (bounds.height or 1)
    if abs(across) > abs(down):
        return "right" if across > 0 else "left"
    return "below" if down > 0 else "above"


def _at(label: Bounds, name: str, *, above: bool) -> Label:
    """A name in the place that the tool gave it: as wide as there, grown away from its symbol."""
    lines = flow(name, max(label.width + 6, _LEAST), most_lines=max(6, int(label.height / (SIZE * LINE)) + 1))
    spare = label.height - lines.height
    top = label.y + (spare / 2 if spare >= 0 else spare if above else 0)
    return Label(lines, label.x + label.width / 2, top, name)


def _is_above(label: Bounds, bounds: Bounds) -> bool:
    return label.y + label.height / 2 < bounds.y + bounds.height / 2


def _near(shape: Shape, taken: set[str], obstacles: Sequence[Bounds]) -> Label:
    """A name where the tool gives no place: on a side without lines, where it covers nothing."""
    bounds = shape.bounds
    lines = flow(shape.name, max(_USUAL, bounds.width))
    middle_x, half = bounds.x + bounds.width / 2, lines.width / 2
    right, left = bounds.x + bounds.width + 2 + half, bounds.x - 2 - half
    under, over = bounds.y + bounds.height, bounds.y - lines.height
    if shape.type == "boundaryEvent":
        places = [(right, under - 2), (left, under - 2), (right, over + 2), (left, over + 2)]
    else:
        level = bounds.y + (bounds.height - lines.height) / 2
        sided = {"below": (middle_x, under + _GAP), "above": (middle_x, over - _GAP)}
        sided |= {"right": (right + 2, level), "left": (left - 2, level)}
        free = [sided[side] for side in sided if side not in taken]
        places = [*free, (right, under - 2), (left, under - 2), sided["below"]]
    return _first_free([Label(lines, x, top, shape.name) for x, top in places], obstacles)


def _first_free(places: Sequence[Label], obstacles: Sequence[Bounds]) -> Label:
    """The first place where a name covers nothing; the first of all where there is none or too much to compare."""
    if len(obstacles) > _COMPARED:
        return places[0]
    return next((place for place in places if not _hits(place.bounds, obstacles)), places[0])
