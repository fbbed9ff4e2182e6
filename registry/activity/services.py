"""Writing and checking the audit log."""

import hashlib
import json
import uuid
from collections.abc import Sequence

from sqlalchemy import select

from registry.activity.models import AuditEntry
from registry.core import clock
from registry.core.database import session

GENESIS = "0" * 64


def record(
    action: str,
    *,
    subject: tuple[str, object],
    actor_id: uuid.UUID | None,
    municipality_id: uuid.UUID | None = None,
    fields: Sequence[str] = (),
) -> AuditEntry:
    """Append one entry in the transaction of the change it tells of.

    Args:
        action: past tense, dotted: ``release.published``.
        subject: kind and id of the thing changed.
        actor_id: the account; None for the system itself.
        municipality_id: in whose name.
        fields: names of the changed fields, never their values.
    """
    last = session().scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    entry = AuditEntry(
        seq=1 if last is None else last.seq + 1,
        at=clock.now(),
        actor_id=actor_id,
        municipality_id=municipality_id,
        action=action,
        subject_kind=subject[0],
        subject_id=str(subject[1]),
        fields=sorted(fields),
        previous_hash=GENESIS if last is None else last.hash,
    )
    entry.hash = hash_of(entry)
    session().add(entry)
    session().flush()
    return entry


def hash_of(entry: AuditEntry) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the entry."""
    content = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": str(entry.actor_id or ""),
        "municipality": str(entry.municipality_id or ""),
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject_id],
        "fields": entry.fields,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()


def broken_links() -> list[int]:
    """Sequence numbers at which the chain does not hold; empty when nothing was tampered with."""
    broken: list[int] = []
    expected_seq, previous = 1, GENESIS
    for entry in session().scalars(select(AuditEntry).order_by(AuditEntry.seq)).yield_per(1000):
        if entry.seq != expected_seq or entry.previous_hash != previous or entry.hash != hash_of(entry):
            broken.append(entry.seq)
        expected_seq, previous = entry.seq + 1, entry.hash
    return broken
