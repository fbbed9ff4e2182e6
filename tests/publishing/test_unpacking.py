"""Archives that come in: taken apart where they hold exports, whole where they are one or nothing can be read."""

import hashlib
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import Artifact, BlockedContent, Solution
from registry.core import clock
from registry.publishing.services.files import MAX_FILES
from registry.publishing.services.unpacking import unpack_archives
from registry.publishing.services.uploads import Incoming, Reception, receive
from registry.storage.memory import MemoryStore
from tests.formats.hostile import MEGABYTE, archive_of, raw_archive, stored, zeros_deflated
from tests.support.database import saved
from tests.support.publishing_factories import bpmn, intake, load, make_draft, make_town, upload

pytestmark = pytest.mark.usefixtures("db_session")
FIXTURES = Path(__file__).parent.parent / "formats" / "fixtures"
FORM, WORKFLOW = (f"anwohnerparken_{part}.json" for part in ("formular", "workflow"))


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def take_in(store: MemoryStore, content: bytes, name: str = "paket.zip") -> Reception:
    taken = intake(store)
    return unpack_archives(receive([Incoming(name, content)], taken), taken)


def formats(reception: Reception) -> dict[str, str]:
    return {file.name: file.summary.format_id for file in reception.files}


def notes(reception: Reception) -> list[str]:
    return [note.id for note in reception.notes]


def test_each_entry_becomes_a_file_with_its_own_recognition(store: MemoryStore) -> None:
    entries = {
        "ordner/ablauf.bpmn": bpmn(),
        "ordner/gebuehr.dmn": fixture("sondernutzungsgebuehr.dmn"),
        "notiz.txt": b"Hinweise",
        "__MACOSX/ordner/._ablauf.bpmn": b"\x00\x05",
        "ordner/.DS_Store": b"\x00\x01",
        "leer.txt": b"",
    }
    reception = take_in(store, archive_of(entries))
    assert formats(reception) == {"ablauf.bpmn": "bpmn", "gebuehr.dmn": "dmn", "notiz.txt": "opaque"}
    assert str(reception.notes[0]) == (
        "Das Archiv „paket.zip“ ist ausgepackt. Diese Dateien liegen jetzt einzeln im Entwurf: "
        "ablauf.bpmn, gebuehr.dmn, notiz.txt."
    )
    assert reception.files[0].sha256 == hashlib.sha256(bpmn()).hexdigest()


def test_an_archive_in_an_archive_is_not_opened(store: MemoryStore) -> None:
    inner = archive_of({"innen.bpmn": bpmn(task="Innen")})
    reception = take_in(store, archive_of({"aussen.bpmn": bpmn(), "innen.zip": inner}))
    assert formats(reception) == {"aussen.bpmn": "bpmn", "innen.zip": "opaque"}


def test_an_archive_that_is_an_export_stays_one_file(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({FORM: fixture(FORM), WORKFLOW: fixture(WORKFLOW), "info.txt": b"x"}))
    assert (formats(reception), reception.notes) == ({"paket.zip": "formcycle"}, ())


def test_an_export_beside_other_exports_is_taken_apart(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({FORM: fixture(FORM), "ablauf.bpmn": bpmn()}))
    assert formats(reception) == {FORM: "formcycle", "ablauf.bpmn": "bpmn"}


@pytest.mark.parametrize("entries", [{"a.bin": b"\x01\x02"}, {"anleitung.pdf": b"%PDF-1.7"}, {}])
def test_an_archive_without_an_export_stays_one_file_and_says_so(store: MemoryStore, entries: dict[str, bytes]) -> None:
    reception = take_in(store, archive_of(entries))
    assert (formats(reception), notes(reception)) == ({"paket.zip": "opaque"}, ["upload.stays_whole"])


def test_only_an_ordinary_archive_is_taken_apart(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({"ablauf.bpmn": bpmn()}), "steuer.emma")
    assert (formats(reception), reception.notes) == ({"steuer.emma": "opaque"}, ())


