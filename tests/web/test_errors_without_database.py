"""A page comes out even when nothing else works."""

import pytest
from flask import Flask
from jinja2 import TemplateNotFound
from sqlalchemy.exc import OperationalError

from registry.core.settings import Settings
from tests.support.accounts_factories import COOKIE
from tests.support.pages import problems_of


@pytest.fixture
def broken(own_settings: Settings, own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application whose database does not answer."""

    def refuse(*_arguments: object, **_values: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("unable to open database file"))

    monkeypatch.setattr("registry.accounts.cookie.find_session", refuse)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalar", refuse)
    monkeypatch.setattr("sqlalchemy.orm.Session.scalars", refuse)
    monkeypatch.setattr("sqlalchemy.orm.Session.execute", refuse)
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    return own_app


@pytest.mark.parametrize("cookie", ["", "x" * 43])
@pytest.mark.parametrize("path", ["/", "/solutions", "/en/solutions", "/health/ready"])
def test_without_database_there_is_still_a_page(broken: Flask, path: str, cookie: str) -> None:
    client = broken.test_client()
    if cookie:
        client.set_cookie(COOKIE, cookie)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    assert not problems_of(answer.text)
    assert "unable to open" not in answer.text


def test_pages_without_database_still_answer(broken: Flask) -> None:
    assert broken.test_client().get("/health/live").status_code == 200


def test_without_templates_there_are_still_words(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    own_app.config["PROPAGATE_EXCEPTIONS"] = False

    def refuse(name: str, *_rest: object) -> None:
        raise TemplateNotFound(name)

    monkeypatch.setattr(own_app.jinja_env, "get_template", refuse)
    monkeypatch.setattr(own_app.jinja_env, "get_or_select_template", refuse)
    answer = own_app.test_client().get("/sign-in")
    assert answer.status_code == 500
    assert "Kennung: " in answer.text
    assert not problems_of(answer.text)
