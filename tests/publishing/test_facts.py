"""The fact sheet of a draft: origins, errors, saving while typing, two people at once, facts that live on."""

import json

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import Release, SolutionChange
from registry.storage.memory import MemoryStore
from tests.support.client import PageClient
from tests.support.forms import PageForm, forms_of
from tests.support.publishing_factories import (
    Town,
    csrf,
    load,
    make_contact,
    make_draft,
    make_published,
    make_submitted,
    make_town,
)

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town(app)


@pytest.fixture
def draft(town: Town, store: MemoryStore) -> Release:
    return make_draft(town, store)


def path_of(draft: Release, group: str = "identity") -> str:
    return f"/publish/releases/{draft.id}/facts/{group}"


def test_each_value_says_where_it_came_from(town: Town, draft: Release) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    assert editor.submit(path, {"facts-department": "bauamt", "go": "stay"}, action=path).status_code == 302
    page = editor.get(path).text
    assert "aus der Datei „hund.bpmn“" in page
    assert "von Hand eingetragen" in page
    now = load(draft.id)
    assert now.origins["title"] == {"from": "file", "artifact": "hund.bpmn"}
    assert now.origins["department"] == {"from": "person"}


def test_a_wrong_value_is_named_at_its_field_and_the_others_are_saved(town: Town, draft: Release) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    values = {"facts-leika_keys": "123", "facts-summary": "Kurz und gut", "go": "next"}
    answer = editor.submit(path, values, action=path)
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert 'href="#facts-leika_keys"' in answer.text
    assert "„123“ ist kein Leistungsschlüssel." in answer.text
    assert "1 Feld braucht eine Änderung." in answer.text
    assert ">\n123</textarea>" in answer.text
    assert load(draft.id).facts["summary"] == "Kurz und gut"
    again = editor.submit(path, {"facts-leika_keys": "99102013104000", "go": "next"}, action=path)
    assert again.location.endswith("/facts/law")


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 70_000, "<script>alert(1)</script>", "[" * 9000])
def test_hostile_text_is_refused_or_shown_as_text(town: Town, draft: Release, value: str) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    data = editor.form(path, action=path).values | {"facts-description": value.encode("utf-8", "surrogatepass")}
    answer = editor.post(path, data=data)
    assert answer.status_code in {302, 400, 422}
    assert "<script>alert" not in editor.get(f"/publish/releases/{draft.id}/preview").text


def test_typing_is_saved(town: Town, draft: Release) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    form = editor.form(path, action=path)
    seen = form.values["row_version"]
    for text in ("Erster Stand", "Zweiter Stand"):
        data = form.values | {"facts-summary": text, "row_version": seen}
        answer = editor.post(f"{path}/autosave", data=data, headers={"X-Autosave": "1"})
        assert answer.status_code == 200
        assert answer.json is not None
        seen = answer.json["row_version"]
    assert load(draft.id).facts["summary"] == "Zweiter Stand"


def test_a_title_moves_the_address_until_publication(
    town: Town, draft: Release, app: Flask, store: MemoryStore
) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    editor.submit(path, {"facts-title": "Hund ummelden"}, action=path)
    assert load(draft.id).solution.slug == "hund-ummelden"
    other = make_draft(make_town(app), store)
    assert other.solution.slug == "hund-anmelden"
    editor.submit(path, {"facts-title": "Hund anmelden"}, action=path)
    assert load(draft.id).solution.slug == "hund-anmelden-2"


def both_open(town: Town, draft: Release) -> tuple[PageClient, PageClient, dict[str, list[str]], str]:
    first, second, path = town.client(Role.EDITOR, 1), town.client(Role.EDITOR, 2), path_of(draft)
    values = second.form(path, action=path).values
    return first, second, values, path


def test_two_people_who_change_different_facts_do_not_meet(town: Town, draft: Release) -> None:
    first, second, opened, path = both_open(town, draft)
    first.submit(path, {"facts-summary": "Von der ersten"}, action=path)
    assert second.post(path, data=opened | {"facts-department": "bauamt"}).status_code == 302
    facts = load(draft.id).facts
    assert (facts["summary"], facts["department"]) == ("Von der ersten", "bauamt")


@pytest.mark.parametrize(("choice", "kept"), [("mine", "Von der zweiten"), ("theirs", "Von der ersten")])
def test_two_people_who_change_the_same_fact_choose(town: Town, draft: Release, choice: str, kept: str) -> None:
    first, second, opened, path = both_open(town, draft)
    first.submit(path, {"facts-summary": "Von der ersten"}, action=path)
    sent = opened | {"facts-summary": "Von der zweiten", "facts-department": "bauamt"}
    assert second.post(f"{path}/autosave", data=sent).status_code == 409
    answer = second.post(path, data=sent)
    assert answer.status_code == 409
    assert "Von der ersten" in answer.text
    assert "Von der zweiten" in answer.text
    assert "department" not in load(draft.id).facts
    form = next(item for item in forms_in(answer.text, path) if item.action == path)
    assert second.post(path, data=form.values | {"choice-summary": choice}).status_code == 302
    facts = load(draft.id).facts
    assert (facts["summary"], facts["department"]) == (kept, "bauamt")


