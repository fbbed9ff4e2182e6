"""The guards before the readers: XML, JSON and archives that want to harm."""

import json
import time

import pytest

from registry.core.limited import measure_limited
from registry.formats import archives, child, strict_json, xml
from registry.formats.child import read_file, read_here
from registry.formats.reading import Broken, UnreadableFile
from tests.formats.hostile import archive, archive_of, hostile_archives, hostile_documents

ARCHIVES = hostile_archives()


@pytest.mark.parametrize("kind", ARCHIVES)
def test_hostile_archives_are_refused_quickly(kind):
    reason, content = ARCHIVES[kind]
    started = time.process_time()
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, "paket.zip")
    assert time.process_time() - started < 0.5
    assert refusal.value.message.id == f"formats.zip.{reason}"
    assert "paket.zip" in str(refusal.value.message)


def test_ten_gigabytes_are_refused_within_a_second_and_little_memory():
    _, content = ARCHIVES["ten gigabytes"]
    started = time.process_time()
    measured = measure_limited(child._read_in_child, content, "bombe.zip", None, None, len(content))
    assert time.process_time() - started < 1
    assert measured.result["unreadable"]["id"] == "formats.zip.bomb"
    assert measured.peak_bytes - len(content) < 64 * 1024 * 1024


def test_a_good_archive_is_read():
    opened = archives.open_archive(archive(a__txt=b"gut", b__txt=b"auch gut"))
    assert opened.names == ("a.txt", "b.txt")
    assert opened.read("b.txt") == b"auch gut"


def test_folders_and_a_well_packed_file_are_no_bomb():
    opened = archives.open_archive(archive_of({"ordner/": b"", "ordner/a.json": b"[" + b"0," * 400_000 + b"0]"}))
    assert opened.names == ("ordner/a.json",)


def test_reading_counts_and_stops():
    opened = archives.open_archive(archive_of({"a.bin": bytes(300_000)}))
    with pytest.raises(Broken) as refusal:
        opened.read("a.bin", 100_000)
    assert refusal.value.reason.id == "formats.zip.bomb"


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "canary"
    path.write_text("KANARIENVOGEL")
    return path


@pytest.mark.parametrize("kind", hostile_documents(""))
@pytest.mark.parametrize("name", ["datei.xml", "datei.bpmn", "datei"])
def test_hostile_documents_are_refused_quickly(kind, name, canary):
    content = hostile_documents(str(canary))[kind]
    started = time.process_time()
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, name)
    assert time.process_time() - started < 1
    assert refusal.value.message.id == "formats.xml.doctype"
    assert "KANARIENVOGEL" not in str(refusal.value.message)


def test_the_child_refuses_an_entity_bomb_within_a_second():
    child.warm_reader()
    started = time.process_time()
    with pytest.raises(UnreadableFile):
        read_file(hostile_documents("")["laughs"], "lol.xml")
    assert time.process_time() - started < 1


def test_an_encoding_that_hides_a_doctype_is_not_read():
    content = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-+ADw-x/+AD4-'
    for name in ("a.xml", "a.bpmn"):
        with pytest.raises(UnreadableFile) as refusal:
            read_here(content, name)
        assert refusal.value.message.id in {"formats.xml.doctype", "formats.xml.unknown_encoding"}


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "ebcdic-cp-be", "shift_jis", "big5"])
def test_other_encodings_are_refused_where_a_format_is_claimed(encoding):
    head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
    content = head + b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'
    with pytest.raises(UnreadableFile):
        read_here(content, "a.bpmn")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252"])
def test_usual_encodings_are_read(encoding):
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="Größe prüfen"/></definitions>'  # noqa: E501 (one literal)
    assert read_here(text.encode(encoding), "x").title == "Größe prüfen"


def test_too_deep_xml_and_too_long_attributes_are_refused():
    for content in (b"<a>" * 5_000 + b"</a>" * 5_000, b'<a b="' + b"x" * 12_000_000 + b'"/>'):
        with pytest.raises(Broken) as refusal:
            xml.parse(content)
        assert refusal.value.reason.id == "formats.xml.too_complex"


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        (b"<a>\n<b>\n</a>", "tag_mismatch", "3"),
        (b"<a>\n<b></b>\n", "cut_off", "3"),
        (b"<a>\n\xe4\n</a>", "wrong_encoding", "2"),
        (b"", "empty", "1"),
        (b"<a x=1/>", "bad_attribute", "1"),
        (b"<a>\n<b>\x01</b></a>", "forbidden_character", "2"),
        (b"<a>\n&nbsp;</a>", "undeclared", "2"),
        (b"<a>\n<x:b/></a>", "undeclared", "2"),
        (b"<a/>\n<b/>", "after_end", "2"),
        (b"<a>\n<></a>", "not_well_formed", "2"),
    ],
)
def test_broken_xml_names_line_and_reason(content, reason, line):
    with pytest.raises(Broken) as refusal:
        xml.parse(content)
    assert refusal.value.reason.id == f"formats.xml.{reason}"
    assert refusal.value.params["line"] == line


def test_dropping_gives_the_same_tree_streamed_or_not(monkeypatch):
    content = b"<r xmlns='urn:x'><weg><tief/></weg><da>1</da><weg/>text</r>"
    whole = xml.parse(content, drop="{urn:x}weg")
    monkeypatch.setattr(xml, "STREAM_FROM", 0)
    streamed = xml.parse(content, drop="{urn:x}weg")
    assert [xml.local(part) for part in whole] == [xml.local(part) for part in streamed] == ["da"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1, "a": 2}', "duplicate_key"),
        ('{"a": NaN}', "bad_number"),
        ('{"a": -Infinity}', "bad_number"),
        ('{"a": 1e999}', "bad_number"),
        (f'{{"a": {2**63}}}', "bad_number"),
        ('{"a": ' + "9" * 5_000 + "}", "bad_number"),
        ("[" * 65 + "]" * 65, "too_deep"),
        ("[" * 100_000 + "]" * 100_000, "too_deep"),
        ('{"a": 1', "not_well_formed"),
        ('{"a": "x\x00y"}', "not_well_formed"),
        ("", "not_well_formed"),
    ],
)
def test_json_is_strict(text, reason):
    with pytest.raises(Broken) as refusal:
        strict_json.parse(text.encode())
    assert refusal.value.reason.id == f"formats.json.{reason}"


def test_json_limits_are_exact():
    assert strict_json.parse(b"[" * 64 + b"]" * 64)
    assert strict_json.parse(f"[{2**63 - 1}, {-(2**63)}]".encode()) == [2**63 - 1, -(2**63)]


def test_json_names_the_place():
    with pytest.raises(Broken) as refusal:
        strict_json.parse(b'{"a": 1,\n "b" 2}')
    assert refusal.value.params == {"line": "2", "column": "6"}


def test_json_in_a_wrong_encoding_is_refused():
    with pytest.raises(Broken) as refusal:
        strict_json.parse(json.dumps({"ä": 1}, ensure_ascii=False).encode("latin-1"))
    assert refusal.value.reason.id == "formats.json.wrong_encoding"


def test_walking_json_names_every_place():
    value = {"a": [1, {"b": "x"}], "c": None}
    assert list(strict_json.walk(value)) == [(("a", "0"), 1), (("a", "1", "b"), "x"), (("c",), None)]
