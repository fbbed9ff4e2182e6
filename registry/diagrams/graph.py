"""A flow as the graph that text and layout walk: every node once, by its position; ways by the block they are in.

Files of other tools nest the branches of a decision instead of drawing ways. Here both look the same: what
stands in a branch counts to the block around the decision, the first step of a branch follows it, and what
comes after the decision follows the ends of its branches. Whatever ids and parents a file holds, each node
has one place: the first of equal ids gets the ways, a parent that is missing or circular is none.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowNode, NodeKind

BESIDE = frozenset({NodeKind.DATA, NodeKind.NOTE})
"""Kinds that stand beside the steps and are no part of their order."""

MAX_LINKS = 50_000
"""Far more than the arrows that are read of a file; reached only by decisions nested beyond all measure."""

_OPEN = frozenset({NodeKind.GATEWAY, NodeKind.BRANCH})


class Way(StrEnum):
    """Why one step follows another."""

    NEXT = "next"
    ELSE = "else"
    EVENT = "event"
    LINK = "link"
    UNDO = "undo"


_RANKS = {Way.ELSE: 1, Way.EVENT: 2, Way.UNDO: 2}
"""Which ways out of a step come after the others."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way from one step to another, both by position in `Graph.nodes`; `edge` is None where none is drawn."""

    source: int
    target: int
    way: Way
    edge: FlowEdge | None = None


class Graph:
    """Steps with their ways, block by block.

    Attributes:
        nodes: all nodes of the flow, in the order of the file.
        block: the node whose inside a node belongs to, or None.
        inside: the steps in each block, in the order of the file; the flow itself is None.
        out: the ways that leave a step, in the order of the file.
        inner: like `out`, but only ways within one block; `entering` is its reverse.
        depth: how many blocks are around a node.
    """

    def __init__(self, flow: Flow) -> None:
        self.nodes: tuple[FlowNode, ...] = flow.nodes
        self.position: dict[str, int] = {}
        for at, node in enumerate(flow.nodes):
            self.position.setdefault(node.id, at)
        self._parents = sound_parents([self._parent_of(at) for at in range(len(flow.nodes))])
        self.block, self.depth = self._blocks()
        self.inside: dict[int | None, list[int]] = defaultdict(list)
        for at, node in enumerate(self.nodes):
            if node.kind not in BESIDE:
                self.inside[self.block[at]].append(at)
        self.out: dict[int, list[Link]] = defaultdict(list)
        self.inner: dict[int, list[Link]] = defaultdict(list)
        self.entering: dict[int, list[Link]] = defaultdict(list)
        for link in islice(self._unfolded([*self._drawn(flow), *self._implied(flow)]), MAX_LINKS):
            self._add(link)
        for links in self.out.values():
            links.sort(key=lambda link: _RANKS.get(link.way, 0))
        self._begins_as_written = flow.type not in {"", "process"}

    def first_steps(self, steps: Sequence[int], led_to: Container[int]) -> list[int]:
        """With what a block may begin: that to which no way leads, likely ones first.

        Args:
            steps: of the block, in the order of the file. Where that is the order of a run, the first is the first.
            led_to: the steps to which a way leads.
        """
        first = sorted((at for at in steps if at not in led_to), key=self._likelihood)
        return [steps[0], *first] if self._begins_as_written and steps else first

    def _likelihood(self, at: int) -> int:
        """Start events come first; what runs by itself comes last."""
        node = self.nodes[at]
        if node.kind is NodeKind.START:
            return 0
        if "event_subprocess" in node.marks:
            return 3
        return 1 if self.inner[at] else 2

    def weights(self) -> list[int]:
        """How many steps each node stands for: itself and all inside it."""
        weights = [0 if node.kind in BESIDE else 1 for node in self.nodes]
        for at in sorted(range(len(self.nodes)), key=self.depth.__getitem__, reverse=True):
            block = self.block[at]
            if block is not None:
                weights[block] += weights[at]
        return weights

    def _add(self, link: Link) -> None:
        self.out[link.source].append(link)
        if self.block[link.source] == self.block[link.target]:
            self.inner[link.source].append(link)
            self.entering[link.target].append(link)

    def _parent_of(self, at: int) -> int | None:
        parent = self.position.get(self.nodes[at].parent or "")
        return None if parent is None or self.nodes[parent].kind in BESIDE else parent

    def _blocks(self) -> tuple[list[int | None], list[int]]:
        """For each node the next parent around it that is a block of its own, and how many there are."""
        blocks: list[int | None] = [None] * len(self.nodes)
        depths = [0] * len(self.nodes)
        for at in outer_first(self._parents):
            parent = self._parents[at]
            if parent is not None:
                is_open = self.nodes[parent].kind in _OPEN
                blocks[at] = blocks[parent] if is_open else parent
                depths[at] = depths[parent] + (not is_open)
        return blocks, depths

    def _drawn(self, flow: Flow) -> Iterator[Link]:
        ways = {EdgeKind.SEQUENCE: Way.NEXT, EdgeKind.BOUNDARY: Way.EVENT}
        for edge in flow.edges:
            source, target = self.position.get(edge.source), self.position.get(edge.target)
            if source is None or target is None or edge.kind not in ways:
                continue
            if self.nodes[source].kind not in BESIDE and self.nodes[target].kind not in BESIDE:
                yield Link(source, target, ways[edge.kind], edge)

    def _implied(self, flow: Flow) -> Iterator[Link]:
        """Ways without an arrow: between link events of one name, and to what undoes a step."""
        catching = {
            (self.block[at], node.detail or node.name): at
            for at, node in enumerate(self.nodes)
            if node.trigger == "link" and node.type == "intermediateCatchEvent"
        }
        for at, node in enumerate(self.nodes):
            target = catching.get((self.block[at], node.detail or node.name))
            if target is not None and node.trigger == "link" and node.type == "intermediateThrowEvent":
                yield Link(at, target, Way.LINK)
        for edge in (edge for edge in flow.edges if edge.kind is EdgeKind.ASSOCIATION):
            source, target = self.position.get(edge.source), self.position.get(edge.target)
            if source is None or target is None or "compensation" not in self.nodes[target].marks:
                continue
            if self.nodes[source].type == "boundaryEvent":
                yield Link(source, target, Way.UNDO, edge)

    def _unfolded(self, links: list[Link]) -> Iterator[Link]:
        """The ways after branches are part of the block: into each branch, and from its end to what follows."""
        held = self._held()
        if not held:
            yield from links
            return
        ends = _Ends(self.nodes, self._parents, held, links)
        for link in links:
            if link.way is not Way.NEXT or link.source not in held or self._parents[link.target] == link.source:
                yield link
            else:
                yield from (ends.continued(link, end) for end in ends.of(link.source))
        siblings = {link.target for link in links if self._parents[link.source] == self._parents[link.target]}
        for holder, children in held.items():
            if self.nodes[holder].kind is NodeKind.BRANCH:
                yield from (Link(holder, child, Way.NEXT) for child in children if child not in siblings)

    def _held(self) -> dict[int, list[int]]:
        """The children of decisions and branches."""
        held: dict[int, list[int]] = defaultdict(list)
        for at, node in enumerate(self.nodes):
            parent = self._parents[at]
            if parent is not None and self.nodes[parent].kind in _OPEN and node.kind not in BESIDE:
                held[parent].append(at)
        return held


