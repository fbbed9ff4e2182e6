"""What must not be published is found where it stands, masked, and nothing harmless is reported."""

import json
import time

import pytest

from registry.formats.child import read_here
from registry.formats.findings import OwnTraces, category_label
from registry.formats.reading import FindingKind

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"


def findings(text: str, name: str = "a.txt", **options):
    return read_here(text.encode("utf-8", "surrogatepass"), name, **options).findings


def categories(text: str) -> list[str]:
    return sorted({found.category for found in findings(text)})


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("password=hunter2x9", "password"),
        ('var apiKey = "abc-def-ghi";', "password"),
        ("api_key: Zx81Qm02", "password"),
        ("set_token(\"x\"); token := 'Zx81'", "password"),
        ("Kennwort: Sommer2026", "password"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n", "private_key"),
        (f"Kopf {TOKEN}", "token"),
        ("AKIAIOSFODNN7EXAMPLE", "token"),
        ("ghp_" + "a1B2" * 9, "token"),
        ("https://dienst:Geheim9@stadt-x.de/api", "url_credentials"),
        ("jdbc:postgresql://u:Geheim9@db/x", "url_credentials"),
        ("https://stadt-x.de/hook?access_token=abcdef123456", "url_credentials"),
        ("http://fileserver/ablage", "internal_address"),
        ("https://dms.stadt-x.intern/api", "internal_address"),
        ("ldap://dc01.rathaus.local:389", "internal_address"),
        ("Server 10.12.0.7 im Keller", "internal_address"),
        ("192.168.178.1", "internal_address"),
        ("\\\\srv-akten\\ordnungsamt", "internal_address"),
        ("https://civento.stadt-x.de/start?x=1", "installation"),
        ("https://formcycle.stadt-x.de/formcycle/form/provide/7", "installation"),
        ("Schreiben Sie an ordnungsamt@stadt-x.de.", "email"),
        ("bürgerbüro@städtchen-x.de", "email"),
        ("Tel. 06081 / 9987-0", "phone"),
        ("+49 6081 998700", "phone"),
        ("(06081) 99870", "phone"),
        ("Konto DE02 1203 0000 0000 2020 51", "iban"),
        ("DE02120300000000202051", "iban"),
        ("C:\\Users\\v.nachname\\Desktop", "user_path"),
        ("/home/nachname/export", "user_path"),
        ("C:/Users/v.nachname/Desktop", "user_path"),
        ("Anmeldung als STADT\\v.nachname", "login"),
        ("Passwort lautet Sommer2026", "password"),
        ("PW: Sommer2026", "password"),
        ("xhr.setRequestHeader('X-Api-Key', 'abc123def')", "password"),
        ("Basic ZGllbnN0OkdlaGVpbTk=", "token"),
        ("Bearer 8f14e45fceea467f9d4c", "token"),
        ("Der Server 81.20.134.77 antwortet", "ip_address"),
        ("http://81.20.134.77:8080/api", "ip_address"),
        ("http://10.20.0.7/api", "internal_address"),
        ("Tel. 06081 998700.", "phone"),
        ("Mobil 01709876543", "phone"),
        ("0170 9876543", "phone"),
        ("Bitte wenden Sie sich an Frau Nachnam", "person"),
        ("Herr Dr. Vor-Vornam Nachnam prüft den Antrag", "person"),
        ("Sachbearbeiterin: Rolandine Nachnam, Zimmer 12", "person"),
    ],
)
def test_plain_text(text, category):
    assert categories(text) == [category]


