"""Beginning a solution or a new release of one, and giving a draft up."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, func, select

from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.activity.services import record
from registry.catalogue.models import (
    Artifact,
    Audience,
    Finding,
    Release,
    ReleaseAction,
    ReleaseState,
    Solution,
    SolutionKind,
)
from registry.core.database import session
from registry.core.errors import Conflict, NotFound
from registry.core.messages import N_, define
from registry.publishing.permissions import may_start
from registry.publishing.queries import find_latest, find_open_draft, is_for_partner
from registry.publishing.services.files import attach
from registry.publishing.services.guards import NOT_A_DRAFT, require_draft, require_editor
from registry.publishing.services.numbering import FIRST, proposed
from registry.publishing.services.recording import audit, note_event
from registry.publishing.services.slugs import free_slug
from registry.publishing.services.uploads import ReceivedFile

NOT_A_PARTNER = define(
    "publishing.not_a_partner",
    N_("Ihre Kommune nimmt noch nicht als Partner teil. Nur Partner können Lösungen veröffentlichen."),
)
KIND_IS_FIXED = define(
    "publishing.kind_is_fixed", N_("Die Art der Lösung steht seit der ersten Veröffentlichung fest.")
)

PROVISIONAL = "entwurf"
"""The address of a solution whose draft has no title yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSolution:
    """What a solution begins with.

    Attributes:
        id: made when the form was shown, so that sending it twice makes one solution.
        kind: None lets the files decide.
    """

    files: Sequence[ReceivedFile] = ()
    kind: SolutionKind | None = None
    id: uuid.UUID = field(default_factory=uuid.uuid4)


def require_start(by: Actor) -> None:
    """Go on only for an editor of a partner.

    Raises:
        NotAllowed: a reader.
        Conflict: the municipality takes no part yet.
    """
    require(may_start(by))
    if not is_for_partner(by):
        raise Conflict(NOT_A_PARTNER())


def create_solution(start: NewSolution, *, by: Actor) -> Release:
    """Begin a solution of the municipality the person acts for; the answer is its first draft.

    Raises:
        NotAllowed: a reader.
        Conflict: the municipality takes no part yet.
    """
    require_start(by)
    known = session().get(Solution, start.id)
    if known is not None:
        return _begun_already(known, by)
    solution = _new_solution(start, by)
    release = _new_draft(solution, by)
    if start.kind:
        release.origins = {"kind": {"from": "person"}}
    session().add_all([solution, release])
    session().flush()
    note_event(release, ReleaseAction.CREATED, by=by)
    if start.files:
        attach(release, start.files, by=by)
    return release


def set_kind(release: Release, kind: SolutionKind, *, by: Actor) -> Release:
    """Say what sort of thing this is; fixed from the first publication on.

    Raises:
        Conflict: it is published already.
    """
    require_draft(release, by)
    if release.solution.kind is not kind and find_latest(release.solution_id) is not None:
        raise Conflict(KIND_IS_FIXED())
    release.solution.kind = kind
    release.origins = release.origins | {"kind": {"from": "person"}}
    session().flush()
    audit("release.changed", release, by=by, fields=["kind"])
    return release


def start_release(solution: Solution, *, by: Actor) -> Release:
    """Begin a new release from the last one: same files, facts, origins and judgements.

    If there is a draft already, that one is the answer.
    """
    require_editor(solution, by)
    current = find_open_draft(solution.id)
    if current is not None:
        return current
    last = find_latest(solution.id)
    release = _new_draft(solution, by)
    if last is not None:
        _take_over(last, release)
    session().add(release)
    session().flush()
    note_event(release, ReleaseAction.CREATED, by=by)
    return release


def delete_draft(release: Release, *, by: Actor) -> None:
    """Give a draft up; a solution that never had another release goes with it.

    Raises:
        Conflict: it is submitted (recall it first) or published.
    """
    require_draft(release, by)
    solution_id, release_id = release.solution_id, release.id
    session().delete(release)
    session().flush()
    if not _count_releases(solution_id):
        session().execute(delete(Solution).where(Solution.id == solution_id))
    record(
        "release.deleted",
        subject=("release", release_id),
        actor_id=by.account_id,
        municipality_id=by.municipality_id,
    )


def _begun_already(known: Solution, by: Actor) -> Release:
    if known.municipality_id != by.municipality_id:
        raise NotFound
    current = find_open_draft(known.id)
    if current is None:
        raise Conflict(NOT_A_DRAFT())
    return current


def _new_solution(start: NewSolution, by: Actor) -> Solution:
    return Solution(
        id=start.id,
        slug=free_slug(PROVISIONAL),
        kind=start.kind or SolutionKind.PROCESS,
        municipality_id=by.municipality_id,
    )


def _new_draft(solution: Solution, by: Actor) -> Release:
    major, minor, patch = FIRST
    return Release(
        id=uuid.uuid4(),
        solution=solution,
        state=ReleaseState.DRAFT,
        audience=Audience.PARTNERS,
        major=major,
        minor=minor,
        patch=patch,
        facts={},
        origins={},
        created_by_id=by.account_id,
    )


def _take_over(last: Release, release: Release) -> None:
    release.facts, release.origins = dict(last.facts), dict(last.origins)
    release.description_html = last.description_html
    release.audience = last.audience
    release.major, release.minor, release.patch = proposed(last, ())
    if last.state is not ReleaseState.BLOCKED:
        release.artifacts = [_copy(artifact) for artifact in last.artifacts]


def _copy(artifact: Artifact) -> Artifact:
    return Artifact(
        sha256=artifact.sha256,
        name=artifact.name,
        role=artifact.role,
        size_bytes=artifact.size_bytes,
        position=artifact.position,
        format_id=artifact.format_id,
        summary=artifact.summary,
        findings=[_copy_finding(finding) for finding in artifact.findings],
    )


def _copy_finding(finding: Finding) -> Finding:
    return Finding(
        kind=finding.kind,
        category=finding.category,
        place=finding.place,
        excerpt=finding.excerpt,
        fingerprint=finding.fingerprint,
        occurrences=finding.occurrences,
        position=finding.position,
        state=finding.state,
        settled_by_id=finding.settled_by_id,
        settled_at=finding.settled_at,
    )


def _count_releases(solution_id: uuid.UUID) -> int:
    return session().scalar(select(func.count()).select_from(Release).where(Release.solution_id == solution_id)) or 0