def test_a_form_without_its_memory_overwrites_nothing_unseen(town: Town, draft: Release) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft)
    answer = editor.post(path, data=csrf(editor) | {"facts-title": "Anderer Titel", "row_version": "\x00~::~unsinn"})
    assert answer.status_code == 409
    assert load(draft.id).facts["title"] == "Hund anmelden"


def test_facts_that_live_on_are_kept_with_their_history(town: Town, draft: Release, db_session: Session) -> None:
    editor, path = town.client(Role.EDITOR), path_of(draft, "quality")
    for value in ("pilot", "productive"):
        editor.submit(path, {"facts-lifecycle": value, "go": "stay"}, action=path)
    changes = db_session.scalars(select(SolutionChange).order_by(SolutionChange.new)).all()
    assert [(item.old, item.new) for item in changes] == [("", "pilot"), ("pilot", "productive")]
    assert {item.by_id for item in changes} == {town.person(Role.EDITOR).id}
    assert "lifecycle" not in load(draft.id).facts


def test_a_contact_of_another_town_is_no_contact(town: Town, draft: Release, app: Flask) -> None:
    foreign = make_contact(make_town(app).municipality)
    editor, path = town.client(Role.EDITOR), path_of(draft, "people")
    answer = editor.submit(path, {"facts-contact_functional": str(foreign.id)}, action=path)
    assert answer.status_code == 422
    assert load(draft.id).solution.contact_functional_id is None


def test_living_facts_of_a_published_solution_change_at_once(town: Town, store: MemoryStore) -> None:
    release = make_published(town, store)
    contact = make_contact(town.municipality, "IT und Digitalisierung")
    editor, path = town.client(Role.EDITOR), f"/publish/solutions/{release.solution.slug}/facts"
    values = {"facts-lifecycle": "deprecated", "facts-contact_technical": str(contact.id)}
    assert editor.submit(path, values, action=path).status_code == 302
    solution = load(release.id).solution
    assert (solution.lifecycle, solution.contact_technical_id) == ("deprecated", contact.id)
    assert "Was sich geändert hat" in editor.get(f"/publish/solutions/{solution.slug}").text
    refused = editor.submit(path, {"facts-contact_functional": ""}, action=path)
    assert refused.status_code == 422
    assert editor.submit(path, {"facts-superseded_by": "gibt-es-nicht"}, action=path).status_code == 422
    assert editor.submit(path, {"facts-superseded_by": solution.slug}, action=path).status_code == 422


def test_living_facts_meet_like_others(town: Town, store: MemoryStore) -> None:
    release = make_published(town, store)
    path = f"/publish/solutions/{release.solution.slug}/facts"
    first, second = town.client(Role.EDITOR, 1), town.client(Role.EDITOR, 2)
    opened = second.form(path, action=path).values
    first.submit(path, {"facts-lifecycle": "deprecated"}, action=path)
    answer = second.post(path, data=opened | {"facts-lifecycle": "pilot"})
    assert answer.status_code == 409
    form = next(item for item in forms_in(answer.text, path) if item.action == path)
    assert second.post(path, data=form.values).status_code == 302
    assert load(release.id).solution.lifecycle == "pilot"


def test_a_submitted_draft_cannot_be_changed(town: Town, store: MemoryStore) -> None:
    submitted = make_submitted(town, store)
    editor, path = town.client(Role.EDITOR), path_of(submitted)
    assert editor.get(path).status_code == 409
    assert editor.post(path, data=csrf(editor) | {"facts-title": "Anders"}).status_code == 409
    assert editor.get(f"/publish/releases/{submitted.id}/preview").status_code == 200


def test_unknown_groups_do_not_exist(town: Town, draft: Release) -> None:
    editor = town.client(Role.EDITOR)
    assert editor.get(path_of(draft, "unsinn")).status_code == 404
    assert editor.get(path_of(draft, "bot")).status_code == 404


def forms_in(html: str, path: str) -> list[PageForm]:
    return forms_of(html, page=path)


def test_the_page_about_privacy_hints_at_what_the_forms_ask_for(town: Town, store: MemoryStore) -> None:
    item = {"className": "XTextField", "properties": {"name": "tfA", "id": "1", "label": "Grad der Behinderung"}}
    version = {"version": "larissa-8.5.2", "majorVersion": "8", "minorVersion": "5", "patchVersion": "2"}
    form = json.dumps({"items": [item], "version": version, "title": "Antrag"}).encode()
    editor, draft = town.client(Role.EDITOR), make_draft(town, store, ("antrag.json", form))
    assert "Felder: Gesundheit (Artikel 9 DSGVO)." in editor.get(path_of(draft, "privacy")).text
    assert "Gesundheit" not in editor.get(path_of(draft, "identity")).text
    assert "personal_data" not in load(draft.id).facts
