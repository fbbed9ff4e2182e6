"""A picture for a flow that has none: an automatic layout, the same every time.

From left to right, without a way that crosses a step; ways back below, roles as rows, what a step holds as box
around it, long flows in several rows. `docs/decisions/0008-own-layout.md` says why it is our own.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from registry.diagrams.graph import BESIDE, Graph, Link, Way, sound_parents
from registry.diagrams.layout_block import Block, DrawnWay
from registry.diagrams.layout_cells import Cell, Picture, cell_of, moved_connection, moved_shape
from registry.diagrams.layout_grid import Grid
from registry.diagrams.words import name_of
from registry.formats.diagram import Bounds, Connection, Diagram, Shape
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowNode, NodeKind

MAX_NODES = 400
MAX_WAYS = 1_200
MAX_DEPTH = 20

_MARGIN = 20.0
_LANE_HEAD = 30.0
_CONNECTIONS = {
    EdgeKind.ASSOCIATION: "association",
    EdgeKind.DATA: "dataInputAssociation",
}


def lay_out(flow: Flow) -> Diagram | None:
    """The picture of a flow; None if it has no steps or too many to be readable."""
    if not 0 < len(flow.nodes) <= MAX_NODES:
        return None
    layout = _Layout(flow)
    if layout.is_too_large:
        return None
    picture = layout.picture()
    return Diagram(
        id=f"{flow.id}_layout",
        name=flow.name,
        shapes=tuple(moved_shape(shape, _MARGIN, _MARGIN) for shape in picture.shapes),
        connections=tuple(moved_connection(line, _MARGIN, _MARGIN) for line in picture.connections),
    )


class _Layout:
    """Lays out one flow, the innermost blocks first."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._graph = Graph(flow)
        self._hosts = dict(self._border_events())
        self._beside, self._alone = self._items_beside()
        self._blocks: dict[int | None, Picture] = {}
        self._lane_numbers = {lane.id: number for number, lane in enumerate(flow.lanes)}

    @property
    def is_too_large(self) -> bool:
        ways = sum(len(links) for links in self._graph.out.values())
        return ways > MAX_WAYS or max(self._graph.depth, default=0) > MAX_DEPTH

    def picture(self) -> Picture:
        """The picture of the whole flow."""
        graph = self._graph
        around = {graph.block[at] for at in [*self._alone, *(at for held in graph.inside.values() for at in held)]}
        blocks = sorted(block for block in around if block is not None)
        for block in sorted(blocks, key=lambda at: -graph.depth[at]):
            self._blocks[block] = self._block(block).picture
        outer = self._block(None)
        return self._with_lanes(outer) if outer.lane_spans else outer.picture

    def _block(self, block: int | None) -> Block:
        steps = [at for at in self._graph.inside.get(block, []) if at not in self._hosts and not self._is_heading(at)]
        steps += [at for at in self._alone if self._graph.block[at] == block]
        ways = list(self._ways(steps))
        targets: dict[int, list[int]] = {at: [] for at in steps}
        for way in ways:
            targets[way.source].append(way.target)
        reached = {target for found in targets.values() for target in found}
        nodes = self._graph.nodes
        first = self._graph.first_steps(steps, reached)
        lanes = {at: self._lane_numbers.get(nodes[at].lane or "", 0) for at in steps} if self._has_lanes(block) else {}
        return Block({at: self._cell(at) for at in steps}, Grid(targets, first, lanes), ways)

    def _has_lanes(self, block: int | None) -> bool:
        return block is None and bool(self._flow.lanes)

    def _cell(self, at: int) -> Cell:
        nodes = self._graph.nodes
        borders = [(event, _shown(nodes[event])) for event, host in self._hosts.items() if host == at]
        return cell_of(at, _shown(nodes[at]), self._blocks.get(at), borders, self._beside.get(at, ()))

    def _border_events(self) -> Iterator[tuple[int, int]]:
        """Events and the steps at whose border they are; what is at a border has none itself, and holds nothing."""
        links = [link for links in self._graph.inner.values() for link in links if link.way is Way.EVENT]
        events = {link.target for link in links}
        for link in links:
            is_event = self._graph.nodes[link.target].type == "boundaryEvent"
            if is_event and link.source not in events and link.target not in self._graph.block:
                yield link.target, link.source

    def _items_beside(self) -> tuple[dict[int, list[tuple[FlowNode, str, str]]], list[int]]:
        """Data and notes with the step they belong to, and those that belong to none."""
        graph = self._graph
        beside: dict[int, list[tuple[FlowNode, str, str]]] = defaultdict(list)
        placed: set[int] = set()
        for edge in self._flow.edges:
            for one, other in ((edge.source, edge.target), (edge.target, edge.source)):
                item, step = graph.position.get(one), graph.position.get(other)
                if item is None or step is None or edge.kind not in _CONNECTIONS:
                    continue
                if graph.nodes[item].kind in BESIDE and self._holds_items(step):
                    placed.add(item)
                    beside[step].append((graph.nodes[item], edge.id, _type_of(edge, item_reads=one == edge.source)))
        alone = [at for at, node in enumerate(graph.nodes) if node.kind in BESIDE and at not in placed]
        return beside, alone

    def _holds_items(self, at: int) -> bool:
        return self._graph.nodes[at].kind not in BESIDE and at not in self._hosts and not self._is_heading(at)

    def _is_heading(self, at: int) -> bool:
        """A branch of the file between two steps is the label of the way."""
        graph = self._graph
        ways = [*graph.entering[at], *graph.out[at]]
        is_between = len(graph.entering[at]) == len(graph.inner[at]) == len(graph.out[at]) == 1
        return graph.nodes[at].kind is NodeKind.BRANCH and is_between and all(way.way is Way.NEXT for way in ways)

    def _ways(self, steps: Sequence[int]) -> Iterator[DrawnWay]:
        inside = set(steps)
        sources = [*steps, *(event for event, host in self._hosts.items() if host in inside)]
        for source in sources:
            for link in self._graph.inner[source]:
                is_border = link.way is Way.EVENT and link.target in self._hosts
                if link.way is not Way.LINK and not is_border:
                    yield from self._way(source, link, inside)

    def _way(self, source: int, link: Link, inside: set[int]) -> Iterator[DrawnWay]:
        """The way of a link, over the branch it leads to if that is only its label."""
        target, name = link.target, ""
        seen: set[int] = set()
        while target not in seen and self._is_heading(target):
            seen.add(target)
            name = name or name_of(self._graph.nodes[target])
            target = self._graph.inner[target][0].target
        target = self._hosts.get(target, target)
        if target in inside:
            line = self._line(link, source, target, name)
            yield DrawnWay(source=self._hosts.get(source, source), target=target, key=source, line=line)

    def _line(self, link: Link, source: int, target: int, branch: str) -> Connection:
        nodes, edge = self._graph.nodes, link.edge
        words = (edge.name or edge.condition) if edge is not None else ""
        is_default = link.way is Way.ELSE or (edge is not None and edge.default)
        return Connection(
            id=f"{nodes[source].id}_{nodes[target].id}_line",
            element=edge.id if edge is not None else "",
            type="association" if link.way in {Way.UNDO, Way.EVENT} else "sequenceFlow",
            source=nodes[source].id,
            target=nodes[target].id,
            name=words or branch,
            waypoints=(),
            marks=("default",) if is_default else (),
        )

    def _with_lanes(self, outer: Block) -> Picture:
        """Lanes around the rows, outer lanes around inner ones; their heads at the left."""
        lanes = self._flow.lanes
        parents = sound_parents([self._lane_numbers.get(lane.parent or "") for lane in lanes])
        spans = _spans(outer.lane_spans, parents)
        depth = {number: _depth(number, parents) for number in spans}
        left = _LANE_HEAD * (1 + max(depth.values()))
        width = left + outer.picture.width + 2 * _MARGIN
        picture = Picture(width, outer.picture.height)
        for number, (top, bottom) in sorted(spans.items(), key=lambda item: (depth[item[0]], item[0])):
            x = _LANE_HEAD * depth[number]
            bounds = Bounds(x=x, y=top, width=width - x, height=bottom - top)
            lane = lanes[number]
            picture.shapes.append(
                Shape(id=f"{lane.id}_shape", element=lane.id, type="lane", bounds=bounds, name=lane.name, marks=_LEVEL)
            )
        picture.add(outer.picture, left + _MARGIN, 0.0)
        return picture


_LEVEL = ("horizontal",)


def _spans(rows: Mapping[int, tuple[float, float]], parents: Sequence[int | None]) -> dict[int, tuple[float, float]]:
    """The heights of the lanes with rows, and of those around them."""
    spans: dict[int, tuple[float, float]] = {}
    for number, (top, bottom) in rows.items():
        at: int | None = number
        while at is not None:
            known = spans.get(at, (top, bottom))
            spans[at] = (min(top, known[0]), max(bottom, known[1]))
            at = parents[at]
    return spans


def _depth(number: int, parents: Sequence[int | None]) -> int:
    depth, at = 0, parents[number]
    while at is not None:
        depth, at = depth + 1, parents[at]
    return depth


def _shown(node: FlowNode) -> FlowNode:
    """Without a name that only repeats the type; a branch that stands alone would be an empty box."""
    return node if node.kind is NodeKind.BRANCH else replace(node, name=name_of(node))


def _type_of(edge: FlowEdge, *, item_reads: bool) -> str:
    word = _CONNECTIONS[edge.kind]
    return word if item_reads or edge.kind is EdgeKind.ASSOCIATION else "dataOutputAssociation"
