"""What happens after publication: withdrawn, opened, blocked; drafts given up or left behind; relations."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts import departure
from registry.accounts.models import Role
from registry.catalogue.models import (
    Artifact,
    Audience,
    BlockedContent,
    CatalogueEntry,
    Release,
    ReleaseState,
    Solution,
    SolutionRelation,
)
from registry.core import clock
from registry.core.database import session, transaction
from registry.publishing.fingerprint import fingerprint_of
from registry.publishing.services.blocking import purge_blocked
from registry.publishing.services.drafts import start_release
from registry.storage.memory import MemoryStore
from tests.support.accounts_factories import make_operator, signed_in
from tests.support.client import PageClient
from tests.support.publishing_factories import (
    Town,
    bpmn,
    csrf,
    load,
    make_draft,
    make_published,
    make_submitted,
    make_town,
    upload,
)

pytestmark = pytest.mark.usefixtures("db_session")
MAIL = bpmn(task="Frage an max@ort.example")


@pytest.fixture
def town(app: Flask) -> Town:
    return make_town(app)


@pytest.fixture
def operator(app: Flask) -> PageClient:
    return signed_in(app, make_operator())


def audiences(db_session: Session) -> set[Audience]:
    db_session.expire_all()
    return set(db_session.scalars(select(CatalogueEntry.audience)))


def test_a_withdrawn_release_leaves_the_catalogue_and_stays_what_it_was(
    town: Town, store: MemoryStore, db_session: Session
) -> None:
    release = make_published(town, store)
    assert audiences(db_session) == {Audience.PARTNERS}
    publisher, path = town.client(Role.PUBLISHER), f"/publish/releases/{release.id}/withdraw"
    assert publisher.submit(path, {"reason": " "}, action=path).status_code == 422
    assert publisher.submit(path, {"reason": "Satzung geändert"}, action=path).status_code == 302
    now = load(release.id)
    assert (now.state, now.withdrawal_reason) == (ReleaseState.WITHDRAWN, "Satzung geändert")
    assert fingerprint_of(now) == now.fingerprint
    assert audiences(db_session) == set()
    assert publisher.post(path, data=csrf(publisher) | {"reason": "Noch einmal"}).status_code == 409


def test_only_a_publisher_of_the_town_withdraws(town: Town, store: MemoryStore, app: Flask) -> None:
    release = make_published(town, store)
    path = f"/publish/releases/{release.id}/withdraw"
    assert town.client(Role.EDITOR).get(path).status_code == 403
    assert make_town(app).client(Role.ADMIN).get(path).status_code == 404


def test_a_release_for_partners_opens_when_its_findings_are_judged(
    town: Town, store: MemoryStore, db_session: Session
) -> None:
    release = make_published(town, store, ("hund.bpmn", MAIL))
    publisher, path = town.client(Role.PUBLISHER), f"/publish/releases/{release.id}/open"
    assert "kann noch nicht öffentlich werden" in publisher.get(path).text
    assert publisher.post(path, data=csrf(publisher)).status_code == 422
    finding = str(release.artifacts[0].findings[0].id)
    findings = f"/publish/releases/{release.id}/findings"
    publisher.post(findings, data=csrf(publisher) | {"finding": finding})
    assert publisher.submit(path, {}, action=path).status_code == 302
    assert publisher.post(path, data=csrf(publisher)).status_code == 302
    assert audiences(db_session) == {Audience.PARTNERS, Audience.PUBLIC}
    now = load(release.id)
    assert (now.audience, fingerprint_of(now)) == (Audience.PUBLIC, now.fingerprint)


def test_a_closed_licence_never_opens(town: Town, store: MemoryStore) -> None:
    release = make_published(town, store, license="vendor_restricted")
    publisher, path = town.client(Role.PUBLISHER), f"/publish/releases/{release.id}/open"
    assert publisher.post(path, data=csrf(publisher)).status_code == 422
    assert load(release.id).audience is Audience.PARTNERS


def test_blocked_bytes_go_and_a_tombstone_stays(
    town: Town, store: MemoryStore, operator: PageClient, db_session: Session, app: Flask
) -> None:
    release = make_published(town, store)
    digest = release.artifacts[0].sha256
    other = make_town(app)
    copied = make_submitted(other, store)
    path = f"/publish/releases/{release.id}/block"
    assert "Dieselben Dateien stecken auch in anderen Versionen." in operator.get(path).text
    assert operator.submit(path, {"reason": "Kennwort", "files": []}, action=path).status_code == 422
    assert operator.submit(path, {"reason": "Kennwort"}, action=path).status_code == 302
    now, draft = load(release.id), load(copied.id)
    assert (now.state, now.block_reason) == (ReleaseState.BLOCKED, "Kennwort")
    assert (now.artifacts[0].sha256, now.artifacts[0].summary, now.artifacts[0].findings) == (digest, {}, [])
    assert fingerprint_of(now) == now.fingerprint
    assert (draft.state, draft.artifacts) == (ReleaseState.DRAFT, [])
    assert not store.exists(digest)
    assert db_session.scalars(select(BlockedContent.sha256)).all() == [digest]
    assert audiences(db_session) == set()
    editor = town.client(Role.EDITOR)
    assert editor.get(f"/publish/releases/{release.id}/files/{now.artifacts[0].id}/download").status_code == 404
    assert upload(editor, "/publish/new", ("hund.bpmn", bpmn())).status_code == 422
    assert store.exists(digest)
    assert (purge_blocked(store), store.exists(digest)) == (1, False)


def test_blocking_exists_for_operators_only(town: Town, store: MemoryStore, operator: PageClient) -> None:
    release = make_published(town, store)
    path = f"/publish/releases/{release.id}/block"
    assert town.client(Role.ADMIN).get(path).status_code == 404
    draft = make_draft(town, store, ("neu.bpmn", MAIL))
    assert operator.get(f"/publish/releases/{draft.id}/block").status_code == 404


def test_a_draft_is_deleted_after_asking(town: Town, store: MemoryStore, db_session: Session) -> None:
    release = make_draft(town, store)
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/delete"
    assert "lässt sich nicht rückgängig machen" in editor.get(path).text
    assert editor.submit(path, {}, action=path).status_code == 302
    db_session.expire_all()
    assert db_session.scalars(select(Solution)).all() == []
    assert db_session.scalars(select(Artifact)).all() == []
    assert editor.post(path, data=csrf(editor)).status_code == 404


def test_the_solution_stays_when_an_older_release_is_published(town: Town, store: MemoryStore) -> None:
    published = make_published(town, store)
    with transaction():
        draft_id = start_release(load(published.id).solution, by=town.actor(Role.EDITOR)).id
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{draft_id}/delete"
    assert editor.submit(path, {}, action=path).status_code == 302
    assert load(published.id).state is ReleaseState.PUBLISHED


def test_a_published_or_submitted_release_is_not_deleted(town: Town, store: MemoryStore) -> None:
    published, submitted = make_published(town, store), make_submitted(town, store, ("zwei.bpmn", MAIL))
    editor = town.client(Role.EDITOR)
    for release, status in ((published, 404), (submitted, 409)):
        assert editor.post(f"/publish/releases/{release.id}/delete", data=csrf(editor)).status_code == status


def test_drafts_of_a_leaver_stay_with_the_town(town: Town, store: MemoryStore, app: Flask) -> None:
    release, leaver = make_draft(town, store), town.person(Role.EDITOR)
    colleague = town.person(Role.PUBLISHER)
    with transaction():
        orphans = departure.leave_behind(leaver.id, town.municipality.id)
    assert [(item.kind, item.subject_id, item.label) for item in orphans] == [("draft", release.id, "Hund anmelden")]
    assert load(release.id).created_by_id is None
    assert town.client(Role.PUBLISHER).get(f"/publish/releases/{release.id}").status_code == 200
    with transaction():
        departure.hand_over(orphans[0], to=colleague.id)
    assert load(release.id).created_by_id == colleague.id


def test_relations_lead_to_solutions_of_the_catalogue(
    town: Town, store: MemoryStore, app: Flask, db_session: Session
) -> None:
    target = make_published(make_town(app), store, ("ziel.bpmn", MAIL))
    own = make_published(town, store)
    hidden = make_draft(make_town(app), store, ("geheim.bpmn", bpmn("Geheimer Entwurf")))
    editor, base = town.client(Role.EDITOR), f"/publish/solutions/{own.solution.slug}"
    path = f"{base}/relations"
    values = {"kind": "replaces", "target": f"http://localhost/solutions/{target.solution.slug}"}
    for _ in range(2):
        assert editor.submit(base, values, action=path).status_code == 302
    relation = db_session.scalars(select(SolutionRelation)).one()
    assert (relation.solution_id, relation.target_id) == (own.solution_id, target.solution_id)
    for wrong in (hidden.solution.slug, own.solution.slug, "gibt-es-nicht", "kein slug!"):
        answer = editor.submit(base, {"kind": "needs", "target": wrong}, action=path)
        assert answer.status_code == 422, wrong
    removed = editor.submit(base, {}, action=f"{path}/remove")
    assert removed.status_code == 302
    again = {"kind": "replaces", "target_id": str(target.solution_id)}
    assert editor.post(f"{path}/remove", data=csrf(editor) | again).status_code == 404


def test_a_published_release_keeps_its_facts(town: Town, store: MemoryStore) -> None:
    release = make_published(town, store)
    editor, base = town.client(Role.EDITOR), f"/publish/releases/{release.id}"
    before = dict(release.facts)
    posts: list[tuple[str, dict[str, str]]] = [
        ("/facts/identity", {"facts-title": "Anders"}),
        ("/facts/identity/autosave", {"facts-title": "Anders"}),
        ("/kind", {"kind": "bot"}),
        ("/submission", {"number": "1.0.1", "audience": "public", "go": "submit"}),
        (f"/files/{release.artifacts[0].id}", {"role": "other", "format_id": "opaque"}),
        (f"/files/{release.artifacts[0].id}/remove", {}),
    ]
    for path, values in posts:
        assert editor.post(base + path, data=csrf(editor) | values).status_code == 404, path
    assert editor.post(f"{base}/recall", data=csrf(editor)).status_code == 409
    now: Release = load(release.id)
    assert (now.facts, fingerprint_of(now)) == (before, now.fingerprint)


def test_what_was_published_last_stands_on_top(town: Town, store: MemoryStore) -> None:
    releases = [make_published(town, store) for _ in range(4)]
    for hours, release in enumerate(reversed(releases)):
        release.published_at = clock.now() - timedelta(hours=hours)
    session().flush()
    page = town.client(Role.EDITOR).get("/publish").text
    places = [page.index(f'/publish/solutions/{release.solution.slug}"') for release in reversed(releases)]
    assert places == sorted(places)
