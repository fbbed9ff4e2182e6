"""What must hold in a database and its files whatever was killed, checked from the rows alone.

Written apart from ``flask storage fsck`` (`registry.keeping`), which runs too: one notices the faults of the other,
and only here is known what was acknowledged.
"""

import hashlib
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import selectinload

from registry.activity.models import AuditEntry
from registry.activity.services import broken_links
from registry.catalogue.models import (
    Artifact,
    Audience,
    CatalogueChange,
    CatalogueEntry,
    Release,
    ReleaseAction,
    ReleaseEvent,
    ReleaseState,
    Solution,
)
from registry.core.database import session
from registry.outbox.models import OutboxMail
from registry.publishing.fingerprint import fingerprint_of
from tests.durability.publishing import Step

RANK = {ReleaseState.DRAFT: 0, ReleaseState.SUBMITTED: 1, ReleaseState.PUBLISHED: 2}
"""Nobody gives back, recalls or withdraws in these tests: a release only goes on."""
HISTORY = {
    ReleaseState.DRAFT: [ReleaseAction.CREATED],
    ReleaseState.SUBMITTED: [ReleaseAction.CREATED, ReleaseAction.SUBMITTED],
    ReleaseState.PUBLISHED: [ReleaseAction.CREATED, ReleaseAction.SUBMITTED, ReleaseAction.PUBLISHED],
}
MAILS = {
    ReleaseState.DRAFT: [],
    ReleaseState.SUBMITTED: ["release_submitted"],
    ReleaseState.PUBLISHED: ["release_accepted", "release_submitted"],
}
QUIET_S = 15


def violations(files: Path, acknowledged: Iterable[Step]) -> list[str]:
    """Everything that is wrong; needs an application context."""
    wait_until_quiet()
    releases = _releases()
    return [
        *_database(),
        *_stored_files(files),
        *_rows_without_bytes(files, releases.values()),
        *_half_states(releases.values()),
        *_numbers(releases.values()),
        *_history(releases.values()),
        *_catalogue(releases.values()),
        *_lost(releases, acknowledged),
    ]


def wait_until_quiet() -> None:
    """PostgreSQL may still be ending what killed clients began."""
    if session().get_bind().dialect.name != "postgresql":
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    deadline = time.monotonic() + QUIET_S
    while session().scalar(others):
        session().rollback()
        assert time.monotonic() < deadline, "connections of killed processes stay"
        time.sleep(0.005)
    session().rollback()


def _releases() -> dict[object, Release]:
    found = select(Release).options(
        selectinload(Release.artifacts), selectinload(Release.notes), selectinload(Release.solution)
    )
    return {release.id: release for release in session().scalars(found)}


def _database() -> Iterator[str]:
    if session().get_bind().dialect.name == "sqlite":
        if (answer := session().scalar(text("PRAGMA integrity_check"))) != "ok":
            yield f"integrity_check: {answer}"
        if broken := session().execute(text("PRAGMA foreign_key_check")).all():
            yield f"foreign_key_check: {broken}"
    if links := broken_links():
        yield f"audit chain broken at {links}"


def _stored_files(files: Path) -> Iterator[str]:
    for place in files.glob("??/*"):
        if hashlib.sha256(place.read_bytes()).hexdigest() != place.name:
            yield f"torn file {place.name}"


def _rows_without_bytes(files: Path, releases: Iterable[Release]) -> Iterator[str]:
    for release in releases:
        for artifact in release.artifacts:
            place = files / artifact.sha256[:2] / artifact.sha256
            if not place.is_file():
                yield f"row without bytes {artifact.sha256}"
            elif place.stat().st_size != artifact.size_bytes:
                yield f"size differs {artifact.sha256}"


def _half_states(releases: Iterable[Release]) -> Iterator[str]:
    begun = {release.solution_id for release in releases}
    for solution_id in session().scalars(select(Solution.id)):
        if solution_id not in begun:
            yield f"solution without release {solution_id}"
    for release in releases:
        if not release.artifacts:
            yield f"release without files {release.id}"
        if release.state is ReleaseState.PUBLISHED and release.fingerprint != fingerprint_of(release):
            yield f"fingerprint of {release.id} differs"
    known = set(session().scalars(select(Artifact.release_id)))
    if known - {release.id for release in releases}:
        yield "files without release"


