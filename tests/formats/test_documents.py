import zlib

import pytest

from registry.formats import READERS, format_label, reader_for
from registry.formats.child import read_here
from registry.formats.reading import UnreadableFile
from tests.formats.hostile import archive_of

CORE = b'<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Handbuch</dc:title><dc:creator>Vorname Nachname</dc:creator><cp:lastModifiedBy>v.nachname</cp:lastModifiedBy></cp:coreProperties>'  # noqa: E501 (one literal)
BODY = b'<w:document xmlns:w="urn:w"><w:body><w:p><w:r><w:t>Fragen an rat</w:t></w:r><w:r><w:t>haus@stadt-x.de</w:t></w:r></w:p></w:body></w:document>'  # noqa: E501 (one literal)
PDF = b"%PDF-1.7\n1 0 obj <</Title (Anleitung \\(kurz\\)) /Author (Vorname Nachname)>> endobj\n"


def docx(**extra: bytes) -> bytes:
    return archive_of(
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": BODY, "docProps/core.xml": CORE, **extra}
    )


def odt() -> bytes:
    return archive_of(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>", "meta.xml": CORE}
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (docx(), "docx"),
        (odt(), "odt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "png"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "jpeg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><title>Wappen</title></svg>', "svg"),
        (b"MZ\x90\x00" + bytes(100), "opaque"),
        (b"", "opaque"),
        (b"<!DOCTYPE html><p>Hallo", "opaque"),
        (b"<html><body onload=x>", "opaque"),
        (archive_of({"x.txt": b"x"}), "opaque"),
    ],
)
def test_papers_and_pictures_are_recognised_by_content(content, kind):
    assert read_here(content, "datei.pdf").format_id == kind


def test_what_a_document_says_of_people_is_found():
    findings = read_here(docx(), "h.docx").findings
    assert {(found.category, str(found.place)) for found in findings} == {
        ("email", "im Archiv in „word/document.xml“"),
        ("person", "im Archiv in „docProps/core.xml“"),
        ("login", "im Archiv in „docProps/core.xml“"),
    }
    assert "Nachname" not in str([found.to_json() for found in findings])


def test_titles_come_from_the_properties():
    assert read_here(docx(), "h.docx").title == "Handbuch"
    assert read_here(odt(), "h.odt").title == "Handbuch"
    assert read_here(PDF, "h.pdf").title == "Anleitung (kurz)"


def test_the_author_of_a_pdf_is_found_also_in_packed_objects():
    name = "Vorname Nachname".encode("utf-16-be").hex().encode()
    packed = b"%PDF-1.7\n5 0 obj <</Type /ObjStm /N 1>> stream\r\n"
    packed += zlib.compress(b"<</Author <FEFF" + name + b">>>") + b"\nendstream"
    for content in (PDF, packed):
        (found,) = read_here(content, "h.pdf").findings
        assert (found.category, str(found.place)) == ("person", "Dateieigenschaft „Author“")


def test_an_untagged_pdf_is_a_warning():
    assert [w.id for w in read_here(PDF, "h.pdf").warnings] == ["documents.not_tagged"]
    assert read_here(PDF + b"/StructTreeRoot 3 0 R", "h.pdf").warnings == ()


def test_damaged_properties_are_refused():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(docx(**{"docProps/core.xml": b"<a><b></a>"}), "h.docx")
    assert "DOCX" in str(refusal.value.message)


def test_emma_only_on_the_word_of_a_person():
    content = b"EMMA\x00\x01"
    assert read_here(content, "bot.emma").format_id == "opaque"
    summary = read_here(content, "bot.emma", format_id="emma")
    assert (summary.format_id, summary.solution_kind, summary.platform) == ("emma", "bot", "emma")
    assert "Wianco" in str(summary.format_label)


def test_a_wrong_word_of_a_person_is_refused():
    with pytest.raises(UnreadableFile):
        read_here(b"kein PDF", "x.pdf", format_id="pdf")
    with pytest.raises(UnreadableFile):
        read_here(b"{}", "x.json", format_id="formcycle")
    with pytest.raises(UnreadableFile):
        read_here(b"<a/>", "x.xml", format_id="civento")


def test_secrets_in_binary_files_are_found():
    content = bytes(range(32)) + b'password="Geheim123!"' + bytes(50)
    (found,) = read_here(content, "bot.exp").findings
    assert (found.category, str(found.place)) == ("password", "im nicht lesbaren Teil der Datei")


def test_every_reader_has_its_own_id_and_label():
    assert len({reader.id for reader in READERS}) == len(READERS)
    assert READERS[-1].id == "opaque"
    assert reader_for("bpmn").name == "BPMN 2.0"
    assert str(format_label("gibt-es-nicht")) == "Andere Datei"
