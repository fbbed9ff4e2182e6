"""A drawing in little, for lists: outlines and lines without text, in a few paths."""

from registry.diagrams.svg import NAMESPACE, extent, is_area
from registry.formats.diagram import Bounds, Connection, Diagram, Shape

WIDTH, HEIGHT = 240, 120
MOST_SHAPES = 400
"""Of larger drawings only this many are seen; more could not be told apart."""

_HIDDEN = frozenset({"textAnnotation", "group", "message"})
_INK, _LINE, _GROUND = "#3c4650", "#8a949e", "#ffffff"


def thumbnail(diagram: Diagram) -> str:
    """The drawing in a box of `WIDTH` by `HEIGHT`, for the eye only; empty where there is nothing to draw."""
    if not diagram.shapes:
        return ""
    box = extent(diagram)
    scale = min(WIDTH / max(box.width, 1), HEIGHT / max(box.height, 1), 0.6)
    place = _Place(box, scale)
    shapes = [shape for shape in diagram.shapes[:MOST_SHAPES] if shape.type not in _HIDDEN]
    areas = "".join([place.rectangle(shape.bounds) for shape in shapes if is_area(shape)])
    nodes = "".join([place.node(shape) for shape in shapes if not is_area(shape)])
    lines = "".join([place.line(connection) for connection in diagram.connections[:MOST_SHAPES]])
    width, height = max(round(box.width * scale), 1), max(round(box.height * scale), 1)
    return (
        f'<svg xmlns="{NAMESPACE}" class="dg-thumbnail" aria-hidden="true" focusable="false" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" fill="none" stroke-width="1">'
        f'<path class="dg-thumbnail__area" stroke="{_LINE}" d="{areas or "M0 0"}"/>'
        f'<path class="dg-thumbnail__line" stroke="{_LINE}" d="{lines or "M0 0"}"/>'
        f'<path class="dg-thumbnail__node" stroke="{_INK}" fill="{_GROUND}" d="{nodes or "M0 0"}"/></svg>'
    )


class _Place:
    """Moves and scales; half pixels are as fine as it gets."""

    def __init__(self, box: Bounds, scale: float) -> None:
        self.box, self.scale = box, scale

    def rectangle(self, bounds: Bounds) -> str:
        width, height = self._size(bounds.width), self._size(bounds.height)
        return f"M{self._x(bounds.x)} {self._y(bounds.y)}h{width}v{height}h-{width}z"

    def node(self, shape: Shape) -> str:
        bounds = shape.bounds
        if shape.type.endswith("Event"):
            radius = self._size(min(bounds.width, bounds.height) / 2)
            left, middle = self._x(bounds.x), self._y(bounds.y + bounds.height / 2)
            around = f"a{radius} {radius} 0 1 0"
            return f"M{left} {middle}{around} {2 * float(radius):g} 0{around} {-2 * float(radius):g} 0z"
        if shape.type.endswith("Gateway"):
            across, down = self._size(bounds.width / 2), self._size(bounds.height / 2)
            top = f"M{self._x(bounds.x + bounds.width / 2)} {self._y(bounds.y)}"
            return f"{top}l{across} {down}l-{across} {down}l-{across} -{down}z"
        return self.rectangle(bounds)

    def line(self, connection: Connection) -> str:
        places = [f"{self._x(point.x)} {self._y(point.y)}" for point in connection.waypoints]
        return "M" + "L".join(dict.fromkeys(places))

    def _x(self, value: float) -> str:
        return f"{round((value - self.box.x) * self.scale * 2) / 2:g}"

    def _y(self, value: float) -> str:
        return f"{round((value - self.box.y) * self.scale * 2) / 2:g}"

    def _size(self, value: float) -> str:
        return f"{max(round(value * self.scale * 2) / 2, 0.5):g}"
