"""The audit log: chained, pseudonymous, and telling of tampering."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from registry.activity.cli import activity_cli
from registry.activity.models import AuditEntry
from registry.activity.services import GENESIS, broken_links, hash_of, record
from registry.core.database import transaction

ACTOR = uuid.uuid4()


@pytest.fixture
def three(db_session: Session) -> list[AuditEntry]:
    with transaction():
        for number in range(3):
            record("thing.changed", subject=("thing", number), actor_id=ACTOR, fields=["b", "a"])
    return list(db_session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))


def test_entries_are_numbered_and_chained(three: list[AuditEntry]) -> None:
    assert [entry.seq for entry in three] == [1, 2, 3]
    assert three[0].previous_hash == GENESIS
    assert [entry.previous_hash for entry in three[1:]] == [entry.hash for entry in three[:-1]]
    assert three[0].fields == ["a", "b"]
    assert broken_links() == []


def rehash(db_session: Session) -> None:
    entry = db_session.get_one(AuditEntry, 2)
    entry.action = "thing.forged"
    entry.hash = hash_of(entry)


@pytest.mark.parametrize(
    ("tamper", "broken"),
    [
        (lambda s: s.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(action="x")), [2]),
        (lambda s: s.execute(update(AuditEntry).where(AuditEntry.seq == 3).values(fields=["c"])), [3]),
        (lambda s: s.execute(update(AuditEntry).where(AuditEntry.seq == 1).values(actor_id=None)), [1]),
        (lambda s: s.execute(delete(AuditEntry).where(AuditEntry.seq == 2)), [3]),
        (lambda s: s.execute(delete(AuditEntry).where(AuditEntry.seq == 1)), [2]),
        (rehash, [3]),
    ],
)
def test_tampering_shows(
    three: list[AuditEntry], db_session: Session, tamper: Callable[[Session], object], broken: list[int]
) -> None:
    tamper(db_session)
    db_session.commit()
    db_session.expire_all()
    assert broken_links() == broken


def test_a_change_that_is_undone_leaves_no_entry(db_session: Session) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        assert record("thing.changed", subject=("thing", 1), actor_id=None).seq / 0
    assert db_session.scalars(select(AuditEntry)).all() == []


def test_the_command(app: Flask, three: list[AuditEntry], db_session: Session) -> None:
    runner = app.test_cli_runner()
    assert "vollständig" in runner.invoke(activity_cli, ["check"]).output
    db_session.execute(delete(AuditEntry).where(AuditEntry.seq == 2))
    db_session.commit()
    result = runner.invoke(activity_cli, ["check"])
    assert result.exit_code == 1
    assert "unterbrochen bei: 3" in result.output
