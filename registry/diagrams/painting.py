"""Pieces of markup that shapes, routes and labels share: signs, texts, the colours of one group.

Everything is black on white by attributes, so that the file looks right by itself; on a page
``static/css/components/diagram.css`` gives ink (``color``) and ground (``fill``) of the root other colours.
"""

from registry.diagrams.lettering import LINE, SIZE, Lines
from registry.diagrams.markup import colour, luminance, number, points, text
from registry.diagrams.symbols import Part, Sign

INK, GROUND = "#1c2126", "#ffffff"
_DARK_FILL, _DARK_LINE = 0.179, 0.2
_BLACK = "#000000"
"""On colours of the model; where white no longer reaches a contrast of 4.5, black does."""
WASHED = ' fill-opacity="0.3"'
_BASELINE = 0.87
"""Of a line, from its top, in sizes: the letters then stand in its middle."""

_PAINTS = {
    "line": ' fill="none"',
    "ground": "",
    "solid": ' fill="currentColor"',
    "bold": ' fill="none" stroke-width="2.4"',
}


def tint(fill: str, stroke: str, *, area: bool = False) -> str:
    """Attributes of a group in the colours of the model: ink of what stands in it, border, ground.

    An area is only washed with its colour (`WASHED`), so that lines and names in it are read as on the page.
    """
    fill, stroke = colour(fill), colour(stroke)
    classes, attributes = [], []
    if fill:
        ink = GROUND if luminance(fill) < _DARK_FILL else _BLACK
        classes.append("dg-washed" if area else "dg-tinted")
        attributes.append(f'fill="{fill}"' if area else f'fill="{fill}" color="{ink}"')
    if stroke:
        classes.append("" if fill else line_class(stroke))
        attributes.append(f'stroke="{stroke}"')
    elif fill:
        classes.append("dg-inked")
        attributes.append(f'stroke="{INK}"')
    words = " ".join(filter(None, classes))
    return (f' class="{words}"' if words else "") + "".join(f" {item}" for item in attributes)


def line_class(stroke: str) -> str:
    """Lines too dark for a dark page get the ink of the page there."""
    return "dg-dark-line" if luminance(stroke) < _DARK_LINE else "dg-line"


def sign(parts: Sign, x: float, y: float, scale: float = 1.0) -> str:
    """A sign around a point, in the ink of its group."""
    place = f"translate({points(x, y)})" + (f" scale({scale:.2f})" if abs(scale - 1) > 0.01 else "")
    width = f' stroke-width="{1.1 / scale:.2f}"'
    return f'<g transform="{place}" stroke="currentColor"{width}>{"".join([_part(part) for part in parts])}</g>'


def _part(part: Part) -> str:
    return f'<path d="{part.path}"{_PAINTS[part.paint]}/>'


def path(commands: str, attributes: str = "") -> str:
    """A path in the colours of its group."""
    return f'<path d="{commands}"{attributes}/>'


def rectangle(x: float, y: float, width: float, height: float, attributes: str = "") -> str:
    """A rectangle in the colours of its group."""
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"{attributes}/>'


def circle(x: float, y: float, radius: float, attributes: str = "") -> str:
    """A circle in the colours of its group."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"{attributes}/>'


def lettering(set_text: Lines, x: float, top: float, *, attributes: str = "", whole: str = "") -> str:
    """Lines of text below each other; `x` is their middle unless the attributes anchor them otherwise.

    `whole` is the text if it may be cut off; browsers then show it when the pointer rests there.
    """
    if not set_text.lines:
        return f"<g><title>{text(whole)}</title></g>" if whole else ""
    step = set_text.size * LINE
    size = f' font-size="{set_text.size:g}"' if set_text.size != SIZE else ""
    title = f"<title>{text(whole)}</title>" if whole and set_text.cut else ""
    first = top + set_text.size * (LINE - 1) / 2 + set_text.size * _BASELINE
    head = f'<text x="{number(x)}" y="{number(first)}"{size}{attributes}>{title}'
    if len(set_text.lines) == 1:
        return f"{head}{text(set_text.lines[0])}</text>"
    rows = [text(set_text.lines[0])]
    rows += [f'<tspan x="{number(x)}" dy="{step:.1f}">{text(line)}</tspan>' for line in set_text.lines[1:]]
    return f"{head}{' '.join(rows)}</text>"
