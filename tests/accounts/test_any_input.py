"""Whatever is sent to a form gets a page and never breaks anything."""

from collections.abc import Mapping

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from registry.accounts.models import Contact, Membership
from registry.taxonomy.models import System
from tests.support.accounts_factories import make_member, make_municipality, make_operator, signed_in
from tests.support.client import PageClient
from tests.support.database import saved

ANY = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["", "0", "-1", "9" * 40, "2030-02-30", "\x00", "\ud800", "a@b.example", "x" * 5000, "٣", "<b>&"]),
    st.uuids().map(str),
)
FORMS: Mapping[str, tuple[str, ...]] = {
    "/my/profile/edit": ("contact_email", "domain", "website", "population", "reviewer", "shows_use", "row_version"),
    "/my/systems/new": ("system_key", "version", "contract_ends_on", "note"),
    "/my/contacts/new": ("role", "email", "phone", "holder"),
    "/my/deputies/new": ("absent", "deputy", "from_on", "until_on"),
    "/my/members/invite": ("email", "role"),
    "/account": ("name", "language", "row_version"),
}
ADMIN_FORMS: Mapping[str, tuple[str, ...]] = {
    "/admin/municipalities/new": ("name", "kind", "ags", "land", "population"),
    "/admin/cooperations/new": ("name", "description", "members"),
    "/admin/texts/about/de": ("title", "row_version"),
}
NO_SHRINKING = (Phase.explicit, Phase.generate)
NO_DEADLINE = settings(
    max_examples=12, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def token(client: PageClient, path: str) -> str:
    return client.form(path, action="/sign-out").values["csrf_token"][0]


def encoded(values: Mapping[str, str]) -> dict[str, bytes]:
    return {name: value.encode("utf-8", "surrogatepass") for name, value in values.items()}


@pytest.fixture
def member(app: Flask, db_session: Session) -> PageClient:
    saved(System(key="emma", category="rpa", name="EMMA"))
    return signed_in(app, make_member(make_municipality()))


@pytest.mark.parametrize("path", FORMS)
@given(data=st.data())
@NO_DEADLINE
def test_forms_of_members(member: PageClient, path: str, data: st.DataObject) -> None:
    values = data.draw(st.fixed_dictionaries(dict.fromkeys(FORMS[path], ANY)))
    answer = member.post(path, data={"csrf_token": token(member, "/account")} | encoded(values))
    assert answer.status_code in {302, 409, 422}
    assert member.get("/my").status_code == 200
    assert member.get("/my/profile").status_code == 200
    assert member.get("/my/contacts").status_code == 200


@pytest.mark.parametrize("path", ADMIN_FORMS)
@given(data=st.data())
@NO_DEADLINE
def test_forms_of_operators(app: Flask, db_session: Session, path: str, data: st.DataObject) -> None:
    client = signed_in(app, make_operator())
    values = data.draw(st.fixed_dictionaries(dict.fromkeys(ADMIN_FORMS[path], ANY)))
    answer = client.post(path, data={"csrf_token": token(client, "/account"), "markdown": ""} | encoded(values))
    assert answer.status_code in {302, 422}
    assert client.get("/admin/municipalities").status_code == 200
    assert client.get("/admin/cooperations").status_code == 200


@given(email=ANY, password=ANY, target=ANY)
@NO_DEADLINE
def test_signing_in(app: Flask, db_session: Session, email: str, password: str, target: str) -> None:
    client = app.test_client()
    assert isinstance(client, PageClient)
    sent = encoded({"email": email, "password": password, "next": target})
    csrf = client.form("/sign-in").values["csrf_token"][0]
    assert client.post("/sign-in", data={"csrf_token": csrf} | sent).status_code in {422, 429}


@given(query=ANY, page=ANY)
@NO_DEADLINE
def test_lists_of_operators(app: Flask, db_session: Session, query: str, page: str) -> None:
    client = signed_in(app, make_operator())
    values = {name: value.encode("utf-8", "replace").decode() for name, value in (("q", query), ("page", page))}
    for path in ("/admin/municipalities", "/admin/accounts", "/admin/feedback", "/admin/audit"):
        assert client.get(path, query_string=values).status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/password-reset", "/my/contacts/new"])
def test_a_million_fields_are_too_many(member: PageClient, path: str, db_session: Session) -> None:
    body = b"&".join(b"f%d=1" % number for number in range(1_000_000))
    answer = member.post(path, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "zu groß" in answer.text
    assert db_session.query(Contact).count() == 0


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_a_body_of_another_kind_is_no_form(member: PageClient, kind: str, db_session: Session) -> None:
    answer = member.post("/my/contacts/new", data=b'{"role": "Amt"}', content_type=kind)
    assert answer.status_code == 400
    assert db_session.query(Membership).count() == 1
