"""Signing in and out through the pages."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from registry.accounts import passwords
from registry.accounts.attempts import Limit
from registry.accounts.models import AccountSession, Membership, Role
from registry.activity.models import AuditEntry
from tests.support.accounts_factories import (
    COOKIE,
    PASSWORD,
    make_account,
    make_member,
    make_municipality,
    make_operator,
    signed_in,
)
from tests.support.client import PageClient
from tests.support.frozen import FrozenClock
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.usefixtures("db_session")


def sign_in(client: PageClient, email: str, password: str = PASSWORD, *, path: str = "/sign-in") -> TestResponse:
    return client.submit(path, {"email": email, "password": password}, action="/sign-in")


def actions(db_session: Session) -> list[str]:
    return list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_a_member_signs_in_and_begins_with_the_own_municipality(client: PageClient, db_session: Session) -> None:
    account = make_member(make_municipality("Usingen"))
    answer = sign_in(client, account.email)
    assert (answer.status_code, answer.location) == (302, "/my")
    page = client.get("/my")
    assert page.status_code == 200
    assert "Usingen" in page.text
    assert actions(db_session) == ["session.opened"]


def test_the_address_may_be_typed_in_any_way(client: PageClient) -> None:
    make_member(make_municipality(), account=make_account("steueramt@ort.example"))
    assert sign_in(client, " SteuerAmt@Ort.Example ").status_code == 302


def test_whoever_has_no_municipality_begins_with_the_account(client: PageClient) -> None:
    account = make_account()
    assert sign_in(client, account.email).location == "/account"


def test_members_begin_in_their_language(client: PageClient) -> None:
    account = make_member(make_municipality(), account=make_account(language="en"))
    assert sign_in(client, account.email).location == "/en/my"


@pytest.mark.parametrize("cookies", ["", "Erfundenes", "ä\udcff", "x" * 3000])
def test_the_cookie_is_new_after_signing_in(client: PageClient, cookies: str) -> None:
    account = make_member(make_municipality())
    if cookies:
        client.set_cookie(COOKIE, cookies.encode("utf-8", "replace").decode())
    answer = sign_in(client, account.email)
    header = answer.headers["Set-Cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value != cookies


def test_wrong_passwords_get_no_cookie(client: PageClient, db_session: Session) -> None:
    account = make_member(make_municipality())
    answer = sign_in(client, account.email, "etwas anderes, auch lang")
    assert answer.status_code == 422
    assert "passen nicht zusammen" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert not actions(db_session)


def test_a_deactivated_account_cannot_sign_in(client: PageClient) -> None:
    account = make_member(make_municipality(), account=make_account(is_active=False))
    assert sign_in(client, account.email).status_code == 422


@pytest.mark.parametrize("name", ["email", "password"])
def test_missing_values_are_named_at_the_field(client: PageClient, name: str) -> None:
    answer = client.submit("/sign-in", {"email": "a@ort.example", "password": "x", name: ""})
    assert answer.status_code == 422
    assert "Bitte geben Sie Ihr" in answer.text


@pytest.mark.parametrize("value", ["\x00", "a\x00b@ort.example", "a" * 5000, "\u202e@ort.example", "😀" * 300])
def test_odd_input_is_refused_with_a_page(client: PageClient, value: str) -> None:
    for values in ({"email": value, "password": "x"}, {"email": "a@ort.example", "password": value}):
        assert client.submit("/sign-in", values).status_code == 422


def test_known_and_unknown_cannot_be_told_apart(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    make_member(make_municipality(), account=make_account("bekannt@ort.example"))
    hashes: list[str | None] = []

    def counting(known: str | None, typed: str) -> bool:
        hashes.append(known)
        return passwords.matches(known, typed)

    monkeypatch.setattr("registry.accounts.views.sign_in.matches", counting)
    answers = []
    for email in ("bekannt@ort.example", "niemand@ort.example"):
        client = app.test_client()
        form = client.form("/sign-in")
        with recorded_statements() as statements:
            answer = client.post("/sign-in", data={**form.values, "email": email, "password": "falsch, aber lang"})
        body = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text.replace(email, "…"))
        answers.append((answer.status_code, body, statements))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert answers[0][2]
    assert [known is None for known in hashes] == [False, True]


def test_an_unknown_address_costs_a_real_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    usual, real = extract_parameters(PasswordHasher().hash("x")), PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "hash", lambda *_: pytest.fail("a second hash tells the first unknown apart"))
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, known, typed: verified.append(known) or real(self, known, typed)
    )
    assert not passwords.matches(None, "irgendetwas")
    assert extract_parameters(verified[0]) == usual


@pytest.mark.parametrize("email", ["bekannt@ort.example", "niemand@ort.example"])
def test_tries_are_limited_by_account(client: PageClient, email: str, frozen_clock: FrozenClock) -> None:
    make_member(make_municipality(), account=make_account("bekannt@ort.example"))
    for _ in range(8):
        assert sign_in(client, email, "falsch, aber lang").status_code == 422
    answer = sign_in(client, email)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "zu viele Versuche" in answer.text
    assert answer.text.count("noch einmal") == 1
    frozen_clock.advance(timedelta(minutes=16))
    assert sign_in(client, email).status_code == (302 if email.startswith("bekannt") else 422)


def test_tries_are_limited_by_address_after_many_accounts(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.accounts.services.signing_in.SIGN_IN_ADDRESS", Limit("sign_in_address", 3, 15))
    for number in range(3):
        assert sign_in(client, f"nr{number}@ort.example").status_code == 422
    assert sign_in(client, "nr4@ort.example").status_code == 429


def test_a_whole_region_behind_one_address_can_sign_in(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.accounts.services.signing_in.SIGN_IN_ADDRESS", Limit("sign_in_address", 3, 15))
    town = make_municipality()
    for _ in range(2):
        assert sign_in(client, "niemand@ort.example").status_code == 422
    for _ in range(5):
        assert sign_in(client.application.test_client(), make_member(town).email).status_code == 302
    assert sign_in(client, "niemand@ort.example").status_code == 422
    assert sign_in(client, "niemand@ort.example").status_code == 429


def test_a_successful_sign_in_starts_counting_anew(client: PageClient, app: Flask) -> None:
    account = make_member(make_municipality())
    for _ in range(7):
        sign_in(client, account.email, "falsch, aber lang")
    assert sign_in(client, account.email).status_code == 302
    other = app.test_client()
    for _ in range(7):
        assert sign_in(other, account.email, "falsch, aber lang").status_code == 422


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/account", "/account"),
        ("/en/account?a=1", "/en/account?a=1"),
        ("//evil.example", "/my"),
        ("https://evil.example", "/my"),
        ("/\\evil.example", "/my"),
        ("/%0d%0aSet-Cookie:a=b", "/%0d%0aSet-Cookie:a=b"),
        ("javascript:alert(1)", "/my"),
        ("/" + "x" * 5000, "/my"),
    ],
)
def test_after_signing_in_one_stays_in_the_portal(client: PageClient, target: str, expected: str) -> None:
    account = make_member(make_municipality())
    path = "/sign-in?" + urlencode({"next": target})
    assert sign_in(client, account.email, path=path).location == expected


def test_a_page_for_members_leads_back_after_signing_in(client: PageClient) -> None:
    account = make_member(make_municipality())
    asked = client.get("/en/account?x=1")
    assert asked.location == "/en/sign-in?next=/en/account?x%3D1"
    answer = client.submit(asked.location, {"email": account.email, "password": PASSWORD}, action="/en/sign-in")
    assert answer.location == "/en/account?x=1"


def test_whoever_is_signed_in_is_led_on(app: Flask) -> None:
    client = signed_in(app, make_member(make_municipality()))
    assert client.get("/sign-in").location == "/my"
    assert client.get("/sign-in?next=/account").location == "/account"


def test_signing_out_ends_the_session_and_clears_the_browser(app: Flask, db_session: Session) -> None:
    client = signed_in(app, make_member(make_municipality()))
    cookie = client.get_cookie(COOKIE)
    answer = client.submit("/my", {}, action="/sign-out")
    assert (answer.status_code, answer.location) == (302, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get_cookie(COOKIE) is None
    assert db_session.scalar(select(func.count()).select_from(AccountSession)) == 0
    assert actions(db_session) == ["session.ended"]
    assert cookie is not None
    client.set_cookie(COOKIE, cookie.value)
    assert client.get("/my").location.startswith("/sign-in")


def test_signing_out_twice_is_harmless(app: Flask) -> None:
    client = app.test_client()
    token = client.form("/sign-in").values["csrf_token"]
    assert client.post("/sign-out", data={"csrf_token": token}).location == "/"


def test_sessions_end_when_idle_and_when_old(app: Flask, frozen_clock: FrozenClock) -> None:
    account = make_member(make_municipality())
    client = signed_in(app, account)
    frozen_clock.advance(timedelta(minutes=59))
    assert client.get("/my").status_code == 200
    frozen_clock.advance(timedelta(minutes=59))
    assert client.get("/my").status_code == 200
    frozen_clock.advance(timedelta(minutes=61))
    assert client.get("/my").status_code == 302
    old = signed_in(app, account)
    for _ in range(14 * 24):
        frozen_clock.advance(timedelta(minutes=59))
        assert old.get("/my").status_code == 200
    frozen_clock.advance(timedelta(hours=6))
    assert old.get("/my").status_code == 302


def test_acting_for_another_of_the_own_municipalities(app: Flask, db_session: Session) -> None:
    first, second = make_municipality("Aarbergen"), make_municipality("Wehrheim")
    account = make_member(second, Role.READER, account=make_member(first))
    client = signed_in(app, account)
    before = client.get_cookie(COOKIE)
    answer = client.submit("/my", {}, action="/acting")
    assert answer.location == "/my"
    page = client.get("/my").text
    assert "Sie handeln jetzt für Wehrheim" in page
    after = client.get_cookie(COOKIE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert actions(db_session) == ["session.acts_for"]
    old = app.test_client()
    old.set_cookie(COOKIE, before.value)
    assert old.get("/my").status_code == 302


def test_a_form_of_one_town_writes_nothing_in_another(app: Flask, db_session: Session) -> None:
    first, second = make_municipality("Aarbergen"), make_municipality("Wehrheim")
    client = signed_in(app, make_member(second, account=make_member(first)))
    opened = client.form("/my/profile/edit", action="/my/profile/edit")
    client.submit("/my", {}, action="/acting")
    answer = client.post("/my/profile/edit", data=opened.values | {"contact_role": "Rathaus Aarbergen"})
    assert answer.status_code == 400
    assert "für eine andere Kommune" in answer.text
    db_session.expire_all()
    assert (first.contact_role, second.contact_role) == ("", "")


@pytest.mark.parametrize("wanted", ["foreign", "kein Schlüssel", ""])
def test_nobody_acts_for_a_foreign_municipality(app: Flask, wanted: str) -> None:
    foreign = make_municipality("Fremdstadt")
    client = signed_in(app, make_member(make_municipality()))
    token = client.form("/my", action="/sign-out").values["csrf_token"]
    value = str(foreign.id) if wanted == "foreign" else wanted
    assert client.post("/acting", data={"municipality": value, "csrf_token": token}).status_code == 404


def test_a_membership_that_ends_takes_the_municipality_away_at_once(app: Flask, db_session: Session) -> None:
    account = make_member(make_municipality("Usingen"))
    client = signed_in(app, account)
    assert "Usingen" in client.get("/account").text
    db_session.delete(db_session.scalars(select(Membership)).one())
    db_session.commit()
    assert "Usingen" not in client.get("/account").text


def test_visitors_get_no_cookie(client: PageClient) -> None:
    for path in ("/sign-in", "/password-reset", "/my"):
        assert "Set-Cookie" not in client.get(path).headers


def test_operators_without_municipality_begin_in_administration(client: PageClient) -> None:
    assert sign_in(client, make_operator().email).location == "/admin"
