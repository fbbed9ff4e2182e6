"""What others stand in: pools, lanes, groups, and the bands of a choreography."""

from collections.abc import Sequence

from registry.diagrams.lettering import LINE, SIZE, fit
from registry.diagrams.markup import number, points
from registry.diagrams.painting import WASHED, lettering, path, rectangle, sign
from registry.diagrams.symbols import MARKERS
from registry.formats.diagram import Bounds, Shape

TITLE = 30.0
"""Width of the strip in which the name of a pool or lane stands."""

_NARROWEST, _WIDEST = 12.0, 60.0
_MOST = 200
_LETTERS = ' fill="currentColor" stroke="none"'


def strips(shapes: Sequence[Shape]) -> dict[str, float]:
    """How wide the strip of each pool and lane is, where lanes begin inside of it: as far as they leave room."""
    lanes = [shape for shape in shapes if shape.type == "lane"][:_MOST]
    found: dict[str, float] = {}
    for outer in [shape for shape in shapes if shape.type in {"participant", "lane"}][:_MOST]:
        lies = "horizontal" in outer.marks
        gaps = [_gap(outer.bounds, lane.bounds, lies=lies) for lane in lanes if lane is not outer]
        within = [gap for gap in gaps if _NARROWEST <= gap <= _WIDEST]
        if within:
            found[outer.element] = min(within)
    return found


def _gap(outer: Bounds, inner: Bounds, *, lies: bool) -> float:
    """How far a lane begins behind the edge of what it stands in; nothing if it does not."""
    x, y = inner.x + inner.width / 2 - outer.x, inner.y + inner.height / 2 - outer.y
    if not (0 < x < outer.width and 0 < y < outer.height) or inner.width * inner.height > outer.width * outer.height:
        return 0
    return inner.x - outer.x if lies else inner.y - outer.y


def pool(shape: Shape, strip: float = TITLE) -> str:
    """A pool with its name in a strip; one whose inside is not known has it in the middle."""
    bounds = shape.bounds
    if "band" in shape.marks:
        return band(shape)
    frame = _frame(shape)
    if "parallel_multiple" in shape.marks:
        frame += sign(MARKERS["parallel_multiple"], bounds.x + bounds.width / 2, bounds.y + bounds.height - 9)
    if "black_box" in shape.marks and bounds.height < 200:
        lines = fit(shape.name, bounds.width - 10, bounds.height - 6)
        top = bounds.y + (bounds.height - lines.height) / 2
        return frame + lettering(lines, bounds.x + bounds.width / 2, top, attributes=_LETTERS, whole=shape.name)
    strip = min(strip, bounds.width / 2, bounds.height / 2)
    if "horizontal" in shape.marks:
        line = f"M{points(bounds.x + strip, bounds.y)}v{number(bounds.height)}"
    else:
        line = f"M{points(bounds.x, bounds.y + strip)}h{number(bounds.width)}"
    return frame + path(line, ' fill="none"') + _title(shape, strip)


def lane(shape: Shape, strip: float = TITLE) -> str:
    """A lane with its name in a strip that has no line of its own."""
    bounds = shape.bounds
    return _frame(shape) + _title(shape, min(strip, bounds.width / 2, bounds.height / 2))


def _frame(shape: Shape) -> str:
    bounds = shape.bounds
    style = ' class="dg-area"' + (WASHED if shape.fill else "")
    return rectangle(bounds.x, bounds.y, bounds.width, bounds.height, style)


def _title(shape: Shape, strip: float) -> str:
    """The name along the strip: turned where the pool lies, level where it stands."""
    bounds = shape.bounds
    if not shape.name or strip <= 0:
        return ""
    along = bounds.height if "horizontal" in shape.marks else bounds.width
    lines = fit(shape.name, max(along - 8, 1), max(strip - 2, SIZE * LINE))
    if "horizontal" not in shape.marks:
        top = bounds.y + (strip - lines.height) / 2
        return lettering(lines, bounds.x + bounds.width / 2, top, attributes=_LETTERS, whole=shape.name)
    x, y = bounds.x + strip / 2, bounds.y + bounds.height / 2
    turned = f'{_LETTERS} transform="rotate(-90 {points(x, y)})"'
    return lettering(lines, x, y - lines.height / 2, attributes=turned, whole=shape.name)


def group(shape: Shape) -> str:
    """A frame around what belongs together, with its name on top."""
    bounds = shape.bounds
    style = ' rx="10" fill="none" stroke-dasharray="9 4 2 4"'
    lines = fit(shape.name, max(bounds.width - 20, 20), 2 * SIZE * LINE) if shape.name and shape.label is None else None
    name = ""
    if lines is not None:
        name = lettering(lines, bounds.x + bounds.width / 2, bounds.y + 4, attributes=_LETTERS, whole=shape.name)
    return rectangle(bounds.x, bounds.y, bounds.width, bounds.height, style) + name


def band(shape: Shape) -> str:
    """A participant of a choreography activity; who does not begin is shaded."""
    bounds: Bounds = shape.bounds
    shade = "" if "initiating" in shape.marks else ' fill="#d9dde1" class="dg-shade"'
    lines = fit(shape.name, bounds.width - 8, max(bounds.height - 2, 1))
    top = bounds.y + (bounds.height - lines.height) / 2
    frame = rectangle(bounds.x, bounds.y, bounds.width, bounds.height, ' rx="4"' + shade)
    return frame + lettering(lines, bounds.x + bounds.width / 2, top, attributes=_LETTERS, whole=shape.name)
