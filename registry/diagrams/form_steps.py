"""A form cut into what fits on one page: the steps somebody fills in, and parts of the tree."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from registry.diagrams.form_outline import Line, Outline
from registry.formats.form import ElementKind

WHOLE = 120
"""Up to so many lines a form stands on one page; beyond, every step has its own."""
_CONTAINERS = frozenset({ElementKind.PAGE.value, ElementKind.GROUP.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A page or section of a form.

    Attributes:
        line: the page or group itself, None for fields that belong to none.
        title: what the form calls it, with its technical name or a number where two are called the same; empty
            without `line`.
        part: of `parts`; a step too long for one page is cut.
    """

    lines: tuple[Line, ...]
    line: Line | None = None
    title: str = ""
    part: int = 1
    parts: int = 1

    @property
    def fields(self) -> int:
        """How many fields it asks for."""
        return sum(line.fields for line in self.lines)


def steps_of(outline: Outline) -> list[Step]:
    """The pages of a form, else its outermost groups, in order; what is no page (a letterhead) only with fields."""
    has_pages = any(line.kind == ElementKind.PAGE.value for line in outline.lines)
    steps: list[Step] = []
    for is_own, run in groupby(outline.lines, key=lambda line: _is_step(line, has_pages=has_pages)):
        if is_own:
            steps.extend(Step(line=line, lines=line.children, title=line.label) for line in run)
        else:
            loose = tuple(run)
            if not has_pages or any(line.fields for line in loose):
                steps.append(Step(lines=loose))
    return _numbered(_named_apart(steps))


def pages_of(steps: Sequence[Step], *, limit: int = WHOLE) -> list[list[Step]]:
    """The steps of each page: all of them where they are few enough, else one (or a part of one) each."""
    if sum(_size(line) for step in steps for line in step.lines) <= limit:
        return [list(steps)]
    return [[part] for step in steps for part in _parts(step, limit)]


def cut(lines: Iterable[Line], limit: int) -> list[tuple[Line, ...]]:
    """The lines in portions of at most `limit` lines, in order; a group that is longer is repeated in each portion."""
    portions: list[list[Line]] = [[]]
    room = limit
    for piece in _pieces(lines, limit):
        size = _size(piece)
        if size > room and portions[-1]:
            portions.append([])
            room = limit
        portions[-1].append(piece)
        room -= size
    return [tuple(portion) for portion in portions]


def _named_apart(steps: list[Step]) -> list[Step]:
    """Steps that are called the same get their technical name, where there is one."""
    times = Counter(step.title for step in steps)
    return [_by_key(step) if times[step.title] > 1 else step for step in steps]


def _by_key(step: Step) -> Step:
    key = step.line.element.key if step.line else ""
    if key in {"", step.title}:
        return step
    return replace(step, title=key if key.startswith(step.title) else f"{step.title} – {key}")


def _numbered(steps: list[Step]) -> list[Step]:
    """Steps that are still called the same get a number from the second on: «Meldung», «Meldung (2)»."""
    seen: Counter[str] = Counter()
    numbered: list[Step] = []
    for step in steps:
        seen[step.title] += 1
        number = seen[step.title] if step.title else 1
        numbered.append(step if number == 1 else replace(step, title=f"{step.title} ({number})"))
    return numbered


def _is_step(line: Line, *, has_pages: bool) -> bool:
    return line.kind == ElementKind.PAGE.value if has_pages else line.kind in _CONTAINERS


def _parts(step: Step, limit: int) -> Iterator[Step]:
    portions = cut(step.lines, limit)
    for number, portion in enumerate(portions, 1):
        yield replace(step, lines=portion, part=number, parts=len(portions))


def _pieces(lines: Iterable[Line], limit: int) -> Iterator[Line]:
    for line in lines:
        if _size(line) <= limit or not line.children:
            yield line
        else:
            yield from (replace(line, children=portion) for portion in cut(line.children, limit - 1))


def _size(line: Line) -> int:
    return sum(1 for _ in line.walk())
