"""Every real file: recognised as what it is, with the counts that a plain XPath gives."""

import base64
import io
import json
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from registry.core.limited import measure_limited
from registry.formats import child
from registry.formats.child import read_file, read_here
from registry.formats.probe import Probe
from registry.formats.reading import UnreadableFile, resolve_dependencies

pytestmark = pytest.mark.real_files

EXPECTED = json.loads((Path(__file__).parent / "expected_samples.json").read_text())
LARGEST = "xdatenfelder3/S05000001319V2.0.0_xdf3.xml"
EVENTS = ["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"]
TASKS = ["task", "userTask", "serviceTask", "scriptTask", "manualTask", "businessRuleTask", "sendTask", "receiveTask"]
OLD_FORM = "xdatenfelder2/S00000094V1.0_xdf2.xml"
DMN_COUNTS = {
    "decision": "decisions",
    "inputData": "input_data",
    "input": "inputs",
    "output": "outputs",
    "rule": "rules",
}
GATEWAYS = ["exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway", "complexGateway"]


def files_of(kind: str) -> list[str]:
    return sorted(path for path, expected in EXPECTED.items() if expected == kind)


def test_every_file_of_the_folder_is_in_the_table(samples):
    present = {path.relative_to(samples).as_posix() for path in samples.rglob("*") if path.is_file()}
    assert present == set(EXPECTED)


def test_every_file_is_recognised_as_what_it_is(samples):
    found = {}
    for path in EXPECTED:
        try:
            found[path] = read_file(samples / path, Path(path).name).format_id
        except UnreadableFile:
            found[path] = "refused"
    assert {path: kind for path, kind in found.items() if kind != EXPECTED[path]} == {}


def test_recognition_does_not_need_the_name(samples):
    found = {path: read_here((samples / path).read_bytes(), "datei").format_id for path in files_of("bpmn")}
    assert set(found.values()) == {"bpmn"}


def test_the_refused_file_is_named_with_line_and_reason(samples):
    (path,) = files_of("refused")
    with pytest.raises(UnreadableFile) as refusal:
        read_file(samples / path, "C.1.1-export.bpmn")
    sentence = str(refusal.value.message)
    assert "C.1.1-export.bpmn" in sentence
    assert f"Zeile {first_bad_line((samples / path).read_bytes())}" in sentence


def first_bad_line(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    raise AssertionError("the file is UTF-8")


@pytest.mark.parametrize("path", files_of("bpmn"))
def test_bpmn_counts_equal_an_independent_count(samples, path):
    tree = etree.parse(samples / path)
    counts = read_here((samples / path).read_bytes(), path).counts
    for key, names in {"tasks": TASKS, "events": EVENTS, "gateways": GATEWAYS, "lanes": ["lane"]}.items():
        condition = " or ".join(f"local-name()='{name}'" for name in names)
        expected = tree.xpath(
            f"count(//*[namespace-uri()='http://www.omg.org/spec/BPMN/20100524/MODEL' and ({condition})])"
        )
        assert counts[key] == expected, key


@pytest.mark.parametrize("path", files_of("bpmn"))
def test_bpmn_nodes_equal_the_counts(samples, path):
    summary = read_here((samples / path).read_bytes(), path)
    nodes = [node for flow in summary.flow.flows for node in flow.nodes]
    assert len([node for node in nodes if node.kind == "task"]) == summary.counts["tasks"]
    assert len([node for node in nodes if node.kind == "gateway"]) == summary.counts["gateways"]


@pytest.mark.parametrize("path", files_of("dmn"))
def test_dmn_counts_equal_an_independent_count(samples, path):
    tree = etree.parse(samples / path)
    summary = read_here((samples / path).read_bytes(), path)
    names = {
        "decision": "decisions",
        "inputData": "input_data",
        "input": "inputs",
        "output": "outputs",
        "rule": "rules",
    }
    for element, key in names.items():
        assert summary.counts[key] == tree.xpath(f"count(//*[local-name()='{element}'])"), key
    tables = [piece.table for decision in summary.decisions.decisions for piece in decision.pieces if piece.table]
    assert sum(len(table.rules) for table in tables) == summary.counts["rules"]
    entries = sum(len(rule.inputs) + len(rule.outputs) for table in tables for rule in table.rules)
    assert entries == tree.xpath("count(//*[local-name()='inputEntry' or local-name()='outputEntry'])")
    texts = {piece.text for decision in summary.decisions.decisions for piece in decision.pieces}
    for expression in tree.xpath("//*[local-name()='literalExpression']/*[local-name()='text']"):
        text = " ".join(expression.text.split())
        assert any(text in " ".join(shown.split()) for shown in texts), text


@pytest.mark.parametrize("path", files_of("xprozess"))
def test_xprozess_holds_its_activity_groups_and_the_bpmn_inside(samples, path):
    tree = etree.parse(samples / path)
    summary = read_here((samples / path).read_bytes(), path)
    groups = tree.xpath("//*[local-name()='aktivitaetengruppe']")
    named = sorted(groups, key=lambda group: group.xpath("string(*[local-name()='id'])"))
    steps, *flows = summary.flow.flows
    assert summary.counts["activity_groups"] == len(groups) == 12
    assert [node.name for node in steps.nodes] == [group.xpath("string(*[local-name()='name'])") for group in named]
    (packed,) = tree.xpath("//*[local-name()='prozessmodelldatei']/*[local-name()='inhalt']/text()")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(packed))) as archive:
        model = etree.fromstring(archive.read(archive.namelist()[0]))
    for element, key in {
        "process": "processes",
        "subProcess": "subprocesses",
        "sequenceFlow": "sequence_flows",
    }.items():
        assert summary.counts[key] == model.xpath(f"count(//*[local-name()='{element}'])"), key
    links = {group.xpath("string(*[local-name()='subProzessID'])") for group in groups}
    assert links == {node.id for flow in flows for node in flow.nodes if node.type == "subProcess"}