def test_a_large_archive_stays_one_file_and_says_so(store: MemoryStore) -> None:
    entries = {f"{at}.bpmn": bpmn(name=str(at)) for at in range(MAX_FILES + 1)}
    reception = take_in(store, archive_of(entries))
    assert (formats(reception), notes(reception)) == ({"paket.zip": "opaque"}, ["upload.too_many_inside"])
    assert "Es enthält 51 Dateien, ausgepackt werden höchstens 50." in str(reception.notes[0])


def test_many_files_are_named_in_part(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({f"{at}.bpmn": bpmn(name=str(at)) for at in range(10)}))
    assert str(reception.notes[0]).endswith("7.bpmn und 2 weitere.")


def test_a_broken_entry_is_refused_and_the_others_are_kept(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({"gut.bpmn": bpmn(), "kaputt.bpmn": bpmn()[:-30]}))
    assert formats(reception) == {"gut.bpmn": "bpmn"}
    assert "„kaputt.bpmn“" in str(reception.refusals[0].message)


def test_nothing_stays_of_an_archive_whose_only_entry_is_broken(store: MemoryStore) -> None:
    reception = take_in(store, archive_of({"kaputt.bpmn": bpmn()[:-30]}))
    assert (reception.files, reception.notes, len(reception.refusals)) == ((), (), 1)


def test_blocked_content_does_not_come_back_in_an_archive(store: MemoryStore) -> None:
    digest = hashlib.sha256(b"geheim").hexdigest()
    saved(BlockedContent(sha256=digest, blocked_at=clock.now(), reason="Kennwort veröffentlicht"))
    reception = take_in(store, archive_of({"a.bin": b"geheim", "b.bin": b"anderes"}))
    assert formats(reception) == {"b.bin": "opaque"}
    assert "Diese Datei wurde gesperrt" in str(reception.refusals[0].message)


def test_hostile_archives_are_refused_with_a_sentence(store: MemoryStore) -> None:
    links = raw_archive([stored("a.bpmn", attributes=0o120777 << 16)])
    bomb = raw_archive([{"name": "a.bin", "data": zeros_deflated(16 * MEGABYTE), "size": 16 * MEGABYTE}])
    for content in (links, bomb, archive_of({"../a.bpmn": bpmn()}), archive_of({"a.bpmn": bpmn()})[:-4]):
        reception = take_in(store, content)
        assert reception.files == ()
        assert "„paket.zip“" in str(reception.refusals[0].message)


def test_the_person_is_told(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    content = archive_of({"ablauf.bpmn": bpmn(), "C06000001_genericode.xml": fixture("C06000001_genericode.xml")})
    answer = upload(editor, "/publish/new", ("paket.zip", content))
    page = editor.get(answer.location).text
    assert "Das Archiv „paket.zip“ ist ausgepackt." in page
    names = [item.name for item in db_session.scalars(select(Artifact).order_by(Artifact.position))]
    assert names == ["ablauf.bpmn", "C06000001_genericode.xml"]


def test_an_archive_with_nothing_usable_begins_nothing(app: Flask, db_session: Session) -> None:
    editor = make_town(app).client(Role.EDITOR)
    answer = upload(editor, "/publish/new", ("paket.zip", archive_of({"kaputt.bpmn": b"<definitions"})))
    assert answer.status_code == 422
    assert "„kaputt.bpmn“" in answer.text
    assert db_session.scalars(select(Solution)).all() == []


def test_a_file_is_replaced_by_the_archive_itself(app: Flask, store: MemoryStore) -> None:
    town = make_town(app)
    release = make_draft(town, store)
    path = f"/publish/releases/{release.id}/files/{release.artifacts[0].id}/replace"
    content = archive_of({"ablauf.bpmn": bpmn()})
    assert upload(town.client(Role.EDITOR), path, ("paket.zip", content), field="file").status_code == 303
    assert [item.name for item in load(release.id).artifacts] == ["paket.zip"]
