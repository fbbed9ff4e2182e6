"""What a flow reads like: order, branches, references, and what stands beside the steps."""

from dataclasses import replace

import pytest

from registry.diagrams.text import steps_of, text_of
from registry.formats.child import read_here
from registry.formats.flow import EdgeKind, Flow, FlowEdge, FlowModel, FlowNode, Lane, NodeKind, Participant
from tests.diagrams.aloud import boundary, flow_of, lines, node_of, say, told, told_bpmn


def test_steps_follow_the_ways_and_not_the_file():
    assert told("b>end start>a a>b") == ["1 [Beginn] start", "2 [Schritt] a", "3 [Schritt] b", "4 [Ende] end"]


def test_short_branches_stand_under_the_decision_and_name_where_they_meet():
    assert told("start>xor xor>a:ja xor>b:nein a>c b>c c>end") == [
        "1 [Beginn] start",
        "2 [Entscheidung] xor",
        "  - Wenn ja:",
        "    3 [Schritt] a",
        "      - on to 5",
        "  - Wenn nein:",
        "    4 [Schritt] b",
        "      - on to 5",
        "5 [Schritt] c",
        "6 [Ende] end",
    ]


def test_a_loop_leads_back_by_number():
    assert told("start>a a>xor xor>a:nein xor>end:ja") == [
        "1 [Beginn] start",
        "2 [Schritt] a",
        "3 [Entscheidung] xor",
        "  - Wenn nein: back to 2",
        "  - Wenn ja:",
        "    4 [Ende] end",
    ]


def test_a_step_that_leads_to_itself_says_so():
    assert told("a>a") == ["1 [Schritt] a", "  - back to 1"]


def test_parallel_ways_part_and_meet():
    found = told("start>and1 and1>a and1>b a>and2 b>and2 and2>end")
    assert found[1:3] == ["2 [Aufteilung, alle Wege gleichzeitig] and1", "  - Gleichzeitig:"]
    assert "5 [Zusammenführung, wartet auf alle Wege] and2" in found


def test_several_ways_out_of_a_step_run_at_once():
    assert [line for line in told("a>b a>c") if line.startswith("  - ")] == ["  - Gleichzeitig:"] * 2


def test_default_and_condition_are_told():
    gateway = flow_of("xor>a xor>b xor>c xor>d")
    words = [{"default": True}, {"condition": "x > 1", "name": "viel"}, {"condition": "x < 1"}, {}]
    edges = tuple(replace(edge, **more) for edge, more in zip(gateway.edges, words, strict=True))
    labels = [line for line in told(replace(gateway, edges=edges)) if line.startswith("  - ")]
    assert labels == ["  - Sonst:", "  - Wenn viel (x > 1):", "  - Wenn x < 1:", "  - Weg 4:"]


def test_a_named_way_that_is_the_only_one_keeps_its_name():
    assert told("a>b:freigegeben") == ["1 [Schritt] a", "  - Danach (freigegeben): on to 2", "2 [Schritt] b"]


def test_a_long_branch_stands_after_the_decision():
    chain = " ".join(f"a{at}>a{at + 1}" for at in range(1, 14))
    found = told(f"start>xor xor>a1:ja xor>b:nein {chain} a14>c b>c")
    assert found[2:5] == ["  - Wenn ja: on to 4", "  - Wenn nein:", "    3 [Schritt] b"]
    assert found[6] == "4 [Schritt] a1"


def test_the_main_way_is_not_pushed_to_the_right():
    found = told("start>xor1 xor1>end1:nein xor1>a:ja a>b b>c c>d d>e e>f f>end2")
    assert found[2:6] == ["  - Wenn nein:", "    3 [Ende] end1", "  - Wenn ja: on to 4", "4 [Schritt] a"]


def test_what_a_subprocess_holds_stands_in_it():
    assert told("start>sub sub>end sub.start>sub.a sub.a>sub.end") == [
        "1 [Beginn] start",
        "2 [Teilprozess] sub",
        "  in it",
        "    3 [Beginn] sub.start",
        "    4 [Schritt] sub.a",
        "    5 [Ende] sub.end",
        "6 [Ende] end",
    ]


def test_what_lies_too_deep_stands_behind_and_is_named_by_number():
    names = [".".join(["sub"] * depth) for depth in range(1, 12)]
    found = told(" ".join(names))
    assert len([line for line in found if "[" in line]) == 11
    assert max(len(line) - len(line.lstrip()) for line in found if "[" in line) <= 24
    assert "Enthält die Schritte 8 bis 11." in "".join(found)