@pytest.mark.parametrize(
    "text",
    [
        "Passwort: Bitte geben Sie Ihr Kennwort ein",
        "password=[%tfPassword%]",
        'password = ""',
        "token: ${TOKEN}",
        "apiKey = $$VE.Konfig.Key$$",
        "secret: ***",
        "Das Passwort muss 8 Zeichen haben.",
        "https://www.gesetze-im-internet.de/bgb/__965.html",
        "http://www.w3.org/2001/XMLSchema",
        "MaxMustermann@email.de",
        "[%tfMail%]@",
        "@media screen { }",
        "Telefon: (0211) 12345678",
        "DE03 1203 0000 0000 2020 51",
        "Version 10.2.3",
        "urn:oid:10.1.2.3.4",
        "10.300.1.1",
        "C:\\Users\\Public\\Desktop",
        "Am 01.02.2026 um 10:30",
        "S00000000371",
        "99107023017000",
        "0123456789",
        "",
        "5.0.32.2",
        "Abschnitt 66.2.1.1",
        "01067 01069 01097",
        "Basic information about tokens",
        "Bearer token",
        'let names = ["password", "email12"]',
        "Anrede: Herr Frau Divers",
        "für Frau Entgegennahme",
        "Herr Bürgermeister und Frau Bürgermeisterin",
        "von Frau Antragstellerin",
        "Ansprechpartner: Vorname Nachname",
        "Sachbearbeitung: Ordnungsamt Usingen",
        "FEHLER\\nBitte melden",
    ],
)
def test_harmless_text(text):
    assert categories(text) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('<a password="Zx81Qm"/>', ["password"]),
        ("<dienst><apiKey>Zx81Qm</apiKey></dienst>", ["password"]),
        ("<a><IsPasswort>true</IsPasswort></a>", []),
        ('<a><Metadatenfeld Name="password"/></a>', []),
        ("<a><benutzername>svc_kasse</benutzername></a>", ["login"]),
        ("<a author='Vorname Nachname'/>", ["person"]),
        ("<a author='Ministerium für Umwelt'/>", []),
        ("<a><fachlicherErsteller>Bundesredaktion</fachlicherErsteller></a>", []),
        ("<a><!-- Rückfragen: kasse@stadt-x.de --></a>", ["email"]),
        ("<a>vor<b/>kasse@stadt-x.de</a>", ["email"]),
        ('<a href="mailto:kasse&#64;stadt-x.de"/>', ["email"]),
        ("<a author='Rolandine Nachnam'/>", ["person"]),
        ('<a><property name="dbPassword" value="Zx81Qm"/></a>', ["password"]),
        ('<a><add key="ApiKey" value="Zx81Qm"/></a>', ["password"]),
        ('<a><inputParameter name="password">Zx81Qm</inputParameter></a>', ["password"]),
        ('<a><input source="=&quot;Zx81Qm&quot;" target="password"/></a>', ["password"]),
        ("<a><Name>Passwort</Name><Wert>Zx81Qm</Wert></a>", ["password"]),
        (
            '<a><Metadatenfeld Name="Kennwort"><Feld><Vorbelegung>Zx81</Vorbelegung></Feld></Metadatenfeld></a>',
            ["password"],
        ),
        ('<a><property name="Passwort" value="Bitte eingeben"/></a>', []),
        ('<a><property name="passwordPattern" value="[A-Z0-9]{8}"/></a>', []),
        ('<a><property name="user_id" value="Antrag"/></a>', []),
        ('<a><dataObject name="Token" id="Data_81"/></a>', []),
    ],
)
def test_xml_by_names_and_text(content, expected):
    assert sorted({found.category for found in findings(content, "a.xml")}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"clientSecret": "Zx81Qm"}, ["password"]),
        ({"name": "tfPassword", "label": "Passwort"}, []),
        ({"showPassword": "1", "passwordHint": "Bitte wählen Sie ein gutes Kennwort"}, []),
        ({"headers": [{"name": "X-Key", "value": "abc123"}]}, ["header"]),
        ({"headers": {"Authorization": "Basic abc123"}}, ["header"]),
        ({"headerParameters": [{"name": "Content-Type", "value": "application/json"}]}, []),
        ({"headers": {"Accept": "text/html"}}, []),
        ({"queryParameters": [{"name": "token", "value": "Zx81Qm"}]}, ["password"]),
        ({"parameters": [{"key": "Sachbearbeiter", "value": "Rolandine Nachnam"}]}, ["person"]),
        ({"name": "Passwort", "other": {"value": "Zx81Qm"}}, []),
        ({"passwordRegex": "[A-Z]{8}", "passwordLabel": "Kennwort2", "password": "Passwort"}, []),
        ({"owner": "v.nachname"}, ["login"]),
        ({"nested": {"deep": [{"url": "http://10.0.0.5/x"}]}}, ["internal_address"]),
        ({"bild": "data:image/png;base64," + "QUJD" * 400}, []),
    ],
)
def test_json_by_keys_and_text(value, expected):
    assert sorted({found.category for found in findings(json.dumps(value), "a.json")}) == expected


