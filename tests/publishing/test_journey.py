"""The way from a file to a published release, through the pages."""

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.fact_sheet.facts import fact
from registry.catalogue.fact_sheet.parsing import raw_of
from registry.catalogue.models import Audience, CatalogueEntry, Release, ReleaseState, Solution
from registry.outbox.models import OutboxMail
from registry.publishing.fingerprint import fingerprint_of
from registry.storage.memory import MemoryStore
from tests.support.client import PageClient
from tests.support.publishing_factories import (
    Town,
    bpmn,
    complete_facts,
    load,
    make_contact,
    make_published,
    make_town,
    upload,
)

pytestmark = pytest.mark.usefixtures("db_session")


def fill_in(client: PageClient, release_id: object, values: dict[str, Any]) -> None:
    """Fill in every page of the fact sheet, as a person would."""
    for group in ("identity", "law", "quality", "technology", "privacy", "effort", "people"):
        path = f"/publish/releases/{release_id}/facts/{group}"
        raw: dict[str, Any] = {}
        for fact_id, value in values.items():
            if fact(fact_id).group.value == group:
                raw |= raw_of(fact(fact_id), value)
        answer = client.submit(path, raw | {"go": "stay"}, action=path)
        assert answer.status_code == 302, re.findall(r'error-summary__list">(.*?)</ul>', answer.text, re.DOTALL)


def begin(editor: PageClient, db_session: Session) -> Release:
    """Upload two files and look at what the portal made of them."""
    answer = upload(editor, "/publish/new", ("hund.bpmn", bpmn()), ("Anleitung.txt", "Schritt für Schritt".encode()))
    assert answer.status_code == 303
    release = db_session.scalars(select(Release)).one()
    assert answer.location == f"/publish/releases/{release.id}/files"
    page = editor.get(answer.location).text
    assert "Gespeichert. Die Lösung ist ein Entwurf und nur für Ihre Kommune sichtbar." in page
    assert "BPMN" in page
    assert "Hund anmelden" in page
    return release


def hand_over(editor: PageClient, base: str) -> None:
    """Submit for the public; without the rights declaration it is refused."""
    plan = {"audience": "public", "number": "1.0.0", "added": "Erste Version", "go": "submit"}
    answer = editor.submit(f"{base}/submission", plan, action=f"{base}/submission")
    assert answer.status_code == 422
    assert "Bestätigen Sie, dass Ihre Kommune" in answer.text
    answer = editor.submit(f"{base}/submission", plan | {"rights": "y"}, action=f"{base}/submission")
    assert answer.location == base


def test_the_whole_way(app: Flask, db_session: Session) -> None:
    town = make_town(app, "Usingen")
    editor, publisher = town.client(Role.EDITOR), town.client(Role.PUBLISHER)
    assert "Ihre Kommune hat noch nichts veröffentlicht." in editor.get("/publish").text
    release = begin(editor, db_session)
    base = f"/publish/releases/{release.id}"
    assert editor.get(f"{base}/facts").location.endswith("/facts/identity")
    assert "aus der Datei „hund.bpmn“" in editor.get(f"{base}/facts/identity").text
    fill_in(editor, release.id, complete_facts(make_contact(town.municipality)))
    for step in ("", "/files", "/findings", "/preview", "/submission"):
        assert editor.get(base + step).status_code == 200
    assert "Alle Angaben sind da." in editor.get(base).text

    hand_over(editor, base)
    mail = db_session.scalars(select(OutboxMail)).one()
    assert (mail.template, mail.recipient) == ("release_submitted", town.person(Role.PUBLISHER).email)
    assert "Wartet auf Ihre Freigabe" in publisher.get("/publish").text
    assert editor.get(f"{base}/review").status_code == 404
    assert publisher.submit(f"{base}/review", {"go": "accept"}, action=f"{base}/review").location == "/publish"
    assert_published(load(release.id), town, db_session)
    assert "release_accepted" in db_session.scalars(select(OutboxMail.template)).all()
    assert editor.get("/publish/solutions/hund-anmelden").status_code == 200


def assert_published(release: Release, town: Town, db_session: Session) -> None:
    assert release.state is ReleaseState.PUBLISHED
    assert release.solution.slug == "hund-anmelden"
    assert release.fingerprint == fingerprint_of(release)
    assert release.submitted_by_id == town.person(Role.EDITOR).id
    assert release.reviewed_by_id == town.person(Role.PUBLISHER).id
    assert "<li>Antrag</li>" in release.description_html
    assert set(db_session.scalars(select(CatalogueEntry.audience))) == {Audience.PARTNERS, Audience.PUBLIC}


def test_a_new_release_begins_with_the_last_one(app: Flask, db_session: Session, store: MemoryStore) -> None:
    town = make_town(app)
    first = make_published(town, store)
    editor = town.client(Role.EDITOR)
    slug = first.solution.slug
    answer = editor.submit("/publish", {}, action=f"/publish/solutions/{slug}/new-release")
    second = answer.location.split("/")[-2]
    again = editor.post(
        f"/publish/solutions/{slug}/new-release", data=editor.form("/publish/new", action="/publish/new").values
    )
    assert again.location == answer.location
    draft = load(uuid.UUID(second))
    assert draft.number == "1.1.0"
    assert draft.facts == first.facts
    assert [item.sha256 for item in draft.artifacts] == [item.sha256 for item in first.artifacts]
    assert (draft.origins["title"]["from"], draft.origins["department"]["from"]) == ("file", "person")
    assert db_session.scalars(select(Solution)).one().slug == slug
    base = f"/publish/releases/{second}"
    assert "Beschreiben Sie mindestens eine Änderung" in editor.get(base).text
    too_low = {"number": "1.0.0", "fixed": "Fehler", "go": "save"}
    answer = editor.submit(f"{base}/submission", too_low, action=f"{base}/submission")
    assert answer.status_code == 422
    assert "größer sein als 1.0.0" in answer.text
