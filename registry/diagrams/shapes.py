"""The shapes of a drawing: each kind of element as its symbol, with the names that stand inside."""

from collections.abc import Callable

from registry.diagrams.activities import UNCOVERED, Cover, activity
from registry.diagrams.areas import band, group, lane, pool
from registry.diagrams.lettering import LINE, flow
from registry.diagrams.markup import points, text
from registry.diagrams.painting import circle, lettering, path, rectangle, sign, tint
from registry.diagrams.symbols import DATA_ARROW, EVENTS, GATEWAYS, MARKERS, THROWN, Part
from registry.formats.diagram import Shape

Painter = Callable[[Shape], str]

_THICK = ' stroke-width="3.6"'
_DASHED = ' stroke-dasharray="5 3"'
_DOUBLE = frozenset({"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "implicitThrowEvent"})
_ENDS = frozenset({"endEvent"})
_RADIUS = 18


def draw_shape(shape: Shape, cover: Cover = UNCOVERED) -> str:
    """A shape as a group that names its element; `cover` is what events at its border take of it."""
    painter = PAINTERS.get(shape.type)
    inside = painter(shape) if painter is not None else activity(shape, cover)
    return f'<g data-element="{text(shape.element)}"{tint(shape.fill, shape.stroke)}>{inside}</g>'


def draw_area(shape: Shape, strip: float) -> str:
    """What others stand in, as a group that names its element; `strip` is the room for its name."""
    painter = _AREAS.get(shape.type)
    inside = painter(shape, strip) if painter is not None else activity(shape)
    return f'<g data-element="{text(shape.element)}"{tint(shape.fill, shape.stroke, area=True)}>{inside}</g>'


def _event(shape: Shape) -> str:
    bounds = shape.bounds
    x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
    radius = min(bounds.width, bounds.height) / 2
    style = _DASHED if "non_interrupting" in shape.marks else ""
    style += _THICK if shape.type in _ENDS else ""
    parts = [circle(x, y, max(radius - (1 if shape.type in _ENDS else 0), 0), style)]
    if shape.type in _DOUBLE:
        parts.append(circle(x, y, radius * 0.82, style + ' fill="none"'))
    signs = THROWN if "throwing" in shape.marks else {}
    found = next((mark for mark in shape.marks if mark in EVENTS), None)
    if found:
        small = 0.86 if shape.type in _DOUBLE else 0.96
        parts.append(sign(signs.get(found, EVENTS[found]), x, y, radius / _RADIUS * small or 1))
    return "".join(parts)


def _gateway(shape: Shape) -> str:
    bounds = shape.bounds
    x, y = bounds.x + bounds.width / 2, bounds.y + bounds.height / 2
    across, down = bounds.width / 2, bounds.height / 2
    diamond = f"M{points(x, bounds.y)}l{points(across, down)} {points(-across, down)} {points(-across, -down)}z"
    kind = _gateway_sign(shape)
    scale = min(across, down) / 25
    return path(diamond) + (sign(GATEWAYS[kind], x, y, scale) if kind and scale > 0 else "")


def _gateway_sign(shape: Shape) -> str:
    kind = shape.type.removesuffix("Gateway")
    if kind == "eventBased":
        if "instantiate" not in shape.marks:
            return "event"
        return "event_parallel" if "parallel" in shape.marks else "event_instantiate"
    if kind == "exclusive" and "marker" not in shape.marks:
        return ""
    return kind if kind in GATEWAYS else ""


def _data_object(shape: Shape) -> str:
    bounds = shape.bounds
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    fold = min(width, height) * 0.3
    outline = (
        f"M{points(x, y)}h{points(width - fold)}l{points(fold, fold)}v{points(height - fold)}h{points(-width)}z"
        f"M{points(x + width - fold, y)}v{points(fold)}h{points(fold)}"
    )
    parts = [path(outline)]
    if shape.type in {"dataInput", "dataOutput"}:
        paint = "solid" if shape.type == "dataOutput" else "line"
        parts.append(sign((Part(DATA_ARROW, paint),), x + 10, y + 10))
    if "collection" in shape.marks:
        parts.append(sign(MARKERS["parallel_multiple"], x + width / 2, y + height - 8))
    return "".join(parts)


def _data_store(shape: Shape) -> str:
    bounds = shape.bounds
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    cap = min(height * 0.14, width * 0.2)
    arc = f"a{points(width / 2, cap)} 0 0 0 {points(width, 0)}"
    outline = (
        f"M{points(x, y + cap)}v{points(height - 2 * cap)}{arc}v{points(-(height - 2 * cap))}"
        f"a{points(width / 2, cap)} 0 0 0 {points(-width, 0)}z"
    )
    rings = "".join(f"M{points(x, y + cap + step * height * 0.1)}{arc}" for step in range(3))
    return path(outline) + path(rings, ' fill="none"')


def _annotation(shape: Shape) -> str:
    bounds = shape.bounds
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    tick = min(10.0, width / 2)
    bracket = path(f"M{points(x + tick, y)}H{points(x)}v{points(height)}h{points(tick)}", ' fill="none"')
    lines = flow(shape.name, max(width - 8, 30), most_lines=max(12, int(height / (12 * LINE))))
    top = y + max((height - lines.height) / 2, 1)
    anchor = ' fill="currentColor" stroke="none" text-anchor="start"'
    ground = rectangle(x, y, width, height, ' stroke="none"' + ("" if shape.fill else ' fill="none"'))
    return ground + bracket + lettering(lines, x + 5, top, attributes=anchor, whole=shape.name)


def _conversation(shape: Shape) -> str:
    bounds = shape.bounds
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    slant = width / 4
    outline = (
        f"M{points(x + slant, y)}H{points(x + width - slant)}L{points(x + width, y + height / 2)} "
        f"{points(x + width - slant, y + height)}H{points(x + slant)}L{points(x, y + height / 2)}z"
    )
    return path(outline, _THICK if shape.type == "callConversation" else "")


def _message(shape: Shape) -> str:
    bounds = shape.bounds
    x, y, width, height = bounds.x, bounds.y, bounds.width, bounds.height
    flap = f"M{points(x, y)}l{points(width / 2, height * 0.55)} {points(width / 2, -height * 0.55)}"
    return rectangle(x, y, width, height) + path(flap, ' fill="none"')


_AREAS: dict[str, Callable[[Shape, float], str]] = {"participant": pool, "lane": lane}
PAINTERS: dict[str, Painter] = {
    **dict.fromkeys(["startEvent", "endEvent", *_DOUBLE], _event),
    **dict.fromkeys(
        ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"], _gateway
    ),
    **dict.fromkeys(["dataObjectReference", "dataObject", "dataInput", "dataOutput"], _data_object),
    **dict.fromkeys(["dataStoreReference", "dataStore"], _data_store),
    **dict.fromkeys(["conversation", "subConversation", "callConversation"], _conversation),
    "message": _message,
    "textAnnotation": _annotation,
    "participant": pool,
    "lane": lane,
    "group": group,
    "participantBand": band,
}
"""By the word of BPMN; everything else is drawn as an activity."""