def test_events_at_the_border_of_a_step():
    flow = flow_of("start>a a>b b>end x>c c>b y>d")
    events = {
        "x": {"type": "boundaryEvent", "kind": NodeKind.EVENT, "trigger": "timer", "detail": "P14D"},
        "y": {
            "type": "boundaryEvent",
            "kind": NodeKind.EVENT,
            "trigger": "message",
            "marks": ("non_interrupting",),
        },
    }
    nodes = tuple(replace(node, **events.get(node.id, {})) for node in flow.nodes)
    assert told(replace(flow, nodes=nodes, edges=(*flow.edges, boundary("a", "x"), boundary("a", "y")))) == [
        "1 [Beginn] start",
        "2 [Schritt] a",
        "  - on to 7",
        "  - Falls dies eintritt, endet der Schritt:",
        "    3 [Ereignis: Zeitpunkt erreicht oder Frist abgelaufen] x (P14D)",
        "    4 [Schritt] c",
        "      - on to 7",
        "  - Falls dies eintritt, läuft der Schritt weiter:",
        "    5 [Ereignis: Nachricht trifft ein] y",
        "    6 [Schritt] d",
        "      * Hier endet dieser Weg.",
        "7 [Schritt] b",
        "8 [Ende] end",
    ]


def test_link_events_and_what_undoes_a_step_are_ways_too():
    text = told_bpmn(
        '<process id="p"><task id="a" name="a"/><sequenceFlow id="f" sourceRef="a" targetRef="l1"/>'
        '<intermediateThrowEvent id="l1"><linkEventDefinition name="L"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="l2"><linkEventDefinition name="L"/></intermediateCatchEvent>'
        '<boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        '<task id="u" name="u" isForCompensation="true"/><association id="x" sourceRef="b" targetRef="u"/></process>'
    )
    assert list(lines(text.parts[0].steps)) == [
        "1 [Schritt] a",
        "  - on to 4",
        "  - Falls dies eintritt, endet der Schritt:",
        "    2 [Ereignis: Schritt wird rückgängig gemacht]",
        "      - Zum Rückgängigmachen:",
        "        3 [Schritt] u",
        "          * Hier endet dieser Weg.",
        "4 [Ereignis: weiter an anderer Stelle] (L)",
        "  - Weiter an der Verknüpfung: on to 5",
        "5 [Ereignis: Fortsetzung von anderer Stelle] (L)",
    ]


def test_unnamed_steps_go_by_their_kind():
    kinds = [
        ("startEvent", NodeKind.START, "message", "Beginn: Nachricht trifft ein"),
        ("endEvent", NodeKind.END, "terminate", "Ende: beendet den ganzen Ablauf"),
        ("exclusiveGateway", NodeKind.GATEWAY, "", "Entscheidung ohne Namen"),
        ("userTask", NodeKind.TASK, "", "Benutzeraufgabe ohne Namen"),
        ("parallelGateway", NodeKind.GATEWAY, "", "Aufteilung, alle Wege gleichzeitig"),
        ("intermediateThrowEvent", NodeKind.EVENT, "", "Ereignis ohne Namen"),
        ("intermediateThrowEvent", NodeKind.EVENT, "signal", "Ereignis: sendet ein Signal"),
    ]
    nodes = (
        FlowNode(id=str(at), kind=kind, type=word, trigger=trigger) for at, (word, kind, trigger, _) in enumerate(kinds)
    )
    found = {line.partition("[")[2].rstrip("]") for line in told(Flow(id="f", nodes=tuple(nodes)))}
    assert found == {expected for *_, expected in kinds}


def test_parts_without_any_way_to_them_follow_at_the_end():
    found = told("sub1 start>a x>y y>x")
    assert [line.partition("] ")[2] for line in found if "[" in line] == ["start", "a", "sub1", "x", "y"]


def test_roles_are_named_with_the_ones_around_them():
    flow = flow_of("a>b", lanes=(Lane(id="1", name="Amt"), Lane(id="2", name="Kasse", parent="1")))
    flow = replace(flow, nodes=(node_of("a", lane="1"), node_of("b", lane="2")))
    assert told(flow) == ["1 [Schritt] a @Amt", "2 [Schritt] b @Amt › Kasse"]


def test_messages_are_told_at_both_ends():
    office = replace(flow_of("a>b"), id="office")
    bank = replace(flow_of("c"), id="bank")
    parties = (
        Participant(id="p1", name="Amt", flow="office"),
        Participant(id="p2", name="Bank", flow="bank"),
        Participant(id="p3", name="Antragsteller"),
        Participant(id="p4", name="Gericht"),
    )
    ends = [
        ("a", "p3", "Bescheid"),
        ("b", "c", "Zahlung"),
        ("p3", "p1", "Frage"),
        ("p3", "p4", "Klage"),
        ("c", "?", ""),
    ]
    messages = tuple(FlowEdge(source=one, target=two, name=name, kind=EdgeKind.MESSAGE) for one, two, name in ends)
    text = text_of(FlowModel(flows=(office, bank), participants=parties, messages=messages))
    assert text.others == ("Antragsteller", "Gericht")
    assert [part.party for part in text.parts] == ["Amt", "Bank"]
    assert [[say(note) for note in step.notes] for part in text.parts for step in steps_of(part.steps)] == [
        ["sendet „Bescheid“ an Antragsteller"],
        ["sendet „Zahlung“ an Bank, Schritt 3"],
        ["empfängt „Zahlung“ von Amt, Schritt 2", "sendet eine Nachricht an jemanden ohne Namen"],
    ]
    assert [say(remark) for remark in text.parts[0].remarks] == ["empfängt „Frage“ von Antragsteller"]
    assert [say(remark) for remark in text.remarks] == ["Antragsteller sendet „Klage“ an Gericht"]


