"""Connections: the way through its bends, the heads by type, the marks at the beginning, envelopes."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from registry.diagrams.markup import colour, number, points, text
from registry.diagrams.painting import line_class, sign
from registry.diagrams.symbols import ENVELOPE
from registry.formats.diagram import Connection, Point, Shape

Place = tuple[float, float]

_CURVE = 6.0
_DEEP = 3.0
_STYLES = {
    "messageFlow": ' stroke-dasharray="8 4"',
    "association": ' stroke-dasharray="1.5 4"',
    "dataInputAssociation": ' stroke-dasharray="1.5 4"',
    "dataOutputAssociation": ' stroke-dasharray="1.5 4"',
    "dataAssociation": ' stroke-dasharray="1.5 4"',
    "conversationLink": ' stroke-width="3"',
}
_SOLID, _OPEN = ' fill="currentColor"', ' fill="none"'


def draw_connection(connection: Connection) -> str:
    """A connection as a group that names its element, without its heads."""
    way = [(point.x, point.y) for point in connection.waypoints]
    stroke = colour(connection.stroke)
    tint = f' class="{line_class(stroke)}" stroke="{stroke}" color="{stroke}"' if stroke else ""
    line = f'<path d="{_bent(way)}" fill="none"{_STYLES.get(connection.type, "")}/>'
    return f'<g data-element="{text(connection.element)}"{tint}>{line}{_marks(connection, way)}</g>'


def draw_heads(connection: Connection, shapes: Mapping[str, Shape]) -> str:
    """The heads of a connection where it meets its shapes; `shapes` by the id of their element."""
    way = [(point.x, point.y) for point in connection.waypoints]
    stroke = colour(connection.stroke)
    heads = _heads(connection, way, shapes)
    if stroke and heads:
        return f'<g class="{line_class(stroke)}" stroke="{stroke}" color="{stroke}">{heads}</g>'
    return heads


def middle(waypoints: Sequence[Point]) -> Place:
    """The point half way along."""
    way = [(point.x, point.y) for point in waypoints]
    return _along(way, _length(way) / 2)


def _heads(connection: Connection, way: list[Place], shapes: Mapping[str, Shape]) -> str:
    kind, marks = connection.type, connection.marks
    if kind in {"sequenceFlow", "", "messageFlow"}:
        attributes = ' class="dg-head"' if kind == "messageFlow" else _SOLID
        return _head(_outside(way, shapes.get(connection.target)), 10, 4.2, attributes)
    heads = ""
    if "directed" in marks or "both_ways" in marks:
        heads += _head(_outside(way, shapes.get(connection.target)), 8, 5, _OPEN, closed=False)
    if "both_ways" in marks:
        heads += _head(_outside(way[::-1], shapes.get(connection.source)), 8, 5, _OPEN, closed=False)
    return heads


def _marks(connection: Connection, way: list[Place]) -> str:
    marks = ""
    if connection.type == "messageFlow":
        x, y = _along(way, 4)
        marks += f'<circle cx="{number(x)}" cy="{number(y)}" r="4"/>'
    for mark in connection.marks:
        if mark == "default":
            marks += _slash(way)
        elif mark == "conditional":
            marks += _diamond(way)
        elif mark in {"initiating", "non_initiating"}:
            shade = ' class="dg-shade" fill="#d9dde1"' if mark == "non_initiating" else ""
            x, y = _along(way, _length(way) / 2)
            marks += f"<g{shade}>{sign(ENVELOPE, x, y)}</g>"
    return marks


def _bent(way: list[Place]) -> str:
    """The path through all bends, each rounded as far as its neighbours leave room."""
    commands = [f"M{points(*way[0])}"]
    for before, here, after in zip(way, way[1:], way[2:], strict=False):
        radius = min(_CURVE, _distance(before, here) / 2, _distance(here, after) / 2)
        if radius < 1:
            commands.append(f"L{points(*here)}")
            continue
        start, end = _towards(here, before, radius), _towards(here, after, radius)
        commands.append(f"L{points(*start)}Q{points(*here)} {points(*end)}")
    commands.append(f"L{points(*way[-1])}")
    return "".join(commands)


def _head(way: list[Place], length: float, half: float, attributes: str, *, closed: bool = True) -> str:
    """An arrow head at the end of a way, in the direction of its last stretch."""
    tip = way[-1]
    back = _along(way[::-1], length)
    distance = _distance(tip, back)
    if distance < 0.5:
        return ""
    across, up = (back[0] - tip[0]) / distance, (back[1] - tip[1]) / distance
    base = (tip[0] + across * length, tip[1] + up * length)
    left = (base[0] - up * half, base[1] + across * half)
    right = (base[0] + up * half, base[1] - across * half)
    end = "z" if closed else ""
    return f'<path d="M{points(*left)}L{points(*tip)} {points(*right)}{end}" stroke-dasharray="none"{attributes}/>'


def _slash(way: list[Place]) -> str:
    """The stroke through the beginning of a default flow."""
    x, y = _along(way, 12)
    across, up = _direction(way)
    start = (x + (across - up) * 5, y + (up + across) * 5)
    end = (x - (across - up) * 5, y - (up + across) * 5)
    return f'<path d="M{points(*start)}L{points(*end)}"/>'


def _diamond(way: list[Place]) -> str:
    """The little diamond at the beginning of a conditional flow."""
    (x, y), (across, up) = way[0], _direction(way)
    side = (x + across * 8 - up * 5, y + up * 8 + across * 5)
    other = (x + across * 8 + up * 5, y + up * 8 - across * 5)
    far = (x + across * 16, y + up * 16)
    return f'<path d="M{points(x, y)}L{points(*side)} {points(*far)} {points(*other)}z"/>'


def _outside(way: list[Place], shape: Shape | None) -> list[Place]:
    """The way as far as the border of the shape in which it ends; most tools end it there themselves."""
    if shape is None or not _is_deep(way[-1], shape):
        return way
    for place in range(len(way) - 1, 0, -1):
        outer, inner = way[place - 1], way[place]
        if not _is_within(outer, shape):
            return [*way[:place], _border(outer, inner, shape)]
    return way


def _border(outer: Place, inner: Place, shape: Shape) -> Place:
    for _ in range(12):
        half = ((outer[0] + inner[0]) / 2, (outer[1] + inner[1]) / 2)
        outer, inner = (outer, half) if _is_within(half, shape) else (half, inner)
    return inner


def _is_deep(place: Place, shape: Shape) -> bool:
    bounds = shape.bounds
    return (
        bounds.x + _DEEP < place[0] < bounds.x + bounds.width - _DEEP
        and bounds.y + _DEEP < place[1] < bounds.y + bounds.height - _DEEP
    )


def _is_within(place: Place, shape: Shape) -> bool:
    """Whether a point lies in a shape: circle, diamond or rectangle."""
    bounds = shape.bounds
    across, down = bounds.width / 2 or 1, bounds.height / 2 or 1
    x, y = abs(place[0] - bounds.x - across) / across, abs(place[1] - bounds.y - down) / down
    if shape.type.endswith("Event"):
        return x * x + y * y <= 1
    return x + y <= 1 if shape.type.endswith("Gateway") else max(x, y) <= 1


def _direction(way: list[Place]) -> Place:
    ahead = _along(way, 6)
    distance = _distance(way[0], ahead) or 1
    return ((ahead[0] - way[0][0]) / distance, (ahead[1] - way[0][1]) / distance)


def _along(way: Sequence[Place], length: float) -> Place:
    """The point so far along a way; its end if it is shorter."""
    for start, end in pairwise(way):
        distance = _distance(start, end)
        if distance >= length and distance > 0:
            return _towards(start, end, length)
        length -= distance
    return way[-1]


def _length(way: Sequence[Place]) -> float:
    return sum(_distance(start, end) for start, end in pairwise(way))


def _distance(one: Place, other: Place) -> float:
    return math.hypot(other[0] - one[0], other[1] - one[1])


def _towards(start: Place, end: Place, length: float) -> Place:
    share = length / (_distance(start, end) or 1)
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
