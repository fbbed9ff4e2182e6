"""Reads a picture back, knowing nothing of the code that drew it."""

import re
from dataclasses import dataclass, field

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset({"svg", "g", "path", "rect", "circle", "text", "tspan", "title"})
ATTRIBUTES = frozenset(
    [
        "class",
        "role",
        "aria-label",
        "aria-hidden",
        "focusable",
        "viewBox",
        "width",
        "height",
        "fill",
        "fill-opacity",
        "stroke",
        "color",
        "stroke-width",
        "stroke-linejoin",
        "stroke-dasharray",
        "paint-order",
        "font-family",
        "font-size",
        "text-anchor",
        "data-element",
        "d",
        "x",
        "y",
        "cx",
        "cy",
        "r",
        "rx",
        "dy",
        "transform",
    ]
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Box = tuple[float, float, float, float]


@dataclass
class Drawn:
    """What the picture shows of one element: its first outline, and its texts with size and lines."""

    box: Box | None = None
    path: str = ""
    lines: list[tuple[float, float, float, str]] = field(default_factory=list)
    """Middle, base line, size, text."""


def parse(svg: str):
    return etree.fromstring(svg.encode())


def refuse_foreign(root) -> None:
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS, element.tag
        assert set(element.attrib) <= ATTRIBUTES, dict(element.attrib)
        for name, value in element.attrib.items():
            if name not in {"aria-label", "data-element"}:
                assert ":" not in value, (name, value)
                assert "(" not in value or name == "transform", (name, value)


def elements(root) -> list[tuple[str, Drawn]]:
    return [
        (group.get("data-element"), _drawn(group))
        for group in root.iter(f"{SVG}g")
        if group.get("data-element") is not None
    ]


def _drawn(group) -> Drawn:
    drawn = Drawn()
    outline = next((part for part in group if part.tag in {f"{SVG}rect", f"{SVG}circle", f"{SVG}path"}), None)
    if outline is not None:
        drawn.path = outline.get("d", "")
        drawn.box = _box(outline)
    for text in group.iter(f"{SVG}text"):
        drawn.lines += _lines(text)
    return drawn


def _lines(text) -> list[tuple[float, float, float, str]]:
    size, y = float(text.get("font-size", "12")), float(text.get("y"))
    lines = [(float(text.get("x")), y, size, (text.text or "").strip())]
    for part in text.iter(f"{SVG}tspan"):
        y += float(part.get("dy"))
        lines.append((float(part.get("x")), y, size, part.text or ""))
    return [line for line in lines if line[3]]


def _box(outline) -> Box:
    if outline.tag == f"{SVG}rect":
        x, y, width, height = (float(outline.get(name)) for name in ("x", "y", "width", "height"))
        return x, y, x + width, y + height
    if outline.tag == f"{SVG}circle":
        x, y, radius = (float(outline.get(name)) for name in ("cx", "cy", "r"))
        return x - radius, y - radius, x + radius, y + radius
    points = walk(outline.get("d"))
    return (
        min(x for x, _ in points),
        min(y for _, y in points),
        max(x for x, _ in points),
        max(y for _, y in points),
    )


def walk(path: str) -> list[tuple[float, float]]:
    """Every point that the pen touches or that a curve is bent towards."""
    x = y = 0.0
    points: list[tuple[float, float]] = []
    for command, rest in re.findall(r"([MLQHVhvlaz])([^MLQHVhvlaz]*)", path):
        numbers = [float(part) for part in _NUMBER.findall(rest)]
        if command in "MLQ":
            pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
            points += pairs
            x, y = pairs[-1]
        elif command == "l":
            for across, down in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + across, y + down
                points.append((x, y))
        elif command == "a":
            points.append((x + numbers[5] / 2, y + numbers[1] * (1 if numbers[5] > 0 else -1)))
            x, y = x + numbers[5], y + numbers[6]
            points.append((x, y))
        elif command != "z":
            step = numbers[0]
            x, y = {"h": (x + step, y), "v": (x, y + step), "H": (step, y), "V": (x, step)}[command]
            points.append((x, y))
    return points
