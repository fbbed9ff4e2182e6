"""What changed between two texts, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

MAX_LINES = 1_000
"""Changed lines per side that are compared one by one."""


class Kind(StrEnum):
    """What became of a run of lines."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive lines with the same fate, joined by line feeds."""

    kind: Kind
    text: str


def line_diff(old: str, new: str) -> list[Segment]:
    """The segments that turn `old` into `new`, in reading order, what went before what came.

    Without the added ones they give `old`, without the removed ones `new`. Where more than
    `MAX_LINES` lines lie between the common beginning and end, these count as replaced as a whole.
    """
    before, after = old.splitlines(), new.splitlines()
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle = _changes(before[head : len(before) - tail], after[head : len(after) - tail])
    parts = [(Kind.SAME, before[:head]), *middle, (Kind.SAME, before[len(before) - tail :])]
    return list(_joined(parts))


_Part = tuple[Kind, Sequence[str]]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[_Part]:
    if max(len(old), len(new)) > MAX_LINES:
        yield Kind.REMOVED, old
        yield Kind.ADDED, new
        return
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Kind.SAME, old[old_from:old_to]
        else:
            yield Kind.REMOVED, old[old_from:old_to]
            yield Kind.ADDED, new[new_from:new_to]


def _joined(parts: Sequence[_Part]) -> Iterator[Segment]:
    """Neighbours of one kind as one segment; empty ones left out."""
    kind: Kind | None = None
    lines: list[str] = []
    for part_kind, part_lines in parts:
        if not part_lines:
            continue
        if part_kind != kind and kind is not None:
            yield Segment(kind, "\n".join(lines))
            lines = []
        kind = part_kind
        lines.extend(part_lines)
    if kind is not None:
        yield Segment(kind, "\n".join(lines))
