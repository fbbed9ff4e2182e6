"""Pictures of flows: on the solution page, on a page of their own, as a file, in drafts and on cards."""

import base64
import re

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.accounts.models import Role
from registry.catalogue.models import Audience, BlockedContent, FilePicture, Release
from registry.catalogue.pictures import (
    forget_needless_pictures,
    keep_pictures,
    redraw,
    shown_pictures,
    thumbnails_of,
    undrawn_files,
)
from registry.core import clock
from registry.core.database import session, transaction
from registry.diagrams.pictures import UNUSABLE, Picture
from registry.formats.reading import FileSummary
from registry.keeping.staying_gone import Gone, take_away_again
from registry.portal.drawings import framed
from registry.starting.console import PROJECT
from registry.storage.memory import MemoryStore
from tests.diagrams import reading_svg
from tests.formats.hostile import archive_of
from tests.support.accounts_factories import make_operator, signed_in
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import Town, bpmn, load, make_draft, make_published, make_town, upload

pytestmark = pytest.mark.usefixtures("db_session")
XPROZESS = PROJECT / "tests" / "formats" / "fixtures" / "baumfaellgenehmigung_xprozess.xml"
HOSTILE = "x&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town(app)


@pytest.fixture
def reader(town: Town) -> PageClient:
    return town.client(Role.READER)


def stored() -> int:
    return session().scalar(select(func.count()).select_from(FilePicture)) or 0


def test_the_page_of_a_solution_shows_the_picture_and_leads_to_it(
    town: Town, store: MemoryStore, reader: PageClient
) -> None:
    release = make_published(town, store, ("hund.bpmn", bpmn(task=HOSTILE)))
    page = reader.get(f"/solutions/{release.solution.slug}").text
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="dg"') == 1
    assert 'role="group" aria-label="Ablauf als Bild: Hund anmelden"' in page
    assert "<script>alert" not in page
    path = f"/files/{release.artifacts[0].id}/pictures/1"
    assert f'href="{path}"' in page
    large = reader.get(path).text
    assert 'data-element="t"' in large
    assert f'href="{path}.svg"' in large
    assert reader.get("/en" + path).status_code == 200


def test_the_model_can_be_moved_by_those_who_may_download_it(
    town: Town, store: MemoryStore, client: PageClient
) -> None:
    free = make_published(town, store, ("hund.bpmn", bpmn()), license="EUPL-1.2")
    closed = make_published(town, store, ("kita.bpmn", bpmn("Kita")), title="Kita", license="vendor_restricted")
    with transaction():
        free.audience = closed.audience = Audience.PUBLIC
    assert offered(client, free) == f"/files/{free.artifacts[0].id}"
    assert client.get(f"/files/{free.artifacts[0].id}").status_code == 200
    assert offered(client, closed) is None
    assert client.get(f"/files/{closed.artifacts[0].id}").status_code == 404
    assert offered(town.client(Role.READER), closed) == f"/files/{closed.artifacts[0].id}"


def test_only_a_drawing_of_the_file_itself_can_be_moved(town: Town, store: MemoryStore, reader: PageClient) -> None:
    drawn_here = re.sub(rb"<di:BPMNDiagram.*</di:BPMNDiagram>", b"", bpmn(), flags=re.DOTALL)
    packed = base64.b64encode(archive_of({"hund.bpmn": bpmn()}))
    around = re.sub(rb"(<xp:inhalt>)[^<]*", lambda found: found[1] + packed, XPROZESS.read_bytes())
    for name, content in (("hund.bpmn", drawn_here), ("hund_xprozess.xml", around)):
        release = make_published(town, store, (name, content), title=name)
        assert reader.get(f"/files/{release.artifacts[0].id}/pictures/1").status_code == 200
        assert offered(reader, release) is None


def offered(client: PageClient, release: Release) -> str | None:
    """Where the page of the first picture lets the model be fetched."""
    page = client.get(f"/files/{release.artifacts[0].id}/pictures/1").text
    found = re.search(r'data-behaviour="model-viewer" data-model="([^"]+)"', page)
    return found[1] if found else None