def test_data_and_annotations_stand_at_their_steps_and_the_rest_at_the_end():
    text = told_bpmn(
        '<process id="p"><task id="a" name="a">'
        '<dataInputAssociation id="i"><sourceRef>d1</sourceRef><targetRef>x</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="o"><sourceRef>x</sourceRef><targetRef>d2</targetRef></dataOutputAssociation></task>'
        '<dataObjectReference id="d1" dataObjectRef="o1"><dataState name="geprüft"/></dataObjectReference>'
        '<dataObject id="o1" name="Antrag"/><dataStoreReference id="d2" name="Register"/>'
        '<dataObjectReference id="d3"/><textAnnotation id="n1"><text>eilt</text></textAnnotation>'
        '<textAnnotation id="n2"><text>Stand Mai</text></textAnnotation>'
        '<association id="x1" sourceRef="n1" targetRef="a"/></process>'
    )
    (part,) = text.parts
    assert sorted(say(note) for note in part.steps[0].notes) == [
        "Anmerkung: eilt",
        "erzeugt oder ändert „Register“",
        "nutzt „Antrag (geprüft)“",
    ]
    assert [say(remark) for remark in part.remarks] == ["Daten ohne Namen", "Anmerkung: Stand Mai"]
    assert part.count == 1


def test_annotations_beside_all_flows_are_told():
    text = told_bpmn(
        '<collaboration id="c"><textAnnotation id="n1"><text>an a</text></textAnnotation><textAnnotation id="n2">'
        '<text>frei</text></textAnnotation><association id="x" sourceRef="n1" targetRef="a"/></collaboration>'
        '<process id="p"><task id="a"/></process>'
    )
    assert [say(note) for note in text.parts[0].steps[0].notes] == ["Anmerkung: an a"]
    assert [say(remark) for remark in text.remarks] == ["Anmerkung: frei"]


def test_repetition_calls_and_disabled_steps_are_told():
    nodes = (
        node_of("a", marks=("loop",)),
        node_of("b", marks=("parallel_multiple",), disabled=True),
        FlowNode(id="c", kind=NodeKind.CALL, type="callActivity", name="c", calls="P_1", detail="Prüfung"),
        FlowNode(id="d", kind=NodeKind.CALL, type="callActivity", name="Prüfung", calls="P_1", detail="Prüfung"),
    )
    assert [line.strip() for line in told(Flow(id="f", nodes=nodes)) if "*" in line] == [
        "* wird wiederholt",
        "* abgeschaltet",
        "* mehrmals, gleichzeitig",
        "* ruft „Prüfung“ auf",
    ]


def test_nested_branches_of_other_tools_read_like_drawn_ones():
    nodes = (
        node_of("start"),
        FlowNode(id="g", kind=NodeKind.GATEWAY, type="Entscheidungselement", name="Entscheidungselement"),
        FlowNode(id="z1", kind=NodeKind.BRANCH, type="Entscheidungszweig", name="Hund ist Listenhund", parent="g"),
        FlowNode(id="a", kind=NodeKind.TASK, type="task", name="a", parent="z1"),
        FlowNode(id="b", kind=NodeKind.TASK, type="task", name="b", parent="z1"),
        FlowNode(id="z2", kind=NodeKind.BRANCH, type="Entscheidungszweig", name="sonst", parent="g"),
        node_of("c"),
    )
    ways = [("start", "g"), ("g", "z1"), ("a", "b"), ("g", "z2"), ("g", "c")]
    edges = [FlowEdge(source=one, target=two, condition="x" if two == "z1" else "") for one, two in ways]
    assert told(Flow(id="f", nodes=nodes, edges=tuple(edges))) == [
        "1 [Beginn] start",
        "2 [Entscheidung ohne Namen]",
        "  - Wenn Hund ist Listenhund (x):",
        "    3 [Schritt] a",
        "    4 [Schritt] b",
        "      - on to 5",
        "  - Wenn sonst: on to 5",
        "5 [Schritt] c",
    ]
    only = [FlowEdge(source=one, target=two, condition="x" if two == "z1" else "") for one, two in ways[:3] + ways[4:]]
    found = told(Flow(id="f", nodes=(*nodes[:5], nodes[6]), edges=tuple(only)))
    assert found[5:] == ["      - on to 5", "  - Sonst: on to 5", "5 [Schritt] c"]


