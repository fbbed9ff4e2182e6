"""Marks, triggers with their words, data and annotations of BPMN."""

import pytest

from registry.formats.child import read_here
from registry.formats.flow import EdgeKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TIMER = "<timerEventDefinition><timeDate> P14D </timeDate></timerEventDefinition>"
CONDITION = "<conditionalEventDefinition><condition>Frist &lt; 3</condition></conditionalEventDefinition>"


def model_of(process: str, before: str = ""):
    content = f'<definitions xmlns="{MODEL}" xmlns:t="urn:t">{before}<process id="p">{process}</process></definitions>'
    return read_here(content.encode(), "x.bpmn").flow


def node_of(element: str, before: str = ""):
    return model_of(element, before).flows[0].nodes[0]


@pytest.mark.parametrize(
    ("element", "marks"),
    [
        ('<task id="a"><standardLoopCharacteristics/></task>', ("loop",)),
        ('<task id="a"><multiInstanceLoopCharacteristics/></task>', ("parallel_multiple",)),
        ('<task id="a"><multiInstanceLoopCharacteristics isSequential="true"/></task>', ("sequential_multiple",)),
        ('<task id="a" isForCompensation="true"/>', ("compensation",)),
        ('<adHocSubProcess id="a"/>', ("ad_hoc",)),
        ('<subProcess id="a" triggeredByEvent="true"/>', ("event_subprocess",)),
        ('<boundaryEvent id="a" cancelActivity="false"/>', ("non_interrupting",)),
        ('<startEvent id="a" isInterrupting="false"/>', ("non_interrupting",)),
        ('<receiveTask id="a" instantiate="true"/>', ("instantiate",)),
        ('<dataObjectReference id="a" dataObjectRef="o"/><dataObject id="o" isCollection="true"/>', ("collection",)),
        ('<task id="a" isForCompensation="false"/>', ()),
    ],
)
def test_marks(element, marks):
    assert node_of(element).marks == marks


def event(name: str, definition: str) -> str:
    return f'<{name} id="a">{definition}</{name}>'


@pytest.mark.parametrize(
    ("element", "trigger", "words"),
    [
        (event("startEvent", '<messageEventDefinition messageRef="t:m"/>'), "message", "Antrag"),
        (event("startEvent", TIMER), "timer", "P14D"),
        (event("boundaryEvent", TIMER.replace("timeDate", "timeDuration")), "timer", "P14D"),
        (event("endEvent", '<errorEventDefinition errorRef="e"/>'), "error", "E-17"),
        (event("endEvent", '<signalEventDefinition signalRef="gone"/>'), "signal", ""),
        (event("startEvent", CONDITION), "conditional", "Frist < 3"),
        (event("intermediateThrowEvent", '<linkEventDefinition name="weiter"/>'), "link", "weiter"),
        (event("startEvent", "<eventDefinitionRef>t:shared</eventDefinitionRef>"), "message", "Antrag"),
        (event("startEvent", "<eventDefinitionRef>gone</eventDefinitionRef>"), "", ""),
        (event("startEvent", "<signalEventDefinition/><messageEventDefinition messageRef='m'/>"), "multiple", "Antrag"),
        ('<receiveTask id="a" messageRef="m"/>', "", "Antrag"),
        ('<callActivity id="a" calledElement="p2"/>', "", "Prüfung"),
        ('<dataObjectReference id="a" name="Akte"><dataState name="geprüft"/></dataObjectReference>', "", "geprüft"),
    ],
)
def test_triggers_and_their_words(element, trigger, words):
    before = (
        '<message id="m" name="Antrag"/><error id="e" errorCode="E-17"/><process id="p2" name="Prüfung"/>'
        '<messageEventDefinition id="shared" messageRef="m"/>'
    )
    model = model_of(element, before)
    node = model.flows[-1].nodes[0]
    assert (node.trigger, node.detail) == (trigger, words)


def test_data_goes_by_the_name_of_its_object_and_an_annotation_by_its_text():
    nodes = (
        model_of(
            '<dataObjectReference id="a" dataObjectRef="o"/><dataObject id="o" name="Akte"/>'
            '<textAnnotation id="b"><text>&lt;b&gt;eilt&lt;/b&gt; sehr</text></textAnnotation>'
        )
        .flows[0]
        .nodes
    )
    assert [(node.kind, node.name) for node in nodes] == [("data", "Akte"), ("note", "eilt sehr")]


def test_data_associations_lead_from_data_to_step_and_back():
    flow = model_of(
        '<task id="a">'
        '<dataInputAssociation id="i"><sourceRef>d</sourceRef><targetRef>x</targetRef></dataInputAssociation>'
        '<dataOutputAssociation id="o"><sourceRef>y</sourceRef><targetRef> d </targetRef></dataOutputAssociation>'
        '</task><dataStoreReference id="d"/>'
    ).flows[0]
    assert [(edge.id, edge.source, edge.target) for edge in flow.edges if edge.kind is EdgeKind.DATA] == [
        ("i", "d", "a"),
        ("o", "a", "d"),
    ]


def test_annotations_of_the_collaboration_are_read():
    before = (
        '<collaboration id="c"><textAnnotation id="n"><text>eilt</text></textAnnotation>'
        '<association id="x" sourceRef="n" targetRef="a"/></collaboration>'
    )
    model = model_of('<task id="a"/>', before)
    assert [note.name for note in model.notes] == ["eilt"]
    assert [(edge.source, edge.target) for edge in model.associations] == [("n", "a")]
