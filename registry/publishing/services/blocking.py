"""Taking bytes away for good: leaked secret, law, court. A tombstone with hash, reason and date stays."""

import functools
from collections.abc import Collection

from sqlalchemy import select

from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.catalogue.models import BlockedContent, Release, ReleaseAction, ReleaseState
from registry.catalogue.permissions import SHOWN
from registry.catalogue.pictures import forget_pictures
from registry.catalogue.services import refresh
from registry.core import clock
from registry.core.database import after_commit, session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define
from registry.publishing.permissions import may_block
from registry.publishing.queries import IN_WORK, list_using
from registry.publishing.services.guards import WRONG_STATE
from registry.publishing.services.recording import note_event
from registry.publishing.services.releases import required_reason
from registry.storage import FileStore

NO_FILE_CHOSEN = define("blocking.no_file_chosen", N_("Wählen Sie mindestens eine Datei."))


def block(release: Release, *, by: Actor, sha256s: Collection[str], reason: str, store: FileStore) -> list[Release]:
    """Block a release and every other one that holds one of these files; the answer names them all.

    `sha256s` are the files of the release whose content must go. The bytes go after the commit; drafts
    lose the files and are returned if they were submitted.

    Raises:
        NotFound: not an operator, for whom this does not exist.
        Invalid: no reason, or no file of this release was chosen.
        Conflict: it is a draft.
    """
    require(may_block(by), visible=False)
    if release.state not in SHOWN:
        raise Conflict(WRONG_STATE())
    chosen = sorted({item.sha256 for item in release.artifacts} & set(sha256s))
    why = required_reason(reason)
    if release.artifacts and not chosen:
        raise Invalid(NO_FILE_CHOSEN(), {"files": NO_FILE_CHOSEN()})
    affected = {item.id: item for item in [release, *list_using(chosen)]}
    for item in affected.values():
        _take_out(item, chosen, why, by)
    _remember(chosen, why)
    session().flush()
    for item in affected.values():
        refresh(item.solution)
    after_commit(functools.partial(_delete, store, chosen))
    return list(affected.values())


def purge_blocked(store: FileStore) -> int:
    """Delete what was blocked and is there (again): after a restore, or when a deletion was cut off."""
    present = [sha256 for sha256 in session().scalars(select(BlockedContent.sha256)) if store.exists(sha256)]
    _delete(store, present)
    return len(present)


def _take_out(release: Release, sha256s: Collection[str], reason: str, by: Actor) -> None:
    if release.state in IN_WORK:
        _return_without(release, sha256s, reason, by)
    elif release.state is not ReleaseState.BLOCKED:
        release.state = ReleaseState.BLOCKED
        release.blocked_at, release.block_reason = clock.now(), reason
        note_event(release, ReleaseAction.BLOCKED, by=by, comment=reason)
    for artifact in release.artifacts:
        if artifact.sha256 in sha256s:
            artifact.summary, artifact.findings = {}, []


def _return_without(draft: Release, sha256s: Collection[str], reason: str, by: Actor) -> None:
    draft.artifacts = [artifact for artifact in draft.artifacts if artifact.sha256 not in sha256s]
    if draft.state is ReleaseState.SUBMITTED:
        draft.state = ReleaseState.DRAFT
        note_event(draft, ReleaseAction.RETURNED, by=by, comment=reason)


def _remember(sha256s: Collection[str], reason: str) -> None:
    forget_pictures(sha256s)
    for sha256 in sha256s:
        if session().get(BlockedContent, sha256) is None:
            session().add(BlockedContent(sha256=sha256, blocked_at=clock.now(), reason=reason))


def _delete(store: FileStore, sha256s: Collection[str]) -> None:
    for sha256 in sha256s:
        store.delete(sha256)
