"""Markup put together safely: every text and name goes through here, numbers are numbers, colours are colours."""

import re
from functools import lru_cache
from html import escape

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTION = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")


def text(value: str) -> str:
    """A text as content or attribute value: escaped, without what XML or the reading order forbid."""
    if not value.isprintable():
        value = _DIRECTION.sub("", _FORBIDDEN.sub("", value))
    return escape(value)


@lru_cache(maxsize=20_000)
def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    return f"{round(value, 1):.8g}"


def points(*values: float) -> str:
    """Coordinates separated by blanks."""
    return " ".join(map(number, values))


def colour(value: str) -> str:
    """The colour, if it is one; else empty."""
    return value if _COLOUR.fullmatch(value) else ""


def luminance(value: str) -> float:
    """How light a colour is, from 0 to 1 (WCAG 2)."""
    red, green, blue = (_linear(int(value[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