def _numbers(releases: Iterable[Release]) -> Iterator[str]:
    by_solution: dict[object, list[Release]] = {}
    for release in releases:
        by_solution.setdefault(release.solution_id, []).append(release)
    for same in by_solution.values():
        in_order = sorted(same, key=lambda release: release.created_at)
        if any(one.number_key >= other.number_key for one, other in pairwise(in_order)):
            yield f"numbers out of order: {[release.number for release in in_order]}"
        if sum(release.state is not ReleaseState.PUBLISHED for release in same) > 1:
            yield f"two drafts of {same[0].solution_id}"


def _history(releases: Iterable[Release]) -> Iterator[str]:
    """The state is the fold of the events, and each event has its audit entry and its mails."""
    events = _counted(session().execute(select(ReleaseEvent.release_id, ReleaseEvent.action)).tuples())
    audited = _counted(session().execute(select(AuditEntry.subject_id, AuditEntry.action)).tuples())
    mails = _counted((key.split(":")[1], key.split(":")[0]) for key in session().scalars(select(OutboxMail.key)))
    for release in releases:
        happened, written = events[release.id], audited[str(release.id)]
        if happened != Counter(HISTORY[release.state]):
            yield f"{release.state} {release.id} has the history {dict(happened)}"
        if any(written[f"release.{action}"] != count for action, count in happened.items()):
            yield f"audit of {release.id} tells {dict(written)}, its history {dict(happened)}"
        if not written["release.changed"]:
            yield f"audit of {release.id} does not tell of its files"
        if mails[str(release.id)] != Counter(MAILS[release.state]):
            yield f"mails of {release.state} {release.id}: {dict(mails[str(release.id)])}"


def _counted(pairs: Iterable[tuple[object, str]]) -> defaultdict[object, Counter[str]]:
    counted: defaultdict[object, Counter[str]] = defaultdict(Counter)
    for subject, what in pairs:
        counted[subject][what] += 1
    return counted


def _catalogue(releases: Iterable[Release]) -> Iterator[str]:
    shown = {entry.solution_id: entry for entry in session().scalars(select(CatalogueEntry))}
    newest: dict[object, Release] = {}
    for release in sorted(releases, key=lambda release: release.number_key):
        if release.state is ReleaseState.PUBLISHED:
            newest[release.solution_id] = release
    if shown.keys() != newest.keys():
        yield "the catalogue shows other solutions than are published"
    for solution_id, release in newest.items():
        entry = shown.get(solution_id)
        if entry and (entry.release_id, entry.audience) != (release.id, Audience.PARTNERS):
            yield f"the catalogue shows {entry.number} instead of {release.number}"
    changes = session().execute(select(CatalogueChange.seq, CatalogueChange.solution_id)).all()
    if sorted(change.seq for change in changes) != list(range(1, len(changes) + 1)):
        yield "the change sequence has gaps"
    if not newest.keys() <= {change.solution_id for change in changes}:
        yield "a publication is missing in the change sequence"


def _lost(releases: dict[object, Release], acknowledged: Iterable[Step]) -> Iterator[str]:
    for step in acknowledged:
        release = releases.get(step.release_id)
        if release is None:
            yield f"lost: {step}"
            continue
        if RANK[release.state] < RANK[step.state]:
            yield f"lost: {step.release_id} is {release.state}, {step.state} was acknowledged"
        kept = {(artifact.sha256, artifact.size_bytes) for artifact in release.artifacts}
        if not set(step.files) <= kept:
            yield f"lost files of {step.release_id}"
        if release.number != step.number or (step.title and release.title != step.title):
            yield f"{step.release_id} is {release.number} {release.title}, acknowledged was {step}"
        if step.fingerprint and release.fingerprint != step.fingerprint:
            yield f"{step.release_id} changed after its publication"
