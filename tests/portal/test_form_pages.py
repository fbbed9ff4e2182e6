"""A form on its pages: the preview, the tree with its search, the teaser, and who may see them."""

import json
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import Artifact, Audience, Release, ReleaseState, SolutionKind
from registry.core.database import session, transaction
from registry.formats.form import ElementKind, FormElement, FormModel
from registry.portal.forms import UPPER_LINES
from registry.storage.memory import MemoryStore
from tests.diagrams.building import a_field, a_form, a_group, a_page, a_rule, choices
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.pages import parse, text_of
from tests.support.publishing_factories import make_draft, make_town

LARGE = 150_000
HOSTILE = "<script>alert(1)</script> ]]> \u202etxet \U0001f415 " + "Wort" * 2_500


def formcycle(*items: dict[str, Any]) -> bytes:
    """A FORMCYCLE form with one page that holds these widgets."""
    page = {"className": "XPage", "properties": {"name": "p1", "id": "xi-p1", "legend": "Ihr Hund"}}
    version = {"version": "larissa-8.5.2", "majorVersion": "8", "minorVersion": "5", "patchVersion": "2"}
    widgets = [{**item, "properties": {"parentid": "xi-p1", **item["properties"]}} for item in items]
    return json.dumps({"items": [page, *widgets], "version": version, "title": "Hund anmelden"}).encode()


DOG = formcycle(
    {"className": "XTextField", "properties": {"name": "tfName", "id": "1", "label": "Rufname", "required": "1"}},
    {"className": "XTextField", "properties": {"name": "tfIban", "id": "2", "label": "IBAN", "hiddenif": "tfName"}},
)


def make_form(app: Flask, store: MemoryStore, content: bytes = DOG, **edition: Any) -> tuple[str, str]:
    """A published solution with a form; its slug and the id of the file."""
    wanted = Edition(files=(("hund.json", content),), **edition)
    solution = make_solution(make_town(app), wanted, store=store, kind=SolutionKind.FORM)
    return solution.slug, str(the_file(solution.id).id)


def the_file(solution_id: uuid.UUID) -> Artifact:
    """The one file of a solution."""
    return session().scalars(select(Artifact).join(Release).where(Release.solution_id == solution_id)).one()


def make_form_of(app: Flask, store: MemoryStore, form: FormModel) -> tuple[str, str]:
    """A published solution with a file that holds this form, as if a reader had read it."""
    slug, file_id = make_form(app, store)
    with transaction():
        artifact = session().get_one(Artifact, uuid.UUID(file_id))
        artifact.summary = artifact.summary | {"form": form.to_json()}
    return slug, file_id


def content_of(page: str) -> str:
    """What the page says between header and footer."""
    document, _ = parse(page)
    return text_of(next(document.iter("main")))