def test_the_picture_as_a_file(town: Town, store: MemoryStore, reader: PageClient) -> None:
    release = make_published(town, store, ("hund.bpmn", bpmn()))
    answer = reader.get(f"/files/{release.artifacts[0].id}/pictures/1.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["Content-Disposition"] == "attachment; filename=hund-1.svg"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(reading_svg.elements(reading_svg.parse(answer.text))) == 3


@pytest.mark.parametrize("place", ["0", "2", "999999999999999999999"])
def test_there_is_no_other_picture(town: Town, store: MemoryStore, reader: PageClient, place: str) -> None:
    release = make_published(town, store, ("hund.bpmn", bpmn()))
    assert reader.get(f"/files/{release.artifacts[0].id}/pictures/{place}").status_code == 404
    assert reader.get(f"/files/{release.artifacts[0].id}/pictures/{place}.svg").status_code == 404


def test_it_is_drawn_once_for_the_same_bytes(town: Town, app: Flask, store: MemoryStore) -> None:
    make_published(town, store, ("hund.bpmn", bpmn()))
    make_published(make_town(app), store, ("anderer-name.bpmn", bpmn()))
    assert stored() == 1


def test_a_draft_shows_its_picture(town: Town, store: MemoryStore) -> None:
    editor = town.client(Role.EDITOR)
    assert upload(editor, "/publish/new", ("hund.bpmn", bpmn())).status_code == 303
    release = make_draft(town, store, ("kita.bpmn", bpmn("Kita")))
    preview = editor.get(f"/publish/releases/{release.id}/preview").text
    assert 'class="dg"' in preview
    assert "/pictures/1" not in preview
    assert editor.get(f"/files/{release.artifacts[0].id}/pictures/1").status_code == 404


def test_another_edition_is_drawn_anew(town: Town, store: MemoryStore) -> None:
    release = make_published(town, store, ("hund.bpmn", bpmn()))
    with transaction() as current:
        for row in current.scalars(select(FilePicture)):
            row.edition, row.svg = 0, "alt"
    artifact = load(release.id).artifacts[0]
    (shown,) = shown_pictures(artifact.sha256, FileSummary.from_json(artifact.summary))
    assert shown.svg.startswith("<svg")
    assert undrawn_files(anew=False) == [artifact.id]
    with transaction():
        assert redraw(artifact.id) == 1
    assert undrawn_files(anew=False) == []
    assert undrawn_files(anew=True) == [artifact.id]
    assert session().scalars(select(FilePicture.svg)).all() == [shown.svg]


def test_notes_come_back_from_the_database(town: Town, store: MemoryStore) -> None:
    artifact = make_published(town, store, ("hund.bpmn", bpmn())).artifacts[0]
    told = Picture(name="Unbrauchbar", note=UNUSABLE())
    with transaction():
        keep_pictures(artifact.sha256, [told])
    assert shown_pictures(artifact.sha256, FileSummary.from_json(load(artifact.release_id).artifacts[0].summary)) == (
        told,
    )
    assert thumbnails_of([artifact.release_id]) == {}


def test_blocked_content_loses_its_pictures(town: Town, app: Flask, store: MemoryStore, reader: PageClient) -> None:
    release = make_published(town, store, ("hund.bpmn", bpmn()))
    place = f"/files/{release.artifacts[0].id}/pictures/1"
    assert reader.get(place).status_code == 200
    path = f"/publish/releases/{release.id}/block"
    answer = signed_in(app, make_operator()).submit(path, {"reason": "Kennwort"}, action=path)
    assert answer.status_code == 302
    assert stored() == 0
    assert reader.get(place).status_code == 404
    assert reader.get(place + ".svg").status_code == 404


def test_after_a_restore_pictures_of_blocked_content_are_gone_too(town: Town, store: MemoryStore) -> None:
    make_published(town, store, ("hund.bpmn", bpmn()))
    with transaction():
        keep_pictures("f" * 64, [Picture(name="", svg="<svg/>")])
    with transaction():
        take_away_again(Gone({"f" * 64: "Kennwort"}, frozenset()), store=store)
    assert session().scalars(select(FilePicture.name)).all() == ["Hund anmelden"]


def test_tidying_keeps_what_files_need(town: Town, store: MemoryStore) -> None:
    make_published(town, store, ("hund.bpmn", bpmn()))
    gone = make_published(town, store, ("kita.bpmn", bpmn("Kita")), title="Kita")
    with transaction() as current:
        keep_pictures("f" * 64, [Picture(name="", svg="<svg/>")])
        sha256 = gone.artifacts[0].sha256
        current.add(BlockedContent(sha256=sha256, blocked_at=clock.now(), reason="Kennwort"))
    assert stored() == 3
    with transaction():
        forget_needless_pictures()
    assert stored() == 1


def test_cards_show_the_flow_in_little(town: Town, store: MemoryStore, reader: PageClient) -> None:
    make_published(town, store, ("hund.bpmn", bpmn()))
    make_solution(town, Edition(title="Ohne Bild", files=[("notiz.txt", b"Nur Text")]), store=store)
    page = reader.get(f"/municipalities/{town.municipality.slug}").text
    assert page.count('class="dg-thumbnail"') == 1
    assert 'class="dg-thumbnail"' in reader.get("/").text


def test_a_large_picture_is_a_link() -> None:
    small, large = "<svg>1</svg>", "<svg>" + "x" * 100 + "</svg>"
    pictures = [Picture(name="", svg=large, thumbnail="<svg/>", width=9), Picture(name="", svg=small, width=9_000)]
    first, second = framed(pictures, most=50)
    assert (first.number, first.svg, first.thumbnail, first.fits) == (1, "", "<svg/>", True)
    assert (second.number, second.svg, second.thumbnail, second.fits) == (2, small, "", False)


def test_the_command_draws_what_is_missing(town: Town, store: MemoryStore, app: Flask) -> None:
    make_published(town, store, ("hund.bpmn", bpmn()))
    with transaction() as current:
        for row in current.scalars(select(FilePicture)):
            current.delete(row)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["catalogue", "pictures"]).output == "Gezeichnete Bilder: 1\n"
    assert runner.invoke(args=["catalogue", "pictures"]).output == "Gezeichnete Bilder: 0\n"
    assert runner.invoke(args=["catalogue", "pictures", "--all"]).output == "Gezeichnete Bilder: 1\n"
