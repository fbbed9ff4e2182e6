"""Whatever the graph and the names: the text ends, and tells each step exactly once."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.diagrams.graph import Graph
from registry.diagrams.order import ROOT, ReadingTree
from registry.diagrams.text import steps_of, text_of
from registry.formats.child import read_here
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, NodeKind
from registry.formats.reading import UnreadableFile
from registry.starting.checking import find_samples
from tests.diagrams.aloud import flow_of, told
from tests.diagrams.test_text import branches_of

STEPS = [kind for kind in NodeKind if kind not in {NodeKind.DATA, NodeKind.NOTE}]
KEYS = st.sampled_from([f"n{at}" for at in range(12)])

node = st.builds(
    FlowNode,
    id=KEYS,
    kind=st.sampled_from(list(NodeKind)),
    type=st.sampled_from(["task", "boundaryEvent", "parallelGateway", "intermediateCatchEvent", "ParalleleListe"]),
    name=st.sampled_from(["", "a", "b"]),
    parent=st.none() | KEYS | st.just("gone"),
    trigger=st.sampled_from(["", "link", "timer", "unheard-of"]),
    marks=st.lists(st.sampled_from(["compensation", "event_subprocess", "loop"]), max_size=2).map(tuple),
)
edge = st.builds(
    FlowEdge, source=KEYS, target=KEYS, kind=st.sampled_from(list(EdgeKind)), name=st.sampled_from(["", "ja"])
)
flows = st.builds(
    Flow, id=st.just("f"), nodes=st.lists(node, max_size=14).map(tuple), edges=st.lists(edge, max_size=30).map(tuple)
)


def positions(numbered, branches):
    return sorted(map(id, [*(step.node for step in numbered), *branches]))


@settings(max_examples=200, deadline=None)
@given(flows)
def test_each_step_is_told_exactly_once(flow):
    (part,) = text_of(FlowModel(flows=(flow,), messages=flow.edges)).parts
    numbered = list(steps_of(part.steps))
    assert positions(numbered, branches_of(numbered)) == sorted(id(one) for one in flow.nodes if one.kind in STEPS)
    assert [step.number for step in numbered] == list(range(1, part.count + 1))


@settings(max_examples=200, deadline=None)
@given(flows)
def test_each_way_is_told_where_it_begins(flow):
    (part,) = text_of(FlowModel(flows=(flow,))).parts
    graph = Graph(flow)
    following = {}
    for steps in lists_in(part.steps):
        following |= {id(one.node): other.number for one, other in pairwise(steps)}
    at = {id(one): position for position, one in enumerate(flow.nodes)}
    numbers = {at[id(step.node)]: step.number for step in steps_of(part.steps)}
    for step in steps_of(part.steps):
        told_ways = [
            direction.target or direction.steps[0].number for direction in step.directions if direction.branch is None
        ]
        ways = [numbers[link.target] for link in graph.out[at[id(step.node)]] if link.target in numbers]
        assert told_ways == ways or (not told_ways and ways == [following[id(step.node)]])


def lists_in(steps):
    yield steps
    for step in steps:
        yield from lists_in(step.inside) if step.inside else ()
        for direction in step.directions:
            yield from lists_in(direction.steps) if direction.steps else ()


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 14), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))
def test_a_step_stands_under_what_every_way_to_it_passes(count, pairs):
    """The same by the definition: without that step, the other is out of reach (on the ways that do not lead back)."""
    ways = {at: [target for source, target in pairs if source == at and target < count] for at in range(count)}
    tree = ReadingTree(ways, [], [1] * count)
    forward = {at: [to for to in ways[at] if tree.rank[at] < tree.rank[to]] for at in range(count)}
    entries = [at for at in range(count) if tree.under[at] == ROOT]
    assert sorted(tree.rank.values()) == list(range(count))
    for step in range(count):
        without = reach([at for at in entries if at != tree.under[step]], forward, tree.under[step])
        assert tree.under[step] == ROOT or step not in without


def reach(start, ways, avoided):
    seen, waiting = set(start), list(start)
    while waiting:
        for target in ways[waiting.pop()]:
            if target not in seen and target != avoided:
                seen.add(target)
                waiting.append(target)
    return seen


def large(kind):
    count = 5_000
    chain = [(at, at + 1) for at in range(count - 1)]
    return {
        "chain": chain,
        "every step leads back": chain + [(at, 0) for at in range(count)],
        "every second step": chain + [(at, at + 2) for at in range(count - 2)],
        "one decision": [(0, at) for at in range(1, count)],
        "one join": [(at, count - 1) for at in range(count - 1)],
        "all to all": [(one, other) for one in range(100) for other in range(100)],
        "nothing": [],
    }[kind]


@pytest.mark.parametrize(
    "kind",
    ["chain", "every step leads back", "every second step", "one decision", "one join", "all to all", "nothing"],
)
def test_five_thousand_steps_are_told_quickly(kind):
    nodes = tuple(FlowNode(id=str(at), kind=NodeKind.TASK, type="task") for at in range(5_000))
    edges = tuple(FlowEdge(source=str(one), target=str(other)) for one, other in large(kind))
    assert quick(Flow(id="f", nodes=nodes, edges=edges)) == 5_000


@pytest.mark.parametrize("kind", [NodeKind.SUBPROCESS, NodeKind.GATEWAY, NodeKind.BRANCH])
def test_five_thousand_steps_in_each_other_are_told_quickly(kind):
    nodes = [FlowNode(id=str(at), kind=kind, type="x", parent=str(at - 1)) for at in range(5_000)]
    assert quick(Flow(id="f", nodes=tuple(nodes))) == 5_000
    assert quick(Flow(id="f", nodes=(replace(nodes[0], parent="4999"), *nodes[1:]))) == 5_000


def quick(flow):
    start = time.process_time()
    (part,) = text_of(FlowModel(flows=(flow,))).parts
    assert time.process_time() - start < 5
    numbered = list(steps_of(part.steps))
    return len(numbered) + len(branches_of(numbered))


def test_of_two_steps_with_one_id_both_are_told():
    flow = flow_of("a>b")
    found = told(replace(flow, nodes=(*flow.nodes, *flow.nodes)))
    assert [line for line in found if "[" in line] == [f"{at} [Schritt] {name}" for at, name in enumerate("abab", 1)]


@pytest.mark.real_files
def test_no_step_of_the_real_models_is_told_before_all_that_lead_to_it():
    """Even in loops one of the steps before it is told first: the reader always knows how he got there."""
    compared = 0
    for path in sorted((find_samples() / "bpmn-miwg" / "Reference").glob("*.bpmn")):
        model = read_here(path.read_bytes(), path.name).flow
        numbers = {id(step.node): step.number for part in text_of(model).parts for step in steps_of(part.steps)}
        for graph in map(Graph, model.flows):
            for links in graph.entering.values():
                own = numbers[id(graph.nodes[links[0].target])]
                assert min(numbers[id(graph.nodes[link.source])] for link in links) < own, path.name
                compared += 1
    assert compared > 100


@pytest.mark.real_files
def test_the_real_models_are_told_completely():
    files = sorted((find_samples() / "bpmn-miwg").rglob("*.bpmn"))
    assert files
    counted = 0
    for path in files:
        try:
            model = read_here(path.read_bytes(), path.name).flow
        except UnreadableFile:
            continue
        told_steps = [step for part in text_of(model).parts for step in steps_of(part.steps)]
        steps = [one for flow in model.flows for one in flow.nodes if one.kind in STEPS]
        assert sorted(map(id, steps)) == sorted(id(step.node) for step in told_steps), path.name
        counted += len(steps)
    assert counted > 1_000
