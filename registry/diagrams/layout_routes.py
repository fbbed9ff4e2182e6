"""The ways of a layout: upright in the channels between columns, level along rows or the corridors between bands.

No way crosses a step: a row is used only where it is free, channels and corridors hold nothing else. Ways back
run through the corridor below.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from registry.diagrams.layout_grid import Band, Grid, Place, Row

MARGIN = -1
"""The band of the channel at the very left, by which ways reach bands that are not next to each other."""

Channel = tuple[int, int]
"""Band, and number of the column at its right."""


@dataclass(frozen=True, slots=True)
class Level:
    """A height at which a way runs: in a row (of a band), or in a corridor on a track of its own."""

    band: int
    row: Row | None = None
    track: int = 0


@dataclass(slots=True)
class Hop:
    """The part of a way in one channel, from one level to another; `x` is known once all ways are."""

    channel: Channel
    begins: Level
    ends: Level
    x: float = 0.0


@dataclass(slots=True)
class Route:
    """A way from a step to another; `key` names the exit by which it leaves."""

    source: int
    target: int
    key: int
    hops: list[Hop] = field(default_factory=list)


class Router:
    """Finds ways in a grid.

    Attributes:
        tracks: how many ways run in each corridor; corridor `n` lies above band `n`.
    """

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self.tracks: dict[int, int] = defaultdict(int)

    def routes(self, ways: Iterable[tuple[int, int, int]]) -> list[Route]:
        """The routes of ways, each given as source, target and key of the exit."""
        return [Route(source, target, key, self._hops(source, target)) for source, target, key in ways]

    def _hops(self, source: int, target: int) -> list[Hop]:
        one, other = self._grid.places[source], self._grid.places[target]
        if one.band == other.band and one.column < other.column:
            return self._along_rows(one, other)
        return self._through_corridors(one, other)

    def _along_rows(self, one: Place, other: Place) -> list[Hop]:
        band = one.band
        begins, ends = Level(band, one.row), Level(band, other.row)
        first, last = (band, one.column + 1), (band, other.column)
        if first == last:
            return [Hop(first, begins, ends)]
        middle = Level(band, self._free_row(self._grid.bands[band], one, other))
        return [Hop(first, begins, middle), Hop(last, middle, ends)]

    def _free_row(self, band: Band, one: Place, other: Place) -> Row:
        """The row of either end if nothing stands between, else the next free one of the first."""
        columns = range(one.column + 1, other.column)
        ends = (other.row, one.row)
        row = next((row for row in ends if band.is_free(row, columns)), None)
        if row is None:
            row = band.free_row(one.row[0], one.row[1], columns)
        band.take(row, columns)
        return row

    def _through_corridors(self, one: Place, other: Place) -> list[Hop]:
        """Down to the corridor below, there to the left, and up or down to the other step."""
        below = self._new_track(one.band + 1)
        out = Hop((one.band, one.column + 1), Level(one.band, one.row), below)
        arrival = Level(other.band, other.row)
        into = (other.band, other.column)
        if other.band in {one.band, one.band + 1}:
            return [out, Hop(into, below, arrival)]
        last = self._new_track(other.band if other.band > one.band else other.band + 1)
        aside = Hop((MARGIN, 0), below, last)
        return [out, aside, Hop(into, last, arrival)]

    def _new_track(self, corridor: int) -> Level:
        track = self.tracks[corridor]
        self.tracks[corridor] += 1
        return Level(corridor, None, track)


@dataclass(frozen=True, slots=True)
class Rise:
    """The upright part of a hop: its heights, and those at which a row continues it to the left or to the right."""

    begins: float
    ends: float
    left: float | None
    right: float | None
    exit: tuple[int, int]

    def collides(self, other: "Rise") -> bool:
        """Whether both would lie on each other; ways from one exit may."""
        if self.exit == other.exit and self.begins == other.begins:
            return False
        above, below = sorted((self.begins, self.ends))
        return above <= max(other.begins, other.ends) and min(other.begins, other.ends) <= below


def tracks_of(rises: Sequence[Rise]) -> list[int]:
    """The track of each in its channel, counted from the left.

    What comes from the left at some height lies left of what goes on to the right at the same height, so that
    two ways never seem to be one.
    """
    leaving: dict[float, list[int]] = defaultdict(list)
    for at, rise in enumerate(rises):
        if rise.left is not None:
            leaving[rise.left].append(at)
    lefts = [
        [] if rise.right is None else [at for at in leaving[rise.right] if at != own] for own, rise in enumerate(rises)
    ]
    tracks: dict[int, int] = {}
    filled: list[list[int]] = []
    for at in _from_left(rises, lefts):
        track = max((tracks[left] + 1 for left in lefts[at] if left in tracks), default=0)
        while track < len(filled) and any(rises[at].collides(rises[other]) for other in filled[track]):
            track += 1
        filled.extend([] for _ in range(track + 1 - len(filled)))
        filled[track].append(at)
        tracks[at] = track
    return [tracks[at] for at in range(len(rises))]


def _from_left(rises: Sequence[Rise], lefts: Sequence[Sequence[int]]) -> list[int]:
    """Each after those left of it, short ones first; where that is a circle, the shortest begins."""
    waiting = sorted(range(len(rises)), key=lambda at: (abs(rises[at].begins - rises[at].ends), at))
    open_lefts = {at: set(lefts[at]) for at in waiting}
    order: list[int] = []
    while waiting:
        at = next((at for at in waiting if not open_lefts[at]), waiting[0])
        waiting.remove(at)
        order.append(at)
        for others in open_lefts.values():
            others.discard(at)
    return order
