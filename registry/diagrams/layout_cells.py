"""How much room a step needs in a layout: its symbol, its label, the events at its border, data and notes above it.

Places within a cell are relative to the middle of its symbol.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from registry.formats.bpmn import CALLS, DATA, EVENTS, GATEWAYS, SUBPROCESSES, TASKS
from registry.formats.diagram import Bounds, Connection, Point, Shape
from registry.formats.flow import FlowNode, NodeKind

TASK = (120.0, 80.0)
EVENT = (36.0, 36.0)
GATEWAY = (50.0, 50.0)
DATA_OBJECT = (36.0, 50.0)
LINE = 15.0
"""Height of a line of a label."""

LOWER = -2
"""The key of the exit at the lower tip of a decision."""

_LABEL = 110.0
_LETTERS = 15
"""Of a label, in one line."""

_LINES = 4
_GAP = 14.0
_PADDING = (24.0, 34.0, 24.0, 20.0)
"""Left, top, right, bottom of a box around its content."""

_BORDER_STEP = 44.0
_EXIT_STEP = 12.0
_BPMN = TASKS | EVENTS | GATEWAYS | SUBPROCESSES | CALLS | DATA | {"textAnnotation"}
_BY_KIND = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.EVENT: "intermediateThrowEvent",
    NodeKind.TASK: "task",
    NodeKind.GATEWAY: "exclusiveGateway",
    NodeKind.BRANCH: "task",
    NodeKind.SUBPROCESS: "subProcess",
    NodeKind.LOOP: "subProcess",
    NodeKind.CALL: "callActivity",
    NodeKind.DATA: "dataObjectReference",
    NodeKind.NOTE: "textAnnotation",
}
_BY_TYPE = {
    "FC_EMAIL": "sendTask",
    "FC_SEND_FORM_RECORD_MESSAGE": "sendTask",
    "FC_POST_REQUEST": "serviceTask",
    "AntragstellerdatenAnfordern": "userTask",
    "StartseiteAnzeigen": "userTask",
    "DokumentAnzeigen": "userTask",
    "MeldungAnzeigen": "userTask",
    "AbschlussseiteAnzeigen": "userTask",
    "WorkflowvariableSetzen": "scriptTask",
    "DatenvariableSetzen": "scriptTask",
    "BefehlAusfuehren": "serviceTask",
}
_THROWING = frozenset({"endEvent", "intermediateThrowEvent", "implicitThrowEvent"})
_LABEL_ABOVE = GATEWAYS | DATA


@dataclass(slots=True)
class Picture:
    """Shapes and connections with their extent from (0, 0)."""

    width: float = 0.0
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)
    connections: list[Connection] = field(default_factory=list)

    def add(self, other: "Picture", x: float, y: float) -> None:
        """Put the content of another picture to (x, y)."""
        self.shapes.extend(moved_shape(shape, x, y) for shape in other.shapes)
        self.connections.extend(moved_connection(line, x, y) for line in other.connections)


@dataclass(frozen=True, slots=True)
class Exit:
    """Where a way leaves a cell: from the border to the height at which it goes on to the right."""

    points: tuple[Point, ...]


@dataclass(slots=True)
class Cell:
    """A step with all that belongs to it; `above` and `below` are measured from the middle of the symbol."""

    width: float
    above: float
    below: float
    symbol: tuple[float, float]
    content: Picture
    exits: dict[int, Exit] = field(default_factory=dict)


def cell_of(
    at: int,
    node: FlowNode,
    inside: Picture | None,
    borders: Sequence[tuple[int, FlowNode]],
    beside: Sequence[tuple[FlowNode, str, str]],
) -> Cell:
    """The cell of a step.

    Args:
        at: its position.
        node: the step.
        inside: what it holds, if that is shown.
        borders: position and node of the events at its border.
        beside: data and notes that belong to it, each with the id and the type of the connection.
    """
    width, height = _size(node, inside, [event for _, event in borders])
    picture = Picture()
    cell = Cell(width, height / 2, height / 2, (width, height), picture)
    shape = shape_of(node, Bounds(x=-width / 2, y=-height / 2, width=width, height=height), expanded=bool(inside))
    picture.shapes.append(shape)
    if shape.label is not None:
        cell.width = max(width, shape.label.width)
        cell.above = max(cell.above, -shape.label.y)
        cell.below = max(cell.below, shape.label.y + shape.label.height)
    cell.exits[at] = Exit((Point(x=width / 2, y=0.0),))
    if node.kind is NodeKind.GATEWAY:
        tip = height / 2
        cell.exits[LOWER] = Exit((Point(x=0.0, y=tip), Point(x=0.0, y=tip + _EXIT_STEP)))
        cell.below = max(cell.below, tip + _EXIT_STEP)
    if inside is not None:
        picture.add(inside, _PADDING[0] - width / 2, _PADDING[1] - height / 2)
    _add_borders(cell, borders)
    _add_beside(cell, beside)
    return cell


def shape_of(node: FlowNode, bounds: Bounds, *, expanded: bool = False) -> Shape:
    """The symbol of a step in the words of BPMN."""
    word = _word(node)
    if expanded and word not in SUBPROCESSES | CALLS:
        word = "subProcess"
    marks = [*node.marks, *([node.trigger] if node.trigger else [])]
    if word in _THROWING:
        marks.append("throwing")
    if expanded or word in SUBPROCESSES:
        marks.append("expanded" if expanded else "collapsed")
    if node.kind is NodeKind.LOOP:
        marks.append("loop")
    return Shape(
        id=f"{node.id}_shape",
        element=node.id,
        type=word,
        bounds=bounds,
        name=node.name,
        label=_label(node, word, bounds),
        marks=tuple(dict.fromkeys(marks)),
    )


def _word(node: FlowNode) -> str:
    """The word of BPMN for a step of any tool."""
    if node.type in _BPMN:
        return node.type
    return _BY_TYPE.get(node.type, "task") if node.kind is NodeKind.TASK else _BY_KIND[node.kind]


def label_size(name: str) -> tuple[float, float]:
    """How much room a label takes."""
    lines = min(_LINES, ceil(len(name) / _LETTERS))
    return (_LABEL if lines > 1 else max(20.0, len(name) * _LABEL / _LETTERS)), lines * LINE


def moved_shape(shape: Shape, x: float, y: float) -> Shape:
    """The shape at another place."""
    label = None if shape.label is None else _moved(shape.label, x, y)
    return replace(shape, bounds=_moved(shape.bounds, x, y), label=label)


def moved_connection(line: Connection, x: float, y: float) -> Connection:
    """The connection at another place."""
    label = None if line.label is None else _moved(line.label, x, y)
    return replace(line, waypoints=tuple(Point(x=at.x + x, y=at.y + y) for at in line.waypoints), label=label)


def _moved(bounds: Bounds, x: float, y: float) -> Bounds:
    return replace(bounds, x=bounds.x + x, y=bounds.y + y)


def _size(node: FlowNode, inside: Picture | None, borders: Sequence[FlowNode]) -> tuple[float, float]:
    word = _word(node)
    least = sum(_border_width(event) for event in borders[:-1]) + _BORDER_STEP + 10 if borders else 0.0
    if inside is not None:
        left, top, right, bottom = _PADDING
        return max(TASK[0], inside.width + left + right, least), max(TASK[1], inside.height + top + bottom)
    if word in EVENTS:
        return EVENT
    if word in GATEWAYS:
        return GATEWAY
    if word in DATA:
        return DATA_OBJECT
    if word == "textAnnotation":
        return TASK[0], max(30.0, min(6, ceil(len(node.name) / _LETTERS)) * LINE + 8)
    return max(TASK[0], least), TASK[1]


def _label(node: FlowNode, word: str, bounds: Bounds) -> Bounds | None:
    """Names of events stand below, those of decisions and data above."""
    if not node.name or not (word in EVENTS or word in _LABEL_ABOVE):
        return None
    width, height = label_size(node.name)
    y = bounds.y - height - 4 if word in _LABEL_ABOVE else bounds.y + bounds.height + 4
    return Bounds(x=bounds.x + (bounds.width - width) / 2, y=y, width=width, height=height)


def _add_borders(cell: Cell, borders: Sequence[tuple[int, FlowNode]]) -> None:
    """Events at the lower border, from the right; each is left at a height of its own, its name at the left of that."""
    width, height = cell.symbol
    size = EVENT[0]
    right = width / 2 - 5
    level = height / 2 + size / 2 + _EXIT_STEP
    for at, node in borders:
        middle = right - _BORDER_STEP / 2
        bounds = Bounds(x=middle - size / 2, y=height / 2 - size / 2, width=size, height=size)
        bottom = height / 2 + size / 2
        label = Bounds(x=middle - 4 - label_size(node.name)[0], y=bottom + 2, **_sides(label_size(node.name)))
        shape = replace(shape_of(node, bounds), label=label if node.name else None)
        cell.content.shapes.append(shape)
        cell.exits[at] = Exit((Point(x=middle, y=bottom), Point(x=middle, y=level)))
        cell.below = max(cell.below, level, label.y + label.height)
        cell.width = max(cell.width, -2 * label.x)
        level = max(level, label.y + label.height) + _EXIT_STEP
        right -= _border_width(node)


def _border_width(node: FlowNode) -> float:
    """How much of the border an event takes, its name included."""
    return max(_BORDER_STEP, label_size(node.name)[0] + _BORDER_STEP / 2) if node.name else _BORDER_STEP


def _sides(size: tuple[float, float]) -> dict[str, float]:
    return {"width": size[0], "height": size[1]}


def _add_beside(cell: Cell, beside: Sequence[tuple[FlowNode, str, str]]) -> None:
    """Data and notes side by side above the step, each with its line."""
    if not beside:
        return
    cells = [cell_of(-1, item, None, (), ()) for item, _, _ in beside]
    total = sum(one.width for one in cells) + _GAP * (len(cells) - 1)
    floor = -cell.above - _GAP
    x = -total / 2
    top = -cell.symbol[1] / 2
    for one, (_, key, word) in zip(cells, beside, strict=True):
        middle_x, middle_y = x + one.width / 2, floor - one.below
        cell.content.add(one.content, middle_x, middle_y)
        cell.above = max(cell.above, one.above - middle_y)
        landing = max(-cell.symbol[0] / 4, min(cell.symbol[0] / 4, middle_x))
        start = Point(x=middle_x, y=middle_y + one.symbol[1] / 2)
        bend = floor + _GAP / 2
        points = (start, Point(x=middle_x, y=bend), Point(x=landing, y=bend), Point(x=landing, y=top))
        line = Connection(id=f"{key}_line", element=key, type=word, waypoints=without_needless(points))
        cell.content.connections.append(line)
        x += one.width + _GAP
    cell.width = max(cell.width, total)


def without_needless(points: Sequence[Point]) -> tuple[Point, ...]:
    """The way without points that repeat or lie on a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and _on_one_line(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _on_one_line(one: Point, two: Point, three: Point) -> bool:
    return one.x == two.x == three.x or one.y == two.y == three.y
