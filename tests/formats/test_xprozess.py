import base64
import re

import pytest

from registry.formats.child import read_here
from registry.formats.reading import UnreadableFile
from tests.formats.hostile import MEGABYTE, archive_of, raw_archive, zeros_deflated

FILE = "baumfaellgenehmigung_xprozess.xml"
NAMESPACE = "http://www.regierung-mv.de/xprozess/2"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN = f'<definitions xmlns="{MODEL}"><process id="q" name="Q"><task id="t" name="{{name}}"/></process></definitions>'


@pytest.fixture
def with_model(fixture_bytes):
    """The fixture with something else as the content of its model file."""

    def change(content: bytes) -> bytes:
        text = base64.b64encode(content)
        return re.sub(rb"(<xp:inhalt>)[^<]*", lambda found: found[1] + text, fixture_bytes(FILE))

    return change


def test_class_and_process(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.variant, summary.platform, summary.solution_kind) == (
        "xprozess",
        "process",
        "fim",
        "process",
    )
    assert (summary.title, summary.tool) == ("Baumfällgenehmigung erteilen", "Beispielwerk (Beispiel GmbH)")
    assert summary.identifiers.leika_keys == ("99093003001000",)
    assert summary.identifiers.fim_ids == ("D99000000931",)
    assert (summary.identifiers.source_key, summary.identifiers.version) == ("99093003001000", "01.00.00")
    assert str(summary.status) == "fachlich freigegeben (gold)"
    assert summary.warnings == ()


def test_norms_and_keywords(summary_of):
    summary = summary_of(FILE)
    assert [(basis.name, basis.kind, basis.uri) for basis in summary.legal_bases] == [
        ("§ 29 BNatSchG", "bund", "https://www.gesetze-im-internet.de/bnatschg_2009/__29.html"),
        ("Baumschutzsatzung", "satzung", ""),
    ]
    assert summary.facts["tags"] == ["Baum", "Baumschutz", "Fällung"]


def test_activity_groups_are_steps_by_their_number(summary_of):
    groups, model = summary_of(FILE).flow.flows
    assert [(node.name, node.type, node.documentation, node.detail) for node in groups.nodes] == [
        ("Antrag empfangen", "RAG 1", "", "§ 22 HVwVfG"),
        ("Antrag fachlich prüfen", "RAG 4", "Standort, Art und Zustand des Baums", "Baumschutzsatzung"),
        ("Bescheid erstellen", "RAG 2", "", ""),
    ]
    assert groups.documentation == "Die Untere Naturschutzbehörde entscheidet über den Antrag."
    assert (model.name, len(model.nodes), len(model.edges)) == ("Baumfällgenehmigung erteilen", 7, 6)


def test_counts_hold_the_groups_and_those_of_the_model(summary_of):
    counts = summary_of(FILE).counts
    wanted = {"process_classes": 1, "process_profiles": 1, "activity_groups": 3, "models": 1}
    wanted |= {"subprocesses": 3, "gateways": 1, "sequence_flows": 6, "tasks": 0}
    assert {key: counts[key] for key in wanted} == wanted


def test_texts_hold_profile_groups_participants_and_model(summary_of):
    texts = summary_of(FILE).texts
    for wanted in (
        "Grundstückseigentümer",
        "Naturschutz und Landschaftspflege",
        "Standort, Art und Zustand des Baums",
        "Genehmigungsfähig?",
    ):
        assert wanted in texts, wanted


@pytest.mark.parametrize(
    "root",
    [
        f"{part}.{kind}.{code}"
        for part, codes in {
            "prozesskatalog": ("0101", "0102", "0103"),
            "prozessbibliothek": ("0201", "0202", "0203"),
            "alleInhalte": ("0301", "0302", "0303"),
        }.items()
        for kind, code in zip(("anfrage", "antwort", "export"), codes, strict=True)
    ],
)
def test_every_message_is_recognised(root):
    summary = read_here(f'<{root} xmlns="{NAMESPACE}"/>'.encode(), "x.xml")
    assert (summary.format_id, summary.reason.params["root"]) == ("xprozess", root)
    assert [warning.id for warning in summary.warnings] == ["xprozess.no_content"]


