"""Pages for visitors are kept until something changes, and reach nobody else."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from registry.core.database import db, transaction
from registry.core.settings import Settings
from registry.portal.services import NewText, write_text
from registry.storage.memory import MemoryStore
from registry.web.kept_pages import MAX_PAGE_BYTES, KeptPages
from tests.support.catalogue_factories import make_solution
from tests.support.publishing_factories import make_town
from tests.support.statements import recorded_statements

LIMIT = 4_000


class Portal:
    """A page that counts how often it is made, on data whose state the test sets."""

    def __init__(self) -> None:
        self.state = "1"
        self.made = 0
        self.headers = {"Cache-Control": "public, max-age=60", "ETag": '"1"'}
        self.body = "x" * 100
        self.client = Client(KeptPages(self.page, state=lambda: self.state, limit_bytes=LIMIT), use_cookies=False)

    @Request.application
    def page(self, request: Request) -> Response:
        self.made += 1
        return Response(f"{request.full_path} {self.made} {self.body}", headers=self.headers)


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_an_unchanged_page_is_made_once(portal: Portal) -> None:
    assert portal.client.get("/a").data == portal.client.get("/a").data
    assert portal.made == 1


def test_any_change_makes_it_anew(portal: Portal) -> None:
    portal.client.get("/a")
    portal.state = "2"
    portal.client.get("/a")
    assert portal.made == 2


def test_every_address_is_a_page_of_its_own(portal: Portal) -> None:
    pages = {
        portal.client.get("/a").data,
        portal.client.get("/a?x=1").data,
        portal.client.get("/a", base_url="http://other").data,
        portal.client.get("/a", base_url="http://localhost/en").data,
        portal.client.get("/a", base_url="https://localhost").data,
    }
    assert len(pages) == portal.made == 5


def test_it_does_not_outlive_a_minute(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.client.get("/a")
    later = time.monotonic() + 61
    monkeypatch.setattr("registry.web.kept_pages.time.monotonic", lambda: later)
    portal.client.get("/a")
    assert portal.made == 2


@pytest.mark.parametrize(
    "headers", [{"Cookie": "registry=1"}, {"Authorization": "Bearer x"}, {"Range": "bytes=0-1"}], ids=str
)
def test_whoever_is_somebody_gets_a_page_of_their_own(portal: Portal, headers: dict[str, str]) -> None:
    portal.client.get("/a")
    portal.client.get("/a", headers=headers)
    portal.client.get("/a", headers=headers)
    assert portal.made == 3


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT"])
def test_only_reading_is_kept(portal: Portal, method: str) -> None:
    portal.client.open("/a", method=method)
    portal.client.open("/a", method=method)
    assert portal.made == 2


@pytest.mark.parametrize(
    "headers",
    [{"Cache-Control": "no-store", "ETag": '"1"'}, {"Cache-Control": "public"}, {"Set-Cookie": "a=b"}, {}],
    ids=str,
)
def test_what_no_proxy_may_keep_is_not_kept(portal: Portal, headers: dict[str, str]) -> None:
    portal.headers = ({"Cache-Control": "public", "ETag": '"1"'} | headers) if "Set-Cookie" in headers else headers
    portal.client.get("/a")
    portal.client.get("/a")
    assert portal.made == 2


def test_the_memory_is_bounded(portal: Portal) -> None:
    for number in range(100):
        portal.client.get(f"/{number}")
    portal.client.get("/99")
    assert portal.made == 100
    portal.client.get("/0")
    assert portal.made == 101
    assert portal.client.application._bytes <= LIMIT


def test_a_huge_page_is_not_kept(portal: Portal) -> None:
    portal.body = "x" * (MAX_PAGE_BYTES + 1)
    portal.client.get("/a")
    portal.client.get("/a")
    assert portal.made == 2


def test_who_has_it_already_is_told_so(portal: Portal) -> None:
    portal.client.get("/a")
    answer = portal.client.get("/a", headers={"If-None-Match": '"0", W/"1"'})
    assert (answer.status_code, answer.data, portal.made) == (304, b"", 1)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert portal.client.get("/a", headers={"If-None-Match": '"0"'}).status_code == 200


def test_without_the_database_the_application_answers() -> None:
    portal = Portal()
    client = Client(KeptPages(portal.page, state=lambda: None, limit_bytes=LIMIT))
    assert client.get("/a").status_code == client.get("/a").status_code == 200
    assert portal.made == 2


@pytest.fixture
def keeping_app(own_settings: Settings) -> Iterator[Flask]:
    """The whole portal, keeping pages, on real connections."""
    from registry.app import create_app

    application = create_app(replace(own_settings, page_memory_bytes=1024 * 1024))
    with application.app_context():
        db.create_all()
        engine = db.engine
    yield application
    engine.dispose()


@pytest.mark.processes
def test_the_portal_keeps_its_public_pages_until_something_changes(keeping_app: Flask) -> None:
    with keeping_app.app_context():
        slug = make_solution(make_town(keeping_app), store=MemoryStore()).slug
    client = keeping_app.test_client()
    first = client.get(f"/solutions/{slug}")
    with recorded_statements() as statements:
        again = client.get(f"/solutions/{slug}")
    assert (first.status_code, again.data, statements) == (200, first.data, [])
    assert dict(again.headers) == dict(first.headers)
    assert "Hund anmelden" in first.text
    assert 'lang="en"' in client.get(f"/en/solutions/{slug}").text


@pytest.mark.processes
def test_a_new_text_is_there_at_once(keeping_app: Flask) -> None:
    client = keeping_app.test_client()

    def write(words: str) -> None:
        with keeping_app.app_context(), transaction():
            text = NewText(key="about", language="de", title="Über", markdown=words, html=f"<p>{words}</p>")
            write_text(text, by_id=None)

    for words in ("Erste Fassung", "Zweite Fassung"):
        write(words)
        assert words in client.get("/about").text
        assert words in client.get("/about").text
