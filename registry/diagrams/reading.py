"""Which step stands where in the text: numbers, nesting and branches, not yet in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.diagrams.graph import Graph, Link, Way
from registry.diagrams.order import ROOT, ReadingTree
from registry.formats.flow import NodeKind

MAX_DEPTH = 7
"""Lists within lists; what lies deeper stands after its step, and is named by number."""

LONGEST_BRANCH = 12
"""Steps of a branch that still stands under its decision."""

LONGEST_OPEN_BRANCH = 5
"""The same where no branch joins another again, so that the main way is not pushed to the right."""


_ON = frozenset({Way.NEXT, Way.LINK, Way.ELSE})
"""Ways by which a step is left when it is done."""


@dataclass(slots=True)
class DraftWay:
    """A way out of a step: where it leads, and the steps that stand here; `branch` is told by the way itself."""

    link: Link
    target: int | None
    branch: int | None = None
    steps: list["Draft"] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A step at its place; `inside_range` are the first and last number of what lies too deep to stand in it."""

    at: int
    ways: list[DraftWay] = field(default_factory=list)
    inside: list["Draft"] = field(default_factory=list)
    inside_range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A step that is still to be put at the end of a list."""

    at: int
    into: list[Draft]
    depth: int
    tree: ReadingTree


class Reading:
    """The steps of one flow in reading order.

    Attributes:
        first: the steps of the outermost list.
        numbers: of every step that stands in a list, by position; branches told by their way have none.
    """

    def __init__(self, graph: Graph, number: int) -> None:
        self.graph = graph
        self.numbers: dict[int, int] = {}
        self.first: list[Draft] = []
        self._start = number
        self._weights = graph.weights()
        self._last: dict[int | None, int] = {}
        waiting = self._places(None, self.first, 0)[::-1]
        while waiting:
            place = waiting.pop()
            waiting.extend(reversed(list(self._put(place))))

    def ends_at(self, at: int) -> bool:
        """Whether a way ends at a step although others of its block are told later."""
        graph = self.graph
        if graph.out[at] or not graph.entering[at]:
            return False
        return self.numbers[at] < self._last[graph.block[at]]

    def _places(self, block: int | None, into: list[Draft], depth: int) -> list[_Place]:
        steps = self.graph.inside.get(block, [])
        if not steps:
            return []
        tree = self._tree(steps)
        return [_Place(at, into, depth, tree) for at in tree.followers[ROOT]]

    def _tree(self, steps: list[int]) -> ReadingTree:
        graph = self.graph
        ways = {at: [link.target for link in graph.inner[at]] for at in steps}
        first = graph.first_steps(steps, {at for at in steps if graph.entering[at]})
        return ReadingTree(ways, first, self._weights)

    def _put(self, place: _Place) -> Iterator[_Place]:
        """Put a step into its list; gives what follows it, in the order of the text."""
        at = place.at
        draft = Draft(at)
        place.into.append(draft)
        self.numbers[at] = self._last[self.graph.block[at]] = self._start + len(self.numbers)
        yield from self._inside(draft, place)
        told: set[int] = set()
        limit = self._limit(place)
        parts = sum(link.way in _ON for link in self.graph.out[at]) > 1
        for link in self.graph.out[at]:
            way = DraftWay(link, link.target)
            draft.ways.append(way)
            is_branch = parts or link.way not in _ON
            if is_branch and link.target not in told and self._stands_here(link, place, limit):
                told.add(link.target)
                yield from self._branch(way, place)
        for follower in place.tree.followers[at]:
            if follower not in told:
                yield _Place(follower, place.into, place.depth, place.tree)

    def _inside(self, draft: Draft, place: _Place) -> list[_Place]:
        fits = place.depth + 1 < MAX_DEPTH
        places = self._places(draft.at, draft.inside if fits else place.into, place.depth + fits)
        if places and not fits:
            number = self.numbers[draft.at]
            draft.inside_range = (number + 1, number + self._weights[draft.at] - 1)
        return places

    def _branch(self, way: DraftWay, place: _Place) -> Iterator[_Place]:
        """What stands on a way; a branch of the file is no step of its own, its steps stand on the way."""
        branch = way.link.target
        tree, depth = place.tree, place.depth + 1
        if not self._is_heading(branch):
            yield _Place(branch, way.steps, depth, tree)
            return
        out = self.graph.out[branch]
        way.branch = branch
        way.target = out[0].target if out else None
        for follower in tree.followers[branch]:
            yield _Place(follower, way.steps, depth, tree)

    def _is_heading(self, at: int) -> bool:
        graph = self.graph
        is_branch = graph.nodes[at].kind is NodeKind.BRANCH
        return is_branch and len(graph.entering[at]) == 1 and len(graph.out[at]) <= 1 and not graph.inside.get(at)

    def _limit(self, place: _Place) -> int:
        """How long a branch may be here, shorter where none joins another again."""
        joins = any(not place.tree.is_branch(follower) for follower in place.tree.followers[place.at])
        return LONGEST_BRANCH if joins else LONGEST_OPEN_BRANCH

    def _stands_here(self, link: Link, place: _Place, limit: int) -> bool:
        """Whether the branch is short enough to be told under its step, and no other way leads there."""
        tree = place.tree
        if place.depth + 1 >= MAX_DEPTH or tree.under.get(link.target) != place.at or not tree.is_branch(link.target):
            return False
        return self._is_heading(link.target) or tree.sizes[link.target] <= limit
