"""What a drawing shows of each kind of element, and that nothing in a file gets out of it."""

import re
import time

import pytest

from registry.diagrams.markup import luminance
from registry.diagrams.pictures import Picture, pictures_of
from registry.diagrams.svg import draw
from registry.diagrams.thumbnail import thumbnail
from registry.formats.child import read_here
from registry.formats.diagram import MAX_CONNECTIONS, MAX_SHAPES, Bounds, Connection, Diagram, Point, Shape
from tests.diagrams import reading_svg

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
    ' xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0">'
)


def model(inner: str, shapes: str, collaboration: str = "", plane: str = "p"):
    drawn = f'<di:BPMNDiagram id="d"><di:BPMNPlane bpmnElement="{plane}">{shapes}</di:BPMNPlane></di:BPMNDiagram>'
    document = f'{HEAD}{collaboration}<process id="p" name="Ablauf">{inner}</process>{drawn}</definitions>'
    return read_here(document.encode(), "ablauf.bpmn").flow


def shape(element: str, attributes: str = "", bounds: str = 'x="10" y="10" width="100" height="80"') -> str:
    return f'<di:BPMNShape bpmnElement="{element}" {attributes}><dc:Bounds {bounds}/></di:BPMNShape>'


def edge(element: str, *points: tuple[float, float], attributes: str = "") -> str:
    way = "".join(f'<dd:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<di:BPMNEdge bpmnElement="{element}" {attributes}>{way}</di:BPMNEdge>'


def box(x: float, y: float = 0) -> Bounds:
    return Bounds(x=x, y=y, width=100, height=80)


def only(inner: str, attributes: str = "", bounds: str = 'x="10" y="10" width="100" height="80"') -> Shape:
    (diagram,) = model(inner, shape("x", attributes, bounds)).diagrams
    (found,) = diagram.shapes
    return found


TWO = "<messageEventDefinition/><signalEventDefinition/>"


@pytest.mark.parametrize(
    ("inner", "kind", "marks"),
    [
        ('<task id="x"/>', "task", ()),
        ('<userTask id="x"><standardLoopCharacteristics/></userTask>', "userTask", ("loop",)),
        (
            '<task id="x"><multiInstanceLoopCharacteristics isSequential="true"/></task>',
            "task",
            ("sequential_multiple",),
        ),
        ('<task id="x"><multiInstanceLoopCharacteristics/></task>', "task", ("parallel_multiple",)),
        ('<serviceTask id="x" isForCompensation="true"/>', "serviceTask", ("compensation",)),
        ('<receiveTask id="x" instantiate="true"/>', "receiveTask", ("instantiate",)),
        ('<adHocSubProcess id="x"/>', "adHocSubProcess", ("ad_hoc", "collapsed")),
        ('<subProcess id="x" triggeredByEvent="true"/>', "subProcess", ("event_subprocess", "collapsed")),
        ('<callActivity id="x" calledElement="g"/>', "callActivity", ("collapsed",)),
        ('<startEvent id="x"><timerEventDefinition/></startEvent>', "startEvent", ("timer",)),
        ('<endEvent id="x"><terminateEventDefinition/></endEvent>', "endEvent", ("terminate", "throwing")),
        (
            f'<boundaryEvent id="x" cancelActivity="false">{TWO}</boundaryEvent>',
            "boundaryEvent",
            ("multiple", "non_interrupting"),
        ),
        (
            f'<startEvent id="x" parallelMultiple="true" isInterrupting="false">{TWO}</startEvent>',
            "startEvent",
            ("parallel", "non_interrupting"),
        ),
        ('<exclusiveGateway id="x"/>', "exclusiveGateway", ()),
        (
            '<eventBasedGateway id="x" instantiate="true" eventGatewayType="Parallel"/>',
            "eventBasedGateway",
            ("instantiate", "parallel"),
        ),
        (
            '<dataObject id="o" isCollection="true"/><dataObjectReference id="x" dataObjectRef="o"/>',
            "dataObjectReference",
            ("collection",),
        ),
        ('<laneSet><lane id="x"/></laneSet>', "lane", ("horizontal",)),
    ],
)
def test_types_and_marks(inner, kind, marks):
    found = only(inner)
    assert (found.type, found.marks) == (kind, marks)


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [('isExpanded="true"', ("expanded", "empty")), ('isExpanded="false"', ("collapsed",)), ("", ("collapsed",))],
)
def test_an_empty_sub_process_is_what_the_tool_says(attributes, marks):
    assert only('<subProcess id="x"/>', attributes).marks == marks


