"""One drawing as SVG: areas, connections, shapes, then the names beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.diagrams.activities import UNCOVERED, covers, is_open
from registry.diagrams.areas import TITLE, strips
from registry.diagrams.labels import draw_label, labels
from registry.diagrams.markup import number, points, text
from registry.diagrams.painting import GROUND, INK
from registry.diagrams.routes import draw_connection, draw_heads
from registry.diagrams.shapes import draw_area, draw_shape
from registry.formats.diagram import Bounds, Diagram, Shape

EDITION = 3
"""Rises with every change of what is drawn; stored pictures of another edition are drawn anew."""

NAMESPACE = "http://www.w3.org/2000/svg"
UNNAMED = "Diagramm"
_MARGIN = 12.0
_AREAS = frozenset({"participant", "lane"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn diagram and what it covers, in units of the file."""

    svg: str
    box: Bounds


def draw(diagram: Diagram) -> str:
    """The picture of a diagram; empty where there is nothing to draw."""
    drawing = drawing_of(diagram)
    return drawing.svg if drawing is not None else ""


def drawing_of(diagram: Diagram) -> Drawing | None:
    """The picture and its size: no script, link, style or foreign object; coordinates are those of the file."""
    if not diagram.shapes and not diagram.connections:
        return None
    shapes = {shape.element: shape for shape in diagram.shapes}
    others = [shape for shape in diagram.shapes if not is_area(shape)]
    areas = [shape for shape in diagram.shapes if is_area(shape)]
    covered = covers(others)
    names, rooms = labels(diagram, shapes, others), strips(areas)
    box = extent(diagram, [label.bounds for label in names])
    parts = [
        _root(diagram.name, box),
        *[draw_area(shape, rooms.get(shape.element, TITLE)) for shape in areas],
        *[draw_connection(connection) for connection in diagram.connections],
        *[draw_shape(shape, covered.get(shape.element, UNCOVERED)) for shape in others],
        *[draw_heads(connection, shapes) for connection in diagram.connections],
        f'<g class="dg-names" fill="currentColor" stroke="{GROUND}" stroke-width="3" paint-order="stroke">',
        *[draw_label(label) for label in names],
        "</g></svg>",
    ]
    return Drawing("".join(parts), box)


def is_area(shape: Shape) -> bool:
    """Whether others stand in it, so that lines run above it."""
    return (shape.type in _AREAS and "band" not in shape.marks) or is_open(shape)


def extent(diagram: Diagram, names: Sequence[Bounds] = ()) -> Bounds:
    """What the picture covers, with a margin; `names` are the places of the names beside symbols."""
    boxes = [*[shape.bounds for shape in diagram.shapes], *names]
    ways = [point for connection in diagram.connections for point in connection.waypoints]
    xs, ys = [point.x for point in ways], [point.y for point in ways]
    left, top = min([*[box.x for box in boxes], *xs]), min([*[box.y for box in boxes], *ys])
    right = max([*[box.x + box.width for box in boxes], *xs])
    bottom = max([*[box.y + box.height for box in boxes], *ys])
    margin = 2 * _MARGIN
    return Bounds(x=left - _MARGIN, y=top - _MARGIN, width=right - left + margin, height=bottom - top + margin)


def _root(name: str, box: Bounds) -> str:
    return (
        f'<svg xmlns="{NAMESPACE}" class="dg" role="img" aria-label="{text(name or UNNAMED)}" '
        f'viewBox="{points(box.x, box.y, box.width, box.height)}" '
        f'width="{number(box.width)}" height="{number(box.height)}" '
        f'fill="{GROUND}" stroke="currentColor" color="{INK}" stroke-width="1.5" stroke-linejoin="round" '
        f'font-family="Fira Sans, Arial, sans-serif" font-size="12" text-anchor="middle">'
    )
