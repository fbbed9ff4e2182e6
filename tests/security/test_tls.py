"""By TLS: the cookie, and what every answer asks for. And an invented sender does not escape the limits."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from registry.accounts.attempts import Limit
from registry.core.settings import Settings
from registry.web.adapters import EXTENSION, Adapters
from tests.support.accounts_factories import PASSWORD, make_member, make_municipality
from tests.support.client import PageClient


def test_an_invented_address_of_the_sender_does_not_escape_the_limits(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.accounts.services.signing_in.SIGN_IN_ADDRESS", Limit("sign_in_address", 3, 15))
    values = client.form("/sign-in").values
    found = [
        client.post(
            "/sign-in",
            data=values | {"email": f"nr{number}@ort.example", "password": "falsch, aber lang"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        ).status_code
        for number in range(4)
    ]
    assert found == [422, 422, 422, 429]


@pytest.fixture
def https(app: Flask, adapters: Adapters, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same application as people reach it by TLS."""
    secure = replace(settings, base_url="https://localhost")
    monkeypatch.setitem(app.extensions, EXTENSION, replace(adapters, settings=secure))
    return app


@pytest.mark.usefixtures("db_session")
def test_by_tls_the_cookie_is_bound_to_host_and_tls(https: Flask) -> None:
    account = make_member(make_municipality())
    client = https.test_client()
    path = "https://localhost/sign-in"
    token = client.form("/sign-in").values["csrf_token"]
    answer = client.post(path, data={"email": account.email, "password": PASSWORD, "csrf_token": token})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-registry=")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.startswith("Domain") for part in parts)
    assert client.get("https://localhost/my").status_code == 200


def test_by_tls_every_answer_asks_for_tls(https: Flask) -> None:
    client = https.test_client()
    for path in ("/", "/solutions", "/my", "/gibt/es/nicht", "/robots.txt", "/static/x/css/app.css"):
        value = client.get(path).headers["Strict-Transport-Security"]
        assert value == "max-age=63072000; includeSubDomains"
    assert client.post("/sign-in").headers["Strict-Transport-Security"]