def test_a_sub_process_with_steps_drawn_inside_is_open_whatever_the_tool_says():
    inside = 'x="30" y="30" width="40" height="30"'
    drawn = shape("x", 'isExpanded="false"') + shape("t", bounds=inside)
    (diagram,) = model('<subProcess id="x"><task id="t"/></subProcess>', drawn).diagrams
    assert diagram.shapes[0].marks == ("expanded",)


@pytest.mark.parametrize(
    ("attributes", "colours"),
    [
        ('bioc:fill="#BBDEFB" bioc:stroke="#1e88e5"', ("#bbdefb", "#1e88e5")),
        ('color:background-color="#abc" color:border-color="rgb(1, 2, 3)"', ("#aabbcc", "#010203")),
        ('color:background-color="white" color:border-color="black"', ("", "")),
        ('color:background-color="url(http://x)" color:border-color="red;x:y"', ("", "")),
    ],
)
def test_colours(attributes, colours):
    found = only('<task id="x"/>', attributes)
    assert (found.fill, found.stroke) == colours


def test_the_marker_of_an_exclusive_gateway_is_shown_where_the_tool_shows_it():
    assert only('<exclusiveGateway id="x"/>', 'isMarkerVisible="true"').marks == ("marker",)
    assert only('<exclusiveGateway id="x"/>', 'isMarkerVisible="false"').marks == ()


def test_default_and_conditional_flows():
    inner = (
        '<task id="a" default="f1"/><task id="b"/><sequenceFlow id="f1" sourceRef="a" targetRef="b"/>'
        '<sequenceFlow id="f2" sourceRef="a" targetRef="b"><conditionExpression>x</conditionExpression></sequenceFlow>'
    )
    (diagram,) = model(inner, edge("f1", (0, 0), (50, 0)) + edge("f2", (0, 10), (50, 10))).diagrams
    assert [(found.source, found.target, found.marks) for found in diagram.connections] == [
        ("a", "b", ("default",)),
        ("a", "b", ("conditional",)),
    ]


def test_messages_carry_their_envelope():
    collaboration = (
        '<message id="m"/><collaboration id="c"><participant id="q" name="Kasse"/>'
        '<messageFlow id="f" sourceRef="q" targetRef="t"/>'
        '<messageFlow id="g" sourceRef="q" targetRef="t" messageRef="m"/></collaboration>'
    )
    edges = edge("f", (0, 0), (0, 50), attributes='messageVisibleKind="non_initiating"') + edge("g", (9, 0), (9, 50))
    (diagram,) = model('<task id="t"/>', shape("q") + edges, collaboration, plane="c").diagrams
    assert [found.marks for found in diagram.connections] == [("non_initiating",), ("initiating",)]
    assert diagram.shapes[0].marks == ("horizontal", "black_box")


def test_an_end_at_nowhere_is_drawn_at_its_shape():
    inner = '<task id="a"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
    places = shape("a", bounds='x="200" y="200" width="100" height="80"')
    places += shape("b", bounds='x="400" y="200" width="100" height="80"')
    (diagram,) = model(inner, places + edge("f", (300, 240), (0, 0))).diagrams
    assert diagram.connections[0].waypoints == (Point(x=300, y=240), Point(x=400, y=240))


def test_states_and_line_breaks_stand_in_names():
    inner = '<dataObjectReference id="x" name="Antrag"><dataState name="geprüft"/></dataObjectReference>'
    assert only(inner).name == "Antrag [geprüft]"
    assert only('<task id="x" name="Eins&#10;Zwei"/>').name == "Eins\nZwei"


BROKEN = ["NaN", "inf", "-inf", "1e300", "zehn", "1e7"]


@pytest.mark.parametrize("value", BROKEN)
def test_places_that_are_no_places_give_a_sentence(value):
    for drawn in (shape("x", bounds=f'x="{value}" y="0" width="1" height="1"'), edge("x", (0, 0), (value, 0))):
        (picture,) = pictures_of(model('<task id="x"/>', shape("x") + drawn))
        assert (picture.svg, picture.thumbnail, picture.note.id) == ("", "", "diagrams.unusable")