def test_a_catalogue_without_processes():
    inner = "<prozesskatalog>" + "<prozessklasse><id>99093003001000</id><name>A</name></prozessklasse>" * 2
    content = f'<prozesskatalog.export.0103 xmlns="{NAMESPACE}">{inner}</prozesskatalog></prozesskatalog.export.0103>'
    summary = read_here(content.encode(), "x.xml")
    assert (summary.variant, summary.title, summary.counts["process_classes"]) == ("class", "A", 2)
    assert [warning.id for warning in summary.warnings] == ["xprozess.several"]


def test_an_unknown_status_is_named_with_its_line(fixture_bytes):
    content = fixture_bytes(FILE).replace(b"<code>6</code>", b"<code>42</code>")
    summary = read_here(content, FILE)
    assert summary.status is None
    assert [(warning.id, warning.params["code"]) for warning in summary.warnings] == [("xprozess.unknown_status", "42")]


def test_groups_without_numbers_keep_the_order_of_the_file(fixture_bytes):
    content = fixture_bytes(FILE).replace(b"<xp:id>01</xp:id>", b"<xp:id>a</xp:id>")
    assert read_here(content, FILE).flow.flows[0].nodes[0].name == "Bescheid erstellen"


def test_names_in_the_archive_do_not_matter(with_model):
    content = with_model(archive_of({"<script>/etc/passwd": BPMN.format(name="Prüfen").encode()}))
    assert read_here(content, FILE).flow.flows[1].nodes[0].name == "Prüfen"


def test_bpmn_without_an_archive_is_read_too(with_model):
    assert read_here(with_model(BPMN.format(name="Prüfen").encode()), FILE).counts["tasks"] == 1


@pytest.mark.parametrize(
    ("model", "warning"),
    [
        (b"PK\x03\x04 kaputt", "xprozess.model_unreadable"),
        (archive_of({f"{at}.xml": b"<a/>" for at in range(11)}), "xprozess.model_unreadable"),
        (archive_of({"a.xml": b"<!DOCTYPE a><definitions/>"}), "xprozess.model_unreadable"),
        (archive_of({"a.pdf": b"%PDF-1.7 nichts"}), "xprozess.no_bpmn"),
        (archive_of({"innen.zip": archive_of({"a.bpmn": BPMN.encode()})}), "xprozess.no_bpmn"),
    ],
)
def test_a_model_that_cannot_be_read_leaves_the_rest(with_model, model, warning):
    summary = read_here(with_model(model), FILE)
    assert [found.id for found in summary.warnings] == [warning]
    assert (summary.counts["activity_groups"], summary.counts["models"]) == (3, 0)


def test_text_that_is_no_base64_leaves_the_rest(fixture_bytes):
    content = re.sub(rb"<xp:inhalt>[^<]*", b"<xp:inhalt>kein base64!", fixture_bytes(FILE))
    assert [found.id for found in read_here(content, FILE).warnings] == ["xprozess.model_unreadable"]


def test_a_model_that_would_explode_is_refused(with_model):
    bomb = raw_archive([{"name": "a.bpmn", "data": zeros_deflated(256 * MEGABYTE), "size": 256 * MEGABYTE}])
    with pytest.raises(UnreadableFile) as refusal:
        read_here(with_model(bomb), FILE)
    assert refusal.value.message.id == "formats.zip.bomb"


def test_what_must_not_be_published_is_found_inside_the_model(with_model):
    content = with_model(archive_of({"a.bpmn": BPMN.format(name="Mail an sachgebiet7@rathaus-musterau.de").encode()}))
    (finding,) = [found for found in read_here(content, FILE).findings if found.category == "email"]
    assert finding.place.params["where"] == "Prozessmodell"


def test_a_broken_message_is_refused(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(FILE)[:-100], "x.xml")
    assert refusal.value.message.id == "formats.xml.cut_off"


def test_a_broken_one_that_a_person_calls_xprozess_is_refused():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"<a/>", "x.xml", format_id="xprozess")
    assert refusal.value.message.id == "xprozess.wrong_root"
