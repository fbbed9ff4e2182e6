"""Activities: tasks with the sign of their type, sub-processes open and closed, calls, with their marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.diagrams.lettering import LINE, Lines, fit
from registry.diagrams.painting import WASHED, lettering, rectangle, sign
from registry.diagrams.symbols import MARKERS, TASKS
from registry.formats.diagram import Bounds, Shape

_ROUND = 10.0
_ICON = 20.0
"""Room that the sign of a task takes in its upper left corner."""

_MARKER = 15.0
_SIDE, _ABOVE = 5.0, 4.0
_LETTERS = ' fill="currentColor" stroke="none"'
_TITLE_ROWS = 2
_LEGIBLE, _SMALLEST = 10.0, 8.0
_ROOM, _COMPARED = 30.0, 100_000


@dataclass(frozen=True, slots=True)
class Cover:
    """How far events at the border reach into an activity from above and from below."""

    above: float = 0
    below: float = 0


UNCOVERED = Cover()


def covers(shapes: Sequence[Shape]) -> dict[str, Cover]:
    """What is left for the name of each activity at whose upper or lower edge an event sits in its way."""
    events = [shape.bounds for shape in shapes if shape.type == "boundaryEvent"]
    hosts = [shape for shape in shapes if not shape.type.endswith(("Event", "Gateway"))]
    if len(events) * len(hosts) > _COMPARED:
        return {}
    found = {host.element: _cover(host.bounds, events) for host in hosts} if events else {}
    return {element: cover for element, cover in found.items() if cover != UNCOVERED}


def _cover(host: Bounds, events: Sequence[Bounds]) -> Cover:
    above = below = 0.0
    for event in events:
        x, y = event.x + event.width / 2 - host.x, event.y + event.height / 2 - host.y
        if not host.width * 0.15 < x < host.width * 0.85:
            continue
        if abs(y - host.height) < event.height / 2:
            below = max(below, host.y + host.height - event.y)
        elif abs(y) < event.height / 2:
            above = max(above, event.y + event.height - host.y)
    room = host.height - above - below
    return Cover(above, below) if room > _ROOM else UNCOVERED


def activity(shape: Shape, cover: Cover = UNCOVERED) -> str:
    """A task or sub-process; unknown elements look like a task, so that nothing is missing."""
    parts = [_frame(shape)]
    icon = _icon(shape)
    if icon:
        parts.append(sign(TASKS[icon], shape.bounds.x + 13, shape.bounds.y + 13))
    marks = [mark for mark in MARKERS if mark in shape.marks]
    parts += _markers(marks, shape.bounds)
    parts.append(_name(shape, cover, icon=bool(icon), marked=bool(marks)))
    return "".join(parts)


def is_open(shape: Shape) -> bool:
    """Whether the inside of a sub-process is shown."""
    return "expanded" in shape.marks and "empty" not in shape.marks


def _frame(shape: Shape) -> str:
    bounds = shape.bounds
    radius = f' rx="{min(_ROUND, bounds.width / 4, bounds.height / 4):.1f}"'
    style = radius
    if shape.type in {"callActivity", "callChoreography"}:
        style += ' stroke-width="3.6"'
    if is_open(shape) and shape.fill:
        style += WASHED
    if "event_subprocess" in shape.marks:
        style += ' stroke-dasharray="1.5 3.5"'
    frame = rectangle(bounds.x, bounds.y, bounds.width, bounds.height, style)
    if shape.type == "transaction" and min(bounds.width, bounds.height) > 12:
        inner = radius + ' fill="none"'
        frame += rectangle(bounds.x + 3, bounds.y + 3, bounds.width - 6, bounds.height - 6, inner)
    return frame


def _icon(shape: Shape) -> str:
    if min(shape.bounds.width, shape.bounds.height) < _ICON + 6:
        return ""
    started = f"{shape.type}_instantiate"
    if "instantiate" in shape.marks and started in TASKS:
        return started
    return shape.type if shape.type in TASKS else ""


def _markers(marks: list[str], bounds: Bounds) -> list[str]:
    step = 18.0
    first = bounds.x + bounds.width / 2 - step * (len(marks) - 1) / 2
    y = bounds.y + bounds.height - 9.5
    return [sign(MARKERS[mark], first + place * step, y) for place, mark in enumerate(marks)]


def _name(shape: Shape, cover: Cover, *, icon: bool, marked: bool) -> str:
    bounds = shape.bounds
    if not shape.name:
        return ""
    middle = bounds.x + bounds.width / 2
    width = bounds.width - 2 * _SIDE
    if is_open(shape):
        left = _ICON if icon else 0
        title = fit(shape.name, max(width - 2 * left, 10), min(_TITLE_ROWS * 12 * LINE, bounds.height - 2 * _ABOVE))
        return lettering(title, middle, bounds.y + _ABOVE, attributes=_LETTERS, whole=shape.name)
    lower = _MARKER if marked else 0.0
    lines, top = _centred(shape, width, Cover(cover.above, max(lower, cover.below)), icon=icon)
    if lines.size < _LEGIBLE and cover != UNCOVERED:
        lines, top = _centred(shape, width, Cover(below=lower), icon=icon)
    return lettering(lines, middle, top, attributes=_LETTERS, whole=shape.name)


def _centred(shape: Shape, width: float, cover: Cover, *, icon: bool) -> tuple[Lines, float]:
    """The name in the middle of a task; below or beside the sign of the type where it would touch it."""
    bounds = shape.bounds
    lines, top = _middle(shape, width, cover)
    if not icon or not _touches_icon(lines, top - bounds.y, bounds.width):
        return lines, top
    below, its_top = _middle(shape, width, Cover(_ICON - _ABOVE, cover.below))
    if not below.cut and below.size >= _LEGIBLE and cover.above == 0:
        return below, its_top
    narrow, its_top = _middle(shape, bounds.width - 2 * _ICON - 8, cover)
    return (narrow, its_top) if not narrow.cut and narrow.size >= _SMALLEST else (lines, top)


def _middle(shape: Shape, width: float, cover: Cover) -> tuple[Lines, float]:
    room = max(shape.bounds.height - 2 * _ABOVE - cover.above - cover.below, 0)
    lines = fit(shape.name, width, room)
    return lines, shape.bounds.y + _ABOVE + cover.above + (room - lines.height) / 2


def _touches_icon(lines: Lines, top: float, width: float) -> bool:
    """Whether the first line reaches into the upper left corner."""
    first = Lines(lines.lines[:1], lines.size)
    return top < _ICON - 1 and (width - first.width) / 2 < _ICON + 3