def test_what_a_tool_calls_by_its_type_gets_a_word():
    nodes = (
        FlowNode(id="1", kind=NodeKind.TASK, type="FC_EMAIL", name="FC_EMAIL"),
        FlowNode(id="2", kind=NodeKind.TASK, type="FC_NEW", name="FC_NEW"),
        FlowNode(id="3", kind=NodeKind.LOOP, type="Schleife", name="Schleife"),
        FlowNode(id="4", kind=NodeKind.TASK, type="MeldungAnzeigen", name="Meldung anzeigen"),
    )
    assert told(Flow(id="f", nodes=nodes)) == [
        "1 [E-Mail senden]",
        "2 [Schritt] FC_NEW",
        "3 [Schleife ohne Namen]",
        "4 [Schritt] Meldung anzeigen",
    ]


@pytest.mark.parametrize("name", ["hundesteuer_anmeldung.xml", "anwohnerparken_workflow.json", "gewerbe.bpmn"])
def test_every_step_of_the_fixtures_is_told_once(name, request):
    content = (request.config.rootpath / "tests/formats/fixtures" / name).read_bytes()
    model = read_here(content, name).flow
    text = text_of(model)
    numbered = [step for part in text.parts for step in steps_of(part.steps)]
    branches = [node.id for node in branches_of(numbered)]
    steps = [node.id for flow in model.flows for node in flow.nodes if node.kind not in {"data", "note"}]
    assert sorted([step.node.id for step in numbered] + branches) == sorted(steps)
    assert [step.number for step in numbered] == list(range(1, len(numbered) + 1))


def branches_of(steps):
    return [direction.branch for step in steps for direction in step.directions if direction.branch]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("true", "Wenn ja"),
        ("false", "Wenn nein"),
        ("error", "Falls ein Fehler auftritt"),
        ("Failed", "Falls ein Fehler"),
    ],
)
def test_the_own_words_of_tools_for_ways_are_put_into_german(words, said):
    assert f"  - {said}" in told(f"xor>a:{words} xor>b:anders")[1]
    if words not in {"true", "false"}:
        assert f"  - {said}" in told(f"a>c:{words} a>b c>d b>d")[1]


def test_names_that_civento_gives_by_itself_say_nothing():
    nodes = (
        FlowNode(id="g", kind=NodeKind.GATEWAY, type="Entscheidungselement", name="Entscheidung"),
        FlowNode(id="b1", kind=NodeKind.BRANCH, type="Entscheidungszweig", name="Zuzug", parent="g"),
        FlowNode(id="b2", kind=NodeKind.BRANCH, type="Entscheidungszweig", name="Zweig", parent="g"),
        FlowNode(id="s", kind=NodeKind.EVENT, type="VorgangsstatusSetzen", name="In Klärung", parent="b2"),
    )
    edges = (FlowEdge(source="g", target="b1"), FlowEdge(source="g", target="b2"))
    said = [line.strip() for line in told(Flow(id="f", type="Vorgangsworkflow", nodes=nodes, edges=edges))]
    assert said[0] == "1 [Entscheidung ohne Namen]"
    assert said[2:] == ["- Sonst:", "2 [Status setzen] In Klärung"]


def test_activity_groups_are_told_by_number_with_their_norms():
    groups = Flow(
        id="f",
        type="activity_groups",
        nodes=(
            FlowNode(id="1", kind=NodeKind.TASK, type="RAG 1", name="Antrag empfangen", detail="§ 22 HVwVfG"),
            FlowNode(id="2", kind=NodeKind.TASK, type="RAG 4", name="Antrag prüfen"),
        ),
    )
    assert told(groups) == [
        "1 [Aktivitätengruppe] Antrag empfangen (§ 22 HVwVfG)",
        "2 [Aktivitätengruppe] Antrag prüfen",
    ]


def test_a_choreography_is_told_as_steps_with_who_takes_part():
    text = told_bpmn("""
      <choreography id="c" name="Bestellung"><participant id="p1" name="Amt"/><participant id="p2" name="Firma"/>
        <startEvent id="s"/><choreographyTask id="t" name="Angebot anfordern" initiatingParticipantRef="p2">
          <participantRef>p1</participantRef><participantRef>p2</participantRef></choreographyTask>
        <sequenceFlow id="f" sourceRef="s" targetRef="t"/></choreography>""")
    (part,) = text.parts
    assert list(lines(part.steps)) == ["1 [Beginn]", "2 [Austausch] Angebot anfordern (Firma, Amt)"]
    assert part.flow.name == "Bestellung"
