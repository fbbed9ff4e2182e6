"""Columns and rows of a layout: steps in columns by what comes before, in rows by role and by branch.

A flow without roles that gets too wide continues in the next band below; parts without any way between them
get bands of their own. One place of the grid holds one step, or one way that passes through.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from registry.diagrams.order import ReadingTree

WIDEST = 12
"""Columns of a band; a longer flow is divided into bands of the same width."""

SINGLES = 6
"""Columns of the steps to which no way leads and from which none goes on."""

Row = tuple[int, int]
"""Lane, and number within the lane."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step stands."""

    band: int
    column: int
    row: Row


@dataclass(slots=True)
class Band:
    """Some columns beside each other."""

    columns: int = 0
    taken: set[tuple[Row, int]] = field(default_factory=set)
    rows: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def free_row(self, lane: int, wanted: int, columns: range) -> Row:
        """The first row of the lane from the wanted one on that is free in all these columns; else a new one."""
        for number in range(wanted, self.rows[lane]):
            if self.is_free((lane, number), columns):
                return lane, number
        return lane, self.rows[lane]

    def is_free(self, row: Row, columns: range) -> bool:
        """Whether nothing stands in this row in these columns."""
        return all((row, column) not in self.taken for column in columns)

    def take(self, row: Row, columns: range) -> None:
        """Let nothing else stand there."""
        self.taken.update((row, column) for column in columns)
        self.rows[row[0]] = max(self.rows[row[0]], row[1] + 1)

    def all_rows(self) -> list[Row]:
        """The rows from above to below."""
        return [(lane, number) for lane in sorted(self.rows) for number in range(self.rows[lane])]


class Grid:
    """The places of the steps of one block.

    Attributes:
        places: by step.
        bands: from above to below.
    """

    def __init__(self, ways: Mapping[int, Sequence[int]], first: Sequence[int], lanes: Mapping[int, int]) -> None:
        """`ways` name every step; `lanes` the number of the lane of each, empty if the block has none."""
        self.bands: list[Band] = []
        self.places: dict[int, Place] = {}
        self._ways = ways
        self._lanes = lanes
        self._tree = ReadingTree(ways, first, dict.fromkeys(ways, 1))
        self._before = _before(ways, self._tree.rank)
        parts = _parts(ways, self._tree)
        singles = [part[0] for part in parts if len(part) == 1]
        several = [part for part in parts if len(part) > 1]
        if lanes:
            self._fill([step for part in parts for step in part], self._columns(parts), divide=False)
            return
        for part in several:
            self._fill(part, self._columns([part]), divide=True)
        for start in range(0, len(singles), SINGLES):
            chunk = singles[start : start + SINGLES]
            self._fill(chunk, {step: column for column, step in enumerate(chunk)}, divide=False)

    def leads_on(self, source: int, target: int) -> bool:
        """Whether the way leads to a later step."""
        return self._tree.rank[source] < self._tree.rank[target]

    def _columns(self, parts: Sequence[Sequence[int]]) -> dict[int, int]:
        """Each step one column after the last of those before it."""
        columns: dict[int, int] = {}
        for step in (step for part in parts for step in part):
            columns[step] = max((columns[before] + 1 for before in self._before[step]), default=0)
        return columns

    def _fill(self, steps: Sequence[int], columns: Mapping[int, int], *, divide: bool) -> None:
        count = max(columns.values()) + 1
        width = ceil(count / ceil(count / WIDEST)) if divide else count
        first = len(self.bands)
        self.bands.extend(Band(min(width, count - start)) for start in range(0, count, width))
        for step in sorted(steps, key=lambda step: (columns[step], self._tree.rank[step])):
            number, column = divmod(columns[step], width)
            band = self.bands[first + number]
            lane = self._lanes.get(step, -1)
            row = band.free_row(lane, self._wanted(step, first + number, lane), range(column, column + 1))
            band.take(row, range(column, column + 1))
            self.places[step] = Place(first + number, column, row)

    def _wanted(self, step: int, band: int, lane: int) -> int:
        """The row of what comes before, so that ways are straight; where ways meet, the uppermost."""
        places = (self.places[before] for before in self._before[step])
        return min((at.row[1] for at in places if at.band == band and at.row[0] == lane), default=0)


def _before(ways: Mapping[int, Sequence[int]], rank: Mapping[int, int]) -> dict[int, list[int]]:
    before: dict[int, list[int]] = {step: [] for step in ways}
    for source, targets in ways.items():
        for target in targets:
            if rank[source] < rank[target]:
                before[target].append(source)
    return before


def _parts(ways: Mapping[int, Sequence[int]], tree: ReadingTree) -> list[list[int]]:
    """The steps that hang together, each part and its steps in reading order."""
    leader = {step: step for step in ways}
    for source, targets in ways.items():
        for target in targets:
            leader[_leader(leader, source)] = _leader(leader, target)
    parts: dict[int, list[int]] = defaultdict(list)
    for step in tree.rank:
        parts[_leader(leader, step)].append(step)
    return list(parts.values())


def _leader(leader: dict[int, int], step: int) -> int:
    while leader[step] != step:
        leader[step] = leader[leader[step]]
        step = leader[step]
    return step
