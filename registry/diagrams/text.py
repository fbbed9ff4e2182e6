"""A flow as text ("Ablauf als Text"): numbered steps in reading order, with their branches and where they lead.

Every step is named once, with its number; everything else refers to it by number. Short branches stand under
the step they part from, long ones after it. Nothing here is a sentence yet: words of the portal are messages,
words of the file are plain text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.core.messages import Message
from registry.diagrams.beside import Beside, words_of
from registry.diagrams.graph import Graph, Way
from registry.diagrams.reading import Draft, DraftWay, Reading
from registry.diagrams.words import (
    CALLS,
    DISABLED,
    ENDS_HERE,
    INSIDE_FOLLOWS,
    REPEATED,
    kind_of,
    name_of,
    trigger_of,
    way_label,
)
from registry.formats.flow import Flow, FlowModel, FlowNode, Lane, NodeKind

MAX_DOCUMENTATION = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A way that leaves a step.

    Attributes:
        label: on which condition; None where there is only this way.
        target: the number of the step it leads to, unless that stands here.
        is_back: whether that step was told before.
        branch: the branch of the file (civento) that this way is.
        steps: the steps on this way, if they stand here.
    """

    label: Message | None = None
    target: int | None = None
    is_back: bool = False
    branch: FlowNode | None = None
    steps: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        number: unique in the file.
        name: as in the file; empty where it only repeats what the step is.
        kind: what it is; `trigger` what an event reacts to or does; `detail` the words for that in the file.
        lane: who does it; inner lanes behind outer ones.
        notes: messages sent and received, data, annotations, repetition, calls.
        directions: where it goes on; empty where the next step of the list follows.
        inside: the steps it consists of.
    """

    number: int
    node: FlowNode
    name: str
    kind: Message
    trigger: Message | None = None
    detail: str = ""
    lane: str = ""
    documentation: str = ""
    notes: tuple[Message, ...] = ()
    directions: tuple[Direction, ...] = ()
    inside: tuple["Step", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPart:
    """One flow of a file: its title, who takes part, its steps, and what belongs to no step.

    Attributes:
        party: the participant whose flow it is.
        remarks: messages to the whole participant, annotations and data that no step names.
    """

    flow: Flow
    party: str = ""
    lanes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    remarks: tuple[Message, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowText:
    """All flows of a file as text; `others` are participants whose own flow the file does not show."""

    parts: tuple[FlowPart, ...] = ()
    others: tuple[str, ...] = ()
    remarks: tuple[Message, ...] = ()


def text_of(model: FlowModel) -> FlowText:
    """The flows of `model` as text."""
    readings: list[tuple[Flow, Reading]] = []
    number = 1
    for flow in model.flows:
        reading = Reading(Graph(flow), number)
        number += len(reading.numbers)
        readings.append((flow, reading))
    beside = Beside(model, {flow.nodes[at].id: told for flow, one in readings for at, told in one.numbers.items()})
    parts = tuple(_part(model, flow, reading, beside) for flow, reading in readings)
    shown = {flow.id for flow in model.flows if flow.nodes}
    others = tuple(words_of(party) for party in model.participants if party.flow not in shown)
    return FlowText(parts=parts, others=others, remarks=tuple(beside.remarks_on(None)))


def steps_of(steps: Sequence[Step]) -> Iterator[Step]:
    """All steps in the order of their numbers, also those on branches and inside others."""
    for step in steps:
        yield step
        yield from steps_of(step.inside)
        for direction in step.directions:
            yield from steps_of(direction.steps)


def _part(model: FlowModel, flow: Flow, reading: Reading, beside: Beside) -> FlowPart:
    lanes = _lane_names(flow.lanes)
    writer = _Writer(reading, lanes, beside)
    party = next((words_of(party) for party in model.participants if party.flow == flow.id), "")
    return FlowPart(
        flow=flow,
        party=party,
        lanes=tuple(name for name in lanes.values() if name),
        steps=writer.steps(reading.first),
        remarks=tuple(beside.remarks_on(flow)),
        count=len(reading.numbers),
    )


class _Writer:
    """Puts the steps of one flow into words."""

    def __init__(self, reading: Reading, lanes: dict[str, str], beside: Beside) -> None:
        self._reading = reading
        self._graph = reading.graph
        self._lanes = lanes
        self._beside = beside

    def steps(self, drafts: Sequence[Draft]) -> tuple[Step, ...]:
        following = [*(draft.at for draft in drafts), None][1:]
        return tuple(self._step(draft, after) for draft, after in zip(drafts, following, strict=True))

    def _step(self, draft: Draft, after: int | None) -> Step:
        node = self._graph.nodes[draft.at]
        ways = self._graph.out[draft.at]
        return Step(
            number=self._reading.numbers[draft.at],
            node=node,
            name=name_of(node),
            kind=kind_of(node, joins=len(ways) <= 1 < len(self._graph.entering[draft.at])),
            trigger=trigger_of(node),
            detail=node.detail if node.detail != node.name and node.kind is not NodeKind.CALL else "",
            lane=self._lanes.get(node.lane or "", ""),
            documentation=_documentation(node),
            notes=tuple(self._notes(draft, node)),
            directions=tuple(self._directions(draft, after)),
            inside=self.steps(draft.inside),
        )

    def _directions(self, draft: Draft, after: int | None) -> Iterator[Direction]:
        ways = sum(way.link.way not in {Way.EVENT, Way.UNDO} for way in draft.ways)
        for place, way in enumerate(draft.ways, start=1):
            nodes = self._graph.nodes
            label = way_label(nodes[draft.at], nodes[way.link.target], way.link, place, ways)
            direction = self._direction(draft, way, label)
            goes_without_saying = len(draft.ways) == 1 and direction.label is None and way.target == after
            if not goes_without_saying:
                yield direction

    def _direction(self, draft: Draft, way: DraftWay, label: Message | None) -> Direction:
        """One way; where its steps stand here, their first one needs no mention."""
        numbers = self._reading.numbers
        branch = None if way.branch is None else self._graph.nodes[way.branch]
        if way.steps and way.steps[0].at == way.target:
            return Direction(label=label, branch=branch, steps=self.steps(way.steps))
        target = None if way.target is None else numbers[way.target]
        is_back = target is not None and target <= numbers[draft.at]
        return Direction(label=label, branch=branch, target=target, is_back=is_back, steps=self.steps(way.steps))

    def _notes(self, draft: Draft, node: FlowNode) -> Iterator[Message]:
        if node.disabled:
            yield DISABLED()
        yield from (REPEATED[mark]() for mark in node.marks if mark in REPEATED)
        called = node.detail or node.calls
        if node.calls and called != node.name:
            yield CALLS(words=called)
        yield from self._beside.notes_on(node.id)
        if draft.inside_range:
            yield INSIDE_FOLLOWS(first=draft.inside_range[0], last=draft.inside_range[1])
        if self._reading.ends_at(draft.at) and node.kind is not NodeKind.END:
            yield ENDS_HERE()


def _documentation(node: FlowNode) -> str:
    """What the file says about a step, shortened; nothing if it only repeats the name."""
    text = node.documentation
    if not text or text == node.name:
        return ""
    return text if len(text) <= MAX_DOCUMENTATION else text[: MAX_DOCUMENTATION - 1].rstrip() + "…"


def _lane_names(lanes: Sequence[Lane]) -> dict[str, str]:
    """The name of each lane with those around it."""
    known = {lane.id: lane for lane in lanes}
    names: dict[str, str] = {}
    for lane in lanes:
        outer = names.get(lane.parent or "", "") if lane.parent in known else ""
        names[lane.id] = " › ".join(name for name in (outer, lane.name) if name)
    return names
