"""A layout: everything is there, nothing lies on anything, no way crosses a step."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.diagrams.graph import Graph, Way
from registry.diagrams.layout import lay_out
from registry.diagrams.pictures import pictures_of
from registry.formats.child import read_here
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, Lane, NodeKind, Participant
from registry.starting.checking import find_samples
from tests.diagrams.aloud import boundary, flow_of, node_of

KEYS = st.sampled_from([f"n{at}" for at in range(10)])
TYPES = {
    NodeKind.START: "startEvent",
    NodeKind.END: "endEvent",
    NodeKind.EVENT: "boundaryEvent",
    NodeKind.GATEWAY: "exclusiveGateway",
    NodeKind.SUBPROCESS: "subProcess",
    NodeKind.DATA: "dataStoreReference",
    NodeKind.NOTE: "textAnnotation",
}


def shape_types(kind):
    return TYPES.get(kind, "task")


node = st.builds(
    FlowNode,
    id=KEYS,
    kind=st.sampled_from(list(NodeKind)),
    type=st.just(""),
    name=st.sampled_from(["", "a", "Angaben vollständig und richtig?", "x" * 300]),
    parent=st.none() | KEYS,
    lane=st.none() | st.sampled_from(["l0", "l1", "l2"]),
    marks=st.just(()),
).map(lambda one: replace(one, type=shape_types(one.kind)))
edge = st.builds(
    FlowEdge, source=KEYS, target=KEYS, kind=st.sampled_from(list(EdgeKind)), name=st.sampled_from(["", "ja", "y" * 90])
)
lane = st.builds(Lane, id=st.sampled_from(["l0", "l1", "l2"]), parent=st.none() | st.sampled_from(["l0", "l1", "l2"]))
flows = st.builds(
    Flow,
    id=st.just("f"),
    nodes=st.lists(node, min_size=1, max_size=12, unique_by=lambda one: one.id).map(tuple),
    edges=st.lists(edge, max_size=24).map(tuple),
    lanes=st.lists(lane, max_size=3, unique_by=lambda one: one.id).map(tuple),
)


def inside(inner, outer):
    one, other = inner.bounds, outer.bounds
    return (
        other.x <= one.x
        and other.y <= one.y
        and one.x + one.width <= other.x + other.width + 0.01
        and one.y + one.height <= other.y + other.height + 0.01
    )


def overlap(one, other):
    a, b = one.bounds, other.bounds
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def check(flow, diagram):
    steps = [shape for shape in diagram.shapes if shape.type != "lane"]
    check_places(steps)
    check_lanes(diagram, steps)
    check_ways(diagram, steps)
    expected = {one.id for one in flow.nodes} - headings(Graph(flow))
    assert {shape.element for shape in steps} == expected
    assert {shape.element for shape in diagram.shapes if shape.type == "lane"} <= {one.id for one in flow.lanes}


def check_places(steps):
    for at, one in enumerate(steps):
        for other in steps[at + 1 :]:
            if "boundaryEvent" in {one.type, other.type}:
                continue
            assert not overlap(one, other) or inside(other, one) or inside(one, other), (one, other)
            if inside(one, other) or inside(other, one):
                outer = other if inside(one, other) else one
                assert "expanded" in outer.marks


def check_lanes(diagram, steps):
    lanes = [shape for shape in diagram.shapes if shape.type == "lane"]
    for shape in steps:
        assert not lanes or any(inside(shape, one) for one in lanes)
    for at, one in enumerate(lanes):
        for other in lanes[at + 1 :]:
            assert not overlap(one, other) or inside(other, one) or inside(one, other)


def check_ways(diagram, steps):
    solid = [shape for shape in steps if "expanded" not in shape.marks and shape.type != "boundaryEvent"]
    for line in diagram.connections:
        ends = [line.waypoints[0], line.waypoints[-1]]
        for end in ends:
            assert any(on_border(end, shape.bounds) for shape in steps), line
        for one, two in zip(line.waypoints, line.waypoints[1:], strict=False):
            assert one.x == two.x or one.y == two.y, line
            assert [shape for shape in solid if crosses(one, two, shape.bounds)] == [], line


def on_border(at, bounds):
    x, y = at.x - bounds.x, at.y - bounds.y
    within = -0.01 <= x <= bounds.width + 0.01 and -0.01 <= y <= bounds.height + 0.01
    sides = (abs(x), abs(y), abs(x - bounds.width), abs(y - bounds.height))
    return within and min(sides) < 0.01


def crosses(one, two, bounds):
    left, right = sorted((one.x, two.x))
    top, bottom = sorted((one.y, two.y))
    return (
        left < bounds.x + bounds.width - 0.01
        and right > bounds.x + 0.01
        and top < bounds.y + bounds.height - 0.01
        and bottom > bounds.y + 0.01
    )


def headings(graph):
    """Branches of the file between two steps: the label of a way."""
    found = set()
    for at, one in enumerate(graph.nodes):
        ways = [*graph.entering[at], *graph.out[at]]
        between = len(graph.entering[at]) == len(graph.inner[at]) == len(graph.out[at]) == 1
        if one.kind is NodeKind.BRANCH and between and {link.way for link in ways} == {Way.NEXT}:
            found.add(one.id)
    return found


@settings(max_examples=150, deadline=None)
@given(flows)
def test_any_flow_is_laid_out_cleanly(flow):
    diagram = lay_out(flow)
    check(flow, diagram)
    assert diagram == lay_out(flow)


@settings(max_examples=100, deadline=None)
@given(flows)
def test_every_way_between_steps_is_drawn(flow):
    graph = Graph(flow)
    gone = headings(graph)
    expected = [
        (link.source, link.target)
        for links in graph.inner.values()
        for link in links
        if link.way not in {Way.EVENT, Way.LINK} and not {flow.nodes[link.source].id} & gone
    ]
    lines = [line for line in lay_out(flow).connections if line.type == "sequenceFlow"]
    assert len(lines) == len(expected)


def test_a_flow_runs_from_left_to_right():
    places = middles(lay_out(flow_of("start>a a>b b>end")))
    assert [places[key][0] for key in ("start", "a", "b", "end")] == sorted(places[key][0] for key in places)
    assert len({places[key][1] for key in places}) == 1


def test_sizes_are_those_of_the_tools():
    shapes = {shape.element: shape.bounds for shape in lay_out(flow_of("start>a a>xor")).shapes}
    assert [(shapes[key].width, shapes[key].height) for key in ("start", "a", "xor")] == [(36, 36), (120, 80), (50, 50)]


def test_the_second_branch_stands_below_and_ways_back_run_below_all():
    diagram = lay_out(flow_of("start>xor xor>a xor>b a>end b>end b>xor"))
    places = middles(diagram)
    assert places["a"][1] < places["b"][1]
    (back,) = [line for line in diagram.connections if line.id == "b_xor_line"]
    assert max(point.y for point in back.waypoints) > max(y for _, y in places.values())


def test_ways_down_leave_a_decision_at_its_lower_tip():
    lines = {line.id: line.waypoints[0] for line in lay_out(flow_of("xor>a xor>b xor>c")).connections}
    straight = lines.pop("xor_a_line")
    assert straight.x == lines["xor_b_line"].x + 25
    assert straight.y == lines["xor_b_line"].y - 25
    assert lines["xor_b_line"] == lines["xor_c_line"]


def test_steps_of_other_tools_look_like_those_of_bpmn():
    kinds = {
        "FC_EMAIL": (NodeKind.TASK, "sendTask"),
        "MeldungAnzeigen": (NodeKind.TASK, "userTask"),
        "Unbekannt": (NodeKind.TASK, "task"),
        "Startelement": (NodeKind.START, "startEvent"),
        "VorgangsstatusSetzen": (NodeKind.EVENT, "intermediateThrowEvent"),
        "Schleife": (NodeKind.LOOP, "subProcess"),
        "VorgangErzeugenSystemaufgabe": (NodeKind.CALL, "callActivity"),
    }
    nodes = tuple(FlowNode(id=word, kind=kind, type=word) for word, (kind, _) in kinds.items())
    shapes = {shape.element: shape for shape in lay_out(Flow(id="f", nodes=nodes)).shapes}
    assert {word: shapes[word].type for word in kinds} == {word: shown for word, (_, shown) in kinds.items()}
    assert shapes["Schleife"].marks == ("collapsed", "loop")


def test_models_without_a_drawing_get_a_picture_of_each_flow():
    flows = (flow_of("start>a"), replace(flow_of("b>c"), id="g", name="Zweiter"), Flow(id="leer"))
    parties = (Participant(id="p", name="Amt", flow="f"), Participant(id="q", name="Bank", flow="g"))
    pictures = pictures_of(FlowModel(flows=flows, participants=parties))
    assert [picture.name for picture in pictures] == ["Amt", "Zweiter"]
    assert [picture.svg.count("data-element") for picture in pictures] == [3, 3]


def test_roles_are_rows_and_outer_roles_lie_around_inner_ones():
    lanes = (Lane(id="amt", name="Amt"), Lane(id="kasse", parent="amt"), Lane(id="bank"), Lane(id="leer"))
    nodes = (node_of("a", lane="amt"), node_of("b", lane="kasse"), node_of("c", lane="bank"))
    flow = replace(flow_of("a>b b>c", lanes=lanes), nodes=nodes)
    diagram = lay_out(flow)
    check(flow, diagram)
    shapes = {shape.element: shape for shape in diagram.shapes}
    assert [key for key in shapes if shapes[key].type == "lane"] == ["amt", "bank", "kasse"]
    assert inside(shapes["kasse"], shapes["amt"])
    assert inside(shapes["c"], shapes["bank"])
    assert not overlap(shapes["bank"], shapes["amt"])


def test_a_long_flow_continues_in_the_next_row():
    ways = " ".join(f"a{at}>a{at + 1}" for at in range(30))
    flow = flow_of(ways)
    diagram = lay_out(flow)
    check(flow, diagram)
    places = middles(diagram)
    assert len({y for _, y in places.values()}) == 3
    assert max(x for x, _ in places.values()) < 2_200


def test_what_a_step_holds_stands_in_it_and_events_at_its_border():
    flow = flow_of("start>sub sub>end sub.a>sub.b x>c")
    event = FlowNode(id="x", kind=NodeKind.EVENT, type="boundaryEvent", name="Frist", trigger="timer")
    nodes = (*(one for one in flow.nodes if one.id != "x"), event)
    flow = replace(flow, nodes=nodes, edges=(*flow.edges, boundary("sub", "x")))
    diagram = lay_out(flow)
    check(flow, diagram)
    shapes = {shape.element: shape for shape in diagram.shapes}
    assert inside(shapes["sub.a"], shapes["sub"])
    assert inside(shapes["sub.b"], shapes["sub"])
    border = shapes["sub"].bounds.y + shapes["sub"].bounds.height
    assert shapes["x"].bounds.y + 18 == border
    assert shapes["x"].marks == ("timer",)


def test_data_and_notes_stand_above_their_step():
    data = FlowNode(id="d", kind=NodeKind.DATA, type="dataObjectReference", name="Akte")
    note = FlowNode(id="n", kind=NodeKind.NOTE, type="textAnnotation", name="eilt")
    edges = (
        FlowEdge(id="e1", source="d", target="a", kind=EdgeKind.DATA),
        FlowEdge(id="e2", source="a", target="d", kind=EdgeKind.DATA),
        FlowEdge(id="e3", source="n", target="a", kind=EdgeKind.ASSOCIATION),
    )
    diagram = lay_out(Flow(id="f", nodes=(node_of("a"), data, note), edges=edges))
    places = middles(diagram)
    assert places["d"][1] < places["a"][1]
    assert places["n"][1] < places["a"][1]
    assert [(line.element, line.type) for line in diagram.connections] == [
        ("e1", "dataInputAssociation"),
        ("e2", "dataOutputAssociation"),
        ("e3", "association"),
    ]


def test_a_branch_of_the_file_is_the_label_of_the_way():
    nodes = (
        FlowNode(id="g", kind=NodeKind.GATEWAY, type="Entscheidungselement"),
        FlowNode(id="z", kind=NodeKind.BRANCH, type="Entscheidungszweig", name="Hund", parent="g"),
        FlowNode(id="a", kind=NodeKind.TASK, type="task", parent="z"),
        node_of("b"),
    )
    edges = (FlowEdge(source="g", target="z"), FlowEdge(source="g", target="b"))
    diagram = lay_out(Flow(id="f", nodes=nodes, edges=edges))
    assert [shape.type for shape in diagram.shapes] == ["exclusiveGateway", "task", "task"]
    assert sorted(line.name for line in diagram.connections) == ["", "", "Hund"]


def middles(diagram):
    return {
        shape.element: (shape.bounds.x + shape.bounds.width / 2, shape.bounds.y + shape.bounds.height / 2)
        for shape in diagram.shapes
    }


@pytest.mark.parametrize(
    "flow",
    [
        Flow(id="f"),
        Flow(id="f", nodes=tuple(node_of(f"a{at}") for at in range(401))),
        flow_of(" ".join(f"a{one}>a{other}" for one in range(40) for other in range(40))),
        Flow(id="f", nodes=tuple(node_of(".".join(["sub"] * depth)) for depth in range(1, 30))),
    ],
    ids=["nothing", "too many steps", "too many ways", "too deep"],
)
def test_what_no_picture_could_show_gets_none(flow):
    assert lay_out(flow) is None


def test_fifty_steps_are_laid_out_quickly():
    ways = " ".join(f"a{at}>a{at + 1} a{at}>a{at + 2}" for at in range(48))
    flow = flow_of(ways)
    assert len(flow.nodes) == 50
    lay_out(flow)
    start = time.process_time()
    lay_out(flow)
    assert time.process_time() - start < 0.2


@pytest.mark.parametrize("name", ["hundesteuer_anmeldung.xml", "anwohnerparken_workflow.json", "gewerbe.bpmn"])
def test_the_fixtures_are_laid_out(name, request):
    content = (request.config.rootpath / "tests/formats/fixtures" / name).read_bytes()
    for flow in read_here(content, name).flow.flows:
        check(flow, lay_out(flow))


@pytest.mark.real_files
def test_the_reference_models_are_laid_out():
    files = sorted((find_samples() / "bpmn-miwg" / "Reference").glob("*.bpmn"))
    assert files
    for path in files:
        for flow in read_here(path.read_bytes(), path.name).flow.flows:
            if flow.nodes:
                check(flow, lay_out(flow))


def test_neither_a_single_step_nor_groups_without_an_order_get_a_picture():
    assert pictures_of(FlowModel(flows=(flow_of("a"),))) == ()
    assert pictures_of(FlowModel(flows=(flow_of("a b", type="activity_groups"),))) == ()
    assert len(pictures_of(FlowModel(flows=(flow_of("a b"),)))) == 1
