"""Removing bytes that no row names: uploads that were never saved, files of deleted drafts."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from registry.catalogue.models import Artifact
from registry.core import clock
from registry.core.database import session
from registry.publishing.services.blocking import purge_blocked
from registry.storage import FileStore

KEPT = timedelta(hours=24)
"""So long an upload may wait for its row."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were removed."""

    orphans: int
    unfinished: int
    blocked: int


def sweep(store: FileStore) -> Swept:
    """Remove what nobody needs any more. What is uploaded again meanwhile stays: the store compares the age."""
    limit = clock.now() - KEPT
    old = [entry.sha256 for entry in store.entries() if entry.stored_at < limit]
    session().rollback()
    named = set(session().scalars(select(Artifact.sha256).distinct()))
    orphans = sum(store.discard(sha256, stored_before=limit) for sha256 in old if sha256 not in named)
    unfinished = store.sweep_unfinished(older_than=KEPT)
    return Swept(orphans=orphans, unfinished=unfinished, blocked=purge_blocked(store))
