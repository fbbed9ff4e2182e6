import pytest

from registry.formats.child import read_here
from registry.formats.reading import UnreadableFile
from registry.formats.service_text import MAX_SERVICES

FILE = "zweitwohnungsteuer_xzufi.xml"


def message(services: str, version: str = "2_2_0") -> bytes:
    return f'<a xmlns="http://xoev.de/schemata/xzufi/{version}"><schreibe>{services}</schreibe></a>'.encode()


def module(code: str, text: str) -> str:
    return f"<modulText><leikaTextmodul><code>{code}</code></leikaTextmodul><inhalt>{text}</inhalt></modulText>"


def test_a_service_is_recognised_and_described(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.variant, summary.tool_version) == ("xzufi", "service", "2.2")
    assert (summary.title, summary.solution_kind) == ("Zweitwohnungssteuer Festsetzung", None)
    assert summary.identifiers.leika_keys == ("99102017002000",)
    assert (summary.identifiers.source_key, str(summary.status)) == ("4711", "fachlich freigegeben (silber)")
    assert summary.counts == {"services": 1, "text_modules": 5, "synonyms": 2}


def test_texts_are_plain_with_their_lines(summary_of):
    (service,) = summary_of(FILE).services.services
    texts = {module.code: module.text for module in service.modules}
    assert texts["06"] == "Für eine weitere Wohnung zahlen Sie Steuer.\nbei Miete\nbei Eigentum"
    assert texts["period"] == "Einen Monat nach dem Einzug."


def test_norms_keep_their_address(summary_of):
    assert [(basis.name, basis.kind, basis.uri) for basis in summary_of(FILE).legal_bases] == [
        ("§ 149 Abgabenordnung", "bund", "https://www.gesetze-im-internet.de/ao_1977/__149.html"),
        ("Zweitwohnungsteuersatzung", "satzung", ""),
        ("§ 7 KAG Hessen", "", "https://www.rv.hessenrecht.hessen.de/"),
    ]


def test_words_people_use_are_searched(summary_of):
    texts = summary_of(FILE).texts
    assert {"Nebenwohnung", "Ferienwohnung"} <= set(texts)
    assert "alert(1)" not in " ".join(texts)


@pytest.mark.parametrize(
    ("modules", "title"),
    [
        (module("02", "Eins") + module("03", "Zwei"), "Eins"),
        (module("02", " ") + module("03", "Zwei"), "Zwei"),
        (module("05", "Kurz"), ""),
    ],
)
def test_the_title_follows_the_rule(modules, title):
    assert read_here(message(f"<leistung>{modules}</leistung>"), "x.xml").title == title


@pytest.mark.parametrize(("version", "shown"), [("2_1_0", "2.1"), ("2_2_0", "2.2"), ("2_3_1", "2.3")])
def test_every_version_is_read(version, shown):
    reference = "<referenzLeistungsschluessel><code>99102017002000</code></referenzLeistungsschluessel>"
    summary = read_here(message(f"<leistung>{reference}</leistung>", version), "x.xml")
    assert (summary.tool_version, summary.identifiers.leika_keys) == (shown, ("99102017002000",))


def test_a_related_service_inside_a_service_is_none_of_the_message():
    assert read_here(message("<leistung><bezug><leistung/></bezug></leistung>"), "x.xml").counts["services"] == 1


def test_many_services_are_cut_but_counted_whole():
    summary = read_here(message("<leistung/>" * (MAX_SERVICES + 5)), "x.xml")
    assert (summary.counts["services"], len(summary.services.services)) == (MAX_SERVICES + 5, MAX_SERVICES)
    assert [warning.id for warning in summary.warnings] == ["xzufi.several", "formats.truncated"]


def test_messages_without_a_service_are_other_files():
    assert read_here(message("<organisationseinheit/>"), "x.xml").format_id == "opaque"
    assert read_here(b'<leistung xmlns="urn:anderes"/>', "x.xml").format_id == "opaque"


def test_a_service_only_in_a_comment_is_refused():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(message("<!-- <leistung> -->"), "x.xml")
    assert refusal.value.message.id == "xzufi.no_service"


def test_a_broken_message_is_refused_with_its_line(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(FILE)[:-60], "x.xml")
    assert "ist kein lesbares XZuFi. Sie bricht in Zeile" in str(refusal.value.message)
