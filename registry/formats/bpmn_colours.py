"""Colours of shapes: the colour extension of the OMG, that of bpmn.io, and what Signavio, Bizagi and W4 write."""

import re

from registry.formats import xml

_OMG = "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
_BPMN_IO = "{http://bpmn.io/schema/bpmn/biocolor/1.0}"
_EXTENSIONS = "{http://www.omg.org/spec/BPMN/20100524/MODEL}extensionElements"

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?")
_TRIPLE = re.compile(r"(?:rgba?\()?\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)?")
_NAMED = {
    "red": "#ff0000",
    "green": "#008000",
    "lime": "#00ff00",
    "blue": "#0000ff",
    "navy": "#000080",
    "yellow": "#ffff00",
    "orange": "#ffa500",
    "purple": "#800080",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
    "lightgray": "#d3d3d3",
    "lightgrey": "#d3d3d3",
    "lightblue": "#add8e6",
    "lightgreen": "#90ee90",
    "lightyellow": "#ffffe0",
    "pink": "#ffc0cb",
    "white": "#ffffff",
    "black": "#000000",
}
_METADATA = {"bgcolor": 0, "bordercolor": 1}
WHITE, BLACK = "#ffffff", "#000000"


def colours_of(part: xml.Element, element: xml.Element | None) -> tuple[str, str]:
    """Fill and border of a shape as ``#rrggbb``; white and black are the usual ones and stay empty."""
    told = _told(element)
    fill = _first(part.get(f"{_OMG}background-color"), part.get(f"{_BPMN_IO}fill"), told[0])
    stroke = _first(part.get(f"{_OMG}border-color"), part.get(f"{_BPMN_IO}stroke"), told[1])
    return ("" if fill in {WHITE, BLACK} else fill, "" if stroke == BLACK else stroke)


def stroke_of(part: xml.Element, element: xml.Element | None) -> str:
    """The colour of a connection, empty for the usual one."""
    stroke = _first(part.get(f"{_OMG}border-color"), part.get(f"{_BPMN_IO}stroke"), _told(element)[1])
    return "" if stroke in {WHITE, BLACK} else stroke


def colour(text: str | None) -> str:
    """A colour in any of the usual ways of writing as ``#rrggbb``; empty if it is none."""
    word = (text or "").strip().lower()
    found = _HEX.fullmatch(word)
    if found:
        digits = found.group(1)
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    triple = _TRIPLE.fullmatch(word)
    if triple:
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in triple.groups())
    return _NAMED.get(word, "")


def _first(*texts: str | None) -> str:
    return next((found for text in texts if (found := colour(text))), "")


def _told(element: xml.Element | None) -> tuple[str | None, str | None]:
    """Fill and border that a tool wrote as an extension of the element itself."""
    extensions = next(element.iterchildren(_EXTENSIONS), None) if element is not None else None
    told: list[str | None] = [None, None]
    if extensions is not None:
        for entry in extensions.iter(xml.ANY):
            _take(entry, told)
    return (told[0], told[1])


def _take(entry: xml.Element, told: list[str | None]) -> None:
    """Signavio and Bizagi write pairs of name and value, W4 attributes."""
    key = (entry.get("metaKey") or entry.get("name") or "").lower()
    if key in _METADATA:
        told[_METADATA[key]] = entry.get("metaValue") or entry.get("value")
    elif xml.local(entry) == "basic" and entry.get("background"):
        told[0] = entry.get("background")
