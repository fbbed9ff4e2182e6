"""Text on lines that fit: wrapped by the widths of the font, German words parted at places like syllables."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from registry.diagrams.widths import HYPHEN, SPACE, advance

SIZE = 12.0
LINE = 1.2
"""Height of a line in sizes."""

MOST = 400
"""Characters of a name inside a shape that are looked at; more could not be read there."""

MOST_BESIDE = 2_000
"""The same beside symbols, where annotations stand."""

_SMALL = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
_TRIES = (*((size, False) for size in _SMALL[:3]), *((size, True) for size in _SMALL))
_DENSEST = 0.6
"""No setting saves more than this share of the width of a text, by the spaces at the ends of lines."""

_PIECES = re.compile(r"[^\s/_\-–]+[/_\-–]*|[/_\-–]+")
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåøæœ")
_TOGETHER = ("sch", "ch", "ck", "ph", "th", "qu", "pf", "ß")
_JOINTS = frozenset({"ts", "gs"})
_SHORTEST = 3
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Lines:
    """Text set in one size; `cut` says that the end is missing."""

    lines: tuple[str, ...]
    size: float = SIZE
    cut: bool = False

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.lines) * self.size * LINE

    @property
    def width(self) -> float:
        """Of the widest line."""
        return max((advance(line) for line in self.lines), default=0) * self.size / 1000


def fit(text: str, width: float, height: float) -> Lines:
    """Set a text into a box: first on more lines, then with words parted, then smaller, at last cut off."""
    text = text[:MOST]
    needed = advance(text.replace("\n", " "))
    for size, part in _TRIES:
        rows = int(height / (size * LINE) + 0.001)
        limit = width * 1000 / size
        if rows * limit < needed * _DENSEST:
            continue
        lines = _wrap(text, limit, part=part)
        if lines is not None and len(lines) <= rows:
            return Lines(tuple(lines), size)
    return _cut(text, width, height)


def flow(text: str, width: float, most_lines: int = 6) -> Lines:
    """Set a text beside a symbol: as wide as told or as its longest word, in the usual size."""
    text, limit = text[:MOST_BESIDE], width * 1000 / SIZE
    longest = max((advance(piece) for piece, _ in _pieces(text)), default=0)
    lines = _wrap(text, max(limit, min(longest, limit * 2.2)), part=True) or []
    if len(lines) <= most_lines:
        return Lines(tuple(lines))
    return Lines((*lines[: most_lines - 1], lines[most_lines - 1] + _ELLIPSIS), cut=True)


def _cut(text: str, width: float, height: float) -> Lines:
    """As much as fits in the smallest size; nothing where not even a few letters do."""
    size = _SMALL[-1]
    rows, limit = int(height / (size * LINE)), width * 1000 / size
    if rows < 1 or limit < 4 * advance("n"):
        return Lines((), size, cut=True)
    lines = (_wrap(text, limit, part=True) or [""])[:rows]
    last = lines[-1]
    while last and advance(last + _ELLIPSIS) > limit:
        last = last[:-1]
    return Lines((*lines[:-1], last.rstrip("- ") + _ELLIPSIS), size, cut=True)


def _wrap(text: str, limit: float, *, part: bool) -> list[str] | None:
    """Lines up to a width in thousandths of the size; None if a word is too long and must not be parted."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for piece, gap in _pieces(paragraph):
            width = advance(piece)
            space = SPACE if gap and line else 0
            if used + space + width <= limit:
                line, used = f"{line} {piece}" if space else line + piece, used + space + width
                continue
            if width > limit and not part:
                return None
            if line and (width <= limit or not _worth_parting(piece, limit - used - space)):
                lines.append(line)
                line, used, space = "", 0, 0
            start = f"{line} " if space else line
            *full, line = _parted(start, piece, used + space, limit)
            lines += full
            used = advance(line)
        lines.append(line)
    return lines


@lru_cache(maxsize=4_000)
def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Words, and parts of words that end in a hyphen or slash; with whether a space stands before."""
    found = ((match.group(), match.start()) for match in _PIECES.finditer(text))
    return tuple((piece, start > 0 and text[start - 1].isspace()) for piece, start in found)


def _worth_parting(piece: str, room: float) -> bool:
    """Whether the beginning of a long word should stand on the line that has already begun."""
    first = next(iter(_places(piece)), 0)
    return first > _SHORTEST and advance(piece[:first]) + HYPHEN <= room


def _parted(start: str, piece: str, used: float, limit: float) -> list[str]:
    """A word that may be wider than a line on as many lines as it needs; `start` stands before it already."""
    ends = list(accumulate([advance(letter) for letter in piece], initial=0))
    places = _places(piece)
    lines: list[str] = []
    begun = 0
    while begun < len(piece) - 1 and used + ends[-1] - ends[begun] > limit:
        place = _last_place(places, ends, begun, limit - used)
        hyphen = "" if piece[place - 1] in "-/_–" else "-"
        lines.append(start + piece[begun:place] + hyphen)
        start, begun, used = "", place, 0.0
    return [*lines, start + piece[begun:]]


def _last_place(places: Sequence[int], ends: list[int], begun: int, room: float) -> int:
    """The last place before which the rest of a word fits; anywhere if it has no syllable that short."""
    farthest = bisect_right(ends, ends[begun] + room - HYPHEN) - 1
    good = bisect_right(places, farthest) - 1
    if good >= 0 and places[good] > begun:
        return places[good]
    return min(max(farthest, begun + 1), len(ends) - 2)


@lru_cache(maxsize=4_000)
def _places(word: str) -> tuple[int, ...]:
    """Where a word may be parted: before a consonant that a vowel follows, as German syllables begin."""
    lower = word.lower()
    seen_vowel = False
    places: list[int] = []
    for index, letter in enumerate(lower[:-1]):
        if letter in _VOWELS:
            seen_vowel = True
        elif seen_vowel and letter.isalpha() and lower[index + 1] in _VOWELS:
            place = _before_cluster(lower, index)
            if _SHORTEST <= place <= len(word) - _SHORTEST:
                places.append(place)
    return tuple(sorted(places))


def _before_cluster(word: str, index: int) -> int:
    """Where the syllable begins whose first consonants end at `index`; ``sch``, ``ch``, ``ph`` … stay together.

    An s after t or g mostly joins two words (Amts-arzt, Leistungs-empfang) and stays with the first.
    """
    if word[index - 1 : index + 1] in _JOINTS:
        return index + 1
    for cluster in _TOGETHER:
        if word[: index + 1].endswith(cluster):
            return index + 1 - len(cluster)
    return index
