"""The picture of one block: its steps at their places, the ways between them, its lanes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.diagrams.layout_cells import LOWER, Cell, Picture, label_size, without_needless
from registry.diagrams.layout_grid import Grid, Row
from registry.diagrams.layout_routes import MARGIN, Channel, Hop, Level, Rise, Route, Router, tracks_of
from registry.formats.diagram import Bounds, Connection, Point

NO_LANES = -1
"""The number of the only lane of a block that has none."""

_ROW_GAP = 32.0
_BAND_GAP = 24.0
_LANE_PADDING = 22.0
_TRACK = 14.0
_CORRIDOR_TRACK = 18.0
_CHANNEL_SIDE = 20.0
_THIN = 9.0
"""Half the height of a row in which only ways run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnWay:
    """A way to draw: from the exit `key` of the cell `source` to the cell `target`."""

    source: int
    target: int
    key: int
    line: Connection
    """Everything but its place."""


class Block:
    """Puts the cells of one block to their places.

    Attributes:
        picture: the result, from (0, 0).
        lane_spans: upper and lower end of each lane.
    """

    def __init__(self, cells: Mapping[int, Cell], grid: Grid, ways: Sequence[DrawnWay]) -> None:
        self.picture = Picture()
        self.lane_spans: dict[int, tuple[float, float]] = {}
        self._cells = cells
        self._grid = grid
        router = Router(grid)
        self._routes = router.routes((way.source, way.target, way.key) for way in ways)
        self._leave_decisions_below()
        self._corridors: dict[int, float] = {}
        self._rows: dict[tuple[int, Row], float] = {}
        self.picture.height = self._set_heights(router.tracks)
        self._hops = self._by_channel()
        labelled = {route.hops[0].channel for route, way in zip(self._routes, ways, strict=True) if way.line.name}
        self._label_room = dict.fromkeys(labelled, 0.0)
        for route, way in zip(self._routes, ways, strict=True):
            if way.line.name:
                channel = route.hops[0].channel
                self._label_room[channel] = max(self._label_room[channel], label_size(way.line.name)[0] + 8)
        self._columns: dict[tuple[int, int], float] = {}
        self._channel_ends: dict[Channel, float] = {}
        self.picture.width = self._set_widths()
        for step, cell in cells.items():
            self.picture.add(cell.content, *self._middle(step))
        self._labels: dict[tuple[Channel, float], int] = defaultdict(int)
        self.picture.connections.extend(
            self._connection(route, way.line) for route, way in zip(self._routes, ways, strict=True)
        )

    def _leave_decisions_below(self) -> None:
        """Ways of a decision that do not go straight on leave it at its lower tip, so that each is seen to begin."""
        several = Counter(route.source for route in self._routes)
        for route in self._routes:
            row = self._grid.places[route.source].row
            first = route.hops[0].ends.row
            if (
                several[route.source] > 1
                and LOWER in self._cells[route.source].exits
                and (first is None or first > row)
            ):
                route.key = LOWER

    def _middle(self, step: int) -> tuple[float, float]:
        place = self._grid.places[step]
        return self._columns[place.band, place.column], self._rows[place.band, place.row]

    def _set_heights(self, tracks: Mapping[int, int]) -> float:
        """Heights of corridors and rows from above to below; gives the height of all."""
        y = 0.0
        for number, band in enumerate(self._grid.bands):
            y = self._set_corridor(number, tracks.get(number, 0), y)
            lane: int | None = None
            for row in band.all_rows():
                if row[0] != lane:
                    y = self._begin_lane(lane, row[0], y)
                    lane = row[0]
                above, below = self._extent(number, row)
                self._rows[number, row] = y + above
                y += above + below + _ROW_GAP
            y -= _ROW_GAP
        y = self._set_corridor(len(self._grid.bands), tracks.get(len(self._grid.bands), 0), y)
        if self.lane_spans:
            last = max(self.lane_spans)
            self.lane_spans[last] = (self.lane_spans[last][0], y + _LANE_PADDING)
            return y + _LANE_PADDING
        return y

    def _begin_lane(self, before: int | None, lane: int, y: float) -> float:
        """Where the first row of a lane begins; only a block with several lanes or a real one has spans."""
        if lane == NO_LANES:
            return y
        if before is None:
            self.lane_spans[lane] = (0.0, y)
            return y + _LANE_PADDING
        border = y - _ROW_GAP + _LANE_PADDING
        self.lane_spans[before] = (self.lane_spans[before][0], border)
        self.lane_spans[lane] = (border, border)
        return border + _LANE_PADDING

    def _set_corridor(self, number: int, tracks: int, y: float) -> float:
        if 0 < number < len(self._grid.bands):
            y += _BAND_GAP
        self._corridors[number] = y + _CORRIDOR_TRACK
        return y + (tracks + 1) * _CORRIDOR_TRACK if tracks else y

    def _extent(self, band: int, row: Row) -> tuple[float, float]:
        cells = [self._cells[step] for step, at in self._grid.places.items() if at.band == band and at.row == row]
        return max((cell.above for cell in cells), default=_THIN), max((cell.below for cell in cells), default=_THIN)

    def _by_channel(self) -> dict[Channel, list[tuple[Hop, Rise]]]:
        """The hops that rise, by channel; where a way goes straight on there is nothing to place."""
        found: dict[Channel, list[tuple[Hop, Rise]]] = defaultdict(list)
        for at, route in enumerate(self._routes):
            for number, hop in enumerate(route.hops):
                begins, ends = self._height(route, number, hop.begins), self._height(route, -1, hop.ends)
                if begins != ends:
                    left = None if hop.begins.row is None else begins
                    right = None if hop.ends.row is None else ends
                    origin = (route.source, route.key) if number == 0 else (MARGIN, at)
                    found[hop.channel].append((hop, Rise(begins, ends, left, right, origin)))
        return found

    def _height(self, route: Route, number: int, level: Level) -> float:
        """How high a level is; the first of a way may lie below the middle of its row."""
        if level.row is None:
            return self._corridors[level.band] + level.track * _CORRIDOR_TRACK
        offset = self._cells[route.source].exits[route.key].points[-1].y if number == 0 else 0.0
        return self._rows[level.band, level.row] + offset

    def _set_widths(self) -> float:
        """Places of channels and columns, band by band; gives the width of all."""
        margin = self._set_channel((MARGIN, 0), 0.0) if (MARGIN, 0) in self._hops else 0.0
        width = margin
        for number, band in enumerate(self._grid.bands):
            x = margin
            for column in range(band.columns + 1):
                x = self._set_channel((number, column), x)
                if column < band.columns:
                    room = self._column_width(number, column)
                    self._columns[number, column] = x + room / 2
                    x += room
            width = max(width, x)
        return width

    def _column_width(self, band: int, column: int) -> float:
        places = self._grid.places.items()
        return max(
            (self._cells[step].width for step, at in places if at.band == band and at.column == column), default=0.0
        )

    def _set_channel(self, channel: Channel, x: float) -> float:
        """Put the hops of a channel on their tracks; gives where the channel ends."""
        hops = self._hops.get(channel, [])
        tracks = tracks_of([rise for _, rise in hops])
        for (hop, _), track in zip(hops, tracks, strict=True):
            hop.x = x + _CHANNEL_SIDE + track * _TRACK
        count = max(tracks, default=-1) + 1
        room = self._label_room.get(channel, 0.0)
        is_outer = not count and channel[1] in {0, self._grid.bands[channel[0]].columns} and not room
        self._channel_ends[channel] = x + (0.0 if is_outer else 2 * _CHANNEL_SIDE + max(0, count - 1) * _TRACK + room)
        return self._channel_ends[channel]

    def _connection(self, route: Route, line: Connection) -> Connection:
        x, y = self._middle(route.source)
        points = [Point(x=x + at.x, y=y + at.y) for at in self._cells[route.source].exits[route.key].points]
        for number, hop in enumerate(route.hops):
            begins, ends = self._height(route, number, hop.begins), self._height(route, -1, hop.ends)
            if begins != ends:
                points += [Point(x=hop.x, y=begins), Point(x=hop.x, y=ends)]
        x, y = self._middle(route.target)
        points.append(Point(x=x - self._cells[route.target].symbol[0] / 2, y=y))
        return Connection(
            id=line.id,
            element=line.element,
            type=line.type,
            source=line.source,
            target=line.target,
            name=line.name,
            marks=line.marks,
            waypoints=without_needless(points),
            label=self._label(route, line.name) if line.name else None,
        )

    def _label(self, route: Route, name: str) -> Bounds:
        """At the right end of the first channel, above the way; further ones at the same place above each other."""
        hop = route.hops[0]
        width, height = label_size(name)
        y = self._height(route, -1, hop.ends)
        right = self._channel_ends[hop.channel] - 4 if hop.ends.row is not None else hop.x - 4
        place = self._labels[hop.channel, y]
        self._labels[hop.channel, y] += 1
        return Bounds(x=right - width, y=y - 2 - height * (place + 1), width=width, height=height)
