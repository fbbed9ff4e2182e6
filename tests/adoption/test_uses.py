"""A municipality's use of a solution: beginning, stages, figures, checklist."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.adoption.models import Adoption, Basis, ItemState
from registry.adoption.queries import list_events
from registry.adoption.stages import Reason, Stage, moves_from
from registry.catalogue.models import NoteKind, ReleaseState, SolutionStats
from registry.core.database import session
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import (
    Edition,
    add_release,
    adopt,
    contact_of,
    find_own_adoption,
    find_solution,
    make_solution,
)
from tests.support.client import PageClient
from tests.support.forms import forms_of
from tests.support.publishing_factories import Town, make_contact, make_town

LIVE = {
    "release": "1.0.0",
    "live_on": "01.03.2026",
    "cases_per_year": "1.234",
    "minutes_before": "24,5",
    "minutes_after": "9",
    "basis": "measured",
}


@pytest.fixture
def slug(app: Flask, db_session: Session, store: MemoryStore) -> str:
    """A published solution of another town."""
    return make_solution(make_town(app, "Usingen"), store=store).slug


@pytest.fixture
def town(app: Flask, db_session: Session) -> Town:
    """The town that uses it."""
    return make_town(app, "Wehrheim")


def start(town: Town, slug: str, **values: str) -> object:
    """Express interest through the form."""
    contact = contact_of(town.municipality)
    path = f"/solutions/{slug}/adoption/start"
    given = {"contact_id": str(contact.id), "text": ""} | values
    return town.client(Role.EDITOR).submit(path, given, action=path)


def move(town: Town, slug: str, target: str, **values: str) -> int:
    """Go to another stage through the form; the status of the answer."""
    path = f"/solutions/{slug}/adoption/move?target={target}"
    return town.client(Role.EDITOR).submit(path, values, action=path).status_code


def test_interest_begins_a_use_with_its_checklist(town: Town, slug: str) -> None:
    start(town, slug, text="Klären: Satzung")
    adoption = find_own_adoption(town, slug)
    assert adoption.stage is Stage.INTEREST
    assert len(adoption.checklist) == 13
    assert [event.text for event in list_events(adoption)] == ["Klären: Satzung"]
    page = town.client(Role.READER).get(f"/solutions/{slug}/adoption").text
    assert "Interesse" in page
    assert "Steueramt" in page


def test_a_use_needs_a_contact_of_the_own_town(app: Flask, town: Town, slug: str) -> None:
    path = f"/solutions/{slug}/adoption/start"
    assert "noch keine Ansprechstelle" in town.client(Role.EDITOR).get(path).text
    contact_of(town.municipality)
    foreign = make_contact(make_town(app).municipality)
    answer = town.client(Role.EDITOR).submit(path, {"contact_id": str(foreign.id)}, action=path)
    assert answer.status_code == 422
    assert session().query(Adoption).count() == 0


def test_there_is_one_use_for_each_town_and_solution(town: Town, slug: str) -> None:
    path = f"/solutions/{slug}/adoption/start"
    contact = contact_of(town.municipality)
    client = town.client(Role.EDITOR)
    form = client.form(path, action=path)
    values = form.values | {"contact_id": str(contact.id)}
    assert client.post(path, data=values).status_code == 302
    again = client.post(path, data=values)
    assert again.status_code == 409
    assert "schon eine Nachnutzung" in again.text
    assert session().query(Adoption).count() == 1
    assert client.get(path).location == f"/solutions/{slug}/adoption"


def test_the_way_to_live_is_recorded(town: Town, slug: str) -> None:
    start(town, slug)
    assert move(town, slug, "review") == 302
    assert move(town, slug, "planned", target_on="2026-09-01", decision_reference="Magistrat, TOP 4") == 302
    assert move(town, slug, "implementing", release="1.0.0") == 302
    assert move(town, slug, "testing", release="1.0.0", text="Erster Durchlauf") == 302
    assert move(town, slug, "live", **LIVE) == 302
    adoption = find_own_adoption(town, slug)
    assert (adoption.stage, adoption.live_on, adoption.basis) == (Stage.LIVE, date(2026, 3, 1), Basis.MEASURED)
    assert (adoption.cases_per_year, adoption.minutes_before, adoption.minutes_after) == (1234, 24.5, 9)
    assert adoption.target_on == date(2026, 9, 1)
    stages = [event.to_stage.value for event in reversed(list_events(adoption))]
    assert stages == ["interest", "review", "planned", "implementing", "testing", "live"]
    stats = session().get_one(SolutionStats, find_solution(slug).id)
    assert (stats.live_count, stats.adopting_count) == (1, 0)


def test_the_way_forward_is_offered_first(town: Town, slug: str) -> None:
    adopt(town, slug, Stage.LIVE)
    page = town.client(Role.EDITOR).get(f"/solutions/{slug}/adoption/move").text
    assert page.index("target=retired") < page.index("Zurück zu einem früheren Stand") < page.index("target=interest")


def test_a_pause_returns_to_where_it_was_left(town: Town, slug: str) -> None:
    adopt(town, slug, Stage.TESTING)
    assert move(town, slug, "paused", reason="no_capacity", text="Stelle unbesetzt") == 302
    adoption = find_own_adoption(town, slug)
    assert (adoption.paused_from, adoption.reason) == (Stage.TESTING, Reason.NO_CAPACITY)
    client = town.client(Role.EDITOR)
    assert "Keine Kapazität" in client.get(f"/solutions/{slug}/adoption").text
    offered = client.get(f"/solutions/{slug}/adoption/move").text
    assert "target=testing" in offered
    assert "target=live" not in offered
    assert move(town, slug, "testing", release="1.0.0") == 302
    adoption = find_own_adoption(town, slug)
    assert (adoption.stage, adoption.paused_from, adoption.reason) == (Stage.TESTING, None, None)


def test_an_ended_use_may_name_its_successor(app: Flask, town: Town, slug: str, store: MemoryStore) -> None:
    other = make_solution(make_town(app), Edition(title="Hund neu"), store=store).slug
    adopt(town, slug)
    adopt(town, other, Stage.REVIEW)
    assert move(town, slug, "retired", reason="duplicate", successor=other) == 302
    assert find_own_adoption(town, slug).successor_id == find_solution(other).id


@pytest.mark.parametrize("stage", list(Stage))
def test_only_moves_of_the_table_are_offered(town: Town, slug: str, stage: Stage) -> None:
    adoption = adopt(town, slug, stage)
    allowed = set(moves_from(stage, paused_from=adoption.paused_from))
    page = town.client(Role.EDITOR).get(f"/solutions/{slug}/adoption/move").text
    assert set(re.findall(r"target=(\w+)", page)) == {target.value for target in allowed}


@pytest.mark.parametrize("stage", [Stage.INTEREST, Stage.LIVE, Stage.PAUSED, Stage.REJECTED, Stage.RETIRED])
def test_other_moves_are_a_conflict(town: Town, slug: str, stage: Stage) -> None:
    adoption = adopt(town, slug, stage)
    client = town.client(Role.EDITOR)
    token = client.form(f"/solutions/{slug}/adoption/edit", action=f"/solutions/{slug}/adoption/edit").values
    values = {**LIVE, "reason": "law", "target_on": "2026-09-01", "csrf_token": token["csrf_token"]}
    values["row_version"] = str(adoption.row_version)
    for target in set(Stage) - set(moves_from(stage, paused_from=adoption.paused_from)):
        answer = client.post(f"/solutions/{slug}/adoption/move?target={target.value}", data=values)
        assert answer.status_code == 409, target
    assert find_own_adoption(town, slug).stage is stage


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("planned", {"target_on"}),
        ("implementing", {"release"}),
        ("testing", {"release"}),
        ("live", {"release", "live_on", "cases_per_year", "minutes_before", "minutes_after", "basis"}),
        ("paused", {"reason"}),
        ("rejected", {"reason"}),
    ],
)
def test_a_stage_asks_for_what_it_needs(town: Town, slug: str, target: str, missing: set[str]) -> None:
    start(town, slug)
    path = f"/solutions/{slug}/adoption/move?target={target}"
    client = town.client(Role.EDITOR)
    shown = set(client.form(path, action=path).values) - {"csrf_token", "row_version", "text"}
    assert missing <= shown
    answer = client.submit(path, {}, action=path)
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert set(re.findall(r'id="(\w+)-error"', answer.text)) == missing
    assert find_own_adoption(town, slug).stage is Stage.INTEREST


@pytest.mark.parametrize(
    ("name", "entered"),
    [
        ("cases_per_year", "-1"),
        ("cases_per_year", "12,5"),
        ("cases_per_year", "viele"),
        ("cases_per_year", "99999999999999999999"),
        ("cases_per_year", "NaN"),
        ("cases_per_year", "\x001"),
        ("minutes_before", "1.234,567"),
        ("minutes_before", "1e5"),
        ("minutes_after", "-0,5"),
        ("minutes_after", "100001"),
        ("live_on", "0001-01-01"),
        ("live_on", "9999-12-31"),
        ("live_on", "31.02.2026"),
        ("live_on", "gestern"),
        ("live_on", "2099-01-01"),
        ("basis", "geraten"),
        ("release", "9.9.9"),
        ("release", "' OR 1=1"),
        ("text", "x" * 1001),
        ("text", "a\x00b"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(town: Town, slug: str, name: str, entered: str) -> None:
    start(town, slug)
    path = f"/solutions/{slug}/adoption/move?target=live"
    answer = town.client(Role.EDITOR).submit(path, LIVE | {name: entered}, action=path)
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert find_own_adoption(town, slug).stage is Stage.INTEREST


@pytest.mark.parametrize(
    ("entered", "stored"), [("1.234,5", 1234.5), ("12,25", 12.25), ("7", 7), ("7.5", 7.5), (" 8 ", 8), ("9 Minuten", 9)]
)
def test_numbers_are_read_as_germans_write_them(town: Town, slug: str, entered: str, stored: float) -> None:
    start(town, slug)
    assert move(town, slug, "live", **(LIVE | {"minutes_before": entered})) == 302
    assert find_own_adoption(town, slug).minutes_before == stored


def test_figures_are_edited_and_shown_again(town: Town, slug: str) -> None:
    adopt(town, slug)
    path = f"/solutions/{slug}/adoption/edit"
    client = town.client(Role.EDITOR)
    assert client.form(path, action=path).values["minutes_before"] == ["24"]
    answer = client.submit(path, {"minutes_before": "1.024,5", "decision_reference": "TOP 7"}, action=path)
    assert answer.status_code == 302
    assert client.form(path, action=path).values["minutes_before"] == ["1.024,5"]
    assert "1.024,5 Minuten" in client.get(f"/solutions/{slug}/adoption").text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_live_use_keeps_what_it_needs(town: Town, slug: str) -> None:
    adopt(town, slug)
    path = f"/solutions/{slug}/adoption/edit"
    answer = town.client(Role.EDITOR).submit(path, {"cases_per_year": ""}, action=path)
    assert answer.status_code == 422
    assert 'id="cases_per_year-error"' in answer.text
    assert find_own_adoption(town, slug).cases_per_year == 310


def test_the_second_of_two_editors_sees_the_difference(town: Town, slug: str) -> None:
    adopt(town, slug)
    path = f"/solutions/{slug}/adoption/edit"
    client = town.client(Role.EDITOR)
    seen = client.form(path, action=path).values
    town.client(Role.EDITOR, 2).submit(path, {"cases_per_year": "400"}, action=path)
    answer = client.post(path, data=seen | {"cases_per_year": "500", "decision_reference": "TOP 9"})
    assert answer.status_code == 409
    for shown in ("Jemand anderes hat inzwischen gespeichert", "400", 'value="500"', 'value="TOP 9"'):
        assert shown in answer.text, shown
    assert find_own_adoption(town, slug).cases_per_year == 400
    form = next(form for form in forms_of(answer.text, page=path) if form.action == path)
    assert client.post(path, data=form.values).status_code == 302
    assert find_own_adoption(town, slug).cases_per_year == 500


def test_a_stale_move_is_a_conflict(town: Town, slug: str) -> None:
    start(town, slug)
    path = f"/solutions/{slug}/adoption/move?target=review"
    client = town.client(Role.EDITOR)
    seen = client.form(path, action=path).values
    move(town, slug, "planned", target_on="2026-09-01")
    answer = client.post(path, data=seen | {"text": "Nichts geht verloren"})
    assert answer.status_code == 409
    assert "Nichts geht verloren" in answer.text
    assert "Geplant" in answer.text
    assert find_own_adoption(town, slug).stage is Stage.PLANNED


def test_two_people_at_the_checklist_lose_nothing(town: Town, slug: str) -> None:
    adopt(town, slug, Stage.REVIEW)
    page, path = f"/solutions/{slug}/adoption", f"/solutions/{slug}/adoption/checklist"
    first, second = town.client(Role.EDITOR), town.client(Role.EDITOR, 2)
    seen_first, seen_second = first.form(page, action=path).values, second.form(page, action=path).values
    assert first.post(path, data=seen_first | {"state-inbox": "done", "note-inbox": "poststelle@"}).status_code == 302
    assert second.post(path, data=seen_second | {"state-dpia": "not_needed"}).status_code == 302
    items = {item.key: item for item in find_own_adoption(town, slug).checklist}
    assert (items["inbox"].state, items["inbox"].note) == (ItemState.DONE, "poststelle@")
    assert items["dpia"].state is ItemState.NOT_NEEDED
    assert "2 von 13" in first.get(page).text


def test_the_first_answers_make_an_interest_a_review(town: Town, slug: str) -> None:
    adopt(town, slug, Stage.INTEREST)
    page, path = f"/solutions/{slug}/adoption", f"/solutions/{slug}/adoption/checklist"
    editor = town.client(Role.EDITOR)
    for changes, stages in (
        ({}, [Stage.INTEREST]),
        ({"state-training": "done"}, [Stage.REVIEW, Stage.INTEREST]),
        ({"state-inbox": "done"}, [Stage.REVIEW, Stage.INTEREST]),
    ):
        assert editor.submit(page, changes, action=path).status_code == 302
        adoption = find_own_adoption(town, slug)
        assert adoption.stage is stages[0]
        assert [event.to_stage for event in list_events(adoption)] == stages


def test_a_hostile_checklist_changes_nothing(town: Town, slug: str) -> None:
    adopt(town, slug, Stage.REVIEW)
    page, path = f"/solutions/{slug}/adoption", f"/solutions/{slug}/adoption/checklist"
    client = town.client(Role.EDITOR)
    seen = client.form(page, action=path).values
    hostile = {"state-inbox": "erfunden", "note-inbox": "a\x00b", "state-unknown": "done", "note-dvdv": "y" * 9999}
    assert client.post(path, data=seen | hostile).status_code == 302
    items = {item.key: item for item in find_own_adoption(town, slug).checklist}
    assert (items["inbox"].state, items["inbox"].note) == (ItemState.OPEN, "")
    assert len(items["dvdv"].note) == 500


def test_a_newer_release_is_shown_with_its_notes(town: Town, slug: str, store: MemoryStore) -> None:
    adopt(town, slug)
    add_release(find_solution(slug), Edition(number="1.1.0", notes=[(NoteKind.FIXED, "Datum berichtigt")]), store=store)
    client = town.client(Role.EDITOR)
    page = client.get(f"/solutions/{slug}/adoption").text
    assert "Es gibt eine neuere Version: 1.1.0." in page
    assert "Datum berichtigt" in page
    assert "Version 1.1.0 ist erschienen" in client.get("/my").text
    assert "neu: 1.1.0" in client.get("/my/adoptions").text
    assert "Ihre Kommune nutzt Version 1.0.0." in client.get(f"/solutions/{slug}").text


def test_a_use_of_a_year_ago_is_asked_for(town: Town, slug: str) -> None:
    adoption = adopt(town, slug)
    adoption.confirmed_at = None
    session().commit()
    client = town.client(Role.EDITOR)
    assert "Bitte bestätigen" in client.get("/my").text
    answer = client.submit(f"/solutions/{slug}/adoption", {}, action=f"/solutions/{slug}/adoption/confirm")
    assert answer.status_code == 302
    assert "Bitte bestätigen" not in client.get("/my").text


class TestPermissions:
    """Who may do what with a use."""

    PAGES = ("", "/edit", "/move", "/move?target=review")

    def test_visitors_are_asked_to_sign_in(self, client: PageClient, town: Town, slug: str) -> None:
        adopt(town, slug, Stage.INTEREST)
        for page in (*self.PAGES, "/start"):
            answer = client.get(f"/solutions/{slug}/adoption{page}")
            assert answer.status_code == 302
            assert "/sign-in" in answer.location

    def test_the_use_of_another_town_does_not_exist(self, app: Flask, town: Town, slug: str) -> None:
        adopt(town, slug)
        stranger = make_town(app).client(Role.ADMIN)
        for page in self.PAGES:
            assert stranger.get(f"/solutions/{slug}/adoption{page}").status_code == 404, page
        for page in ("/confirm", "/change-over", "/checklist", "/edit", "/move?target=retired"):
            answer = stranger.post(f"/solutions/{slug}/adoption{page}", data=_token(stranger))
            assert answer.status_code == 404, page

    def test_readers_read_only(self, town: Town, slug: str) -> None:
        adopt(town, slug)
        reader = town.client(Role.READER)
        page = reader.get(f"/solutions/{slug}/adoption")
        assert page.status_code == 200
        assert "Stand ändern" not in page.text
        for path in ("/edit", "/move", "/start"):
            assert reader.get(f"/solutions/{slug}/adoption{path}").status_code == 403, path
        for path in ("/confirm", "/change-over", "/checklist", "/edit", "/move?target=retired"):
            answer = reader.post(f"/solutions/{slug}/adoption{path}", data=_token(reader))
            assert answer.status_code == 403, path

    def test_drafts_cannot_be_used(self, app: Flask, town: Town, store: MemoryStore) -> None:
        slug = make_solution(make_town(app), Edition(state=ReleaseState.DRAFT), store=store).slug
        contact_of(town.municipality)
        assert town.client(Role.EDITOR).get(f"/solutions/{slug}/adoption/start").status_code == 404


def _token(client: PageClient) -> dict[str, list[str]]:
    form = client.form("/account", action="/account")
    return {"csrf_token": form.values["csrf_token"]}