def test_a_negative_size_gives_a_sentence():
    (picture,) = pictures_of(model('<task id="x"/>', shape("x", bounds='x="0" y="0" width="-5" height="5"')))
    assert picture.note.id == "diagrams.unusable"


def test_what_has_no_place_is_counted():
    (picture,) = pictures_of(
        model('<task id="x"/>', shape("x") + '<di:BPMNShape bpmnElement="x"/>' + edge("x", (0, 0)))
    )
    assert picture.svg
    assert (picture.note.id, picture.note.params["count"]) == ("diagrams.left_out", 2)


def test_what_the_model_lacks_is_drawn_all_the_same():
    (picture,) = pictures_of(model("", shape("fehlt") + edge("fehlt", (0, 0), (50, 0))))
    assert len(reading_svg.elements(reading_svg.parse(picture.svg))) == 2


def test_too_many_connections_give_a_sentence_at_once():
    many = model('<task id="x"/>', edge("x", (0, 0), (9, 9)) * (MAX_CONNECTIONS + 5_001))
    started = time.process_time()
    (picture,) = pictures_of(many)
    assert time.process_time() - started < 0.2
    assert picture.note.id == "diagrams.too_much"


def test_no_diagram_no_picture():
    assert pictures_of(None) == ()
    assert draw(Diagram(id="d")) == thumbnail(Diagram(id="d")) == ""
    assert pictures_of(model("", "")) == (Picture(name="Ablauf", note=pictures_of(model("", ""))[0].note),)


HOSTILE = [
    "<script>alert(1)</script>",
    "]]> --> </text></svg><svg onload=alert(1)>",
    '" onclick="x" x="',
    "\u202erückwärts\u202c \u200fabc",
    "Wort " * 2_000,
    "x" * 10_000,
    "🙂👩‍👩‍👧 𝔘nicode \x00\x1b\ufffe\ud800",
    "&amp;&#0;<!DOCTYPE x>",
]
EVERYTHING = [
    "task", "userTask", "sendTask", "subProcess", "callActivity", "transaction", "startEvent", "endEvent",
    "boundaryEvent", "intermediateThrowEvent", "exclusiveGateway", "eventBasedGateway", "complexGateway",
    "inclusiveGateway", "dataObjectReference", "dataInput", "dataOutput", "dataStoreReference", "textAnnotation",
    "group", "participant", "lane", "message", "conversation", "participantBand", "", '"><script>',
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name):
    shapes = tuple(
        Shape(
            id=name,
            element=name,
            type=kind,
            name=name,
            bounds=Bounds(x=place * 200, y=0, width=100, height=80),
            fill=name,
            stroke=name,
        )
        for place, kind in enumerate(EVERYTHING)
    )
    way = (Point(x=0, y=0), Point(x=50, y=0), Point(x=50, y=90))
    lines = tuple(
        Connection(id="c", element=name, type=kind, name=name, source=name, target=name, stroke=name, waypoints=way)
        for kind in ("sequenceFlow", "messageFlow", "association", "dataInputAssociation", "")
    )
    diagram = Diagram(id="d", name=name, shapes=shapes, connections=lines)
    for svg in (draw(diagram), thumbnail(diagram)):
        root = reading_svg.parse(svg)
        reading_svg.refuse_foreign(root)
        text = "".join(root.itertext())
        assert not set("\u202e\u202c\u200f\x00\x1b\ufffe") & set(text)
    assert len(draw(diagram)) < 900_000


