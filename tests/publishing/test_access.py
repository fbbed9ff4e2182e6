"""Who reaches which page of publishing: own readers look, foreign people find nothing."""

import uuid

import pytest
from flask import Flask

from registry.accounts.models import Role
from registry.catalogue.models import Release
from registry.storage.memory import MemoryStore
from tests.support.client import PageClient
from tests.support.publishing_factories import Town, bpmn, csrf, make_draft, make_published, make_town

pytestmark = pytest.mark.usefixtures("db_session")

LOOKING = ("", "/findings", "/preview")
CHANGING = ("/files", "/facts", "/facts/identity", "/submission", "/delete")
DOING = (
    "/facts/identity",
    "/facts/identity/autosave",
    "/kind",
    "/findings",
    "/submission",
    "/recall",
    "/delete",
)


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town(app)


@pytest.fixture
def draft(town: Town, store: MemoryStore) -> Release:
    return make_draft(town, store)


def token(client: PageClient) -> dict[str, str]:
    return {"csrf_token": next(iter(client.form("/publish", action="/sign-out").values["csrf_token"]))}


VALUES = {"kind": "form", "number": "1.0.0", "audience": "partners", "go": "save", "finding": str(uuid.uuid4())}


def test_visitors_are_asked_to_sign_in(client: PageClient, draft: Release) -> None:
    for path in ("/publish", "/publish/new", *(f"/publish/releases/{draft.id}{part}" for part in LOOKING + CHANGING)):
        answer = client.get(path)
        assert answer.status_code == 302, path
        assert answer.location.startswith("/sign-in?next="), path


def test_readers_look_and_change_nothing(town: Town, draft: Release) -> None:
    reader, base = town.client(Role.READER), f"/publish/releases/{draft.id}"
    assert "Lösung anlegen" not in reader.get("/publish").text
    assert reader.get("/publish/new").status_code == 403
    for part in LOOKING:
        assert reader.get(base + part).status_code == 200, part
    for part in CHANGING:
        assert reader.get(base + part).status_code == 403, part
    for part in DOING:
        expected = 404 if part == "/findings" else 403
        assert reader.post(base + part, data=token(reader) | VALUES).status_code == expected, part
    artifact = f"{base}/files/{draft.artifacts[0].id}"
    assert reader.get(f"{artifact}/download").status_code == 200
    assert reader.post(f"{artifact}/remove", data=token(reader)).status_code == 403


def test_for_other_towns_nothing_exists(app: Flask, town: Town, draft: Release, store: MemoryStore) -> None:
    published = make_published(town, store, ("zwei.bpmn", bpmn("Gewerbe anmelden")))
    stranger = make_town(app).client(Role.ADMIN)
    base = f"/publish/releases/{draft.id}"
    for part in (*LOOKING, *CHANGING, "/review", "/withdraw", "/open", "/block"):
        assert stranger.get(base + part).status_code == 404, part
    for part in (*DOING, "/review", "/withdraw", "/open", "/block"):
        answer = stranger.post(base + part, data=csrf(stranger) | VALUES | {"reason": "Weil"})
        assert answer.status_code == 404, part
    for part in ("", "/facts"):
        assert stranger.get(f"/publish/solutions/{published.solution.slug}{part}").status_code == 404
    for part in ("/new-release", "/relations", "/relations/remove", "/facts"):
        path = f"/publish/solutions/{published.solution.slug}{part}"
        answer = stranger.post(path, data=csrf(stranger) | {"kind": "needs", "target": "hund-anmelden"})
        assert answer.status_code == 404, part
    for part in ("", "/replace", "/remove", "/download"):
        assert stranger.get(f"{base}/files/{draft.artifacts[0].id}{part}").status_code == 404, part


def test_a_file_of_another_draft_is_not_reached_through_the_own(
    app: Flask, town: Town, draft: Release, store: MemoryStore
) -> None:
    other_town = make_town(app)
    own = make_draft(other_town, store, ("eigene.bpmn", bpmn("Gewerbe anmelden")))
    editor = other_town.client(Role.EDITOR)
    foreign = draft.artifacts[0].id
    for part in ("", "/replace", "/remove", "/download"):
        assert editor.get(f"/publish/releases/{own.id}/files/{foreign}{part}").status_code == 404
    assert editor.post(f"/publish/releases/{own.id}/files/{foreign}/remove", data=csrf(editor)).status_code == 404


def test_unknown_ids_do_not_exist(town: Town) -> None:
    editor = town.client(Role.EDITOR)
    for path in (f"/publish/releases/{uuid.uuid4()}", "/publish/releases/1", "/publish/solutions/gibt-es-nicht"):
        assert editor.get(path).status_code == 404


def test_who_is_no_partner_publishes_nothing(app: Flask, store: MemoryStore) -> None:
    town = make_town(app, partner=False)
    editor = town.client(Role.EDITOR)
    answer = editor.get("/publish/new")
    assert answer.status_code == 409
    assert "Nur Partner können Lösungen veröffentlichen." in answer.text


def test_removed_members_lose_the_drafts_at_once(town: Town, draft: Release) -> None:
    editor = town.client(Role.EDITOR)
    assert editor.get(f"/publish/releases/{draft.id}").status_code == 200
    from registry.core.database import session, transaction

    with transaction():
        for membership in list(town.person(Role.EDITOR).memberships):
            session().delete(membership)
    assert editor.get(f"/publish/releases/{draft.id}").status_code == 404