@pytest.mark.parametrize("path", files_of("genericode"))
def test_genericode_values_equal_an_independent_count(samples, path):
    tree = etree.parse(samples / path)
    values = read_here((samples / path).read_bytes(), path).values
    rows = tree.xpath("//*[local-name()='Row']")
    assert values.total == len(rows) == len(values.rows) > 0
    for shown, found in zip(values.rows, rows, strict=True):
        assert set(shown) == set(found.xpath(".//*[local-name()='SimpleValue']/text()"))


def test_the_form_of_version_2_needs_the_lists_that_lie_beside_it(samples):
    form, *lists = (read_here((samples / path).read_bytes(), path) for path in (OLD_FORM, *files_of("genericode")))
    resolved, *_ = resolve_dependencies([form, *lists])
    found = {needed.detail: needed.resolved for needed in resolved.dependencies}
    assert {name for name, is_there in found.items() if is_there} == {"C60000006", "C00000020", "C00000021"}
    assert found["C60000020"] is False


@pytest.mark.parametrize("path", files_of("xdatenfelder"))
def test_xdatenfelder_counts_equal_an_independent_count(samples, path):
    tree = etree.parse(samples / path)
    counts = read_here((samples / path).read_bytes(), path).counts
    for element, key in {"datenfeld": "fields", "datenfeldgruppe": "groups", "regel": "rules"}.items():
        found = tree.xpath(f"//*[local-name()='{element}']")
        part = "string(*[local-name()='identifikation']/*[local-name()='%s'])"
        distinct = {(one.xpath(part % "id").strip(), one.xpath(part % "version").strip()) for one in found}
        assert counts[f"{key}_uses"] == len(found), key
        assert counts[f"{key}_distinct"] == len(distinct), key


@pytest.mark.parametrize("path", [path for path in files_of("xdatenfelder") if path.startswith("xdatenfelder3")])
def test_xdatenfelder_agrees_with_what_the_portal_says_of_it(samples, path):
    portal = json.loads((samples / path.replace("_xdf3.xml", "_meta.json")).read_text())
    summary = read_here((samples / path).read_bytes(), path)
    assert summary.identifiers.source_key == portal["fim_id"]
    assert summary.identifiers.version == portal["fim_version"]
    assert portal["bezeichnung"].startswith(summary.title.removesuffix("…"))
    assert len(summary.title) == min(150, len(portal["bezeichnung"].strip()))
    assert str(summary.status) == portal["freigabe_status_label"]
    assert [basis.name for basis in summary.legal_bases] == [base.strip() for base in portal["bezug"]]


def recognised_and_read(content, name):
    """Without the search for secrets, which every file of any format gets."""
    probe = Probe(content, name)
    return child._reader_of(probe).read(probe)


def test_the_largest_schema_is_read_in_three_parse_times_and_little_memory(samples):
    path = samples / LARGEST
    content = path.read_bytes()
    arguments = (str(path), path.name, None, None, len(content))
    parsing, reading = [], []
    for _ in range(7):
        started = time.process_time()
        etree.fromstring(content)
        parsing.append(time.process_time() - started)
        started = time.process_time()
        recognised_and_read(content, path.name)
        reading.append(time.process_time() - started)
    assert min(reading) <= 3 * min(parsing)
    measured = measure_limited(child._read_in_child, *arguments)
    assert measured.result["summary"]["counts"]["fields_uses"] == 54
    assert measured.peak_bytes < 150 * 1024 * 1024


def test_real_xml_keeps_its_meaning_through_json(samples):
    for path in files_of("xdatenfelder"):
        summary = read_here((samples / path).read_bytes(), path)
        assert type(summary).from_json(json.loads(json.dumps(summary.to_json()))) == summary