def test_the_preview_looks_like_the_form(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug, file_id = make_form(app, store)
    page = client.get(f"/files/{file_id}/form")
    said = content_of(page.text)
    for shown in ("Dies ist eine Vorschau", "Ihr Hund", "Rufname Pflichtangabe", "IBAN freiwillig bedingt"):
        assert shown in said, shown
    assert "verborgen, abhängig von: „Rufname“" in said
    assert f"/solutions/{slug}/releases/1.0.0" in page.text


def test_nothing_in_the_preview_can_be_sent(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    kinds = ("text", "number", "date", "time", "datetime", "bool", "file", "email", "phone", "person", "rating")
    fields = [a_field(kind, type=kind) for kind in kinds]
    fields += [a_field("lang", limits={"max_length": "900"}), a_field("ja?", type="bool")]
    fields += [a_field("wahl", **choices("a", "b")), a_field("viele", **choices(*"abcdefghij"))]
    fields += [FormElement(id="x", kind=ElementKind.ACTION, name="Absenden", key="btn")]
    _, file_id = make_form_of(app, store, a_form(a_group("Alles", *fields)))
    document, _ = parse(client.get(f"/files/{file_id}/form").text)
    main = next(document.iter("main"))
    inputs = [element for tag in ("input", "textarea", "select") for element in main.iter(tag)]
    assert len(inputs) == 15
    assert [element.get("name") for element in inputs if element.get("name")] == []
    assert not list(main.iter("form"))
    assert not list(main.iter("button"))
    free = [element for element in inputs if element.get("readonly") is None and element.get("disabled") is None]
    assert [element.tag for element in free] == ["select"]


def test_repeated_groups_and_rules_in_words(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    rule = a_rule("Wenn F06000000001 leer ist, dann zeige F06000000002 an.")
    fields = (a_field("Marke", id="F06000000001"), a_field("Grund", id="F06000000002", occurs="0:1", required=False))
    group = a_group("Hund", *fields, occurs="0:*", rules=(rule,), legal_bases=("§ 1 HundeStS",))
    _, file_id = make_form_of(app, store, a_form(a_group("Hunde", group)))
    said = content_of(client.get(f"/files/{file_id}/form").text)
    assert "Weitere hinzufügen: 0 bis beliebig viele" in said
    assert "Grund freiwillig bedingt Regel: Wenn „Marke“ leer ist, dann zeige „Grund“ an." in said
    tree = content_of(client.get(f"/files/{file_id}/fields").text)
    assert "Hund Gruppe, 2 Felder, 0 bis beliebig viele" in tree
    assert "Grund Text, 0 bis 1 bedingt" in tree
    assert "Rechtsgrundlage§ 1 HundeStS" in tree


def test_a_long_form_has_a_page_for_each_step(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    groups = [a_group(f"Teil {name}", *(a_field(f"{name}{number}") for number in range(70))) for name in "ABC"]
    slug, file_id = make_form_of(app, store, a_form(*groups))
    first, last = (client.get(f"/files/{file_id}/form?page={page}").text for page in (1, 3))
    assert "A69" in first
    assert "B0" not in first
    assert "Weiter: Teil B" in content_of(first)
    assert "C69" in last
    for odd in ("99", "0", "-1", "x", "9" * 40):
        assert client.get(f"/files/{file_id}/form?page={odd}").status_code == 200
    assert f"/files/{file_id}/form" in client.get(f"/solutions/{slug}").text


def test_the_search_finds_names_help_and_values(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    fields = (a_field("Rasse", **choices("Dackel", "Pudel")), a_field("Größe", help="In Zentimetern"), a_field("Name"))
    _, file_id = make_form_of(app, store, a_form(a_group("Hund", *fields), a_group("Halter", a_field("Ort"))))
    for query, found in (("pudel", "Rasse"), ("groesse", "Größe"), ("ZENTIMETER", "Größe")):
        said = content_of(client.get(f"/files/{file_id}/fields", query_string={"q": query}).text)
        assert f"1 Feld zu „{query}“ gefunden." in said
        assert found in said
        assert "Halter" not in said
    nothing = client.get(f"/files/{file_id}/fields", query_string={"q": "<b>Katze</b> \x00"}).text
    assert "0 Felder zu „&lt;b&gt;Katze&lt;/b&gt;“ gefunden." in nothing


def test_a_large_form_shows_its_top_on_the_page_of_the_solution(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    groups = [
        a_group(f"Gruppe {name}", *(a_field(f"Feld {name} {number}", help="Hilfe " * 40) for number in range(100)))
        for name in range(20)
    ]
    slug, file_id = make_form_of(app, store, a_form(*groups))
    page = client.get(f"/solutions/{slug}").text
    assert "Formular ansehen: 20 Abschnitte, 2000 Eingaben" in page
    assert "Hier stehen die obersten zwei Ebenen" in page
    assert page.count("Feld 0 ") == UPPER_LINES - 1
    assert len(page) < LARGE
    for number in (1, 7):
        assert len(client.get(f"/files/{file_id}/fields?page={number}").text) < 3 * LARGE
        assert len(client.get(f"/files/{file_id}/form?page={number}").text) < LARGE


def test_a_group_used_often_is_not_blown_up(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    address = a_group("Anschrift", *(a_field(f"Feld {number}") for number in range(20)), id="G06000000001")
    _, file_id = make_form_of(app, store, a_form(*(a_group(f"Person {number}", address) for number in range(10))))
    page = client.get(f"/files/{file_id}/fields").text
    assert page.count("Feld 7<") == 1
    assert page.count("wie bei der ersten Verwendung dieser Gruppe") == 9
    assert "200 Felder" in content_of(page)


def test_the_page_of_the_solution_sums_up_personal_data(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    fields = (a_field("Vorname"), a_field("IBAN"), a_field("Grad der Behinderung"))
    slug, _ = make_form_of(app, store, a_form(a_group("Person", *fields)))
    said = content_of(client.get(f"/solutions/{slug}").text)
    assert "Fragt ab: Name, Bankverbindung, Gesundheit (Artikel 9 DSGVO)." in said
    assert "besonders geschützt nach Artikel 9 DSGVO Grad der Behinderung" in said


def test_the_link_to_the_preview_counts_what_the_pages_ask_for(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    pages = (a_page("Start"), a_page("Hund", a_field("Rufname")))
    slug, file_id = make_form_of(app, store, a_form(a_group("Hund", a_field("Rufname"), a_field("Akte")), pages=pages))
    said = content_of(client.get(f"/solutions/{slug}").text)
    assert "Formular ansehen: 2 Seiten, 1 Eingabe" in said
    assert "Alle Felder und Regeln: 2 Felder" in said
    assert "1 Feld" in content_of(client.get(f"/files/{file_id}/form").text)


def test_english(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    _, file_id = make_form(app, store)
    assert "This is a preview." in client.get(f"/en/files/{file_id}/form").text
    tree = client.get(f"/en/files/{file_id}/fields").text
    assert "Required" in tree
    assert "Pflichtangabe" not in tree


def test_hostile_texts_stay_texts(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    base = {"key": HOSTILE, "help": HOSTILE, "default": HOSTILE, "condition": f"hiddenif: {HOSTILE}"}
    base |= {"legal_bases": (HOSTILE,), "limits": {"pattern": HOSTILE, HOSTILE: HOSTILE}, "source_type": HOSTILE}
    kinds = ("text", "bool", "file", "person", HOSTILE)
    fields = [a_field(f"{kind}{HOSTILE}", **(base | {"type": kind})) for kind in kinds]
    fields += [a_field(HOSTILE, **(base | choices(*[HOSTILE] * size))) for size in (2, 12)]
    fields += [FormElement(**({"id": HOSTILE, "kind": kind} | base)) for kind in (ElementKind.TEXT, ElementKind.ACTION)]
    rules = (a_rule(f"dann {HOSTILE}", HOSTILE),)
    group = a_group(HOSTILE, *fields, rules=rules, **base)
    form = a_form(a_page(HOSTILE, group, rules=rules, **base), title=HOSTILE, rules=rules)
    slug, file_id = make_form_of(app, store, form)
    for address in (f"/files/{file_id}/form", f"/files/{file_id}/fields", f"/solutions/{slug}"):
        page = client.get(address)
        assert page.status_code == 200, address
        document, _ = parse(page.text)
        scripts = [script for script in document.iter("script") if script.get("type") != "application/ld+json"]
        assert [script.get("type") for script in scripts] == ["module"]


@pytest.mark.parametrize("state", [ReleaseState.BLOCKED, ReleaseState.WITHDRAWN])
def test_blocked_forms_are_gone_and_withdrawn_ones_stay(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore, state: ReleaseState
) -> None:
    _, file_id = make_form(app, store, state=state)
    expected = 404 if state is ReleaseState.BLOCKED else 200
    for page in ("form", "fields"):
        assert client.get(f"/files/{file_id}/{page}").status_code == expected


def test_a_file_without_a_form_has_no_such_pages(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    solution = make_solution(make_town(app), store=store)
    file_id = the_file(solution.id).id
    assert [client.get(f"/files/{file_id}/{page}").status_code for page in ("form", "fields")] == [404, 404]


def test_settings_are_no_form_that_somebody_fills_in(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug, file_id = make_form(app, store)
    with transaction():
        artifact = session().get_one(Artifact, uuid.UUID(file_id))
        artifact.summary = artifact.summary | {"variant": "settings"}
    said = client.get(f"/solutions/{slug}").text
    assert "Alle Felder und Regeln: 2 Felder" in said
    assert "Formular ansehen" not in said
    assert "Fragt ab" not in said
    assert client.get(f"/files/{file_id}/form").status_code == 404
    assert "Vorschau" not in client.get(f"/files/{file_id}/fields").text


def test_a_form_for_partners_does_not_exist_for_visitors(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    _, file_id = make_form(app, store, audience=Audience.PARTNERS)
    assert client.get(f"/files/{file_id}/form").status_code == 404
    assert make_town(app).client(Role.READER).get(f"/files/{file_id}/form").status_code == 200


def test_the_form_of_a_draft_is_for_its_town(app: Flask, db_session: Session, store: MemoryStore) -> None:
    town, other = make_town(app, "Usingen"), make_town(app, "Wehrheim")
    draft = make_draft(town, store, ("hund.json", DOG))
    address = f"/files/{draft.artifacts[0].id}/form"
    preview = town.client(Role.READER).get(f"/publish/releases/{draft.id}/preview").text
    assert address in preview
    assert town.client(Role.READER).get(address).status_code == 200
    assert other.client(Role.ADMIN).get(address).status_code == 404
