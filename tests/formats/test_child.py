"""Reading in the child: the same as here, and every breach ends in a sentence."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from registry.core.limited import Breach, LimitedCallFailed, ProcessLimits
from registry.formats import READERS, child
from registry.formats.child import read_file, read_here
from registry.formats.cli import formats
from registry.formats.findings import OwnTraces
from registry.formats.reading import FileSummary, ReadLimits, UnreadableFile

FIXTURES = sorted((Path(__file__).parent / "fixtures").iterdir())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_the_child_reads_what_is_read_here(path):
    here = read_here(path.read_bytes(), path.name)
    assert read_file(path, path.name) == here
    assert read_file(str(path), path.name) == here
    assert read_file(path.read_bytes(), path.name) == here


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_summary_survives_storing(path):
    summary = read_here(path.read_bytes(), path.name)
    stored = json.loads(json.dumps(summary.to_json()))
    assert FileSummary.from_json(stored) == summary
    assert FileSummary.from_json({**stored, "von": "morgen"}) == summary


def test_a_refusal_comes_back_as_a_sentence():
    with pytest.raises(UnreadableFile) as refusal:
        read_file(b"<definitions", "x.bpmn")
    assert "„x.bpmn“" in str(refusal.value.message)


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "groß.bin"
    path.write_bytes(bytes(3 * 1024 * 1024))
    with pytest.raises(UnreadableFile) as refusal:
        read_file(path, "groß.bin", limits=ReadLimits(file_bytes=2 * 1024 * 1024))
    assert str(refusal.value.message) == "Die Datei „groß.bin“ ist 3 MB groß. Erlaubt sind 2 MB."


def test_what_a_person_says_counts_more_than_the_content(fixture_bytes):
    content = fixture_bytes("gewerbe.bpmn")
    assert read_file(content, "gewerbe.bpmn", format_id="opaque").format_id == "opaque"
    with pytest.raises(UnreadableFile):
        read_file(content, "gewerbe.bpmn", format_id="xdatenfelder")


def test_own_traces_reach_the_child():
    (found,) = read_file(b"Rathaus Usingen", "a.txt", own_traces=OwnTraces(town="Usingen")).findings
    assert found.category == "local_value"


@pytest.mark.parametrize("breach", Breach)
def test_every_breach_ends_in_a_german_sentence(breach, monkeypatch):
    def fail(*args, limits):
        raise LimitedCallFailed(breach, "ValueError in read:1")

    monkeypatch.setattr(child, "measure_limited", fail)
    with pytest.raises(UnreadableFile) as refusal:
        read_file(b"", "../a.bpmn")
    assert str(refusal.value.message).startswith("Die Datei „a.bpmn“")


def test_time_and_memory_are_limited_for_real():
    heavy = b"<a>" + b"<b c='1'/>" * 2_000_000 + b"</a>"
    with pytest.raises(UnreadableFile) as refusal:
        read_file(heavy, "a.bpmn", limits=ReadLimits(process=ProcessLimits(memory_bytes=200 * 1024 * 1024)))
    assert refusal.value.message.id in {"formats.too_much_memory", "formats.failed"}


def test_hostile_names_come_out_as_bounded_text():
    name = "]]><script>\u202e\x00" + "x" * 5_000 + ".bpmn"
    with pytest.raises(UnreadableFile) as refusal:
        read_file(b"", name)
    shown = refusal.value.message.params["name"]
    assert len(shown) <= 120
    assert not {"\u202e", "\x00"} & set(shown)


def test_the_table_names_every_file(tmp_path, fixture_bytes):
    (tmp_path / "unter").mkdir()
    (tmp_path / "unter" / "g.bpmn").write_bytes(fixture_bytes("gewerbe.bpmn"))
    (tmp_path / "kaputt.bpmn").write_bytes(b"<definitions")
    result = CliRunner().invoke(formats, ["table", str(tmp_path)])
    assert result.exit_code == 0, result.output
    header, broken, good = result.output.splitlines()
    assert header.split("\t") == ["Datei", "Format", "Sicherheit", "Anzahl", "Grund"]
    assert broken.split("\t")[:2] == ["kaputt.bpmn", "refused"]
    assert good.split("\t")[:3] == ["unter/g.bpmn", "bpmn", "certain"]
    assert "tasks 3" in good


def test_the_table_takes_the_folder_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_SAMPLES", str(tmp_path))
    assert CliRunner().invoke(formats, ["table"]).output.count("\n") == 1


def test_no_reader_claims_harmless_files():
    for content in (b"", b"text", b"{}", b"[]", b"<a/>", b"\x00\x01"):
        assert read_here(content, "datei").format_id == "opaque"
    assert all(reader.label for reader in READERS)


def test_a_relative_path_is_meant_from_here(tmp_path, monkeypatch):
    (tmp_path / "notiz.txt").write_text("Eine Notiz")
    monkeypatch.chdir(tmp_path)
    assert read_file("notiz.txt", "notiz.txt").format_id == "opaque"