def test_no_value_is_ever_shown_whole():
    text = f"password=Sommer2026 dienst@stadt-x.de DE02120300000000202051 {TOKEN} https://u:Geheim9@stadt-x.de"
    shown = json.dumps([found.to_json() for found in findings(text)])
    for value in ("Sommer2026", "dienst@", "120300000000", TOKEN, "Geheim9"):
        assert value not in shown


def test_kinds_and_severity():
    kinds = {
        found.category: (found.kind, found.severity) for found in findings("password=Zx81Qm02 a@stadt-x.de 10.0.0.1")
    }
    assert kinds == {
        "password": (FindingKind.SECRET, 3),
        "email": (FindingKind.PERSONAL, 2),
        "internal_address": (FindingKind.INTERNAL, 1),
    }


def test_places_count_lines_and_columns():
    first, second = findings("eins\nzwei a@stadt-x.de\n" + "x " * 150 + "b@stadt-x.de")
    assert str(first.place) == "Zeile 2"
    assert str(second.place).startswith("Zeile 3, Zeichen 3")


def test_the_same_value_is_one_finding_with_its_number():
    (found,) = findings("a@stadt-x.de\nA@STADT-X.DE\na@stadt-x.de")
    assert (found.occurrences, str(found.place)) == (3, "Zeile 1")


def test_fingerprints_carry_over_to_another_file():
    (before,) = findings("a@stadt-x.de")
    (after,) = findings('<x mail="a@stadt-x.de"/>', "b.xml")
    (other,) = findings("b@stadt-x.de")
    assert before.fingerprint == after.fingerprint != other.fingerprint


def test_traces_of_the_town_itself_are_found():
    traces = OwnTraces(town="Usingen", domain="usingen.de", mailbox="")
    found = findings("Stadt USINGEN, Usingener Straße, www.usingen.de", own_traces=traces)
    assert [(one.category, one.excerpt, one.occurrences) for one in found] == [
        ("local_value", "USINGEN", 2),
        ("local_value", "usingen.de", 1),
    ]


def test_there_are_only_so_many_findings_and_secrets_come_first():
    text = "\n".join(f"a{at}@stadt-x.de" for at in range(400)) + "\npassword=Zx81Qm02"
    summary = read_here(text.encode(), "a.txt")
    assert len(summary.findings) == 200
    assert summary.findings_truncated
    assert summary.findings[0].category == "password"


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "@",
        "a@",
        "a@a.",
        "0",
        "0 ",
        "+49 ",
        "DE02 ",
        "eyJ",
        "eyJa.",
        "password",
        "password=",
        'pwd:"',
        "http://",
        "\\\\",
        "C:\\Users\\",
        "10.",
        "-----BEGIN ",
        "token ",
        "((",
        "Aa ",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece):
    small, large = (_cpu_s((piece * (size // len(piece))).encode()) for size in (100_000, 400_000))
    assert large < small * 12 + 0.2


def _cpu_s(content):
    """Processor time of a reading, the best of three: other processes on the machine do not count."""
    times = []
    for _ in range(3):
        started = time.process_time()
        read_here(content, "a.txt")
        times.append(time.process_time() - started)
    return min(times)


def test_every_category_has_a_sentence():
    assert str(category_label("email")) == "E-Mail-Adresse"
    assert str(category_label("aus der Zukunft")) == "Eigener Wert Ihrer Kommune"
