"""Four eyes: who may decide, about exactly what, and what happens when two do things at once."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import (
    Audience,
    FindingKind,
    FindingState,
    Release,
    ReleaseAction,
    ReleaseEvent,
    ReleaseState,
)
from registry.core.database import session, transaction
from registry.core.errors import Conflict, Invalid, NotAllowed, NotFound
from registry.mail.memory import MemoryMailer
from registry.outbox.delivery import deliver_due
from registry.outbox.models import OutboxMail
from registry.publishing import announcing
from registry.publishing.fingerprint import draft_mark
from registry.publishing.queries import list_to_review
from registry.publishing.services.drafts import start_release
from registry.publishing.services.review import accept, give_back, submit
from registry.storage.memory import MemoryStore
from tests.support.accounts_factories import make_member, signed_in
from tests.support.publishing_factories import (
    Town,
    bpmn,
    csrf,
    load,
    make_draft,
    make_published,
    make_ready,
    make_submitted,
    make_town,
    upload,
)
from tests.support.statements import recorded_statements

pytestmark = pytest.mark.usefixtures("db_session")
SECRET = bpmn(task="password=Sommer2024geheim")
MAIL = bpmn(task="Frage an max@ort.example")


def events(release: Release) -> list[ReleaseAction]:
    found = select(ReleaseEvent).where(ReleaseEvent.release_id == release.id).order_by(ReleaseEvent.at)
    return [event.action for event in session().scalars(found)]


def mails(db_session: Session, template: str) -> list[OutboxMail]:
    return list(db_session.scalars(select(OutboxMail).where(OutboxMail.template == template)))


def review_path(release: Release) -> str:
    return f"/publish/releases/{release.id}/review"


def test_whoever_submitted_does_not_decide(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER, 2)
    release = make_ready(town, store)
    with transaction():
        submit(load(release.id), by=town.actor(Role.PUBLISHER, 1), rights_declared=True)
    assert town.client(Role.PUBLISHER, 1).get(review_path(release)).status_code == 404
    assert town.client(Role.PUBLISHER, 2).get(review_path(release)).status_code == 200
    with pytest.raises(NotAllowed), transaction():
        accept(load(release.id), by=town.actor(Role.PUBLISHER, 1), mark=draft_mark(load(release.id)))


def test_without_a_second_publisher_the_named_town_reviews(app: Flask, store: MemoryStore, db_session: Session) -> None:
    reviewer = make_town(app, "Neu-Anspach")
    town = make_town(app, "Usingen", reviewer_id=reviewer.municipality.id)
    reviewer.person(Role.PUBLISHER)
    release = make_ready(town, store)
    with transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
    assert mails(db_session, "release_submitted")[0].recipient == reviewer.person(Role.PUBLISHER).email
    neighbour = reviewer.client(Role.PUBLISHER)
    assert "Usingen" in neighbour.get("/publish").text
    assert reviewer.client(Role.EDITOR).get(review_path(release)).status_code == 404
    assert make_town(app).client(Role.ADMIN).get(review_path(release)).status_code == 404
    artifact = load(release.id).artifacts[0]
    download = f"/publish/releases/{release.id}/files/{artifact.id}/download"
    assert neighbour.get(download).data == bpmn()
    assert neighbour.submit(review_path(release), {"go": "accept"}, action=review_path(release)).status_code == 302
    assert load(release.id).state is ReleaseState.PUBLISHED


def test_with_a_second_publisher_the_named_town_sees_nothing(app: Flask, store: MemoryStore) -> None:
    reviewer = make_town(app)
    town = make_town(app, reviewer_id=reviewer.municipality.id)
    release = make_submitted(town, store)
    assert reviewer.client(Role.PUBLISHER).get(review_path(release)).status_code == 404
    assert list_to_review(reviewer.actor(Role.PUBLISHER)) == []
    assert [item.id for item in list_to_review(town.actor(Role.PUBLISHER))] == [release.id]
    with pytest.raises(NotFound), transaction():
        accept(load(release.id), by=reviewer.actor(Role.PUBLISHER), mark=draft_mark(load(release.id)))


def test_somebody_in_both_towns_does_not_review_the_own_submission(app: Flask, store: MemoryStore) -> None:
    reviewer = make_town(app)
    town = make_town(app, reviewer_id=reviewer.municipality.id)
    both = town.person(Role.EDITOR)
    make_member(reviewer.municipality, Role.PUBLISHER, account=both)
    release = make_ready(town, store)
    with pytest.raises(Invalid), transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
    reviewer.person(Role.PUBLISHER, 2)
    with transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
    client = signed_in(app, both, acting_for=reviewer.municipality)
    assert client.get(review_path(release)).status_code == 404


def test_nobody_to_review_means_no_submission(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_ready(town, store)
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/submission"
    answer = editor.submit(path, {"rights": "y", "go": "submit"}, action=path)
    assert answer.status_code == 422
    assert "niemanden sonst, der freigeben darf" in answer.text
    assert load(release.id).state is ReleaseState.DRAFT


def test_an_inactive_publisher_reviews_nothing(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER).is_active = False
    session().commit()
    release = make_ready(town, store)
    with pytest.raises(Invalid), transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)


def test_the_reviewer_decides_about_what_was_shown(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_submitted(town, store)
    publisher, editor = town.client(Role.PUBLISHER), town.client(Role.EDITOR)
    opened = publisher.form(review_path(release), action=review_path(release)).values
    base = f"/publish/releases/{release.id}"
    editor.submit(base, {}, action=f"{base}/recall")
    assert publisher.post(review_path(release), data=opened | {"go": "accept"}).status_code == 409
    editor.submit(f"{base}/facts/identity", {"facts-summary": "Anders"}, action=f"{base}/facts/identity")
    editor.submit(f"{base}/submission", {"rights": "y", "go": "submit"}, action=f"{base}/submission")
    for go in ("accept", "return"):
        answer = publisher.post(review_path(release), data=opened | {"go": go, "comment": "Bitte ändern"})
        assert answer.status_code == 409
        assert "Der Entwurf wurde inzwischen geändert." in answer.text
    assert load(release.id).state is ReleaseState.SUBMITTED


def test_a_returned_draft_carries_the_comment(app: Flask, store: MemoryStore, db_session: Session) -> None:
    town = make_town(app)
    release = make_submitted(town, store)
    publisher = town.client(Role.PUBLISHER)
    answer = publisher.submit(review_path(release), {"go": "return"}, action=review_path(release))
    assert answer.status_code == 422
    values = {"go": "return", "comment": "Die Gebühr fehlt."}
    assert publisher.submit(review_path(release), values, action=review_path(release)).status_code == 302
    assert load(release.id).state is ReleaseState.DRAFT
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}").text
    notice = page.index("Der Entwurf wurde mit einem Hinweis zurückgegeben.")
    assert notice < page.index("Die Gebühr fehlt.") < page.index("Alle Angaben sind da.")
    assert mails(db_session, "release_returned")[0].parameters["comment"] == "Die Gebühr fehlt."


def test_the_mails_of_a_review_lead_to_their_pages(app: Flask, store: MemoryStore, mailer: MemoryMailer) -> None:
    town = make_town(app)
    release = make_submitted(town, store)
    publisher = town.client(Role.PUBLISHER)
    values = {"go": "return", "comment": "Die Gebühr fehlt."}
    publisher.submit(review_path(release), values, action=review_path(release))
    with transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
    publisher.submit(review_path(release), {"go": "accept"}, action=review_path(release))
    deliver_due(mailer)
    texts = {mail.subject: mail.text for mail in mailer.sent}
    assert f"http://localhost{review_path(release)}" in texts["Zur Freigabe: Hund anmelden"]
    assert "Die Gebühr fehlt." in texts["Zurückgegeben: Hund anmelden"]
    assert "http://localhost/solutions/hund-anmelden" in texts["Veröffentlicht: Hund anmelden"]


@pytest.mark.parametrize("path", ["/publish", "/my"])
def test_lists_cost_the_same_number_of_queries(app: Flask, store: MemoryStore, path: str) -> None:
    town = make_town(app)
    reviewing = town.client(Role.PUBLISHER)
    counts = []
    for number in (1, 4):
        for place in range(number):
            make_draft(town, store, ("a.bpmn", bpmn(f"Entwurf {number} {place}")))
            make_submitted(town, store, ("b.bpmn", bpmn(f"Eingereicht {number} {place}")))
            make_published(town, store, ("c.bpmn", bpmn(f"Fertig {number} {place}")))
        session().expire_all()
        with recorded_statements() as statements:
            assert reviewing.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_everything_done_twice_counts_once(app: Flask, store: MemoryStore, db_session: Session) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER)
    release = make_ready(town, store)
    editor, publisher = town.client(Role.EDITOR), town.client(Role.PUBLISHER)
    base = f"/publish/releases/{release.id}"
    plan = editor.form(f"{base}/submission", action=f"{base}/submission").values | {"rights": "y", "go": "submit"}
    assert [editor.post(f"{base}/submission", data=plan).status_code for _ in range(2)] == [302, 302]
    decision = publisher.form(review_path(release), action=review_path(release)).values | {"go": "accept"}
    assert [publisher.post(review_path(release), data=decision).status_code for _ in range(2)] == [302, 302]
    assert events(release) == [ReleaseAction.CREATED, ReleaseAction.SUBMITTED, ReleaseAction.PUBLISHED]
    assert len(mails(db_session, "release_submitted")) == len(mails(db_session, "release_accepted")) == 1


def test_a_stale_submission_is_refused(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER)
    release = make_ready(town, store)
    first, second = town.client(Role.EDITOR), town.client(Role.EDITOR, 2)
    base = f"/publish/releases/{release.id}"
    opened = first.form(f"{base}/submission", action=f"{base}/submission").values | {"rights": "y", "go": "submit"}
    second.submit(f"{base}/facts/identity", {"facts-summary": "Anders"}, action=f"{base}/facts/identity")
    assert first.post(f"{base}/submission", data=opened).status_code == 409
    assert load(release.id).state is ReleaseState.DRAFT


def test_a_refused_submission_leaves_nothing_behind(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/submission"
    answer = editor.submit(path, {"number": "2.0.0", "rights": "y", "go": "submit"}, action=path)
    assert answer.status_code == 422
    assert "Der Entwurf ist noch nicht vollständig." in answer.text
    assert 'value="2.0.0"' in answer.text
    assert load(release.id).number == "1.0.0"


def test_what_only_the_public_needs_is_said_at_the_choice(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER)
    release = make_ready(town, store, license="internal_partners_only")
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/submission"
    values = {"audience": "public", "rights": "y", "go": "submit"}
    answer = editor.submit(path, values, action=path)
    assert answer.status_code == 422
    reason = "Für die Öffentlichkeit braucht die Lösung eine offene Lizenz"
    summary, _, rest = answer.text.partition("</h1>")
    assert reason in summary
    assert "Noch 1 Punkt bis zur Freigabe" in rest
    assert f"/publish/releases/{release.id}/facts/effort#fact-license" in rest
    assert load(release.id).audience is Audience.PARTNERS


def test_a_missing_note_is_said_at_its_field(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    published = make_published(town, store)
    with transaction():
        release = start_release(published.solution, by=town.actor(Role.EDITOR))
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/submission"
    answer = editor.submit(path, {"rights": "y", "go": "submit"}, action=path)
    assert answer.status_code == 422
    assert 'href="#added"' in answer.text.partition("</h1>")[0]


@pytest.mark.parametrize("number", ["", "1", "1.0", "1.0.0.0", "01.0.0", "-1.0.0", "9999999.0.0", "1.0.0\x00", "١.٠.٠"])
def test_a_number_has_three_parts(app: Flask, store: MemoryStore, number: str) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/submission"
    assert editor.submit(path, {"number": number, "go": "save"}, action=path).status_code == 422


def confirm_all(town: Town, release: Release) -> None:
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/findings"
    ids = [str(item.id) for artifact in load(release.id).artifacts for item in artifact.findings]
    assert editor.post(path, data=csrf(editor) | {"finding": ids}).status_code == 302


@pytest.mark.parametrize(
    ("content", "audience", "is_blocked"),
    [
        (SECRET, Audience.PARTNERS, True),
        (SECRET, Audience.PUBLIC, True),
        (MAIL, Audience.PARTNERS, False),
        (MAIL, Audience.PUBLIC, True),
    ],
)
def test_open_findings_stand_in_the_way(
    app: Flask, store: MemoryStore, content: bytes, audience: Audience, is_blocked: bool
) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER)
    release = make_ready(town, store, ("hund.bpmn", content), audience=audience)
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}/findings").text
    assert "Sommer2024geheim" not in page
    assert "max@ort.example" not in page
    if is_blocked:
        with pytest.raises(Invalid), transaction():
            submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
        confirm_all(town, release)
    with transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)


def test_a_judgement_names_who_and_when_and_can_be_taken_back(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store, ("hund.bpmn", MAIL))
    confirm_all(town, release)
    finding = load(release.id).artifacts[0].findings[0]
    assert (finding.state, finding.settled_by_id) == (FindingState.HARMLESS, town.person(Role.EDITOR).id)
    editor, base = town.client(Role.EDITOR), f"/publish/releases/{release.id}/findings"
    assert "Als unbedenklich bestätigt von" in editor.get(base).text
    editor.submit(base, {}, action=f"{base}/{finding.id}/reopen")
    assert load(release.id).artifacts[0].findings[0].state is FindingState.OPEN
    assert editor.post(base, data=csrf(editor)).status_code == 422
    for wrong in ("unsinn", str(release.id)):
        assert editor.post(base, data=csrf(editor) | {"finding": wrong}).status_code == 404


def test_many_own_values_are_confirmed_at_once(app: Flask, store: MemoryStore) -> None:
    town = make_town(app, "Usingen", domain="usingen.example", contact_email="info@usingen.example")
    task = "Usingen: info@usingen.example, www.usingen.example, password=Sommer2024geheim"
    answer = upload(town.client(Role.EDITOR), "/publish/new", ("hund.bpmn", bpmn(task=task)))
    base = answer.location.removesuffix("/files")
    editor = town.client(Role.EDITOR)
    assert editor.post(f"{base}/findings", data=csrf(editor) | {"all": "local"}).status_code == 302
    release = load(uuid.UUID(base.rsplit("/", 1)[1]))
    states = {(item.kind, item.state) for item in release.artifacts[0].findings}
    assert (FindingKind.LOCAL, FindingState.HARMLESS) in states
    assert (FindingKind.LOCAL, FindingState.OPEN) not in states
    assert (FindingKind.SECRET, FindingState.OPEN) in states


def test_many_of_one_sort_are_confirmed_at_once_but_secrets_never(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    task = "a@amt.example.net, b@amt.example.org, c@stadt-x.de, d@stadt-x.de, e@stadt-x.de, password=Sommer2024geheim"
    release = make_draft(town, store, ("hund.bpmn", bpmn(task=task)))
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/findings"
    assert "Alle mit Personenbezug bestätigen (3)" in editor.get(path).text
    assert editor.post(path, data=csrf(editor) | {"all": "secret"}).status_code == 422
    assert editor.post(path, data=csrf(editor) | {"all": "personal"}).status_code == 302
    states = {(item.kind, item.state) for item in load(release.id).artifacts[0].findings}
    assert states == {(FindingKind.PERSONAL, FindingState.HARMLESS), (FindingKind.SECRET, FindingState.OPEN)}


def test_findings_cannot_be_judged_while_somebody_reviews(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_submitted(town, store, ("hund.bpmn", MAIL))
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/findings"
    chosen = str(release.artifacts[0].findings[0].id)
    assert editor.post(path, data=csrf(editor) | {"finding": chosen}).status_code == 409


def test_the_public_needs_an_open_licence(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    town.person(Role.PUBLISHER)
    release = make_ready(town, store, audience=Audience.PUBLIC, license="internal_partners_only")
    with pytest.raises(Invalid), transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}").text
    assert "braucht die Lösung eine offene Lizenz" in page


def test_listeners_hear_of_a_publication_inside_the_transaction(
    app: Flask, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr(announcing, "_listeners", [])
    announcing.on_published(lambda release: heard.append((release.number, release.state)))
    make_published(make_town(app), store)
    assert heard == [("1.0.0", ReleaseState.PUBLISHED)]


def test_a_decision_about_something_decided_is_a_conflict(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_published(town, store)
    with pytest.raises(Conflict), transaction():
        give_back(load(release.id), by=town.actor(Role.PUBLISHER, 2), mark="", comment="Zu spät")
    with pytest.raises(Conflict), transaction():
        submit(load(release.id), by=town.actor(Role.EDITOR), rights_declared=True)
