"""What was taken away for good stays away, also when an older backup comes back: blocked files, erased people."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from registry.accounts.actor import system_actor
from registry.accounts.models import Account
from registry.accounts.queries.people import get_account
from registry.accounts.services.people import erase
from registry.activity.models import AuditEntry
from registry.catalogue.models import Artifact, BlockedContent, Release
from registry.catalogue.permissions import SHOWN
from registry.catalogue.pictures import forget_pictures
from registry.core import clock
from registry.core.database import session
from registry.publishing.services.blocking import block
from registry.storage import FileStore


@dataclass(frozen=True, slots=True)
class Gone:
    """Blocked files with the reason, and the ids of erased accounts."""

    blocked: Mapping[str, str]
    erased: frozenset[uuid.UUID]


def remember_gone() -> Gone:
    """What this installation has taken away."""
    blocked = {row.sha256: row.reason for row in session().scalars(select(BlockedContent))}
    erased = session().scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "account.erased"))
    return Gone(blocked, frozenset(uuid.UUID(key) for key in erased))


def take_away_again(gone: Gone, *, store: FileStore) -> None:
    """Block and erase what came back. Call it inside `transaction`; bytes go after the commit.

    Raises:
        Conflict: nobody would be left to run the portal.
    """
    for sha256, reason in gone.blocked.items():
        if session().get(BlockedContent, sha256) is None:
            _block_again(sha256, reason, store)
    for account_id in session().scalars(select(Account.id).where(Account.id.in_(gone.erased))).all():
        erase(get_account(account_id), by=system_actor())


def _block_again(sha256: str, reason: str, store: FileStore) -> None:
    holders = select(Release).where(Release.state.in_(SHOWN), Release.artifacts.any(Artifact.sha256 == sha256))
    release = session().scalars(holders.limit(1)).first()
    if release is None:
        session().add(BlockedContent(sha256=sha256, blocked_at=clock.now(), reason=reason))
        forget_pictures([sha256])
        session().flush()
        return
    block(release, by=system_actor(), sha256s=[sha256], reason=reason, store=store)
