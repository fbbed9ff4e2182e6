"""Reading drafts, what waits for review, and what a municipality has published."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from registry.accounts.actor import Actor
from registry.accounts.models import Account, Membership, Municipality, Role
from registry.catalogue.models import (
    Artifact,
    Audience,
    CatalogueEntry,
    Finding,
    Release,
    ReleaseEvent,
    ReleaseState,
    Solution,
    SolutionChange,
    SolutionRelation,
)
from registry.core.database import session
from registry.core.errors import NotFound
from registry.publishing.permissions import may_review, may_see_internals

MAX_LISTED = 200
IN_WORK = (ReleaseState.DRAFT, ReleaseState.SUBMITTED)
DECIDERS = [role for role in Role if role.includes(Role.PUBLISHER)]


def get_draft(release_id: uuid.UUID, actor: Actor) -> Release:
    """A draft or submitted release of the municipality the person acts for, with files, findings and notes.

    Raises:
        NotFound: unknown, already published, or another municipality's.
    """
    release = find_release(release_id)
    if release is None or release.state not in IN_WORK or not may_see_internals(release.solution, actor):
        raise NotFound
    return release


def get_own_release(release_id: uuid.UUID, actor: Actor) -> Release:
    """A release in any state of the municipality the person acts for.

    Raises:
        NotFound: unknown or another municipality's.
    """
    release = find_release(release_id)
    if release is None or not may_see_internals(release.solution, actor):
        raise NotFound
    return release


def get_for_review(release_id: uuid.UUID, actor: Actor) -> Release:
    """A release that this person may review, or has just decided about.

    Raises:
        NotFound: unknown, or this person is not one of its reviewers.
    """
    release = find_release(release_id)
    if release is None or not (is_reviewer(release, actor) or _was_published_by(release, actor)):
        raise NotFound
    return release


def is_reviewer(release: Release, actor: Actor) -> bool:
    """Whether this person may accept or return the release now."""
    if release.state is not ReleaseState.SUBMITTED:
        return False
    reviewing_id = reviewing_municipality_id(release.solution, submitter_id=release.submitted_by_id)
    return may_review(release, actor, reviewing_id=reviewing_id)


def _was_published_by(release: Release, actor: Actor) -> bool:
    return release.state is ReleaseState.PUBLISHED and release.reviewed_by_id == actor.account_id


def get_readable(release_id: uuid.UUID, actor: Actor) -> Release:
    """A release of the own municipality, or one the person reviews.

    Raises:
        NotFound: it is neither.
    """
    release = find_release(release_id)
    if release is None or not (may_see_internals(release.solution, actor) or is_reviewer(release, actor)):
        raise NotFound
    return release


def find_release(release_id: uuid.UUID) -> Release | None:
    """The release with all that publishing pages and services read of it."""
    return session().scalar(select(Release).where(Release.id == release_id).options(*_whole_release()))


def get_artifact(release: Release, artifact_id: uuid.UUID) -> Artifact:
    """A file of this release.

    Raises:
        NotFound: it has no such file.
    """
    for artifact in release.artifacts:
        if artifact.id == artifact_id:
            return artifact
    raise NotFound


def get_finding(release: Release, finding_id: uuid.UUID) -> Finding:
    """A finding in a file of this release.

    Raises:
        NotFound: it has no such finding.
    """
    for artifact in release.artifacts:
        for finding in artifact.findings:
            if finding.id == finding_id:
                return finding
    raise NotFound


def get_own_solution(slug: str, actor: Actor) -> Solution:
    """A solution of the municipality the person acts for.

    Raises:
        NotFound: unknown or another municipality's.
    """
    solution = session().scalar(
        select(Solution)
        .where(Solution.slug == slug)
        .options(
            joinedload(Solution.municipality),
            joinedload(Solution.contact_functional),
            joinedload(Solution.contact_technical),
            joinedload(Solution.superseded_by),
        )
    )
    if solution is None or not may_see_internals(solution, actor):
        raise NotFound
    return solution


def list_drafts(municipality_id: uuid.UUID) -> Sequence[Release]:
    """Drafts and submitted releases of a municipality, the latest first."""
    return (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .where(Solution.municipality_id == municipality_id, Release.state.in_(IN_WORK))
            .options(joinedload(Release.solution), joinedload(Release.created_by), joinedload(Release.submitted_by))
            .order_by(Release.created_at.desc())
            .limit(MAX_LISTED)
        )
        .all()
    )


def list_to_review(actor: Actor) -> Sequence[Release]:
    """Submitted releases, of the own town and of towns that named it, that this person may decide about now."""
    if actor.municipality_id is None or not actor.has_role(Role.PUBLISHER):
        return []
    return (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .join(Solution.municipality)
            .where(
                Release.state == ReleaseState.SUBMITTED,
                or_(Release.submitted_by_id.is_(None), Release.submitted_by_id != actor.account_id),
                or_(
                    Solution.municipality_id == actor.municipality_id,
                    and_(Municipality.reviewer_id == actor.municipality_id, ~_town_has_a_second_publisher()),
                ),
            )
            .options(joinedload(Release.solution).joinedload(Solution.municipality), joinedload(Release.submitted_by))
            .order_by(Release.submitted_at)
            .limit(MAX_LISTED)
        )
        .all()
    )


def list_published(municipality_id: uuid.UUID) -> Sequence[Release]:
    """All published and withdrawn releases of a municipality with their solutions, newest number first."""
    return (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .where(Solution.municipality_id == municipality_id, Release.state.not_in(IN_WORK))
            .options(joinedload(Release.solution))
            .order_by(Solution.id, Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        )
        .all()
    )


def list_releases_of(solution_id: uuid.UUID) -> Sequence[Release]:
    """Every release of a solution with its files, newest number first."""
    return (
        session()
        .scalars(
            select(Release)
            .where(Release.solution_id == solution_id)
            .options(selectinload(Release.artifacts).selectinload(Artifact.findings), selectinload(Release.notes))
            .order_by(Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        )
        .all()
    )


def find_latest(solution_id: uuid.UUID) -> Release | None:
    """The release with the highest number that was ever published, with all that a new one takes over."""
    return session().scalar(
        select(Release)
        .where(Release.solution_id == solution_id, Release.state.not_in(IN_WORK))
        .options(*_whole_release())
        .order_by(Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        .limit(1)
    )


def find_open_draft(solution_id: uuid.UUID) -> Release | None:
    """The one draft or submitted release of a solution."""
    return session().scalar(select(Release).where(Release.solution_id == solution_id, Release.state.in_(IN_WORK)))


def reviewing_municipality_id(solution: Solution, *, submitter_id: uuid.UUID | None) -> uuid.UUID | None:
    """Whose publishers look at what `submitter_id` submits: the own town's, else those of the named reviewer.

    None if nobody could: then it cannot be submitted.
    """
    own, named = solution.municipality_id, solution.municipality.reviewer_id
    for municipality_id in (own, named):
        if municipality_id is not None and _has_publisher_besides(municipality_id, submitter_id):
            return municipality_id
    return None


def list_reviewers(solution: Solution, *, submitter_id: uuid.UUID | None) -> Sequence[Account]:
    """The people who may decide about a submission."""
    reviewing_id = reviewing_municipality_id(solution, submitter_id=submitter_id)
    if reviewing_id is None:
        return []
    return (
        session()
        .scalars(
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(*_publishers(reviewing_id, submitter_id))
            .order_by(Account.created_at)
        )
        .all()
    )


def list_events(release: Release) -> Sequence[ReleaseEvent]:
    """The history of a release, latest first."""
    return (
        session()
        .scalars(
            select(ReleaseEvent)
            .where(ReleaseEvent.release_id == release.id)
            .options(joinedload(ReleaseEvent.by))
            .order_by(ReleaseEvent.at.desc(), ReleaseEvent.id)
        )
        .all()
    )


def is_for_partner(actor: Actor) -> bool:
    """Whether the municipality the person acts for takes part in the exchange."""
    municipality = session().get(Municipality, actor.municipality_id) if actor.municipality_id else None
    return municipality is not None and municipality.is_partner


def names_of_settlers(release: Release) -> dict[uuid.UUID, str]:
    """Account id to name of everybody who judged a finding of this release."""
    ids = {finding.settled_by_id for artifact in release.artifacts for finding in artifact.findings} - {None}
    rows = session().execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row.id: row.name for row in rows}


def list_changes(solution: Solution) -> Sequence[SolutionChange]:
    """The history of the living facts, latest first."""
    return (
        session()
        .scalars(
            select(SolutionChange)
            .where(SolutionChange.solution_id == solution.id)
            .order_by(SolutionChange.at.desc(), SolutionChange.id)
            .limit(MAX_LISTED)
        )
        .all()
    )


def list_relations(solution: Solution) -> list[tuple[SolutionRelation, str]]:
    """The relations that this solution declares, each with the title of the other one."""
    title = and_(CatalogueEntry.solution_id == SolutionRelation.target_id, CatalogueEntry.audience == Audience.PARTNERS)
    rows = session().execute(
        select(SolutionRelation, CatalogueEntry.title)
        .outerjoin(CatalogueEntry, title)
        .where(SolutionRelation.solution_id == solution.id)
        .options(joinedload(SolutionRelation.target))
        .order_by(SolutionRelation.kind, SolutionRelation.created_at)
    )
    return [(row[0], row[1] or row[0].target.slug) for row in rows]


def list_using(sha256s: Sequence[str]) -> Sequence[Release]:
    """Releases in any state that hold one of these files."""
    return (
        session()
        .scalars(
            select(Release)
            .where(Release.artifacts.any(Artifact.sha256.in_(sha256s)))
            .options(joinedload(Release.solution), selectinload(Release.artifacts))
            .order_by(Release.created_at)
        )
        .all()
    )


def _whole_release() -> list[ExecutableOption]:
    return [
        joinedload(Release.solution).joinedload(Solution.municipality),
        selectinload(Release.artifacts).undefer(Artifact.summary),
        selectinload(Release.artifacts).selectinload(Artifact.findings),
        selectinload(Release.notes),
        joinedload(Release.created_by),
        joinedload(Release.submitted_by),
        joinedload(Release.reviewed_by),
    ]


def _town_has_a_second_publisher() -> ColumnElement[bool]:
    """Within a query of releases: whether the publishing town has a publisher besides the submitter."""
    return (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.municipality_id == Solution.municipality_id,
            Membership.role.in_(DECIDERS),
            Account.is_active.is_(True),
            or_(Release.submitted_by_id.is_(None), Account.id != Release.submitted_by_id),
        )
        .correlate(Solution, Release)
        .exists()
    )


def _has_publisher_besides(municipality_id: uuid.UUID, account_id: uuid.UUID | None) -> bool:
    found = (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(*_publishers(municipality_id, account_id))
    )
    return session().scalar(found.limit(1)) is not None


def _publishers(municipality_id: uuid.UUID, besides: uuid.UUID | None) -> list[ColumnElement[bool]]:
    conditions = [
        Membership.municipality_id == municipality_id,
        Membership.role.in_(DECIDERS),
        Account.is_active.is_(True),
    ]
    return [*conditions, Account.id != besides] if besides is not None else conditions
