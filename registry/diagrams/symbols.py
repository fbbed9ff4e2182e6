"""The signs inside events, gateways and activities, as paths around the point 0,0.

Signs of events and gateways are drawn for a radius of 18; what draws them scales. Each sign is a list of
parts: the path, and whether it is filled by the ink (``solid``), by the ground, or only a line.
"""

import math
from typing import NamedTuple


class Part(NamedTuple):
    """One path of a sign."""

    path: str
    paint: str = "line"
    """``line``, ``bold`` line, ``ground`` (line around the colour of the ground) or ``solid``."""


Sign = tuple[Part, ...]


def circle(radius: float, x: float = 0, y: float = 0) -> str:
    """A circle as a path."""
    size = f"{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}a{size} {2 * radius:g} 0a{size} {-2 * radius:g} 0z"


def polygon(sides: int, radius: float) -> str:
    """A regular polygon that stands on a side, the first corner on top."""
    corners = (_on_circle(radius, turn / sides) for turn in range(sides))
    return "M" + "L".join(corners) + "z"


def _on_circle(radius: float, turn: float) -> str:
    angle = (turn - 0.25) * math.tau
    return f"{radius * math.cos(angle):.1f} {radius * math.sin(angle):.1f}"


def _ticks() -> str:
    return "".join(f"M{_on_circle(8.8, turn / 12)}L{_on_circle(10.6, turn / 12)}" for turn in range(12))


def _gear(radius: float, teeth: int = 8) -> str:
    """A toothed wheel: each tooth takes half of its share of the circle."""
    corners = []
    for tooth in range(teeth):
        for part, size in ((-0.32, 0.74), (-0.2, 1.0), (0.2, 1.0), (0.32, 0.74)):
            corners.append(_on_circle(radius * size, (tooth + part) / teeth))
    return "M" + "L".join(corners) + "z"


_PLUS = "M-2.2 -9.5h4.4v7.3h7.3v4.4h-7.3v7.3h-4.4v-7.3h-7.3v-4.4h7.3z"
_CROSS = "M-8 -5.4l2.6 -2.6l5.4 5.4l5.4 -5.4l2.6 2.6l-5.4 5.4l5.4 5.4l-2.6 2.6l-5.4 -5.4l-5.4 5.4l-2.6 -2.6l5.4 -5.4z"
_REWIND = "M0 -6v12l-8.5 -6zM8.5 -6v12l-8.5 -6z"
_BOLT = "M-8 9L-3.4 -8.4L2 2.2L8 -9L3.6 8.2L-1.8 -2.2z"

EVENTS: dict[str, Sign] = {
    "message": (Part("M-9.5 -6.5h19v13h-19z", "ground"), Part("M-9.5 -6.5l9.5 7.5l9.5 -7.5")),
    "timer": (Part(circle(11), "ground"), Part(_ticks()), Part("M1.5 -7.5L0 0.5h6")),
    "error": (Part(_BOLT, "ground"),),
    "escalation": (Part("M0 -10l7.5 18l-7.5 -7l-7.5 7z", "ground"),),
    "cancel": (Part(_CROSS, "ground"),),
    "compensate": (Part(_REWIND, "ground"),),
    "conditional": (Part("M-7.5 -9h15v18h-15z", "ground"), Part("M-5 -5.4h10M-5 -1.8h10M-5 1.8h10M-5 5.4h10")),
    "link": (Part("M-10 -4h10.5v-4.5l9.5 8.5l-9.5 8.5v-4.5h-10.5z", "ground"),),
    "signal": (Part("M0 -9.5l9.5 15.8h-19z", "ground"),),
    "terminate": (Part(circle(10.5), "solid"),),
    "multiple": (Part(polygon(5, 10.5), "ground"),),
    "parallel": (Part(_PLUS, "ground"),),
}

THROWN: dict[str, Sign] = {
    "message": (Part("M-9.5 -7.5h19l-9.5 7.2z", "solid"), Part("M-9.5 -5v11.8h19v-11.8l-9.5 7.2z", "solid")),
    "error": (Part(_BOLT, "solid"),),
    "escalation": (Part("M0 -10l7.5 18l-7.5 -7l-7.5 7z", "solid"),),
    "cancel": (Part(_CROSS, "solid"),),
    "compensate": (Part(_REWIND, "solid"),),
    "link": (Part("M-10 -4h10.5v-4.5l9.5 8.5l-9.5 8.5v-4.5h-10.5z", "solid"),),
    "signal": (Part("M0 -9.5l9.5 15.8h-19z", "solid"),),
    "multiple": (Part(polygon(5, 10.5), "solid"),),
}
"""Signs of events that throw, where they differ."""

