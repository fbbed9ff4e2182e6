"""Files that come in: kept, refused with a sentence, replaced, named for what they are."""

import hashlib
import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import Artifact, ArtifactRole, BlockedContent, FindingState, Solution, SolutionKind
from registry.core import clock
from registry.core.database import transaction
from registry.core.settings import PROJECT
from registry.publishing.services.files import unique_name
from registry.publishing.services.findings import confirm_harmless
from registry.publishing.services.uploads import Incoming, receive
from registry.storage.memory import MemoryStore
from registry.taxonomy.models import System
from registry.web.adapters import EXTENSION, Adapters
from tests.support.database import saved
from tests.support.publishing_factories import bpmn, csrf, intake, load, make_draft, make_town, upload

pytestmark = pytest.mark.usefixtures("db_session")
FIXTURES = PROJECT / "tests" / "formats" / "fixtures"
BROKEN = b'<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process>'
SCRIPT = {"Accept": "application/json, text/html;q=0.5"}


@pytest.fixture
def small_limit(app: Flask, adapters: Adapters, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(adapters, settings=replace(adapters.settings, max_file_bytes=100 * 1024))
    monkeypatch.setitem(app.extensions, EXTENSION, small)


def artifacts(db_session: Session) -> list[Artifact]:
    return list(db_session.scalars(select(Artifact).order_by(Artifact.position)))


def test_an_unreadable_file_is_refused_and_the_others_are_kept(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    answer = upload(editor, "/publish/new", ("kaputt.bpmn", BROKEN), ("hund.bpmn", bpmn()))
    assert answer.status_code == 303
    page = editor.get(answer.location).text
    assert "„kaputt.bpmn“" in page
    assert [item.name for item in artifacts(db_session)] == ["hund.bpmn"]


def test_nothing_is_begun_when_no_file_can_be_taken(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    answer = upload(editor, "/publish/new", ("kaputt.bpmn", BROKEN))
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert "Die Datei „kaputt.bpmn“ ist kein lesbares" in answer.text
    assert upload(editor, "/publish/new").status_code == 422
    assert db_session.scalars(select(Solution)).all() == []


@pytest.mark.usefixtures("small_limit")
def test_a_large_file_is_refused_with_its_size(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    large = ("gross.bin", bytes(300 * 1024))
    sentence = "Die Datei ist 300\xa0KB groß. Erlaubt sind 100\xa0KB."
    answer = upload(editor, "/publish/new", large, ("hund.bpmn", bpmn()))
    assert sentence in editor.get(answer.location).text
    answer = upload(editor, "/publish/new", large, headers=SCRIPT)
    assert (answer.status_code, answer.json) == (422, {"message": f"„gross.bin“: {sentence}"})
    assert [item.name for item in artifacts(db_session)] == ["hund.bpmn"]


def test_the_upload_behaviour_is_told_where_to_go(app: Flask) -> None:
    editor = make_town(app).client(Role.EDITOR)
    answer = upload(editor, "/publish/new", ("hund.bpmn", bpmn()), headers=SCRIPT)
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["location"].endswith("/files")


def test_sending_the_form_twice_makes_one_solution(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    form = editor.form("/publish/new", action="/publish/new")
    locations = set()
    for _ in range(2):
        data = form.values | {"files": [(io.BytesIO(bpmn()), "hund.bpmn")]}
        locations.add(editor.post("/publish/new", data=data, content_type="multipart/form-data").location)
    assert len(locations) == 1
    assert len(artifacts(db_session)) == 1


def test_the_id_of_a_foreign_solution_begins_nothing(app: Flask, store: MemoryStore) -> None:
    foreign = make_draft(make_town(app), store)
    editor = make_town(app).client(Role.EDITOR)
    answer = upload(editor, "/publish/new", ("hund.bpmn", bpmn()), id=str(foreign.solution_id))
    assert answer.status_code == 404
    assert upload(editor, "/publish/new", ("a.bpmn", bpmn()), id="kein Schlüssel").status_code == 303


def test_blocked_content_does_not_come_back(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    digest = hashlib.sha256(bpmn()).hexdigest()
    saved(BlockedContent(sha256=digest, blocked_at=clock.now(), reason="Kennwort veröffentlicht"))
    answer = upload(editor, "/publish/new", ("hund.bpmn", bpmn()))
    assert answer.status_code == 422
    assert "Diese Datei wurde gesperrt" in answer.text
    assert artifacts(db_session) == []


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "C:\\fakepath\\a.bin", "a\x00b.bin", "\u202egnp.exe", "<script>.bin", " ", "." * 300],
)
def test_hostile_names_are_cleaned(app: Flask, db_session: Session, store: MemoryStore, name: str) -> None:
    town = make_town(app)
    release = make_draft(town, store, (name, b"irgendetwas"), kind=SolutionKind.PROCESS)
    shown = release.artifacts[0].name
    assert shown
    assert not set(shown) & set("/\\\x00\u202e<>")
    assert town.client(Role.EDITOR).get(f"/publish/releases/{release.id}/files").status_code == 200
    base = f"/publish/releases/{release.id}/files/{release.artifacts[0].id}"
    answer = town.client(Role.EDITOR).get(f"{base}/download")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data == b"irgendetwas"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(names=st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=8))
def test_names_within_a_release_are_distinct(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        taken.append(unique_name(name, taken))
    assert len({name.casefold() for name in taken}) == len(names)


def test_the_same_bytes_are_held_once_and_the_same_name_is_numbered(
    app: Flask, db_session: Session, store: MemoryStore
) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    editor, path = town.client(Role.EDITOR), f"/publish/releases/{release.id}/files"
    answer = upload(editor, path, ("anders.bpmn", bpmn()))
    assert "liegt dem Entwurf schon bei" in editor.get(answer.location).text
    upload(editor, path, ("HUND.bpmn", bpmn(task="Steuer festsetzen")))
    assert [item.name for item in artifacts(db_session)] == ["hund.bpmn", "HUND (2).bpmn"]


def test_an_empty_file_is_refused(store: MemoryStore) -> None:
    reception = receive([Incoming("leer.txt", b"")], intake(store))
    assert reception.files == ()
    assert str(reception.refusals[0].message) == "„leer.txt“: Die Datei ist leer."


def test_what_a_file_is_can_be_corrected(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    saved(System(key="emma", category="platform", name="EMMA", vendor="Wianco OTT Robotics GmbH", is_platform=True))
    release = make_draft(town, store, ("bot.emma", b"\x01\x02binary"))
    editor = town.client(Role.EDITOR)
    base = f"/publish/releases/{release.id}"
    assert "Die Dateien verraten nicht, worum es geht." in editor.get(f"{base}/files").text
    assert "Wählen Sie die Art der Lösung." in editor.get(base).text
    path = f"{base}/files/{release.artifacts[0].id}"
    answer = editor.submit(path, {"format_id": "emma", "role": "export"}, action=path)
    assert answer.status_code == 302
    now = load(release.id)
    assert (now.artifacts[0].format_id, now.artifacts[0].role) == ("emma", ArtifactRole.EXPORT)
    assert now.solution.kind is SolutionKind.BOT
    assert now.facts["platform"] == "emma"
    assert editor.submit(path, {"format_id": "gibtesnicht", "role": "export"}, action=path).status_code == 422


def test_a_type_that_cannot_be_read_as_such_is_refused(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store, ("text.txt", b"nur Text"))
    path = f"/publish/releases/{release.id}/files/{release.artifacts[0].id}"
    answer = town.client(Role.EDITOR).submit(path, {"format_id": "bpmn", "role": "export"}, action=path)
    assert answer.status_code == 422
    assert load(release.id).artifacts[0].format_id == "opaque"


def test_a_person_decides_about_the_kind_until_the_first_publication(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    editor, base = town.client(Role.EDITOR), f"/publish/releases/{release.id}"
    editor.submit(f"{base}/files", {"kind": "form"}, action=f"{base}/kind")
    assert load(release.id).solution.kind is SolutionKind.FORM
    upload(editor, f"{base}/files", ("zwei.bpmn", bpmn(task="Noch etwas")))
    assert load(release.id).solution.kind is SolutionKind.FORM
    answer = editor.post(f"{base}/kind", data=csrf(editor) | {"kind": "unsinn"})
    assert answer.status_code == 422


def test_a_corrected_file_keeps_judgements_about_the_same_value(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store, ("hund.bpmn", bpmn(task="Frage an info@ort.example und an amt@ort.example")))
    found = release.artifacts[0].findings
    assert len(found) == 2
    with transaction():
        now = load(release.id)
        keep = next(item for item in now.artifacts[0].findings if item.excerpt == found[0].excerpt)
        confirm_harmless(now, [keep], by=town.actor(Role.EDITOR))
        kept = keep.fingerprint
    editor = town.client(Role.EDITOR)
    path = f"/publish/releases/{release.id}/files/{release.artifacts[0].id}/replace"
    corrected = bpmn(task="Frage an info@ort.example und an amt@ort.example, neue Fassung")
    assert upload(editor, path, ("hund.bpmn", BROKEN), field="file").status_code == 422
    assert upload(editor, path, ("hund.bpmn", corrected), field="file").status_code == 303
    artifact = load(release.id).artifacts[0]
    assert artifact.sha256 == hashlib.sha256(corrected).hexdigest()
    states = {item.fingerprint: item.state for item in artifact.findings}
    assert states[kept] is FindingState.HARMLESS
    assert list(states.values()).count(FindingState.OPEN) == 1


def test_removing_a_file_takes_along_what_only_it_said(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    assert release.facts["title"] == "Hund anmelden"
    editor = town.client(Role.EDITOR)
    path = f"/publish/releases/{release.id}/files/{release.artifacts[0].id}/remove"
    assert "Ihre eigenen Angaben bleiben" in editor.get(path).text
    assert editor.submit(path, {}, action=path).status_code == 302
    now = load(release.id)
    assert (now.artifacts, now.facts.get("title")) == ([], None)
    assert editor.get(path).status_code == 404


def test_the_page_of_the_files_says_what_was_read(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    process = (FIXTURES / "hundesteuer_anmeldung.xml").read_bytes()
    release = make_draft(town, store, ("hund.xml", process), ("handbuch.bin", b"\x00\x01"))
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}/files").text
    assert "4 Seiten, 9 Felder, 4 Gruppen, 4 Abläufe, 10 Schritte, davon 1 abgeschaltet, 1 Entscheidung" in page
    assert re.search(r"<dt>Anmeldung</dt><dd>(?:(?!</dd>).)*Servicekonto", page, re.DOTALL)
    assert "<dt>Bezahlung</dt>" in page
    assert "zum Beispiel EMMA? Dann geben Sie die Art der Datei an." in page


def test_fields_of_a_schema_are_counted_as_used_and_as_distinct(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store, ("schema.xml", (FIXTURES / "S06000000001V1.0.0_xdf3.xml").read_bytes()))
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}/files").text
    assert "4 Felder, davon 3 verschiedene, 2 Gruppen, 1 Regel" in page


def test_an_open_finding_leaves_its_step_open(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store, ("hund.bpmn", bpmn(task="Fragen an c@stadt-x.de")))
    editor, base = town.client(Role.EDITOR), f"/publish/releases/{release.id}"
    step = re.compile(r'<li class="steps__item steps__item--(\w+)"[^>]*>(?:(?!</li>).)*?Auffällige Stellen', re.DOTALL)
    assert step.search(editor.get(f"{base}/files").text)[1] == "todo"  # type: ignore[index]
    editor.post(f"{base}/findings", data=csrf(editor) | {"finding": str(release.artifacts[0].findings[0].id)})
    assert step.search(editor.get(f"{base}/files").text)[1] == "done"  # type: ignore[index]


def test_a_bare_yes_says_what_it_is_about(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    names = ("hundesteuer_anmeldung.xml", "hundesteuer_einstellungen.xml")
    release = make_draft(town, store, *((name, (FIXTURES / name).read_bytes()) for name in names))
    page = town.client(Role.EDITOR).get(f"/publish/releases/{release.id}/preview").text
    assert "Liegt bei: ja" in page
    assert "Noch ohne Beschreibung." in page
