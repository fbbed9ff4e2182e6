import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile

FILE = "gewerbe.bpmn"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def document(inner: str, **attributes: str) -> bytes:
    text = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f'<definitions xmlns="{MODEL}" {text}>{inner}</definitions>'.encode()


def test_a_diagram_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.solution_kind) == ("bpmn", Certainty.CERTAIN, "process")
    assert (summary.tool, summary.tool_version) == ("Beispiel-Modeler", "5.1")
    assert summary.identifiers.leika_keys == ("99050012104000",)


def test_counts(summary_of):
    counts = summary_of(FILE).counts
    assert {
        key: counts[key] for key in ("tasks", "events", "gateways", "lanes", "subprocesses", "calls", "participants")
    } == {"tasks": 3, "events": 5, "gateways": 1, "lanes": 2, "subprocesses": 1, "calls": 1, "participants": 2}


def test_nodes_know_lane_parent_and_trigger(summary_of):
    (flow,) = summary_of(FILE).flow.flows
    nodes = {node.id: node for node in flow.nodes}
    assert (nodes["start"].kind, nodes["start"].trigger, nodes["start"].lane) == ("start", "message", "l1")
    assert (nodes["s1b"].parent, nodes["s1b"].type, nodes["s1b"].lane) == ("s1", "sendTask", None)
    assert (nodes["be"].trigger, nodes["ca"].calls, nodes["ca"].kind) == ("timer", "bescheinigung", "call")
    assert nodes["t1"].documentation == "Vollständigkeit und Zuständigkeit"
    assert [lane.name for lane in flow.lanes] == ["Ordnungsamt", "Kasse"]


def test_edges_know_condition_default_and_kind(summary_of):
    model = summary_of(FILE).flow
    edges = {edge.id: edge for edge in model.flows[0].edges}
    assert (edges["f3"].name, edges["f3"].condition, edges["f3"].default) == ("nein", "vollstaendig == false", False)
    assert edges["f4"].default
    assert [(edge.source, edge.target) for edge in model.flows[0].edges if edge.kind == "boundary"] == [("s1", "be")]
    assert [(edge.source, edge.target, edge.name) for edge in model.messages] == [("pa1", "start", "Anzeige")]
    assert [(party.name, party.flow) for party in model.participants] == [
        ("Antragstellende Person", None),
        ("Stadtverwaltung", "p1"),
    ]


@pytest.mark.parametrize(
    ("inner", "title"),
    [
        ('<collaboration name="C"><participant name="T"/></collaboration><process id="p"/><process name="P"/>', "P"),
        ('<collaboration name="C"><participant name="T"/></collaboration><process id="p"/>', "T"),
        ('<collaboration name="C"><participant/></collaboration>', "C"),
        ('<process id="p"/>', ""),
    ],
)
def test_the_title_follows_the_rule(inner, title):
    assert read_here(document(inner), "x.bpmn").title == title


def test_a_diagram_without_process_and_with_lost_ends_is_read_with_warnings():
    assert [w.id for w in read_here(document(""), "x").warnings] == ["bpmn.no_process"]
    lost = document('<process id="p"><task id="a"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/></process>')
    assert [w.id for w in read_here(lost, "x").warnings] == ["bpmn.missing_target"]


def test_elements_of_other_namespaces_do_not_count():
    inner = (
        '<process id="p"><extensionElements><x:task xmlns:x="urn:x"/></extensionElements><globalUserTask/></process>'
    )
    assert read_here(document(inner), "x").counts["tasks"] == 0


def test_scripts_are_no_text():
    inner = '<process id="p"><scriptTask id="s" name="Rechnen"><script>geheimeFormel()</script></scriptTask></process>'
    assert "geheimeFormel" not in " ".join(read_here(document(inner), "x").texts)


def test_very_large_diagrams_are_cut_but_counted_whole():
    inner = "".join(f'<task id="t{at}"/>' for at in range(6_000))
    summary = read_here(document(f'<process id="p">{inner}</process>'), "x.bpmn")
    assert summary.counts["tasks"] == 6_000
    assert len(summary.flow.flows[0].nodes) == 5_000
    assert summary.warnings[-1].id == "formats.truncated"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"kein XML", "formats.xml.empty"),
        (b"", "formats.xml.empty"),
        (b"<package xmlns='urn:xpdl'/>", "bpmn.wrong_root"),
        (b"<definitions xmlns='https://www.omg.org/spec/CMMN/20151109/MODEL'/>", "bpmn.wrong_namespace"),
        (document("<process>"), "formats.xml.tag_mismatch"),
        (document("")[:-5], "formats.xml.cut_off"),
    ],
)
def test_what_is_called_bpmn_and_is_none_is_refused(content, reason):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, "x.bpmn")
    assert refusal.value.message.id == reason
    assert "„x.bpmn“ ist kein lesbares BPMN 2.0" in str(refusal.value.message)


def test_broken_bpmn_under_another_name_is_refused_too():
    with pytest.raises(UnreadableFile):
        read_here(document("<process>"), "diagramm.xml")


def test_another_model_under_another_name_is_no_bpmn():
    content = b"<definitions xmlns='https://www.omg.org/spec/CMMN/20151109/MODEL'/>"
    assert read_here(content, "x.cmmn").format_id == "opaque"


@pytest.mark.parametrize(
    ("content", "reason", "shown"),
    [
        (b"<!DOCTYPE html>\n<html><body/></html>", "formats.xml.empty", "kein XML"),
        (b'\n\n<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', "bpmn.wrong_namespace", "Zeile 3"),
        (b"<definitions/>", "bpmn.wrong_namespace", "anderen Namensraum"),
        (b"\n<Package/>", "bpmn.wrong_root", "Zeile 2"),
        (b'<?xml version="1.0"?>\n\n<!DOCTYPE x><x/>', "formats.xml.doctype", "Zeile 3"),
    ],
)
def test_other_content_under_the_name_of_a_model_is_refused_with_place_and_reason(content, reason, shown):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, "modell.bpmn")
    assert refusal.value.message.id == reason
    assert shown in str(refusal.value.message)
