"""A new password by mail."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from registry.accounts import passwords
from registry.accounts.models import Account, AccountSession, Credential, PasswordReset
from registry.activity.models import AuditEntry
from registry.mail.memory import MemoryMailer
from registry.outbox.delivery import deliver_due
from registry.outbox.models import OutboxMail
from registry.web.links import signed_token
from tests.support.accounts_factories import PASSWORD, make_account, make_member, make_municipality, signed_in
from tests.support.client import PageClient
from tests.support.frozen import FrozenClock
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.usefixtures("db_session")

NEW = "ein ganz neues Wort am See"


@pytest.fixture
def account() -> Account:
    return make_member(make_municipality(), account=make_account("bekannt@ort.example"))


def ask(client: PageClient, email: str = "bekannt@ort.example") -> TestResponse:
    return client.submit("/password-reset", {"email": email})


def mailed_path(mailer: MemoryMailer) -> str:
    deliver_due(mailer)
    found = re.search(r"http://localhost(/\S+)", mailer.sent[-1].text.partition("-- \n")[0])
    assert found is not None
    return found[1]


def test_the_link_sets_a_new_password_once(
    client: PageClient, app: Flask, account: Account, db_session: Session, mailer: MemoryMailer
) -> None:
    here = signed_in(app, account)
    assert ask(client, "  Bekannt@Ort.example").status_code == 200
    path = mailed_path(mailer)
    assert mailer.sent[-1].to == "bekannt@ort.example"
    assert mailer.sent[-1].subject == "Neues Passwort setzen"
    answer = client.submit(path, {"password": NEW})
    assert answer.status_code == 200
    assert "Ihr Passwort ist geändert" in answer.text
    assert here.get("/my").status_code == 302, "all sessions have ended"
    credential = db_session.get_one(Credential, account.id)
    assert passwords.matches(credential.password_hash, NEW)
    assert not passwords.matches(credential.password_hash, PASSWORD)
    assert client.get(path).status_code == 409
    deliver_due(mailer)
    assert mailer.sent[-1].subject == "Ihr Passwort wurde geändert"
    actions = list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))
    assert actions == ["password_reset.requested", "password.reset"]


def test_a_double_submit_sets_the_password_once(
    client: PageClient, account: Account, mailer: MemoryMailer, db_session: Session
) -> None:
    ask(client)
    form = client.form(mailed_path(mailer))
    first = client.post(form.action, data=form.values | {"password": NEW})
    second = client.post(form.action, data=form.values | {"password": "noch ein anderes Wort"})
    assert (first.status_code, second.status_code) == (200, 409)
    assert passwords.matches(db_session.get_one(Credential, account.id).password_hash, NEW)


def test_the_link_expires_after_an_hour(
    client: PageClient,
    account: Account,
    mailer: MemoryMailer,
    frozen_clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask(client)
    path = mailed_path(mailer)
    frozen_clock.advance(timedelta(minutes=59))
    assert client.get(path).status_code == 200
    frozen_clock.advance(timedelta(minutes=2))
    answer = client.get(path)
    assert answer.status_code == 409
    assert "Fordern Sie einen neuen Link an" in answer.text


def test_other_links_of_the_account_die_with_the_first_use(
    client: PageClient, account: Account, mailer: MemoryMailer
) -> None:
    ask(client)
    first = mailed_path(mailer)
    ask(client)
    second = mailed_path(mailer)
    assert client.submit(second, {"password": NEW}).status_code == 200
    assert client.get(first).status_code == 409


@pytest.mark.parametrize("token", ["x", "a.b.c", "ä", "x" * 3000])
def test_forged_links_get_a_sentence(client: PageClient, token: str) -> None:
    answer = client.get(f"/password-reset/{token}")
    assert answer.status_code == 409
    assert "Dieser Link gilt nicht mehr" in answer.text


def test_a_token_for_something_else_is_no_reset(client: PageClient, account: Account, app: Flask) -> None:
    with app.test_request_context():
        token = signed_token("invitation", account.id)
    assert client.get(f"/password-reset/{token}").status_code == 409


@pytest.mark.parametrize(
    "password", ["kurz", "aaaaaaaaaaaaaaaa", "passwort123456", "bekannt@ort.example", "x" * 201, "\x00" * 20]
)
def test_weak_passwords_are_refused_and_the_link_stays(
    client: PageClient, account: Account, mailer: MemoryMailer, password: str
) -> None:
    ask(client)
    path = mailed_path(mailer)
    assert client.submit(path, {"password": password}).status_code == 422
    assert client.submit(path, {"password": NEW}).status_code == 200


def test_known_and_unknown_cannot_be_told_apart(app: Flask, account: Account, mailer: MemoryMailer) -> None:
    make_account("gesperrt@ort.example", is_active=False)
    answers = []
    for email in ("bekannt@ort.example", "niemand@ort.example", "gesperrt@ort.example"):
        client = app.test_client()
        form = client.form("/password-reset")
        with recorded_statements() as statements:
            answer = client.post("/password-reset", data=form.values | {"email": email})
        answers.append((answer.status_code, answer.data, statements))
    assert answers[0] == answers[1] == answers[2]
    assert deliver_due(mailer) == 1
    assert [mail.to for mail in mailer.sent] == ["bekannt@ort.example"]


@pytest.mark.parametrize("email", ["bekannt@ort.example", "niemand@ort.example"])
def test_requests_are_limited_for_everybody_alike(client: PageClient, account: Account, email: str) -> None:
    assert [ask(client, email).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_several_addresses_reach_only_the_stored_one(
    client: PageClient, account: Account, mailer: MemoryMailer
) -> None:
    form = client.form("/password-reset")
    values = form.values | {"email": ["bekannt@ort.example", "boese@evil.example"], "email[]": "boese@evil.example"}
    client.post("/password-reset", data=values)
    ask(client, "bekannt@ort.example,boese@evil.example")
    ask(client, "bekannt@ort.example\nBcc: boese@evil.example")
    deliver_due(mailer)
    assert {mail.to for mail in mailer.sent} <= {"bekannt@ort.example"}


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_a_foreign_host_is_refused(client: PageClient, account: Account, mailer: MemoryMailer, host: str) -> None:
    assert client.get("/password-reset", headers={"Host": host}).status_code == 400
    form = client.form("/password-reset")
    client.post("/password-reset", data=form.values | {"email": account.email}, headers={"X-Forwarded-Host": host})
    assert mailed_path(mailer).startswith("/password-reset/")


def test_links_in_mails_follow_the_language_of_the_recipient(client: PageClient, mailer: MemoryMailer) -> None:
    make_account("english@ort.example", language="en")
    ask(client, "english@ort.example")
    assert mailed_path(mailer).startswith("/en/password-reset/")


def test_no_secret_is_stored(client: PageClient, account: Account, db_session: Session, mailer: MemoryMailer) -> None:
    ask(client)
    token = mailed_path(mailer).rpartition("/")[2]
    row = db_session.scalars(select(OutboxMail)).one()
    assert token not in str(row.parameters)
    assert row.recipient == ""
    assert db_session.scalar(select(func.count()).select_from(PasswordReset)) == 1
    assert db_session.scalar(select(func.count()).select_from(AccountSession)) == 0