GATEWAYS: dict[str, Sign] = {
    "exclusive": (
        Part("M-6.4 -8.5h3.6l2.8 5.4l2.8 -5.4h3.6l-4.5 8.5l4.5 8.5h-3.6l-2.8 -5.4l-2.8 5.4h-3.6l4.5 -8.5z", "solid"),
    ),
    "parallel": (Part("M-1.7 -11h3.4v9.3h9.3v3.4h-9.3v9.3h-3.4v-9.3h-9.3v-3.4h9.3z", "solid"),),
    "inclusive": (Part(circle(9.5), "bold"),),
    "complex": (
        Part(
            "M-1.5 -11h3v6.7l4.8 -4.8l2.1 2.1l-4.8 4.8h6.9v3h-6.9l4.8 4.8l-2.1 2.1l-4.8 -4.8v7.1h-3v-7.1"
            "l-4.8 4.8l-2.1 -2.1l4.8 -4.8h-6.9v-3h6.9l-4.8 -4.8l2.1 -2.1l4.8 4.8z",
            "solid",
        ),
    ),
    "event": (Part(circle(12.5)), Part(circle(10)), Part(polygon(5, 7))),
    "event_instantiate": (Part(circle(11.5)), Part(polygon(5, 7.5))),
    "event_parallel": (Part(circle(11.5)), Part("M-1.8 -7.5h3.6v5.7h5.7v3.6h-5.7v5.7h-3.6v-5.7h-5.7v-3.6h5.7z")),
}

TASKS: dict[str, Sign] = {
    "userTask": (
        Part("M-7 7.5v-3.2c0 -3 2.6 -4.6 4.4 -5.2h5.2c1.8 .6 4.4 2.2 4.4 5.2v3.2z", "ground"),
        Part("M-4 7.5v-3M4 7.5v-3"),
        Part(circle(3.9, 0, -3.6), "ground"),
        Part("M-3.8 -4.2c1.4 -1.2 2.6 .6 4.2 -.2c1.4 -.8 2.4 -.6 3.4 0c0 -4.6 -7.6 -4.6 -7.6 .2z", "solid"),
    ),
    "serviceTask": (Part(_gear(8.2), "ground"), Part(circle(2.9), "ground")),
    "scriptTask": (
        Part("M-3 -7.5h10c-5 4 2.6 8.5 -3 15h-10.5c5.4 -6.5 -2 -11 3.5 -15z", "ground"),
        Part("M-2.6 -4.2h5.4M-2.4 -1h5.4M-1 2.2h5.2M-1.6 5h5"),
    ),
    "manualTask": (
        Part(
            "M-8 .5c2 -3 4.8 -5.4 6.4 -6.4c1 -.6 2.2 .8 1.2 1.6l-2.2 2h8.8c1.6 0 1.6 2 0 2h-3.6h4.2c1.6 0 1.6 2.1 0 2.1"
            "h-4.4h3.8c1.5 0 1.5 2.1 0 2.1h-4h2.9c1.4 0 1.4 2 0 2h-7.3c-3.4 0 -4.4 -1 -5.8 -1.4z",
            "ground",
        ),
    ),
    "businessRuleTask": (
        Part("M-8 -6h16v12h-16z", "ground"),
        Part("M-8 -6h16v3.4h-16z", "solid"),
        Part("M-8 1.6h16M-3.4 -2.6v8.6"),
    ),
    "sendTask": (Part("M-8 -6h16l-8 6z", "solid"), Part("M-8 -4v9.5h16v-9.5l-8 6z", "solid")),
    "receiveTask": (Part("M-8 -5.5h16v11h-16z", "ground"), Part("M-8 -5.5l8 6.2l8 -6.2")),
    "receiveTask_instantiate": (
        Part(circle(9), "ground"),
        Part("M-5.5 -3.7h11v7.4h-11z", "ground"),
        Part("M-5.5 -3.7l5.5 4.2l5.5 -4.2"),
    ),
}

MARKERS: dict[str, Sign] = {
    "loop": (Part("M-1.6 5.6a5.6 5.6 0 1 1 3.4 0M-5.6 5.8h4v-4"),),
    "parallel_multiple": (Part("M-4.4 -5.5v11M0 -5.5v11M4.4 -5.5v11", "bold"),),
    "sequential_multiple": (Part("M-5.5 -4.4h11M-5.5 0h11M-5.5 4.4h11", "bold"),),
    "compensation": (Part("M0 -5v10l-7 -5zM7 -5v10l-7 -5z"),),
    "ad_hoc": (
        Part("M-6.5 1.4c2 -4.6 4.4 -3.4 6.4 -1.4s4.4 3 6.6 -1.6v2.6c-2 4 -4.6 3.2 -6.6 1.2s-4.2 -3 -6.4 1.6z", "solid"),
    ),
    "collapsed": (Part("M-7 -7h14v14h-14zM0 -4.5v9M-4.5 0h9"),),
}
"""Signs at the lower edge of activities, 14 units wide, in the order in which they stand."""

ENVELOPE: Sign = (Part("M-12 -8h24v16h-24z", "ground"), Part("M-12 -8l12 9l12 -9"))
DATA_ARROW = "M-6 -2.2h5.5v-3.3l5.5 5.5l-5.5 5.5v-3.3h-5.5z"
