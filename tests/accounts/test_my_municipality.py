"""Profile, systems, contacts, deputies and orphans through the pages."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.accounts.models import (
    Account,
    Contact,
    Deputy,
    Municipality,
    MunicipalitySystem,
    Orphan,
    Role,
)
from registry.activity.models import AuditEntry
from registry.core import clock
from registry.taxonomy.models import System
from tests.support.accounts_factories import make_member, make_municipality, signed_in
from tests.support.client import PageClient
from tests.support.database import saved

pytestmark = pytest.mark.usefixtures("db_session")

PAGES = ["/my", "/my/members", "/my/profile", "/my/contacts"]
EDITING = ["/my/members/invite", "/my/profile/edit", "/my/systems/new", "/my/contacts/new", "/my/deputies/new"]


@pytest.fixture
def town() -> Municipality:
    return make_municipality("Usingen", contact_role="Digitalisierung")


@pytest.fixture
def admin(town: Municipality) -> Account:
    return make_member(town)


@pytest.fixture
def client(app: Flask, admin: Account) -> PageClient:
    return signed_in(app, admin)


def audit_count(db_session: Session) -> int:
    return db_session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def profile(**values: object) -> dict[str, object]:
    return {"contact_role": "Digitalisierung", "contact_email": "digital@usingen.example"} | values


@pytest.mark.parametrize("path", [*PAGES, *EDITING])
def test_pages_show_for_administrators_in_both_languages(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.get("/en" + path).status_code == 200


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.PUBLISHER])
def test_other_members_read_but_do_not_change(app: Flask, town: Municipality, role: Role) -> None:
    client = signed_in(app, make_member(town, role))
    assert [client.get(path).status_code for path in PAGES] == [200] * len(PAGES)
    assert [client.get(path).status_code for path in EDITING] == [403] * len(EDITING)


@pytest.mark.parametrize("path", [*PAGES, *EDITING])
def test_visitors_are_asked_to_sign_in(app: Flask, path: str) -> None:
    assert app.test_client().get(path).location.startswith("/sign-in?next=")


def test_the_profile_is_changed(client: PageClient, db_session: Session, town: Municipality) -> None:
    partner = make_municipality("Wehrheim")
    answer = client.submit(
        "/my/profile/edit",
        profile(
            domain="www.Usingen.example",
            website="https://www.usingen.example/",
            population="14716",
            shows_use="y",
            reviewer=str(partner.id),
            street="Wilhelmjstraße 1",
        ),
        action="/my/profile/edit",
    )
    assert answer.location == "/my/profile"
    db_session.refresh(town)
    assert (town.domain, town.population, town.shows_use) == ("usingen.example", 14716, True)
    assert town.reviewer_id == partner.id
    assert town.population_on == clock.today()
    page = client.get("/my/profile").text
    assert "14.716" in page
    assert "Stadt Wehrheim" in page
    assert audit_count(db_session) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_email", "kein Postfach"),
        ("domain", "usingen"),
        ("domain", "http://usingen.example"),
        ("website", "javascript:alert(1)"),
        ("website", "https://user@usingen.example"),
        ("website", "http://[::1"),
        ("population", "-1"),
        ("population", "viele"),
        ("population", "9" * 5000),
        ("reviewer", "niemand"),
        ("contact_role", "x" * 151),
        ("street", "Am\x00Markt"),
    ],
)
def test_values_that_cannot_be_are_named_at_the_field(
    client: PageClient, db_session: Session, town: Municipality, field: str, value: str
) -> None:
    answer = client.submit("/my/profile/edit", profile(**{field: value}), action="/my/profile/edit")
    assert answer.status_code == 422
    assert "1 Feld braucht eine Änderung" in answer.text
    db_session.refresh(town)
    assert town.contact_email == ""
    assert audit_count(db_session) == 0


@pytest.mark.parametrize("version", ["", "neun", "9" * 5000])
def test_a_form_that_does_not_say_its_state_is_compared_with_what_is_stored(
    client: PageClient, db_session: Session, version: str
) -> None:
    answer = client.submit("/my/profile/edit", profile(row_version=version), action="/my/profile/edit")
    assert answer.status_code == 409
    assert "Unterschied zwischen dem gespeicherten Stand und Ihren Angaben" in answer.text
    assert "Row Version" not in answer.text
    assert audit_count(db_session) == 0


def test_a_town_cannot_review_for_itself(client: PageClient, town: Municipality) -> None:
    answer = client.submit("/my/profile/edit", profile(reviewer=str(town.id)), action="/my/profile/edit")
    assert answer.status_code == 422


def test_the_second_of_two_saves_sees_the_difference_and_loses_nothing(
    app: Flask, client: PageClient, db_session: Session, town: Municipality
) -> None:
    other = signed_in(app, make_member(town))
    mine = client.form("/my/profile/edit", action="/my/profile/edit")
    theirs = other.form("/my/profile/edit", action="/my/profile/edit")
    assert other.post(theirs.action, data=theirs.values | profile(street="Neuer Markt 2")).status_code == 302
    answer = client.post(mine.action, data=mine.values | profile(street="Alter Markt 1"))
    assert answer.status_code == 409
    assert "<del>Neuer Markt 2</del>" in answer.text
    assert "<ins>Alter Markt 1</ins>" in answer.text
    assert 'value="Alter Markt 1"' in answer.text
    db_session.refresh(town)
    assert town.street == "Neuer Markt 2"
    again = client.post(
        mine.action,
        data=mine.values | profile(street="Alter Markt 1", row_version=str(town.row_version)),
    )
    assert again.status_code == 302
    db_session.refresh(town)
    assert town.street == "Alter Markt 1"


def test_the_own_systems(client: PageClient, db_session: Session, town: Municipality) -> None:
    saved(System(key="civento", category="process", name="civento", vendor="ekom21"))
    saved(System(key="emma", category="rpa", name="EMMA"))
    values = {"system_key": "civento", "version": "8", "provider": "ekom21", "contract_ends_on": "2027-12-31"}
    assert client.submit("/my/systems/new", values, action="/my/systems/new").location == "/my/profile"
    assert client.submit("/my/systems/new", values, action="/my/systems/new").status_code == 422
    row = db_session.scalars(select(MunicipalitySystem)).one()
    assert row.contract_ends_on == date(2027, 12, 31)
    assert "31.12.2027" in client.get("/my/profile").text
    path = f"/my/systems/{row.id}"
    stale = client.form(path, action=path)
    assert client.submit(path, {"version": "9"}, action=path).status_code == 302
    conflict = client.post(path, data=stale.values | {"version": "10"})
    assert conflict.status_code == 409
    assert "<ins>10</ins>" in conflict.text
    assert client.submit(f"{path}/remove", {}, action=f"{path}/remove").status_code == 302
    assert client.get(path).status_code == 404
    assert audit_count(db_session) == 3


def test_an_unknown_system_is_refused(client: PageClient) -> None:
    answer = client.submit("/my/systems/new", {"system_key": "erfunden"}, action="/my/systems/new")
    assert answer.status_code == 422


def test_contacts(client: PageClient, db_session: Session, admin: Account) -> None:
    values = {"role": "Steueramt", "email": "steueramt@usingen.example", "holder": str(admin.id)}
    assert client.submit("/my/contacts/new", values, action="/my/contacts/new").status_code == 302
    assert client.submit("/my/contacts/new", values, action="/my/contacts/new").status_code == 422
    contact = db_session.scalars(select(Contact)).one()
    assert contact.holder_id == admin.id
    path = f"/my/contacts/{contact.id}"
    stale = client.form(path, action=path)
    assert client.submit(path, {"holder": "", "phone": "06081 1"}, action=path).status_code == 302
    conflict = client.post(path, data=stale.values | {"role": "Kämmerei"})
    assert conflict.status_code == 409
    assert "<del>Steueramt</del>" in conflict.text
    assert "Für „Steueramt“ antwortet zurzeit niemand" in client.get("/my").text
    assert client.submit(f"{path}/remove", {}, action=f"{path}/remove").status_code == 302
    assert db_session.scalar(select(func.count()).select_from(Contact)) == 0
    assert audit_count(db_session) == 3


def test_a_contact_is_held_by_members_only(client: PageClient) -> None:
    stranger = make_member(make_municipality())
    answer = client.submit("/my/contacts/new", {"role": "Amt", "holder": str(stranger.id)}, action="/my/contacts/new")
    assert answer.status_code == 422


def test_deputies(client: PageClient, db_session: Session, town: Municipality, admin: Account) -> None:
    deputy = make_member(town, Role.EDITOR)
    start, end = clock.today().isoformat(), clock.today().isoformat()
    values = {"absent": str(admin.id), "deputy": str(deputy.id), "from_on": start, "until_on": end}
    assert client.submit("/my/deputies/new", values, action="/my/deputies/new").status_code == 302
    assert f"{deputy.name} vertritt {admin.name}" in client.get("/my").text
    row = db_session.scalars(select(Deputy)).one()
    path = f"/my/deputies/{row.id}/remove"
    assert client.submit(path, {}, action=path).status_code == 302
    assert client.get(path).status_code == 404
    assert audit_count(db_session) == 2


@pytest.mark.parametrize(
    "change", [{"deputy": "absent"}, {"until_on": "2020-01-01"}, {"from_on": "gestern"}, {"deputy": ""}]
)
def test_deputies_that_cannot_be(
    client: PageClient, db_session: Session, town: Municipality, admin: Account, change: dict[str, str]
) -> None:
    deputy = make_member(town, Role.EDITOR)
    values = {"absent": str(admin.id), "deputy": str(deputy.id), "from_on": "2030-01-01", "until_on": "2030-01-02"}
    values |= {name: values.get(value, value) for name, value in change.items()}
    assert client.submit("/my/deputies/new", values, action="/my/deputies/new").status_code == 422
    assert audit_count(db_session) == 0


def test_what_a_leaver_held_is_listed_until_somebody_takes_it_over(
    client: PageClient, db_session: Session, town: Municipality, admin: Account
) -> None:
    leaver = make_member(town, Role.EDITOR)
    contact = saved(Contact(municipality_id=town.id, role="Steueramt", holder_id=leaver.id))
    membership = leaver.memberships[0].id
    path = f"/my/members/{membership}/remove"
    assert "Steueramt" in client.get(path).text
    assert client.submit(path, {}, action=path).status_code == 302
    db_session.refresh(contact)
    assert contact.holder_id is None
    orphan = db_session.scalars(select(Orphan)).one()
    assert "1 verwaiste Aufgabe übergeben" in client.get("/my").text
    assert "Steueramt" in client.get("/my/contacts").text
    take = f"/my/orphans/{orphan.id}"
    assert client.submit(take, {}, action=take).location == "/my/contacts"
    db_session.refresh(contact)
    assert contact.holder_id == admin.id
    assert "Verwaiste Aufgaben" not in client.get("/my/contacts").text
    token = client.form("/my/contacts", action="/sign-out").values["csrf_token"]
    again = client.post(take, data={"account": str(admin.id), "csrf_token": token})
    assert again.status_code == 409


@pytest.mark.parametrize("what", ["systems", "contacts", "deputies", "orphans", "members", "invitations"])
def test_things_of_other_towns_do_not_exist(
    app: Flask, client: PageClient, db_session: Session, town: Municipality, what: str
) -> None:
    other = make_municipality("Wehrheim")
    foreign = _thing(what, other)
    suffix = {"deputies": "/remove", "invitations": "/revoke"}.get(what, "")
    path = f"/my/{what}/{foreign}{suffix}"
    token = client.form("/my", action="/sign-out").values["csrf_token"]
    assert client.get(path).status_code == 404
    assert client.post(path, data={"csrf_token": token}).status_code == 404
    assert audit_count(db_session) == 0
    own = signed_in(app, make_member(other))
    assert own.get(path).status_code == 200


def _thing(what: str, town: Municipality) -> object:
    from tests.support.accounts_factories import make_invitation

    account = make_member(town, Role.READER)
    match what:
        case "systems":
            saved(System(key="emma", category="rpa", name="EMMA"))
            return saved(MunicipalitySystem(municipality_id=town.id, system_key="emma")).id
        case "contacts":
            return saved(Contact(municipality_id=town.id, role="Amt")).id
        case "deputies":
            other = make_member(town)
            today = clock.today()
            row = Deputy(
                municipality_id=town.id, absent_id=account.id, deputy_id=other.id, from_on=today, until_on=today
            )
            return saved(row).id
        case "orphans":
            row = Orphan(municipality_id=town.id, kind="contact", subject_id=town.id, label="x", left_at=clock.now())
            return saved(row).id
        case "members":
            return account.memberships[0].id
        case _:
            return make_invitation(town).id
