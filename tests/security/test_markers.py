"""Nothing that anybody wrote, anywhere, ever becomes an element, an attribute or a line of its own."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import html5lib
import pytest
from sqlalchemy import select
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from registry.core.database import session
from registry.outbox.delivery import compose
from registry.outbox.models import OutboxMail
from tests.security.actors import Who
from tests.security.marking import ELEMENT, MARK, mark_everything, text_columns
from tests.security.sweep import Answer, Sweep, look_at_everything
from tests.security.world import World
from tests.support.pages import problems_of


@pytest.fixture(scope="module")
def marked(world: World) -> Iterator[World]:
    """The world with marks in all its texts."""
    for who in Who:
        world.token(who)
    with world.undone():
        with world.app.app_context():
            mark_everything()
        world.pages.clear()
        yield world


@pytest.fixture(scope="module")
def pages(marked: World) -> Sweep:
    everything = look_at_everything(marked)
    english = [marked.ask(Who.PUBLISHER, f"/en{item.path}") for item in everything if item.who is Who.PUBLISHER]
    return everything + [Answer("", page.request.path, Who.PUBLISHER, page) for page in english]


def elements_of(response: TestResponse) -> list[str]:
    """What became of the marks in a page: nothing, it is hoped."""
    document = html5lib.parse(response.text, namespaceHTMLElements=False)
    found = [str(item.tag) for item in document.iter() if str(item.tag).startswith(ELEMENT)]
    attributes = [name for item in document.iter() for name in item.attrib if ELEMENT in name or name.startswith("on")]
    return found + attributes


def test_the_marks_are_everywhere(pages: Sweep) -> None:
    html = [page for page in pages if page.response.mimetype == "text/html"]
    assert len(text_columns()) > 50
    assert len([page for page in html if f"&lt;{ELEMENT}&gt;" in page.response.text]) > 100
    assert not [page.name for page in pages if page.response.status_code >= 500]


def test_a_mark_in_a_page_would_be_found() -> None:
    class Careless:
        text = f"<!doctype html><title>x</title><p title='{MARK}'>"

    assert elements_of(Careless()) == [ELEMENT]  # type: ignore[arg-type]


def test_no_mark_becomes_an_element(pages: Sweep) -> None:
    html = [page for page in pages if page.response.mimetype == "text/html" and page.response.get_data()]
    found = {page.name: elements_of(page.response) for page in html}
    assert {name: marks for name, marks in found.items() if marks} == {}


def test_marked_pages_are_sound(pages: Sweep) -> None:
    seen = {}
    for page in [page for page in pages if page.response.mimetype == "text/html" and page.response.status_code == 200]:
        seen.setdefault(page.endpoint, page)
    found = {page.name: problems_of(page.response.text) for page in seen.values()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_no_mark_becomes_an_element_of_feed_and_sitemap(pages: Sweep) -> None:
    documents = [page for page in pages if "xml" in page.response.mimetype]
    assert len(documents) >= 4
    for page in documents:
        root = ET.fromstring(page.response.get_data())
        assert [item.tag for item in root.iter() if ELEMENT in item.tag] == []
    assert [page for page in documents if f"&lt;{ELEMENT}&gt;" in page.response.text]


def test_no_mark_leaves_the_linked_data(pages: Sweep) -> None:
    blocks = [
        script for page in pages if page.endpoint == "portal.solution" for script in linked_data_of(page.response)
    ]
    assert blocks
    assert [block for block in blocks if ELEMENT in json.dumps(json.loads(block))]
    assert [block for block in blocks if "<" in block or ">" in block] == []


def linked_data_of(response: TestResponse) -> list[str]:
    document = html5lib.parse(response.text, namespaceHTMLElements=False)
    return [str(item.text) for item in document.iter("script") if item.get("type") == "application/ld+json"]


def test_tables_for_spreadsheets_keep_their_cells(pages: Sweep) -> None:
    files = [page for page in pages if page.response.mimetype == "text/csv"]
    assert files
    for page in files:
        lines = list(csv.reader(io.StringIO(page.response.get_data().decode("utf-8-sig"))))
        assert len({len(line) for line in lines}) == 1
        assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert any(ELEMENT in cell for line in lines[1:] for cell in line)


def test_mails_are_plain_text_with_one_line_as_subject(marked: World) -> None:
    with marked.app.app_context():
        mails = [compose(row) for row in session().scalars(select(OutboxMail))]
    assert len(mails) > 4
    assert any(MARK in mail.text + mail.subject for mail in mails)
    for mail in mails:
        assert "\n" not in mail.subject
        assert "http://localhost/" in mail.text


def test_downloads_keep_the_mark_in_their_name_harmless(pages: Sweep) -> None:
    headers = [page.response.headers["Content-Disposition"] for page in pages if is_download(page.response)]
    assert any(ELEMENT in header for header in headers)
    for header in headers:
        kind, options = parse_options_header(header)
        assert (kind, set(options)) == ("attachment", {"filename"}), header


def is_download(response: TestResponse) -> bool:
    return "Content-Disposition" in response.headers


def test_packages_hold_the_texts_and_nothing_else(pages: Sweep) -> None:
    packages = [page for page in pages if page.endpoint == "adoption.package" and page.response.status_code == 200]
    assert packages
    for page in packages:
        with zipfile.ZipFile(io.BytesIO(page.response.get_data())) as archive:
            for name in archive.namelist():
                assert ".." not in name
                if name.endswith(".html"):
                    assert f"<{ELEMENT}" not in archive.read(name).decode()
                if name.endswith(".json"):
                    json.loads(archive.read(name))
