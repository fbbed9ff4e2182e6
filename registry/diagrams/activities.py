"""Activities: tasks with the sign of their type, sub-processes open and closed, calls, with their marks."""

from registry.diagrams.lettering import LINE, Lines, fit
from registry.diagrams.painting import lettering, rectangle, sign
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


def activity(shape: Shape) -> str:
    """A task or sub-process; unknown elements look like a task, so that nothing is missing."""
    parts = [_frame(shape)]
    icon = _icon(shape)
    if icon:
        parts.append(sign(TASKS[icon], shape.bounds.x + 13, shape.bounds.y + 13))
    marks = [mark for mark in MARKERS if mark in shape.marks]
    parts += _markers(marks, shape.bounds)
    parts.append(_name(shape, icon=bool(icon), marked=bool(marks)))
    return "".join(parts)


def is_open(shape: Shape) -> bool:
    """Whether the inside of a sub-process is shown."""
    return "expanded" in shape.marks


def _frame(shape: Shape) -> str:
    bounds = shape.bounds
    radius = f' rx="{min(_ROUND, bounds.width / 4, bounds.height / 4):.1f}"'
    style = radius
    if shape.type in {"callActivity", "callChoreography"}:
        style += ' stroke-width="3.6"'
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


def _name(shape: Shape, *, icon: bool, marked: bool) -> str:
    bounds = shape.bounds
    if not shape.name:
        return ""
    middle = bounds.x + bounds.width / 2
    width = bounds.width - 2 * _SIDE
    if is_open(shape) and "empty" not in shape.marks:
        left = _ICON if icon else 0
        title = fit(shape.name, max(width - 2 * left, 10), min(_TITLE_ROWS * 12 * LINE, bounds.height - 2 * _ABOVE))
        return lettering(title, middle, bounds.y + _ABOVE, attributes=_LETTERS, whole=shape.name)
    lower = _MARKER if marked else 0.0
    lines, top = _centred(shape, width, lower, icon=icon)
    return lettering(lines, middle, top, attributes=_LETTERS, whole=shape.name)


def _centred(shape: Shape, width: float, lower: float, *, icon: bool) -> tuple[Lines, float]:
    """The name in the middle of a task; below or beside the sign of the type where it would touch it."""
    bounds = shape.bounds
    room = max(bounds.height - 2 * _ABOVE - lower, 0)
    lines, top = _middle(shape, width, room)
    if not icon or not _touches_icon(lines, top - bounds.y, bounds.width):
        return lines, top
    below = max(bounds.height - _ICON - _ABOVE - lower, 0)
    moved = lines if lines.height <= below else fit(shape.name, width, below)
    if not moved.cut and moved.size >= _LEGIBLE:
        return moved, bounds.y + _ICON + max((below - moved.height) / 2, 0)
    narrow, its_top = _middle(shape, bounds.width - 2 * _ICON - 8, room)
    return (narrow, its_top) if not narrow.cut and narrow.size >= _SMALLEST else (lines, top)


def _middle(shape: Shape, width: float, room: float) -> tuple[Lines, float]:
    lines = fit(shape.name, width, room)
    return lines, shape.bounds.y + _ABOVE + (room - lines.height) / 2


def _touches_icon(lines: Lines, top: float, width: float) -> bool:
    """Whether the first line reaches into the upper left corner."""
    first = Lines(lines.lines[:1], lines.size)
    return top < _ICON - 1 and (width - first.width) / 2 < _ICON + 3
