"""In which order the steps of a block are read, and which of them lie on one branch only.

Leaving out the ways that lead back, a step belongs under the last step that all ways to it pass (its immediate
dominator). A step with one way in stands on the branch that leads to it; a step where branches meet comes
after them. So each step has one place, also in graphs without any structure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

Weights = Sequence[int] | Mapping[int, int]

ROOT = -1
"""What stands before all first steps of a block."""


class ReadingTree:
    """The steps of one block, each under the step it depends on.

    Attributes:
        rank: the place of a step when every step comes after those that lead to it (but for loops).
        under: what a step stands under; the first steps of the block stand under `ROOT`.
        followers: the reverse of it, in reading order.
        sizes: how many steps a step stands for, with all that stands under it.
    """

    def __init__(self, ways: Mapping[int, Sequence[int]], first: Iterable[int], weights: Weights) -> None:
        """Order the steps of a block.

        Args:
            ways: where each step leads to within the block; the steps in the order of the file.
            first: steps that the block may begin with, the likeliest first.
            weights: how many steps each stands for by itself.
        """
        entries = _entries(ways, first)
        order = _reverse_postorder(entries, ways)
        self.rank = {step: rank for rank, step in enumerate(order)}
        self._before: dict[int, list[int]] = defaultdict(list)
        for source in order:
            for target in ways.get(source, ()):
                if self.rank[source] < self.rank[target]:
                    self._before[target].append(source)
        for entry in entries:
            self._before[entry].append(ROOT)
        self.followers: dict[int, list[int]] = defaultdict(list)
        self.under: dict[int, int] = {}
        self._place(order)
        self.sizes = {step: weights[step] for step in order}
        for step in reversed(order):
            if self.under[step] != ROOT:
                self.sizes[self.under[step]] += self.sizes[step]

    def is_branch(self, step: int) -> bool:
        """Whether exactly one way leads to the step (but for loops)."""
        return len(self._before[step]) == 1

    def _place(self, order: Sequence[int]) -> None:
        tree = _Ancestors()
        for step in order:
            before = self._before[step]
            holder = before[0]
            for other in before[1:]:
                holder = tree.common(holder, other)
            self.under[step] = holder
            self.followers[holder].append(step)
            tree.add(step, holder)


class _Ancestors:
    """A growing tree in which the common ancestor of two nodes is found in logarithmic time (by skew jumps)."""

    def __init__(self) -> None:
        self._depth = {ROOT: 0}
        self._parent = {ROOT: ROOT}
        self._jump = {ROOT: ROOT}

    def add(self, node: int, parent: int) -> None:
        jump = self._jump[parent]
        depth = self._depth
        far = self._jump[jump]
        self._parent[node] = parent
        self._depth[node] = depth[parent] + 1
        self._jump[node] = far if depth[parent] - depth[jump] == depth[jump] - depth[far] else parent

    def common(self, one: int, other: int) -> int:
        if self._depth[one] < self._depth[other]:
            one, other = other, one
        while self._depth[one] > self._depth[other]:
            jump = self._jump[one]
            one = jump if self._depth[jump] >= self._depth[other] else self._parent[one]
        while one != other:
            if self._jump[one] != self._jump[other]:
                one, other = self._jump[one], self._jump[other]
            else:
                one, other = self._parent[one], self._parent[other]
        return one


def _entries(ways: Mapping[int, Sequence[int]], first: Iterable[int]) -> list[int]:
    """The given first steps, and one more for each part that none of them leads to."""
    entries = list(dict.fromkeys(first))
    reached: set[int] = set()
    _reach(entries, ways, reached)
    for step in ways:
        if step not in reached:
            entries.append(step)
            _reach([step], ways, reached)
    return entries


def _reach(start: Sequence[int], ways: Mapping[int, Sequence[int]], reached: set[int]) -> None:
    waiting = [step for step in start if step not in reached]
    reached.update(waiting)
    while waiting:
        for target in ways.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)


def _reverse_postorder(entries: Sequence[int], ways: Mapping[int, Sequence[int]]) -> list[int]:
    """Each step after those that lead to it, but for loops; the first branch before the second."""
    done: list[int] = []
    seen: set[int] = set()
    for entry in reversed(entries):
        if entry in seen:
            continue
        seen.add(entry)
        path = [(entry, iter(reversed(ways.get(entry, ()))))]
        while path:
            step, targets = path[-1]
            target = next((target for target in targets if target not in seen), None)
            if target is None:
                done.append(step)
                path.pop()
            else:
                seen.add(target)
                path.append((target, iter(reversed(ways.get(target, ())))))
    return done[::-1]