def test_the_largest_drawing_does_not_take_long():
    name = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung "
    many = tuple(
        Shape(
            id="s", element=str(place), type="userTask", name=name * 4, bounds=box(place % 70 * 120, place // 70 * 100)
        )
        for place in range(MAX_SHAPES)
    )
    started = time.process_time()
    draw(Diagram(id="d", shapes=many))
    assert time.process_time() - started < 3


def test_an_arrow_ends_at_the_border_where_the_line_goes_to_the_middle():
    target = Shape(id="s", element="e", type="endEvent", bounds=Bounds(x=100, y=0, width=36, height=36))
    way = (Point(x=0, y=18), Point(x=118, y=18))
    line = Connection(id="c", element="f", type="sequenceFlow", waypoints=way, target="e")
    assert "L100 18" in draw(Diagram(id="d", shapes=(target,), connections=(line,)))


@pytest.mark.parametrize("red", range(0, 256, 51))
def test_letters_are_read_on_every_colour(red):
    for green in range(0, 256, 17):
        for blue in range(0, 256, 51):
            fill = f"#{red:02x}{green:02x}{blue:02x}"
            svg = draw(Diagram(id="d", shapes=(Shape(id="s", element="e", type="task", bounds=box(0), fill=fill),)))
            (ink,) = re.findall(rf'fill="{fill}" color="(#[0-9a-f]{{6}})"', svg)
            light, dark = sorted((luminance(fill), luminance(ink)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, fill


def test_dark_lines_are_named_so_that_a_dark_page_can_lighten_them():
    def drawn(**colours: str) -> str:
        return draw(Diagram(id="d", shapes=(Shape(id="s", element="e", type="task", bounds=box(0), **colours),)))

    assert 'class="dg-dark-line" stroke="#8e24aa"' in drawn(stroke="#8e24aa")
    assert 'class="dg-line" stroke="#ffcc33"' in drawn(stroke="#ffcc33")
    assert 'class="dg-tinted" fill="#e1bee7" color="#000000" stroke="#8e24aa"' in drawn(
        fill="#e1bee7", stroke="#8e24aa"
    )


def test_areas_are_only_washed_with_their_colour():
    pool = Shape(id="s", element="e", type="participant", name="Amt", bounds=box(0), fill="#000080")
    svg = draw(Diagram(id="d", shapes=(pool,)))
    assert 'fill-opacity="0.3"' in svg
    assert svg.count("color=") == 1


def written(svg: str) -> dict[str, tuple[float, float]]:
    """The first line of each name: its middle and base line."""
    texts = reading_svg.parse(svg).iter(f"{reading_svg.SVG}text")
    return {"".join(text.itertext()): (float(text.get("x")), float(text.get("y"))) for text in texts}


def test_a_name_makes_room_for_an_event_at_the_border():
    task = Shape(id="s", element="t", type="task", name="Prüfen", bounds=box(0))
    event = Shape(id="e", element="b", type="boundaryEvent", bounds=Bounds(x=32, y=62, width=36, height=36))
    alone, beside = (draw(Diagram(id="d", shapes=shapes)) for shapes in ((task,), (task, event)))
    assert written(beside)["Prüfen"][1] < written(alone)["Prüfen"][1] - 5


def test_a_name_without_a_place_covers_nothing():
    event = Shape(id="s", element="e", type="endEvent", name="Fertig", bounds=Bounds(x=0, y=0, width=36, height=36))
    below = Shape(id="b", element="b", type="task", bounds=Bounds(x=-50, y=40, width=150, height=80))
    assert written(draw(Diagram(id="d", shapes=(event,))))["Fertig"][1] > 36
    assert written(draw(Diagram(id="d", shapes=(event, below))))["Fertig"][1] < 0


def test_a_name_on_a_line_keeps_away_from_symbols():
    way = (Point(x=0, y=40), Point(x=400, y=40), Point(x=400, y=200))
    line = Connection(id="c", element="f", type="sequenceFlow", name="ja", waypoints=way)
    task = Shape(id="s", element="t", type="task", bounds=box(230))
    (x, y) = written(draw(Diagram(id="d", shapes=(task,), connections=(line,))))["ja"]
    assert not (230 < x < 330 and 0 < y < 80)


def test_places_that_several_names_share_are_no_places():
    inner = '<task id="a"/><sequenceFlow id="f" name="ja"/><sequenceFlow id="g" name="nein"/>'
    label = '<di:BPMNLabel><dc:Bounds x="5" y="5" width="40" height="20"/></di:BPMNLabel></di:BPMNEdge>'
    edges = edge("f", (0, 0), (90, 0)) + edge("g", (0, 50), (90, 50))
    (diagram,) = model(inner, edges.replace("</di:BPMNEdge>", label)).diagrams
    assert [found.label for found in diagram.connections] == [None, None]
