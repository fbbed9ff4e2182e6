"""Invitations, roles and departures through the pages."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.accounts.models import Account, Invitation, Membership, Municipality, Role
from registry.activity.models import AuditEntry
from registry.core.database import session, transaction
from registry.mail.memory import MemoryMailer
from registry.outbox.delivery import deliver_due
from registry.web.links import signed_token
from tests.support.accounts_factories import (
    COOKIE,
    make_account,
    make_invitation,
    make_member,
    make_municipality,
    make_operator,
    signed_in,
)
from tests.support.client import PageClient
from tests.support.frozen import FrozenClock

NEW = "ein ganz neues Wort am See"


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return make_municipality("Usingen")


@pytest.fixture
def admin(town: Municipality) -> Account:
    return make_member(town)


@pytest.fixture
def client(app: Flask, admin: Account) -> PageClient:
    return signed_in(app, admin)


def audited(db_session: Session) -> list[str]:
    return list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def invite(client: PageClient, email: str = "neu@ort.example", role: str = "editor") -> int:
    values = {"email": email, "role": role}
    return client.submit("/my/members/invite", values, action="/my/members/invite").status_code


def mailed_path(mailer: MemoryMailer) -> str:
    deliver_due(mailer)
    found = re.search(r"http://localhost(/\S*invitations/\S+)", mailer.sent[-1].text)
    assert found is not None
    return found[1]


def path_of(app: Flask, invitation: Invitation) -> str:
    with app.test_request_context():
        return f"/invitations/{signed_token('invitation', invitation.id)}"


def test_an_invited_person_opens_an_account_and_is_in(
    app: Flask, client: PageClient, db_session: Session, mailer: MemoryMailer, town: Municipality
) -> None:
    assert invite(client) == 302
    assert "neu@ort.example" in client.get("/my/members").text
    path = mailed_path(mailer)
    assert mailer.sent[-1].to == "neu@ort.example"
    assert mailer.sent[-1].subject == "Einladung: Stadt Usingen"
    assert "Redaktion" in mailer.sent[-1].text
    person = app.test_client()
    answer = person.submit(path, {"name": "Bürgerbüro Usingen", "password": NEW})
    assert answer.location == "/my"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "Bürgerbüro Usingen" in person.get("/my").text
    membership = db_session.scalars(select(Membership).where(Membership.role == Role.EDITOR)).one()
    assert membership.municipality_id == town.id
    assert "neu@ort.example" not in client.get("/my").text
    assert audited(db_session) == ["invitation.sent", "invitation.accepted"]


def test_the_link_works_once(app: Flask, town: Municipality, db_session: Session) -> None:
    path = path_of(app, make_invitation(town))
    form = app.test_client().form(path)
    values = form.values | {"name": "Amt", "password": NEW}
    first, second = (app.test_client().post(form.action, data=values) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "schon angenommen" in second.text
    assert db_session.scalar(select(func.count()).select_from(Membership)) == 1


def test_the_link_expires_after_14_days(app: Flask, town: Municipality, frozen_clock: FrozenClock) -> None:
    path = path_of(app, make_invitation(town))
    frozen_clock.advance(timedelta(days=13, hours=23))
    assert app.test_client().get(path).status_code == 200
    frozen_clock.advance(timedelta(hours=2))
    answer = app.test_client().get(path)
    assert answer.status_code == 409
    assert "Bitten Sie um eine neue Einladung" in answer.text


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("token", ["x", "a.b.c", "%F0%9F%98%80", "x" * 3000])
def test_forged_links_get_a_sentence(app: Flask, token: str) -> None:
    client = app.test_client()
    assert client.get(f"/invitations/{token}").status_code == 409
    csrf = client.form("/sign-in").values["csrf_token"]
    assert client.post(f"/invitations/{token}", data={"csrf_token": csrf}).status_code == 409


def test_a_person_with_an_account_signs_in_and_joins(app: Flask, town: Municipality, db_session: Session) -> None:
    account = make_member(make_municipality("Wehrheim"))
    path = path_of(app, make_invitation(town, account.email, role=Role.PUBLISHER))
    visitor = app.test_client()
    page = visitor.get(path)
    assert page.status_code == 200
    assert "gibt es schon ein Konto" in page.text
    csrf = visitor.form("/sign-in").values["csrf_token"]
    asked = visitor.post(path, data={"csrf_token": csrf, "name": "Fremd", "password": NEW})
    assert asked.location == f"/sign-in?next={path}"
    member = signed_in(app, account)
    assert member.submit(path, {}, action=path).location == "/my"
    db_session.refresh(account)
    assert {item.municipality_id: item.role for item in account.memberships}[town.id] is Role.PUBLISHER
    assert path_of(app, make_invitation(town))
    assert "Handeln für" in member.get("/my").text


def test_the_mail_goes_to_the_stored_address_however_it_was_typed(
    app: Flask, client: PageClient, mailer: MemoryMailer
) -> None:
    make_account("fachkraft@ort.example")
    assert invite(client, "FachKraft@Ort.Example") == 302
    deliver_due(mailer)
    assert mailer.sent[-1].to == "fachkraft@ort.example"


def test_an_invitation_is_for_the_invited_only(app: Flask, town: Municipality, db_session: Session) -> None:
    invited = make_account()
    path = path_of(app, make_invitation(town, invited.email))
    other = signed_in(app, make_member(make_municipality()))
    assert "ein anderes Konto" in other.get(path).text
    csrf = other.form("/my", action="/sign-out").values["csrf_token"]
    assert other.post(path, data={"csrf_token": csrf}).status_code == 403
    assert db_session.scalar(select(func.count()).where(Membership.municipality_id == town.id)) == 0


def test_an_invitation_never_lowers_a_role(app: Flask, town: Municipality, admin: Account, db_session: Session) -> None:
    path = path_of(app, make_invitation(town, admin.email, role=Role.READER))
    assert signed_in(app, admin).submit(path, {}, action=path).status_code == 302
    db_session.refresh(admin)
    assert [item.role for item in admin.memberships] == [Role.ADMIN]


@pytest.mark.parametrize("values", [{"name": ""}, {"password": "kurz"}, {"name": "x" * 101}, {"name": "a\x00b"}])
def test_what_is_missing_is_named_and_the_link_stays(app: Flask, town: Municipality, values: dict[str, str]) -> None:
    path = path_of(app, make_invitation(town))
    client = app.test_client()
    assert client.submit(path, {"name": "Amt", "password": NEW} | values).status_code == 422
    assert client.submit(path, {"name": "Amt", "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    "email",
    ["", "kein Postfach", "a@b", "neu@ort.example\nBcc: x@y.example", "x" * 300 + "@ort.example", "a\x00@ort.example"],
)
def test_addresses_that_cannot_be_are_refused(client: PageClient, db_session: Session, email: str) -> None:
    assert invite(client, email) == 422
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0


def test_nobody_is_invited_twice_or_as_member(client: PageClient, admin: Account, db_session: Session) -> None:
    assert invite(client, "Neu@ort.example") == 302
    assert invite(client, "neu@Ort.example") == 422
    assert invite(client, admin.email) == 422
    assert audited(db_session) == ["invitation.sent"]


def test_an_unknown_role_is_refused(client: PageClient) -> None:
    assert invite(client, role="operator") == 422


def test_invitations_are_sent_again_and_taken_back(
    app: Flask,
    client: PageClient,
    db_session: Session,
    mailer: MemoryMailer,
    town: Municipality,
    frozen_clock: FrozenClock,
) -> None:
    invitation = make_invitation(town)
    frozen_clock.advance(timedelta(days=15))
    client = signed_in(app, make_member(town))
    assert "abgelaufen" in client.get("/my/members").text
    action = f"/my/invitations/{invitation.id}/resend"
    assert client.submit("/my/members", {}, action=action).status_code == 302
    path = mailed_path(mailer)
    assert app.test_client().get(path).status_code == 200
    revoke = f"/my/invitations/{invitation.id}/revoke"
    assert client.submit(revoke, {}, action=revoke).location == "/my/members"
    assert app.test_client().get(path).status_code == 409
    csrf = client.form("/my", action="/sign-out").values["csrf_token"]
    assert client.post(action, data={"csrf_token": csrf}).status_code == 409
    assert audited(db_session) == ["invitation.resent", "invitation.revoked"]


def test_a_role_changes_at_once_and_the_old_cookie_is_dead(
    app: Flask, client: PageClient, town: Municipality, db_session: Session
) -> None:
    person = make_member(town, Role.ADMIN)
    theirs = signed_in(app, person)
    other_town = make_municipality("Wehrheim")
    elsewhere = signed_in(app, make_member(other_town, account=person), acting_for=other_town)
    own = [item.id for item in person.memberships if item.municipality_id == town.id]
    path = f"/my/members/{own[0]}"
    assert client.submit(path, {"role": "reader"}, action=path).location == "/my/members"
    assert theirs.get("/my").status_code == 302
    assert elsewhere.get("/my").status_code == 200
    assert signed_in(app, person, acting_for=town).get("/my/profile/edit").status_code == 403
    assert audited(db_session) == ["member.role_changed"]


def test_changing_the_own_role_rotates_the_cookie(
    app: Flask, client: PageClient, town: Municipality, admin: Account
) -> None:
    make_member(town)
    before = client.get_cookie(COOKIE)
    path = f"/my/members/{admin.memberships[0].id}"
    assert client.submit(path, {"role": "reader"}, action=path).status_code == 302
    after = client.get_cookie(COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert client.get("/my/members/invite").status_code == 403
    old = app.test_client()
    old.set_cookie(COOKIE, before.value)
    assert old.get("/my").status_code == 302


def test_two_changes_of_one_role(app: Flask, client: PageClient, town: Municipality) -> None:
    person = make_member(town, Role.EDITOR)
    path = f"/my/members/{person.memberships[0].id}"
    stale = client.form(path, action=path)
    assert client.submit(path, {"role": "publisher"}, action=path).status_code == 302
    answer = client.post(path, data=stale.values | {"role": "reader"})
    assert answer.status_code == 409
    assert "<del>Freigabe</del>" in answer.text


@pytest.mark.parametrize("way", ["role", "remove"])
def test_the_last_administrator_stays(
    app: Flask, client: PageClient, town: Municipality, admin: Account, db_session: Session, way: str
) -> None:
    make_member(town, account=make_account(is_active=False))
    path = f"/my/members/{admin.memberships[0].id}" + ("/remove" if way == "remove" else "")
    answer = client.submit(path, {"role": "reader"} if way == "role" else {}, action=path)
    assert answer.status_code == 409
    assert "letzte Administration" in answer.text
    assert not audited(db_session)


def test_removal_ends_access_at_once(
    app: Flask, client: PageClient, town: Municipality, db_session: Session, mailer: MemoryMailer
) -> None:
    person = make_member(town, Role.EDITOR)
    theirs = signed_in(app, person)
    assert theirs.get("/my/members").status_code == 200
    path = f"/my/members/{person.memberships[0].id}/remove"
    assert client.submit(path, {}, action=path).location == "/my/members"
    assert theirs.get("/my/members").status_code == 302
    again = signed_in(app, person)
    assert again.get("/my/members").status_code == 404
    assert again.get("/account").status_code == 200
    deliver_due(mailer)
    assert mailer.sent[-1].to == person.email
    assert "nicht mehr zu Stadt Usingen" in mailer.sent[-1].text
    assert client.get(path).status_code == 404
    assert audited(db_session) == ["member.removed"]


def test_a_shared_member_keeps_the_other_town(app: Flask, client: PageClient, town: Municipality) -> None:
    other = make_municipality("Wehrheim")
    person = make_member(other, Role.EDITOR, account=make_member(town, Role.EDITOR))
    theirs = signed_in(app, person, acting_for=other)
    own = next(item for item in person.memberships if item.municipality_id == town.id)
    path = f"/my/members/{own.id}/remove"
    assert client.submit(path, {}, action=path).status_code == 302
    page = theirs.get("/my")
    assert page.status_code == 200
    assert "Wehrheim" in page.text
    assert "Handeln für" not in page.text


def test_an_administrator_may_leave(app: Flask, client: PageClient, town: Municipality, admin: Account) -> None:
    make_member(town)
    path = f"/my/members/{admin.memberships[0].id}/remove"
    answer = client.submit(path, {}, action=path)
    assert answer.location == "/sign-in"
    assert client.get_cookie(COOKIE) is None


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.PUBLISHER])
def test_members_do_not_manage_members(app: Flask, town: Municipality, role: Role, db_session: Session) -> None:
    person = make_member(town, role)
    client = signed_in(app, person)
    csrf = client.form("/my", action="/sign-out").values["csrf_token"]
    invitation = make_invitation(town)
    membership = person.memberships[0].id
    for path in (
        "/my/members/invite",
        f"/my/members/{membership}",
        f"/my/members/{membership}/remove",
        f"/my/invitations/{invitation.id}/resend",
        f"/my/invitations/{invitation.id}/revoke",
    ):
        data = {"csrf_token": csrf, "role": "admin", "email": "x@ort.example", "row_version": "1"}
        assert client.post(path, data=data).status_code == 403
    assert not audited(db_session)


def test_an_operator_without_municipality_has_no_own_house(app: Flask, db_session: Session) -> None:
    assert signed_in(app, make_operator()).get("/my").status_code == 404


@pytest.fixture
def raced(own_app: Flask) -> Iterator[str]:
    """An invitation on real connections; the path of its link."""
    with own_app.app_context():
        with transaction():
            town = make_municipality("Usingen")
            invitation = make_invitation(town)
        with own_app.test_request_context():
            yield f"/invitations/{signed_token('invitation', invitation.id)}"


def test_two_acceptances_at_the_same_time_make_one_account(own_app: Flask, raced: str) -> None:
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    start, answers = threading.Barrier(4), []

    def accept() -> None:
        client = own_app.test_client()
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(raced).text)
        assert token is not None
        start.wait()
        data = {"csrf_token": token[1], "name": "Amt", "password": NEW}
        answers.append(client.post(raced, data=data).status_code)

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409, 409, 409]
    with own_app.app_context():
        assert session().scalar(select(func.count()).select_from(Account)) == 1
        assert session().scalar(select(func.count()).select_from(Membership)) == 1
