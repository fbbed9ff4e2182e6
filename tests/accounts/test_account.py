"""The own account: details, password, sessions, data."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts import passwords
from registry.accounts.models import Account, AccountSession, Contact, Credential
from registry.accounts.personal_data import IMPERSONAL, PERSONAL, references_to_people
from registry.accounts.views.browser import network_of
from registry.activity.models import AuditEntry
from registry.core.database import Base
from registry.mail.memory import MemoryMailer
from registry.models import metadata
from registry.outbox.delivery import deliver_due
from registry.portal.models import FeedbackKind
from registry.portal.services import NewFeedback, receive_feedback
from tests.support.accounts_factories import PASSWORD, make_member, make_municipality, signed_in
from tests.support.client import PageClient
from tests.support.database import saved

pytestmark = pytest.mark.usefixtures("db_session")

NEW = "ein ganz neues Wort am See"


@pytest.fixture
def account() -> Account:
    return make_member(make_municipality("Usingen"))


@pytest.fixture
def client(app: Flask, account: Account) -> PageClient:
    return signed_in(app, account)


def audited(db_session: Session) -> list[str]:
    return list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_name_and_language_change(client: PageClient, account: Account, db_session: Session) -> None:
    answer = client.submit("/account", {"name": "Kämmerei", "language": "en"}, action="/account")
    assert answer.location == "/account"
    db_session.refresh(account)
    assert (account.name, account.language) == ("Kämmerei", "en")
    assert "Ihre Angaben sind gespeichert" in client.get("/account").text
    assert audited(db_session) == ["account.changed"]


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 101}, {"language": "fr"}, {"name": "\x07"}])
def test_details_that_cannot_be_are_refused(client: PageClient, account: Account, values: dict[str, str]) -> None:
    assert client.submit("/account", values, action="/account").status_code == 422


def test_two_windows_do_not_overwrite_each_other(client: PageClient, account: Account, db_session: Session) -> None:
    stale = client.form("/account", action="/account")
    client.submit("/account", {"name": "Erste"}, action="/account")
    answer = client.post("/account", data=stale.values | {"name": "Zweite"})
    assert answer.status_code == 409
    assert "<del>Erste</del>" in answer.text
    again = re.search(r'name="row_version"[^>]*value="(\d+)"', answer.text)
    assert again is not None
    assert client.post("/account", data=stale.values | {"name": "Zweite", "row_version": again[1]}).status_code == 302
    db_session.refresh(account)
    assert account.name == "Zweite"


def test_a_new_password_ends_other_sessions(
    app: Flask, client: PageClient, account: Account, db_session: Session, mailer: MemoryMailer
) -> None:
    other = signed_in(app, account)
    values = {"current": PASSWORD, "password": NEW}
    assert client.submit("/account/password", values, action="/account/password").location == "/account"
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert passwords.matches(db_session.get_one(Credential, account.id).password_hash, NEW)
    deliver_due(mailer)
    assert mailer.sent[-1].subject == "Ihr Passwort wurde geändert"
    assert audited(db_session) == ["password.changed"]


@pytest.mark.parametrize("values", [{"current": "falsch"}, {"current": ""}, {"password": "kurz"}, {"password": ""}])
def test_a_password_is_not_changed(
    client: PageClient, account: Account, db_session: Session, values: dict[str, str]
) -> None:
    sent = {"current": PASSWORD, "password": NEW} | values
    assert client.submit("/account/password", sent, action="/account/password").status_code == 422
    assert passwords.matches(db_session.get_one(Credential, account.id).password_hash, PASSWORD)


def test_guessing_the_old_password_is_limited(client: PageClient) -> None:
    sent = {"current": "falsch", "password": NEW}
    codes = [client.submit("/account/password", sent, action="/account/password").status_code for _ in range(9)]
    assert codes == [422] * 8 + [429]


def test_sessions_are_listed_and_ended(app: Flask, client: PageClient, account: Account, db_session: Session) -> None:
    other = signed_in(app, account)
    page = client.get("/account").text
    assert page.count("Firefox, Linux") == 2
    assert page.count("(dieses Gerät)") == 1
    actions = re.findall(r'action="(/account/sessions/[^"]+)"', page)
    here = db_session.scalars(select(AccountSession.id).order_by(AccountSession.created_at)).first()
    own_last = sorted(actions, key=lambda action: str(here) in action)
    for action in own_last:
        assert client.submit("/account", {}, action=action).status_code == 302
    assert client.get("/account").status_code == 302
    assert other.get("/account").status_code == 302
    assert audited(db_session) == ["session.ended", "session.ended"]


def test_sessions_of_others_do_not_exist(app: Flask, client: PageClient) -> None:
    other = signed_in(app, make_member(make_municipality()))
    action = re.findall(r'action="(/account/sessions/[^"]+)"', other.get("/account").text)[0]
    csrf = client.form("/account", action="/account").values["csrf_token"]
    assert client.post(action, data={"csrf_token": csrf}).status_code == 404
    assert other.get("/account").status_code == 200


def test_my_data_holds_what_is_mine_and_no_secret(client: PageClient, account: Account, db_session: Session) -> None:
    saved(Contact(municipality_id=account.memberships[0].municipality_id, role="Steueramt", holder_id=account.id))
    stranger = make_member(make_municipality())
    for address in (account.email.title(), stranger.email):
        receive_feedback(NewFeedback(FeedbackKind.OTHER, "/", "Eine Frage", address))
    client.submit("/account", {"name": "Kämmerei"}, action="/account")
    answer = client.get("/account/data")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    data: dict[str, Any] = json.loads(answer.data)
    assert data["own"]["account"]["rows"][0]["email"] == account.email
    assert data["own"]["contact"]["rows"][0]["role"] == "Steueramt"
    assert [row["text"] for row in data["own"]["feedback"]["rows"]] == ["Eine Frage"]
    assert data["own"]["membership"]["rows"][0]["role"] == "admin"
    assert [entry["action"] for entry in data["activity"]] == ["account.changed"]
    assert stranger.email not in answer.text
    assert "argon2" not in answer.text
    assert "token_hash" not in answer.text


def test_every_personal_column_is_declared() -> None:
    tables = metadata.tables
    for name, rule in PERSONAL.items():
        declared = {*rule.owner, *rule.exported, *rule.secret}
        assert declared <= set(tables[name].c.keys())
        plain = {
            column.name
            for column in tables[name].columns
            if not column.primary_key and not column.foreign_keys and column.name not in NEUTRAL
        }
        assert plain <= declared, f"{name}: {sorted(plain - declared)}"


NEUTRAL = {
    *("created_at", "row_version", "key", "attempts", "next_try_at", "failed_at", "error"),
    *("revoked_at", "scope", "at"),
    *("kind", "due_on", "handled_at", "note"),
}


def test_every_table_is_said_to_be_personal_or_not() -> None:
    assert set(metadata.tables) == PERSONAL.keys() | IMPERSONAL
    assert not PERSONAL.keys() & IMPERSONAL


def test_every_table_lets_a_person_be_erased() -> None:
    for table in Base.metadata.sorted_tables:
        for column in references_to_people(table):
            rules = {key.ondelete for key in column.foreign_keys if key.target_fullname == "account.id"}
            assert rules <= {"CASCADE", "SET NULL"}, f"{table.name}.{column.name}"


@pytest.mark.parametrize(
    ("address", "counted"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", ""), ("unix:", "unix:")],
)
def test_limits_count_households_not_devices(address: str, counted: str) -> None:
    assert network_of(address) == counted
