"""The page of a solution and of its releases."""

import hashlib
import json
import re

from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.adoption.services.importing import import_release
from registry.adoption.stages import Stage
from registry.catalogue.models import NoteKind, Release, ReleaseState, SolutionKind
from registry.core.database import session, transaction
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, add_release, adopt, find_solution, give_rating, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import bpmn, make_town
from tests.support.statements import recorded_statements


def test_it_shows_what_a_clerk_needs(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    facts = {
        "adoption_effort_days": {"functional": 2, "technical": 0.5},
        "prerequisites": [{"category": "process", "system": "civento", "mandatory": True}],
        "leika_keys": ["99102013002000"],
    }
    notes = [(NoteKind.ADDED, "Zweithund"), (NoteKind.SECURITY, "Anmeldung abgesichert")]
    slug = make_solution(make_town(app, "Usingen"), Edition(facts=facts, notes=notes), store=store).slug
    page = client.get(f"/solutions/{slug}").text
    for shown in ("Stadt Usingen", "Version 1.0.0", "2,5 Tage", "zwingend", "EUPL", "Sicherheit:", "Zweithund"):
        assert shown in page, shown
    assert "Antrag prüfen" in page
    size = f"{len(bpmn()):,}".replace(",", ".")
    assert f"BPMN-Datei herunterladen, {size}\N{NO-BREAK SPACE}Byte" in page
    assert hashlib.sha256(bpmn()).hexdigest() in page


def test_partners_read_how_to_reach_the_publisher(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    contact = find_solution(slug).contact_functional
    assert contact is not None
    role, address = contact.role, contact.email
    assert address
    public, partner = (
        client.get(f"/solutions/{slug}").text,
        make_town(app).client(Role.READER).get(f"/solutions/{slug}"),
    )
    assert role in public
    assert address not in public
    assert f'href="mailto:{address}"' in partner.text


def test_it_says_where_the_own_town_stands(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    town = make_town(app, "Nachnutzer")
    visitor, editor = client.get(f"/solutions/{slug}").text, town.client(Role.EDITOR)
    assert f'href="/sign-in?next=/solutions/{slug}"' in visitor
    assert "Version 1.0.0 übernehmen" in editor.get(f"/solutions/{slug}").text
    adopt(town, slug)
    assert "Version 1.0.0 übernehmen" not in editor.get(f"/solutions/{slug}").text
    newer = add_release(find_solution(slug), Edition(number="1.1.0"), store=store)
    page = editor.get(f"/solutions/{slug}").text
    assert "Ihre Kommune nutzt Version 1.0.0." in page
    assert "Version 1.1.0 übernehmen" in page
    with transaction():
        import_release(newer, by=town.actor(Role.EDITOR))
    page = editor.get(f"/solutions/{slug}").text
    assert "Ihre Kommune stellt auf Version 1.1.0 um." in page
    assert "Version 1.1.0 übernehmen" not in page
    assert "Umstellung auf 1.1.0" in editor.get("/my/adoptions").text


def test_english_has_the_same_page(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    slug = make_solution(make_town(app), store=store).slug
    assert client.get(f"/en/solutions/{slug}").status_code == 200


def test_an_older_release_leads_to_the_current_one(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), Edition(), Edition(number="1.1.0"), store=store).slug
    page = client.get(f"/solutions/{slug}/releases/1.0.0").text
    assert "Zur aktuellen Version 1.1.0" in page
    assert "Zur aktuellen Version" not in client.get(f"/solutions/{slug}/releases/1.1.0").text


def test_a_withdrawn_release_keeps_its_page_with_the_reason(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), Edition(state=ReleaseState.WITHDRAWN), store=store).slug
    for address in (f"/solutions/{slug}", f"/solutions/{slug}/releases/1.0.0"):
        page = client.get(address).text
        assert "Diese Version ist zurückgezogen" in page
        assert "Rechnet falsch." in page
        assert "application/ld+json" not in page


def test_a_blocked_release_is_a_tombstone(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    solution = make_solution(
        make_town(app), Edition(), Edition(number="1.1.0", state=ReleaseState.BLOCKED), store=store
    )
    page = client.get(f"/solutions/{solution.slug}/releases/1.1.0").text
    assert "Enthielt ein Kennwort." in page
    assert hashlib.sha256(bpmn()).hexdigest() in page
    assert "herunterladen" not in page
    assert "Antrag prüfen" not in page
    assert "Hund anmelden in Kürze." not in page


def test_files_of_a_blocked_release_are_gone(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    town = make_town(app)
    solution = make_solution(town, Edition(state=ReleaseState.BLOCKED), store=store)
    artifact_id = _first_artifact(solution.slug)
    assert client.get(f"/files/{artifact_id}").status_code == 404
    assert town.client(Role.ADMIN).get(f"/files/{artifact_id}").status_code == 404


def test_a_file_is_always_an_attachment(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    page = b"<!doctype html><script>alert(1)</script>"
    solution = make_solution(make_town(app), Edition(files=[("böse „1“.html", page)]), store=store)
    answer = client.get(f"/files/{_first_artifact(solution.slug)}")
    assert answer.data == page
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_restricted_licences_keep_files_for_partners(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    facts = {"license": "internal_partners_only"}
    slug = make_solution(make_town(app), Edition(facts=facts), store=store).slug
    artifact_id = _first_artifact(slug)
    assert "herunterladen" not in client.get(f"/solutions/{slug}").text
    assert client.get(f"/files/{artifact_id}").status_code == 404
    partner = make_town(app).client(Role.READER)
    assert "BPMN-Datei herunterladen" in partner.get(f"/solutions/{slug}").text
    assert partner.get(f"/files/{artifact_id}").status_code == 200


def test_it_describes_itself_to_search_engines(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    title = "</script><script>alert(1)</script>"
    slug = make_solution(make_town(app, "Usingen"), Edition(title=title), store=store).slug
    page = client.get(f"/solutions/{slug}").text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    described = json.loads(blocks[0])
    assert described["name"] == title
    assert described["url"] == f"http://localhost/solutions/{slug}"
    assert described["publisher"]["name"] == "Stadt Usingen"
    assert "aggregateRating" not in described


def test_the_mean_appears_from_three_towns_on(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    for stars in (4, 5):
        town = make_town(app)
        adopt(town, slug)
        give_rating(town, slug, stars, text="Läuft gut, Frau Muster")
    page = client.get(f"/solutions/{slug}").text
    assert "2 Bewertungen" in page
    assert "von 5" not in page
    town = make_town(app)
    adopt(town, slug)
    give_rating(town, slug, 3)
    page = client.get(f"/solutions/{slug}").text
    assert "4 von 5, 3 Bewertungen" in page
    assert '"ratingValue": 4' in page
    assert "Läuft gut" not in page
    assert "Läuft gut" in town.client(Role.READER).get(f"/solutions/{slug}").text


def test_the_public_reads_names_of_consenting_live_towns_only(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    adopt(make_town(app, "Offenheim", shows_use=True), slug)
    adopt(make_town(app, "Stillstadt"), slug)
    adopt(make_town(app, "Prüfdorf", shows_use=True), slug, Stage.TESTING)
    adopt(make_town(app, "Absagen", shows_use=True), slug, Stage.REJECTED)
    page = client.get(f"/solutions/{slug}").text
    assert "2 Kommunen produktiv, 1 auf dem Weg dorthin" in page
    assert "Offenheim" in page
    for hidden in ("Stillstadt", "Prüfdorf", "Absagen", "unbesetzt", "Keine Kapazität"):
        assert hidden not in page, hidden
    partner = make_town(app).client(Role.READER).get(f"/solutions/{slug}").text
    for shown in ("Offenheim", "Stillstadt", "Prüfdorf", "Absagen"):
        assert shown in partner, shown
    assert "unbesetzt" not in partner


def test_what_lies_inside_hostile_files_is_text(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    hostile = bpmn(name="&lt;img src=x onerror=alert(1)&gt;", task="&lt;script&gt;alert(1)&lt;/script&gt;")
    slug = make_solution(make_town(app), Edition(files=[("a.bpmn", hostile)]), store=store).slug
    page = client.get(f"/solutions/{slug}").text
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_bot_without_readable_files_says_so(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    edition = Edition(files=[("bot.emma", b"\x00\x01binary")])
    slug = make_solution(make_town(app), edition, store=store, kind=SolutionKind.BOT).slug
    assert "lassen sich keine Schritte oder Felder auslesen" in client.get(f"/solutions/{slug}").text


def test_addresses_that_name_nothing(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    slug = make_solution(make_town(app), Edition(), Edition(number="2.0.0", state=ReleaseState.DRAFT), store=store).slug
    for path in ("2.0.0", "9.9.9", "1.0", "1.0.0.0", "a.b.c", "1.0.-1", "9999999.0.0", "²", "%00", "1.0.0%0a"):
        assert client.get(f"/solutions/{slug}/releases/{path}").status_code == 404, path
    assert client.get("/solutions/%F0%9F%98%80").status_code == 404
    assert client.get("/files/00000000-0000-0000-0000-000000000000").status_code == 404
    assert client.get("/files/nothing").status_code == 404


def test_the_number_of_statements_does_not_grow(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    viewer = make_town(app).client(Role.EDITOR)
    counts = []
    for towns in (3, 27):
        for number in range(towns):
            town = make_town(app)
            adopt(town, slug)
            if number % 2:
                give_rating(town, slug)
        for number in range(towns // 3):
            add_release(find_solution(slug), Edition(number=f"1.{towns}.{number}"), store=store)
        viewer.get(f"/solutions/{slug}")
        with recorded_statements() as statements:
            viewer.get(f"/solutions/{slug}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 22
    visitor = app.test_client()
    visitor.get(f"/solutions/{slug}")
    with recorded_statements() as statements:
        visitor.get(f"/solutions/{slug}")
    assert len(statements) <= 10, statements


def _first_artifact(slug: str) -> object:
    release = session().query(Release).filter_by(solution_id=find_solution(slug).id).first()
    assert release is not None
    return release.artifacts[0].id
