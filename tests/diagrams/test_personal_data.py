"""Which personal data a form asks for; measured on real forms against a table made by hand."""

from pathlib import Path

import pytest

from registry.diagrams.personal_data import CATEGORIES, MAX_NAMED, categories_of, personal_data
from registry.formats.child import read_here
from registry.formats.form import ElementKind, FormElement
from registry.starting.checking import find_samples
from tests.diagrams.building import a_field, a_form, a_group, a_page

TRUTH = Path(__file__).parent / "personal_data_of_fim_fields.txt"
"""By FIM field (number of version 2) what it asks for; a field that is not listed asks for nothing personal."""
PRECISION, RECALL = 0.97, 0.93


def found(name: str, group: str = "", **values: str) -> list[str]:
    return [category.id for category in categories_of(a_field(name, **values), group)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vorname", ["name"]),
        ("Name", ["name"]),
        ("Name des Unternehmens", []),
        ("Geburtsdatum", ["birth"]),
        ("STRASSE", ["address"]),
        ("Straße und Hausnummer", ["address"]),
        ("Telefon (freiwillig)", ["contact"]),
        ("IBAN", ["bank"]),
        ("Kontoinhaberin oder Kontoinhaber", ["name", "bank"]),
        ("Personalausweisnummer", ["identity"]),
        ("Steuer-ID", ["tax"]),
        ("Familienstand", ["family"]),
        ("Staatsangehörigkeit", ["nationality"]),
        ("Grad der Behinderung", ["health"]),
        ("Konfession", ["religion"]),
        ("Mitglied einer Gewerkschaft", ["opinion"]),
        ("Führungszeugnis", ["offences"]),
        ("Schulzeugnis", ["work"]),
        ("Monatliches Einkommen", ["money"]),
        ("Lichtbild", ["photo"]),
        ("Amtliches Kennzeichen", ["vehicle"]),
        ("Rufname des Hundes", []),
        ("Ort der Veranstaltung", []),
        ("Art des Betriebes", []),
        ("Zählerstand", []),
        ("Aktenzeichen", []),
    ],
)
def test_by_name(name: str, expected: list[str]) -> None:
    assert found(name) == expected


def test_by_type_whatever_the_name() -> None:
    kinds = {kind: found("Angabe", type=kind) for kind in ("person", "address", "email", "iban", "signature", "text")}
    assert kinds == {
        "person": ["name"],
        "address": ["address"],
        "email": ["contact"],
        "iban": ["bank"],
        "signature": ["signature"],
        "text": [],
    }


def test_by_the_group_around() -> None:
    assert found("Tag", "Geburtsdatum") == ["birth"]
    assert found("Tag", "Termin") == []
    assert found("Gültig bis", "Reisedokument") == ["identity"]


def test_a_question_asks_for_no_address_but_may_reveal_health() -> None:
    assert found("E-Mail-Verkehr gewünscht?", type="bool") == []
    assert found("Haben Sie eine Behinderung?", type="bool") == ["health"]


def test_what_is_about_a_company_is_about_no_person() -> None:
    assert found("Insolvenz der Gesellschaft") == []
    assert found("Strafverfahren gegen die Gesellschaft oder ihre Vertretung") == ["offences"]


def test_special_categories_are_marked() -> None:
    marked = {category.id: category.article for category in CATEGORIES if category.article}
    assert {name for name, article in marked.items() if article == 9} == {
        "health",
        "religion",
        "origin",
        "opinion",
        "biometry",
        "sexuality",
    }
    assert {name for name, article in marked.items() if article == 10} == {"offences"}


def test_the_sum_names_each_field_once_and_cuts_long_lists() -> None:
    many = a_group("Telefone", *(a_field(f"Telefon {number}") for number in range(MAX_NAMED + 3)))
    asked = personal_data(a_form(a_group("Person", a_field("Vorname"), a_field("Vorname")), many))
    assert [(kind.category.id, len(kind.shown), kind.more) for kind in asked] == [
        ("name", 1, 0),
        ("contact", MAX_NAMED, 3),
    ]


def test_pages_and_data_count_both() -> None:
    form = a_form(a_group("Person", a_field("Vorname")), pages=(a_page("Seite", a_field("IBAN")),))
    assert [kind.category.id for kind in personal_data(form)] == ["name", "bank"]


def test_groups_texts_and_buttons_ask_for_nothing() -> None:
    text = FormElement(id="t", kind=ElementKind.TEXT, name="IBAN")
    assert personal_data(a_form(a_group("Geburtsdatum", text))) == []


@pytest.mark.real_files
def test_real_forms() -> None:
    truth = {line.split()[0]: set(line.split()[1].split(",")) for line in TRUTH.read_text().splitlines()}
    guessed = {key: {category.id for category in categories_of(*use)} for key, use in _fields().items()}
    assert set(truth) <= set(guessed)
    right = sum(len(guess & truth.get(key, set())) for key, guess in guessed.items())
    precision = right / sum(map(len, guessed.values()))
    recall = right / sum(map(len, truth.values()))
    assert (precision >= PRECISION, recall >= RECALL) == (True, True), f"precision {precision:.3f}, recall {recall:.3f}"


def _fields() -> dict[str, tuple[FormElement, str]]:
    """The first use of every field of the real schemas, with the group around it."""
    uses: dict[str, tuple[FormElement, str]] = {}

    def walk(element: FormElement, group: str) -> None:
        if element.kind is ElementKind.FIELD:
            key = element.id[:3] + element.id[6:] if len(element.id) == 12 else element.id
            uses.setdefault(key, (element, group))
        for child in element.children:
            walk(child, element.name)

    samples = find_samples()
    assert samples is not None
    for path in sorted(Path(samples).glob("xdatenfelder[23]/*.xml")):
        form = read_here(path.read_bytes(), path.name).form
        assert form is not None
        for element in form.elements:
            walk(element, "")
    return uses
