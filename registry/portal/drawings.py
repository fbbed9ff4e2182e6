"""Pictures as pages show them: with the words around, inside the page only where they are not too large."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from registry.core.messages import Message
from registry.diagrams.pictures import Picture
from registry.web.templating import drawn

LARGE = 400_000
"""Characters of pictures in one page; the others are a link to their own page."""

FITTING = 1_200
"""A picture up to so many pixels wide is made a little smaller where it then needs no scrolling."""


@dataclass(frozen=True, slots=True)
class Framed:
    """One picture on a page; `number` from 1 is also its address. `svg` is empty where the picture is too large."""

    number: int
    name: str
    svg: Markup
    thumbnail: Markup
    fits: bool
    note: Message | None


def framed(pictures: Sequence[Picture], most: int = LARGE) -> list[Framed]:
    """The pictures of a file for a page that may take so many characters of them."""
    return list(_framed(pictures, most))


def _framed(pictures: Sequence[Picture], left: int) -> Iterator[Framed]:
    for number, picture in enumerate(pictures, start=1):
        svg = picture.svg if len(picture.svg) <= left else ""
        left -= len(svg)
        yield Framed(
            number=number,
            name=picture.name,
            svg=drawn(svg),
            thumbnail=drawn(picture.thumbnail if picture.svg and not svg else ""),
            fits=picture.width <= FITTING,
            note=picture.note,
        )
