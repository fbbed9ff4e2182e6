"""Taking a release over, and the package."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.adoption.models import ImportRecord
from registry.adoption.queries import list_events
from registry.adoption.stages import Stage
from registry.catalogue.models import Audience, ReleaseState, Solution
from registry.core.database import session, transaction
from registry.storage.memory import MemoryStore
from registry.taxonomy.models import Licence
from tests.support.catalogue_factories import (
    Edition,
    add_release,
    adopt,
    contact_of,
    find_own_adoption,
    find_solution,
    make_solution,
)
from tests.support.client import PageClient
from tests.support.database import saved
from tests.support.pages import parse, text_of
from tests.support.publishing_factories import Town, bpmn, make_town

FACTS = {
    "contact_functional": "00000000-0000-0000-0000-00000000000c",
    "adoption_effort_days": {"functional": 2, "technical": 2},
    "rights_holder": "Stadt Usingen, Der Magistrat",
}
HOSTILE_NAMES = (
    "ablauf.bpmn",
    "ABLAUF.bpmn",
    "../../etc/passwd",
    "/absolut.txt",
    "C:\\windows\\system.ini",
    "böse „Anführung“ 😀.txt",
    "steckbrief.json",
    "..",
    "a" * 149,
)


@pytest.fixture
def publisher(app: Flask, db_session: Session) -> Town:
    """The town that publishes."""
    saved(Licence(key="EUPL-1.2", name="EUPL 1.2", is_open=True, text="Der Wortlaut der Lizenz.\n"))
    return make_town(app, "Usingen", contact_email="digital@usingen.example")


@pytest.fixture
def slug(publisher: Town, store: MemoryStore) -> str:
    """A published solution."""
    files = [("ablauf.bpmn", bpmn()), ("anleitung.txt", "Für alle".encode())]
    return make_solution(publisher, Edition(facts=FACTS, files=files), store=store).slug


@pytest.fixture
def town(app: Flask, db_session: Session) -> Town:
    """The town that takes it over."""
    made = make_town(app, "Wehrheim")
    contact_of(made.municipality)
    return made


def take_over(town: Town, slug: str, number: str = "1.0.0", **values: str) -> int:
    """Confirm the import through the form; the status of the answer."""
    path = f"/solutions/{slug}/releases/{number}/import"
    return town.client(Role.EDITOR).submit(path, values, action=path).status_code


def package(client: PageClient, slug: str, number: str = "1.0.0") -> zipfile.ZipFile:
    """The package as a client gets it."""
    answer = client.get(f"/solutions/{slug}/releases/{number}/package")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f"attachment; filename={slug}-{number}.zip"
    content = answer.data
    answer.close()
    return zipfile.ZipFile(io.BytesIO(content))


def fetched(client: PageClient, path: str) -> bytes:
    """What a client gets."""
    with client.get(path) as answer:
        assert answer.status_code == 200
        return answer.data


def test_one_click_and_a_confirm_line(town: Town, slug: str) -> None:
    path = f"/solutions/{slug}/releases/1.0.0/import"
    answer = town.client(Role.EDITOR).submit(path, {}, action=path)
    assert answer.status_code == 302
    assert answer.location == f"/solutions/{slug}/releases/1.0.0/imported"
    adoption = find_own_adoption(town, slug)
    assert adoption.stage is Stage.IMPLEMENTING
    assert adoption.release is not None
    assert adoption.release.number == "1.0.0"
    assert session().query(ImportRecord).count() == 1
    assert [event.to_stage.value for event in list_events(adoption)] == ["implementing", "interest"]


def test_the_checksums_are_those_of_the_content(town: Town, slug: str) -> None:
    take_over(town, slug)
    archive = package(town.client(Role.EDITOR), slug)
    sums = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    assert set(sums) == set(archive.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(archive.read(name)).hexdigest() for name in sums} == sums
    assert archive.read("dateien/ablauf.bpmn") == bpmn()


def test_the_package_holds_everything_and_nothing_personal(town: Town, slug: str) -> None:
    take_over(town, slug)
    archive = package(town.client(Role.EDITOR), slug)
    assert {"steckbrief.json", "steckbrief.html", "LIZENZ.txt", "CHECKLISTE.md", "SHA256SUMS"} <= set(
        archive.namelist()
    )
    sheet = json.loads(archive.read("steckbrief.json"))
    assert (sheet["version"], sheet["solution"]) == ("1.0.0", slug)
    assert sheet["address"] == f"http://localhost/solutions/{slug}/releases/1.0.0"
    page, invalid = parse(archive.read("steckbrief.html").decode())
    assert invalid == []
    assert re.search(r"Fachlich\S*: 2\sPersonentage; Technisch\S*: 2\sPersonentage", text_of(page)), text_of(page)
    assert "Der Wortlaut der Lizenz." in archive.read("LIZENZ.txt").decode()
    assert archive.read("CHECKLISTE.md").decode().count("- [ ] ") == 13
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "ignore")
    for hidden in ("steueramt@ort.example", "digital@usingen.example", "Amt hund", FACTS["contact_functional"]):
        assert str(hidden) not in everything, hidden


def test_the_same_release_gives_the_same_bytes(town: Town, slug: str) -> None:
    take_over(town, slug)
    client, path = town.client(Role.EDITOR), f"/solutions/{slug}/releases/1.0.0/package"
    assert fetched(client, path) == fetched(client, path) == fetched(client, f"/en{path}")


def test_hostile_names_stay_below_one_folder(publisher: Town, town: Town, store: MemoryStore) -> None:
    files = [(name, bpmn(task=str(number))) for number, name in enumerate(HOSTILE_NAMES)]
    slug = make_solution(publisher, Edition(files=files), store=store).slug
    take_over(town, slug)
    archive = package(town.client(Role.EDITOR), slug)
    names = [name for name in archive.namelist() if name.startswith("dateien/")]
    assert len(names) == len(HOSTILE_NAMES)
    assert len({name.casefold() for name in archive.namelist()}) == len(archive.namelist())
    for name in names:
        rest = name.removeprefix("dateien/")
        assert rest not in {"", ".", ".."}
        assert not set(rest) & set("/\\:")
    assert sorted(archive.read(name) for name in names) == sorted(content for _name, content in files)


def test_a_live_use_gets_a_next_release_and_stays_live(town: Town, slug: str, store: MemoryStore) -> None:
    adopt(town, slug)
    add_release(find_solution(slug), Edition(number="1.1.0"), store=store)
    assert take_over(town, slug, "1.1.0") == 302
    adoption = find_own_adoption(town, slug)
    assert adoption.stage is Stage.LIVE
    assert adoption.release is not None
    assert adoption.next_release is not None
    assert (adoption.release.number, adoption.next_release.number) == ("1.0.0", "1.1.0")
    client, page = town.client(Role.EDITOR), f"/solutions/{slug}/adoption"
    assert "Sie stellen auf Version 1.1.0 um." in client.get(page).text
    assert client.submit(page, {}, action=f"{page}/change-over").status_code == 302
    adoption = find_own_adoption(town, slug)
    assert adoption.release is not None
    assert (adoption.release.number, adoption.next_release) == ("1.1.0", None)


@pytest.mark.parametrize("stage", [Stage.INTEREST, Stage.REVIEW, Stage.PLANNED, Stage.PAUSED, Stage.REJECTED])
def test_an_earlier_use_moves_to_implementing(town: Town, slug: str, stage: Stage) -> None:
    adopt(town, slug, stage)
    assert take_over(town, slug) == 302
    assert find_own_adoption(town, slug).stage is Stage.IMPLEMENTING


def test_the_package_is_for_whoever_took_it_over(app: Flask, client: PageClient, town: Town, slug: str) -> None:
    path = f"/solutions/{slug}/releases/1.0.0/package"
    assert "/sign-in" in client.get(path).location
    answer = town.client(Role.EDITOR).get(path)
    assert answer.status_code == 302
    assert answer.location == f"/solutions/{slug}/releases/1.0.0/import"
    take_over(town, slug)
    assert fetched(town.client(Role.READER), path)
    assert make_town(app).client(Role.ADMIN).get(path).status_code == 302


def test_readers_do_not_import(town: Town, slug: str) -> None:
    assert town.client(Role.READER).get(f"/solutions/{slug}/releases/1.0.0/import").status_code == 403


def test_withdrawn_releases_are_not_taken_over(publisher: Town, town: Town, store: MemoryStore) -> None:
    slug = make_solution(publisher, Edition(), store=store).slug
    add_release(find_solution(slug), Edition(number="1.1.0", state=ReleaseState.WITHDRAWN), store=store)
    assert take_over(town, slug, "1.1.0") == 409
    assert session().query(ImportRecord).count() == 0


def test_a_blocked_release_has_no_package(publisher: Town, town: Town, slug: str, store: MemoryStore) -> None:
    take_over(town, slug)
    with transaction():
        release = find_own_adoption(town, slug).release
        assert release is not None
        release.state, release.block_reason, release.blocked_at = ReleaseState.BLOCKED, "Kennwort", release.published_at
    client = town.client(Role.EDITOR)
    assert client.get(f"/solutions/{slug}/releases/1.0.0/package").status_code == 404
    assert "Die Version 1.0.0 ist gesperrt." in client.get(f"/solutions/{slug}/adoption").text


def test_partner_releases_are_imported_by_partners(publisher: Town, town: Town, store: MemoryStore) -> None:
    facts = {"license": "internal_partners_only"}
    edition = Edition(audience=Audience.PARTNERS, facts=facts)
    slug = make_solution(publisher, edition, store=store).slug
    assert take_over(town, slug) == 302
    assert package(town.client(Role.EDITOR), slug).namelist()


def test_a_first_import_needs_a_contact(app: Flask, slug: str) -> None:
    other = make_town(app)
    path = f"/solutions/{slug}/releases/1.0.0/import"
    client = other.client(Role.EDITOR)
    assert "noch keine Ansprechstelle" in client.get(path).text
    token = client.form("/account", action="/account").values["csrf_token"]
    assert client.post(path, data={"csrf_token": token}).status_code == 409
    assert session().query(Solution).count() == 1
