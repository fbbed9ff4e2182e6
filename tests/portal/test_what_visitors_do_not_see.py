"""What is only for partners does not exist for visitors, anywhere."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import Audience, NoteKind, RelationKind, Release, Solution, SolutionRelation
from registry.core.database import session, transaction
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, adopt, find_solution, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import Town, bpmn, make_town

SECRET = "Geheimprojekt"
PUBLIC_PAGES = (
    "/",
    "/solutions",
    "/solutions?q=Geheimprojekt",
    "/solutions?q=Hund",
    "/solutions?sort=most_adopted",
    "/municipalities",
    "/municipalities/usingen",
    "/municipalities/nachnutzer",
    "/feed.atom",
    "/sitemap.xml",
    "/solutions/offen",
    "/solutions/offen/releases/1.0.0",
    "/en/solutions/offen",
)


@pytest.fixture
def towns(app: Flask, db_session: Session, store: MemoryStore) -> tuple[Town, Town]:
    """A publisher with a public and a secret solution that name each other, and a town that uses both."""
    publisher = make_town(app, "Usingen", shows_use=True)
    adopter = make_town(app, "Nachnutzer", shows_use=True)
    hidden = Edition(
        audience=Audience.PARTNERS,
        title=f"{SECRET} Waffenbesitz",
        facts={"department": "ordnungsamt", "license": "internal_partners_only", "target_groups": ["business"]},
    )
    newer = Edition(
        number="2.0.0",
        audience=Audience.PARTNERS,
        title=f"Hund anmelden {SECRET}",
        facts={"department": "ordnungsamt"},
        notes=[(NoteKind.ADDED, f"{SECRET} ergänzt")],
        files=[("neu.bpmn", bpmn(task=f"{SECRET} prüfen"))],
    )
    make_solution(publisher, Edition(), newer, store=store, slug="offen")
    make_solution(publisher, hidden, store=store, slug="verdeckt")
    with transaction():
        open_one, hidden_one = find_solution("offen"), find_solution("verdeckt")
        open_one.superseded_by_id = hidden_one.id
        for kind in RelationKind:
            session().add(SolutionRelation(solution_id=open_one.id, kind=kind, target_id=hidden_one.id))
            session().add(SolutionRelation(solution_id=hidden_one.id, kind=kind, target_id=open_one.id))
    adopt(adopter, "offen", number="2.0.0")
    adopt(adopter, "verdeckt")
    return publisher, adopter


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_no_public_page_betrays_it(client: PageClient, towns: tuple[Town, Town], path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.text.replace("?q=Geheimprojekt", "").replace('value="Geheimprojekt"', "")
    text = text.replace("„Geheimprojekt“", "").replace("q=Geheimprojekt", "")
    for trace in (SECRET, "verdeckt", "2.0.0", "Waffenbesitz", "Nur für Partner", "Ordnungsamt"):
        assert trace not in text, trace


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_no_public_page_sets_a_cookie(client: PageClient, towns: tuple[Town, Town], path: str) -> None:
    answer = client.get(path)
    assert "Set-Cookie" not in answer.headers
    assert "public" in answer.headers["Cache-Control"]


def test_the_public_sees_the_newest_public_release(client: PageClient, towns: tuple[Town, Town]) -> None:
    page = client.get("/solutions/offen").text
    assert "Version 1.0.0" in page
    assert "<title>Hund anmelden – " in page
    assert "neuere" not in page


def test_partners_see_the_newest(towns: tuple[Town, Town]) -> None:
    partner = towns[1].client(Role.READER)
    page = partner.get("/solutions/offen").text
    assert "Version 2.0.0" in page
    assert "Nur für Partner" in page
    assert "2 Lösungen" in partner.get("/solutions").text
    assert SECRET in partner.get("/municipalities/nachnutzer").text


def test_what_is_hidden_is_missing_not_forbidden(client: PageClient, towns: tuple[Town, Town]) -> None:
    for path in ("/solutions/verdeckt", "/solutions/verdeckt/releases/1.0.0", "/solutions/offen/releases/2.0.0"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "Set-Cookie" not in answer.headers


def test_files_of_hidden_releases_are_missing(client: PageClient, towns: tuple[Town, Town]) -> None:
    releases = session().query(Release).join(Solution).filter(Release.audience == Audience.PARTNERS).all()
    paths = [f"/files/{artifact.id}" for release in releases for artifact in release.artifacts]
    assert len(paths) == 2
    assert [client.get(path).status_code for path in paths] == [404, 404]
    assert towns[0].client(Role.READER).get(paths[0]).status_code == 200


def test_counts_and_facets_leave_it_out(client: PageClient, towns: tuple[Town, Town]) -> None:
    page = client.get("/solutions").text
    assert "1 Lösung" in page
    assert "Steueramt und Kämmerei" in page
    assert "Open-Source-Lizenz" in page
    assert "0 Lösungen" in client.get("/solutions?department=ordnungsamt").text
    assert "0 Lösungen" in client.get("/solutions?licence=internal_partners_only").text
    assert "1 Lösung" in client.get("/solutions?used_by=nachnutzer").text


def test_a_proxy_never_keeps_what_partners_see(towns: tuple[Town, Town]) -> None:
    partner = towns[0].client(Role.READER)
    for path in PUBLIC_PAGES:
        assert partner.get(path).headers["Cache-Control"] == "no-store", path


def test_visitors_revalidate(client: PageClient, towns: tuple[Town, Town]) -> None:
    first = client.get("/solutions/offen")
    again = client.get("/solutions/offen", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    partner = towns[0].client(Role.READER)
    assert partner.get("/solutions/offen", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_towns_that_did_not_agree_show_no_use(app: Flask, client: PageClient, towns: tuple[Town, Town]) -> None:
    silent = make_town(app, "Stillstadt")
    adopt(silent, "offen")
    assert "Hund anmelden" not in client.get("/municipalities/stillstadt").text
    assert "Stillstadt" not in client.get("/solutions/offen").text
    assert "0 Lösungen" in client.get("/solutions?used_by=stillstadt").text
    assert "Hund anmelden" in silent.client(Role.READER).get("/municipalities/stillstadt").text