class _Ends:
    """Where decisions and branches that hold steps are left."""

    def __init__(
        self,
        nodes: Sequence[FlowNode],
        parents: Sequence[int | None],
        held: Mapping[int, Sequence[int]],
        links: Sequence[Link],
    ) -> None:
        self._nodes = nodes
        self._held = held
        self._continued = {
            link.source for link in links if parents[link.target] != link.source and link.way is Way.NEXT
        }
        entering = [link for link in links if parents[link.target] == link.source]
        ways = Counter(link.source for link in entering)
        self._complete = {
            link.source for link in entering if ways[link.source] > 1 and not (link.edge and link.edge.condition)
        }

    def of(self, holder: int) -> Iterator[int]:
        """The last steps of its branches, and a decision itself unless one of its branches always fits."""
        waiting = [holder]
        while waiting:
            at = waiting.pop()
            if at not in self._held:
                if self._nodes[at].kind is not NodeKind.END:
                    yield at
                continue
            if self._nodes[at].kind is NodeKind.GATEWAY and at not in self._complete:
                yield at
            waiting.extend(child for child in reversed(self._held[at]) if child not in self._continued)

    def continued(self, link: Link, end: int) -> Link:
        """The way behind a decision, from one of its ends; from a decision itself it is taken if no branch fits."""
        return Link(end, link.target, Way.ELSE if end in self._held else Way.NEXT, link.edge)


def sound_parents(parents: list[int | None]) -> list[int | None]:
    """The parents without circles: the node at which a circle closes has none."""
    done: set[int] = set()
    for start in range(len(parents)):
        path: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in done:
            path[at] = None
            parent = parents[at]
            if parent is not None and parent in path:
                parents[at] = parent = None
            at = parent
        done.update(path)
    return parents


def outer_first(parents: list[int | None]) -> list[int]:
    """All positions, each after its parent."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for at, parent in enumerate(parents):
        children[parent].append(at)
    order: list[int] = list(children[None])
    for at in order:
        order.extend(children[at])
    return order
