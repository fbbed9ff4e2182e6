"""The administration through its pages."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from registry.accounts.models import (
    Account,
    AccountSession,
    Cooperation,
    Grant,
    GrantKind,
    Invitation,
    Municipality,
    MunicipalityKind,
    Role,
)
from registry.activity.models import AuditEntry
from registry.core import clock
from registry.mail.memory import MemoryMailer
from registry.outbox.delivery import deliver_due
from registry.portal.models import Feedback, FeedbackKind, PageText
from tests.support.accounts_factories import (
    make_account,
    make_cooperation,
    make_coordinator,
    make_member,
    make_municipality,
    make_operator,
    signed_in,
)
from tests.support.client import PageClient
from tests.support.database import saved
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.usefixtures("db_session")

PAGES = [
    "/admin",
    "/admin/municipalities",
    "/admin/municipalities/new",
    "/admin/cooperations",
    "/admin/cooperations/new",
    "/admin/accounts",
    "/admin/feedback",
    "/admin/texts",
    "/admin/texts/imprint/de",
    "/admin/texts/contact/en",
    "/admin/audit",
    "/admin/audit?check=1",
]


@pytest.fixture
def operator() -> Account:
    return make_operator()


@pytest.fixture
def client(app: Flask, operator: Account) -> PageClient:
    return signed_in(app, operator)


def audited(db_session: Session) -> list[str]:
    return list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


@pytest.mark.parametrize("path", PAGES)
def test_pages_show_for_operators_in_both_languages(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 200
    assert client.get("/en" + path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_for_everybody_else_they_do_not_exist(app: Flask, path: str) -> None:
    admin = signed_in(app, make_member(make_municipality()))
    coordinator = signed_in(app, make_coordinator(make_cooperation()))
    for visitor in (app.test_client(), admin, coordinator):
        assert visitor.get(path).status_code == 404


def test_an_organisation_is_created_made_partner_and_gets_its_first_administrator(
    client: PageClient, db_session: Session, app: Flask, mailer: MemoryMailer
) -> None:
    values = {"kind": "association", "designation": "Zweckverband", "name": "Usinger Land", "land": "HE"}
    answer = client.submit("/admin/municipalities/new", values, action="/admin/municipalities/new")
    assert answer.status_code == 302
    path = answer.location
    row = db_session.scalars(select(Municipality)).one()
    assert (row.slug, row.kind, row.is_partner) == ("zweckverband-usinger-land", MunicipalityKind.ASSOCIATION, False)
    assert client.submit(f"{path}/partner", {}, action=f"{path}/partner").location == path
    values = {"email": "leitung@zweckverband.example", "role": "admin"}
    assert client.submit(f"{path}/invite", values, action=f"{path}/invite").location == path
    page = client.get(path).text
    assert "leitung@zweckverband.example" in page
    assert audited(db_session) == ["municipality.created", "municipality.partner", "invitation.sent"]
    assert deliver_due(mailer) == 1
    assert "Zweckverband Usinger Land" in mailer.sent[0].text


def test_nobody_becomes_partner_twice(client: PageClient) -> None:
    town = make_municipality()
    path = f"/admin/municipalities/{town.id}/partner"
    assert client.submit(path, {}, action=path).status_code == 409


@pytest.mark.parametrize("ags", ["123", "0643401a", "٠٦٤٣٤٠١١", "06434011"])
def test_an_ags_that_cannot_be_is_named_at_the_field(client: PageClient, ags: str) -> None:
    make_municipality("Usingen", ags="06434011")
    values = {"kind": "town", "name": "Neustadt", "ags": ags}
    answer = client.submit("/admin/municipalities/new", values, action="/admin/municipalities/new")
    assert answer.status_code == 422
    assert 'href="#ags"' in answer.text


def test_two_towns_of_one_name_get_different_addresses(client: PageClient, db_session: Session) -> None:
    make_municipality("Neustadt", slug="neustadt")
    client.submit("/admin/municipalities/new", {"kind": "town", "name": "Neustadt"}, action="/admin/municipalities/new")
    assert set(db_session.scalars(select(Municipality.slug))) == {"neustadt", "neustadt-2"}


def test_facts_are_corrected_and_the_second_save_sees_the_difference(client: PageClient, db_session: Session) -> None:
    town = make_municipality("Usingn")
    path = f"/admin/municipalities/{town.id}/edit"
    stale = client.form(path, action=path)
    assert client.submit(path, {"name": "Usingen"}, action=path).status_code == 302
    answer = client.post(path, data=stale.values | {"name": "Usigen"})
    assert answer.status_code == 409
    assert "<del>Usingen</del>" in answer.text
    db_session.refresh(town)
    assert town.name == "Usingen"


@pytest.mark.parametrize(("search", "found"), [("using", 1), ("06434011", 1), ("%", 0), ("_", 0), ("", 3), ("\x00", 3)])
def test_municipalities_are_searched(client: PageClient, search: str, found: int) -> None:
    make_municipality("Usingen", ags="06434011")
    make_municipality("Wehrheim", partner=False)
    make_municipality("Ägidienberg")
    page = client.get("/admin/municipalities", query_string={"q": search})
    assert page.status_code == 200
    assert f"{found} Treffer" in page.text


def test_lists_need_the_same_number_of_statements_for_any_length(app: Flask, client: PageClient) -> None:
    def statements(path: str) -> int:
        with recorded_statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    town = make_municipality()
    make_member(town)
    paths = ["/admin/accounts", "/admin/municipalities", "/admin/audit", "/admin/cooperations"]
    make_cooperation(members=(town,))
    few = [statements(path) for path in paths]
    for _ in range(8):
        make_cooperation(members=(make_municipality(), make_municipality()))
        make_member(town, Role.READER, account=make_member(make_municipality()))
    assert [statements(path) for path in paths] == few


def test_a_cooperation_with_members(client: PageClient, db_session: Session) -> None:
    one, two, other = make_municipality("Usingen"), make_municipality("Wehrheim"), make_municipality("Weilrod")
    values = {"name": "IKZ Nord", "members": [str(one.id), str(two.id)]}
    answer = client.submit("/admin/cooperations/new", values, action="/admin/cooperations/new")
    assert answer.status_code == 302
    row = db_session.scalars(select(Cooperation)).one()
    assert {member.municipality_id for member in row.members} == {one.id, two.id}
    path = f"{answer.location}/edit"
    stale = client.form(path, action=path)
    assert client.submit(path, {"members": [str(two.id), str(other.id)]}, action=path).status_code == 302
    db_session.expire_all()
    assert {member.municipality_id for member in row.members} == {two.id, other.id}
    conflict = client.post(path, data=stale.values | {"members": [str(one.id)]})
    assert conflict.status_code == 409
    assert "Stadt Usingen" in conflict.text
    assert audited(db_session) == ["cooperation.created", "cooperation.changed"]


def test_coordinators_come_and_go(client: PageClient, app: Flask, db_session: Session) -> None:
    cooperation = make_cooperation()
    person = make_member(make_municipality())
    theirs = signed_in(app, person)
    path = f"/admin/cooperations/{cooperation.id}"
    action = f"{path}/coordinators"
    assert client.submit(path, {"email": "niemand@ort.example"}, action=action).status_code == 422
    assert client.submit(path, {"email": person.email.upper()}, action=action).location == path
    assert theirs.get("/my").status_code == 302, "the old cookie is dead after a change of rights"
    assert client.submit(path, {"email": person.email}, action=action).status_code == 422
    remove = f"{path}/coordinators/{person.id}/remove"
    assert client.submit(remove, {}, action=remove).location == path
    assert db_session.scalar(select(func.count()).where(Grant.kind == GrantKind.COORDINATOR)) == 0
    assert client.submit(remove, {}, action=remove).status_code == 404
    assert audited(db_session) == ["coordinator.added", "coordinator.removed"]


def test_a_blocked_account_is_out_at_once_and_may_come_back(
    client: PageClient, app: Flask, db_session: Session
) -> None:
    person = make_member(make_municipality())
    theirs = signed_in(app, person)
    path = f"/admin/accounts/{person.id}"
    assert client.submit(f"{path}/deactivate", {}, action=f"{path}/deactivate").location == path
    assert theirs.get("/my").status_code == 302
    assert "gesperrt" in client.get(path).text
    assert client.submit(f"{path}/activate", {}, action=f"{path}/activate").status_code == 302
    db_session.refresh(person)
    assert person.is_active
    assert audited(db_session) == ["account.deactivated", "account.activated"]


def test_sessions_are_ended_and_the_portal_is_handed_on(client: PageClient, app: Flask, db_session: Session) -> None:
    person = make_member(make_municipality())
    theirs = signed_in(app, person)
    path = f"/admin/accounts/{person.id}"
    client.submit(f"{path}/end-sessions", {}, action=f"{path}/end-sessions")
    assert theirs.get("/my").status_code == 302
    client.submit(f"{path}/grant-operator", {}, action=f"{path}/grant-operator")
    assert signed_in(app, person).get("/admin").status_code == 200
    client.submit(f"{path}/revoke-operator", {}, action=f"{path}/revoke-operator")
    assert signed_in(app, person).get("/admin").status_code == 404
    assert audited(db_session) == ["account.sessions_ended", "operator.granted", "operator.revoked"]


@pytest.mark.parametrize("deed", ["deactivate", "revoke-operator"])
def test_somebody_must_run_the_portal(client: PageClient, operator: Account, db_session: Session, deed: str) -> None:
    path = f"/admin/accounts/{operator.id}/{deed}"
    answer = client.submit(path, {}, action=path)
    assert answer.status_code == 409
    assert "letzte Konto" in answer.text
    db_session.refresh(operator)
    assert operator.is_active


def test_an_unknown_deed_does_not_exist(client: PageClient, operator: Account) -> None:
    assert client.get(f"/admin/accounts/{operator.id}/befoerdern").status_code == 404


def test_feedback_is_handled(client: PageClient, db_session: Session) -> None:
    late = clock.today() - timedelta(days=1)
    row = saved(Feedback(kind=FeedbackKind.BARRIER, page="/solutions", text="Der Kontrast\nfehlt.", due_on=late))
    assert "überfällig" in client.get("/admin/feedback").text
    path = f"/admin/feedback/{row.id}"
    stale = client.form(path, action=path)
    assert client.submit(path, {"note": ""}, action=path).status_code == 422
    assert client.submit(path, {"note": "Farbe geändert"}, action=path).location == "/admin/feedback"
    assert "Der Kontrast" not in client.get("/admin/feedback").text
    assert "erledigt" in client.get("/admin/feedback?all=1").text
    assert client.post(path, data=stale.values | {"note": "Anderes"}).status_code == 409
    db_session.refresh(row)
    assert row.note == "Farbe geändert"
    assert audited(db_session) == ["feedback.handled"]


def test_each_save_of_a_text_is_a_new_edition(client: PageClient, db_session: Session) -> None:
    path = "/admin/texts/imprint/de"
    stale = client.form(path, action=path)
    values = {"title": "Impressum", "markdown": "## Anbieter\n\n<script>alert(1)</script> [Stadt](https://ort.example)"}
    assert client.submit(path, values, action=path).location == "/admin/texts"
    conflict = client.post(path, data=stale.values | {"title": "Anders", "markdown": "Anders"})
    assert conflict.status_code == 409
    assert "<ins>Anders</ins>" in conflict.text
    assert client.submit(path, {"markdown": "Neu"}, action=path).status_code == 302
    editions = db_session.scalars(select(PageText).order_by(PageText.edition)).all()
    assert [row.edition for row in editions] == [1, 2]
    assert "<script" not in editions[0].html
    assert "https://ort.example" in editions[0].html
    assert audited(db_session) == ["text.written", "text.written"]


@pytest.mark.parametrize("markdown", ["", "[" * 5000, "x" * 70_000, "a\x00b"])
def test_texts_that_cannot_be_rendered_are_refused(client: PageClient, db_session: Session, markdown: str) -> None:
    answer = client.submit(
        "/admin/texts/about/de", {"title": "Über", "markdown": markdown}, action="/admin/texts/about/de"
    )
    assert answer.status_code == 422
    assert db_session.scalar(select(func.count()).select_from(PageText)) == 0


@pytest.mark.parametrize("path", ["/admin/texts/erfunden/de", "/admin/texts/imprint/fr"])
def test_unknown_texts_do_not_exist(client: PageClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_broken_chain_is_shown(client: PageClient, db_session: Session) -> None:
    town = make_municipality(partner=False)
    path = f"/admin/municipalities/{town.id}/partner"
    client.submit(path, {}, action=path)
    assert "Die Kette ist vollständig" in client.get("/admin/audit?check=1").text
    db_session.execute(update(AuditEntry).values(action="municipality.forged"))
    db_session.commit()
    page = client.get("/admin/audit?check=1").text
    assert "Die Kette ist unterbrochen" in page
    assert "municipality.forged" in page


def test_a_foreign_or_missing_thing_is_not_found(client: PageClient) -> None:
    nothing = "00000000-0000-0000-0000-000000000000"
    for path in ("municipalities", "cooperations", "accounts", "feedback"):
        assert client.get(f"/admin/{path}/{nothing}").status_code == 404


def test_operators_change_nothing_without_token(client: PageClient, db_session: Session) -> None:
    town = make_municipality(partner=False)
    assert client.post(f"/admin/municipalities/{town.id}/partner").status_code == 400
    assert not audited(db_session)
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0
    assert make_account().is_active
    assert db_session.scalar(select(func.count()).select_from(AccountSession)) == 1
