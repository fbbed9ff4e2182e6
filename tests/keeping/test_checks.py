"""Each invariant, broken on purpose, is found; a sound installation has nothing to find."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, update

from registry.activity.models import AuditEntry
from registry.adoption.models import Adoption, AdoptionEvent
from registry.adoption.stages import Stage
from registry.catalogue.models import (
    Artifact,
    BlockedContent,
    CatalogueChange,
    CatalogueEntry,
    Release,
    ReleaseEvent,
    Solution,
    SolutionKind,
    SolutionStats,
    SolutionUse,
)
from registry.catalogue.pictures import keep_pictures
from registry.core import clock
from registry.core.database import db, session, transaction
from registry.core.settings import Settings
from registry.diagrams.pictures import Picture
from registry.ratings.models import Rating
from registry.web.adapters import adapters
from tests.keeping.little_world import Little, broken_rules
from tests.support.processes import run_flask

pytestmark = pytest.mark.processes


def run(statement: object) -> None:
    with transaction():
        session().execute(statement)  # type: ignore[call-overload]


def a_stored_file(little: Little) -> Path:
    path = adapters().store.path(little.sha256)
    assert path is not None
    return path


def a_file_vanishes(little: Little) -> None:
    a_stored_file(little).unlink()


def a_file_grows(little: Little) -> None:
    a_stored_file(little).write_bytes(a_stored_file(little).read_bytes() + b" ")


def a_bit_flips(little: Little) -> None:
    content = a_stored_file(little).read_bytes()
    a_stored_file(little).write_bytes(bytes([content[0] ^ 1]) + content[1:])


def blocked_bytes_come_back(little: Little) -> None:
    with transaction():
        session().add(BlockedContent(sha256=little.sha256, blocked_at=clock.now(), reason="Gericht"))


def a_picture_of_a_blocked_file_stays(little: Little) -> None:
    blocked_bytes_come_back(little)
    with transaction():
        keep_pictures(little.sha256, [Picture(name="Ablauf", svg="<svg/>")])


def an_upload_is_left_behind(little: Little) -> None:
    place = a_stored_file(little).parents[1] / "tmp" / "left-behind"
    place.write_bytes(b"x")
    os.utime(place, (0, 0))


def a_lower_number_follows(little: Little) -> None:
    with transaction():
        old = session().get_one(Release, little.release_id)
        later = Release(
            solution_id=old.solution_id,
            state=old.state,
            major=0,
            minor=9,
            patch=0,
            facts={},
            published_at=clock.now(),
            fingerprint="x",
        )
        session().add(later)


def facts_change(little: Little) -> None:
    run(update(Release).where(Release.id == little.release_id).values(facts={"title": "Anders"}))


def a_checksum_changes(little: Little) -> None:
    run(update(Artifact).where(Artifact.release_id == little.release_id).values(sha256="0" * 64))


def one_person_did_both(little: Little) -> None:
    run(update(Release).where(Release.id == little.release_id).values(reviewed_by_id=Release.submitted_by_id))


def a_solution_is_empty(little: Little) -> None:
    with transaction():
        municipality_id = little.publisher.municipality.id
        session().add(Solution(slug="leer", kind=SolutionKind.BOT, municipality_id=municipality_id))


def a_release_has_no_past(little: Little) -> None:
    run(delete(ReleaseEvent).where(ReleaseEvent.release_id == little.release_id))


def a_stage_jumps(little: Little) -> None:
    run(update(Adoption).where(Adoption.id == little.adoption_id).values(stage=Stage.REVIEW))


def a_step_is_illegal(little: Little) -> None:
    run(
        update(AdoptionEvent)
        .where(AdoptionEvent.adoption_id == little.adoption_id, AdoptionEvent.seq == 2)
        .values(to_stage=Stage.REJECTED)
    )


def a_step_is_missing(little: Little) -> None:
    run(delete(AdoptionEvent).where(AdoptionEvent.adoption_id == little.adoption_id, AdoptionEvent.seq == 2))


def a_history_is_missing(little: Little) -> None:
    run(delete(AdoptionEvent).where(AdoptionEvent.adoption_id == little.adoption_id))


def somebody_rates_the_own_solution(little: Little) -> None:
    run(update(Rating).values(municipality_id=little.publisher.municipality.id))


def an_audit_entry_changes(_little: Little) -> None:
    run(update(AuditEntry).where(AuditEntry.seq == 3).values(action="release.blocked"))


def an_audit_entry_vanishes(_little: Little) -> None:
    run(delete(AuditEntry).where(AuditEntry.action == "release.published"))


def stars_are_added(_little: Little) -> None:
    run(update(SolutionStats).values(rating_sum=SolutionStats.rating_sum + 1))


def counts_vanish(_little: Little) -> None:
    run(delete(SolutionStats))


def a_use_is_wrong(_little: Little) -> None:
    run(update(SolutionUse).values(stage="live"))


def a_use_vanishes(_little: Little) -> None:
    run(delete(SolutionUse))


def a_title_is_wrong(_little: Little) -> None:
    run(update(CatalogueEntry).values(title="Anders"))


def an_entry_vanishes(little: Little) -> None:
    run(delete(CatalogueEntry).where(CatalogueEntry.release_id == little.release_id))


def the_index_is_ahead(_little: Little) -> None:
    assert not broken_rules(INDEX)
    run(delete(CatalogueChange).where(CatalogueChange.seq > 1))


def the_index_misses_a_document(_little: Little) -> None:
    assert not broken_rules(INDEX)
    with adapters().search.writing() as writer:
        assert writer is not None
        from registry.search import Batch

        first = session().scalars(Solution.__table__.select()).first()
        assert first is not None
        writer.apply(Batch(position=writer.position, keys=frozenset({first.hex})))


FILES = "Jede Datei ist da und hat ihre Größe"
UNCHANGED = "Veröffentlichte Versionen sind unverändert"
HISTORY = "Jede Nachnutzung hat einen zulässigen Verlauf"
COUNTS = "Zähler stimmen mit Nachnutzungen und Bewertungen"
USES = "Nutzungen stimmen mit den Nachnutzungen"
ENTRIES = "Katalogeinträge stimmen mit den Versionen"
INDEX = "Der Suchindex stimmt mit dem Katalog"
CHAIN = "Das Änderungsprotokoll ist lückenlos"

DAMAGES: list[tuple[Callable[[Little], None], str]] = [
    (a_file_vanishes, FILES),
    (a_file_grows, FILES),
    (a_bit_flips, "Jede Datei hat ihre Prüfsumme"),
    (blocked_bytes_come_back, "Gesperrte Dateien sind gelöscht"),
    (a_picture_of_a_blocked_file_stays, "Zeichnungen gesperrter Dateien sind gelöscht"),
    (an_upload_is_left_behind, "Keine alten unfertigen Dateien"),
    (a_lower_number_follows, "Versionsnummern steigen"),
    (facts_change, UNCHANGED),
    (a_checksum_changes, UNCHANGED),
    (one_person_did_both, "Vier Augen bei jeder Veröffentlichung"),
    (a_solution_is_empty, "Keine Lösung ohne Version"),
    (a_release_has_no_past, "Jeder Stand folgt aus dem Verlauf"),
    (a_stage_jumps, HISTORY),
    (a_step_is_illegal, HISTORY),
    (a_step_is_missing, HISTORY),
    (a_history_is_missing, HISTORY),
    (somebody_rates_the_own_solution, "Bewertet hat nur, wer durfte"),
    (an_audit_entry_changes, CHAIN),
    (an_audit_entry_vanishes, "Jede Veröffentlichung ist protokolliert"),
    (an_audit_entry_vanishes, CHAIN),
    (stars_are_added, COUNTS),
    (counts_vanish, COUNTS),
    (a_use_is_wrong, USES),
    (a_use_vanishes, USES),
    (a_title_is_wrong, ENTRIES),
    (an_entry_vanishes, ENTRIES),
    (the_index_is_ahead, INDEX),
    (the_index_misses_a_document, INDEX),
]


def test_a_sound_installation_has_no_broken_rule(little: Little) -> None:
    assert broken_rules() == set()


@pytest.mark.parametrize(("damage", "rule"), DAMAGES, ids=lambda value: getattr(value, "__name__", None))
def test_damage_is_found(little: Little, damage: Callable[[Little], None], rule: str) -> None:
    damage(little)
    assert broken_rules(rule) == {rule}


def test_a_reference_to_nothing_is_found(little: Little, installation: Flask) -> None:
    """Only possible with the checks of the database switched off."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        connection.rollback()
        raw = connection.connection.driver_connection
        assert raw is not None
        cursor = raw.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF" if is_sqlite else "SET session_replication_role = replica")
        cursor.execute("DELETE FROM account")
        cursor.execute("PRAGMA foreign_keys=ON" if is_sqlite else "SET session_replication_role = DEFAULT")
        raw.commit()
    assert broken_rules("Kein Verweis führt ins Leere")


def test_quick_look_does_not_read_files(little: Little) -> None:
    a_bit_flips(little)
    assert broken_rules(FILES, "Jede Datei hat ihre Prüfsumme", reads_files=False) == set()


def test_command_tells_and_fails(little: Little, own_settings: Settings) -> None:
    sound = run_flask(own_settings, "storage", "fsck")
    assert (sound.returncode, sound.stdout.count("in Ordnung")) == (0, 20)
    a_file_vanishes(little)
    broken = run_flask(own_settings, "storage", "fsck", "--quick")
    assert broken.returncode == 1
    assert little.sha256 in broken.stdout


def test_a_damaged_database_is_found(little: Little, own_settings: Settings) -> None:
    if not own_settings.database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL has its own tools")
    file = Path(own_settings.database_url.removeprefix("sqlite:///"))
    db.session.remove()
    db.engine.dispose()
    damage_an_index(file)
    assert broken_rules("Die Datenbank ist unversehrt")


def damage_an_index(file: Path) -> None:
    """Overwrite the last entries on the root page of an index."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_artifact_sha256'").fetchone()
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    with file.open("r+b") as raw:
        raw.seek(found[0] * page_size - 32)
        raw.write(b"\x01" * 32)
