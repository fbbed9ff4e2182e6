"""Reading solutions and releases; every function takes the viewer and shows only what exists for them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from registry.accounts.actor import Actor, reads_partner_content
from registry.accounts.models import Municipality
from registry.catalogue.cards import Card, list_cards
from registry.catalogue.models import (
    Artifact,
    Audience,
    CatalogueEntry,
    Release,
    ReleaseState,
    Solution,
    SolutionRelation,
)
from registry.catalogue.permissions import SHOWN, audience_of, may_read
from registry.core.database import session
from registry.core.errors import NotFound

MAX_CARDS = 1_000
"""Solutions of one municipality on its page."""


def get_solution(slug: str, viewer: Actor | None) -> Solution:
    """The solution with publisher, if at least one release of it exists for the viewer.

    Raises:
        NotFound: unknown, or nothing of it is for this viewer.
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
    if solution is None or not list_releases(solution, viewer):
        raise NotFound
    return solution


def list_releases(solution: Solution, viewer: Actor | None) -> Sequence[Release]:
    """The releases of a solution that everybody of the viewer's audience may read, newest number first."""
    return (
        session()
        .scalars(
            select(Release)
            .where(Release.solution_id == solution.id, _shown_to(viewer))
            .options(selectinload(Release.notes))
            .order_by(Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        )
        .all()
    )


def get_releases(slug: str, viewer: Actor | None) -> Sequence[Release]:
    """What `list_releases` lists, at least one, with the solution, its publisher and contacts.

    Raises:
        NotFound: unknown, or nothing of it is for this viewer.
    """
    found = (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .where(Solution.slug == slug, _shown_to(viewer))
            .options(
                contains_eager(Release.solution).options(
                    joinedload(Solution.municipality),
                    joinedload(Solution.contact_functional),
                    joinedload(Solution.contact_technical),
                    joinedload(Solution.superseded_by),
                ),
                selectinload(Release.notes),
            )
            .order_by(Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        )
        .all()
    )
    if not found:
        raise NotFound
    return found


def current_release(releases: Sequence[Release]) -> Release:
    """What a solution page shows first: the newest published one, else the newest withdrawn or blocked one."""
    published = [release for release in releases if release.state is ReleaseState.PUBLISHED]
    return (published or list(releases))[0]


def get_release(slug: str, number: str, viewer: Actor | None) -> Release:
    """A published, withdrawn or blocked release by the number in its address.

    Raises:
        NotFound: unknown, or not for this viewer.
    """
    parts = number.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise NotFound
    major, minor, patch = (int(part) for part in parts)
    release = session().scalar(
        select(Release)
        .join(Release.solution)
        .where(Solution.slug == slug, Release.major == major, Release.minor == minor, Release.patch == patch)
        .where(_shown_to(viewer))
        .options(
            joinedload(Release.solution).options(
                joinedload(Solution.municipality),
                joinedload(Solution.contact_functional),
                joinedload(Solution.contact_technical),
                joinedload(Solution.superseded_by),
            ),
            selectinload(Release.artifacts),
            selectinload(Release.notes),
        )
    )
    if release is None:
        raise NotFound
    return release


def get_artifact(artifact_id: uuid.UUID, viewer: Actor | None) -> Artifact:
    """A file of a release that exists for the viewer.

    Raises:
        NotFound: unknown, or its release is not for this viewer.
    """
    artifact = session().scalar(
        select(Artifact)
        .where(Artifact.id == artifact_id)
        .options(joinedload(Artifact.release).joinedload(Release.solution).joinedload(Solution.municipality))
    )
    if artifact is None or not may_read(artifact.release, viewer):
        raise NotFound
    return artifact


def cards_of(municipality: Municipality, audience: Audience) -> list[Card]:
    """What a municipality publishes, as the audience sees it, by title."""
    published = CatalogueEntry.municipality_id == municipality.id
    return list_cards(audience, published, order=[CatalogueEntry.sort_key], limit=MAX_CARDS)


def list_relations(solution: Solution, viewer: Actor | None) -> list[tuple[SolutionRelation, CatalogueEntry]]:
    """Relations from and to a solution, with the entry of the other one as the viewer sees it."""
    other = case(
        (SolutionRelation.solution_id == solution.id, SolutionRelation.target_id), else_=SolutionRelation.solution_id
    )
    rows = session().execute(
        select(SolutionRelation, CatalogueEntry)
        .join(CatalogueEntry, CatalogueEntry.solution_id == other)
        .where(or_(SolutionRelation.solution_id == solution.id, SolutionRelation.target_id == solution.id))
        .where(CatalogueEntry.audience == audience_of(viewer))
        .order_by(SolutionRelation.kind, CatalogueEntry.sort_key)
    )
    return [(row[0], row[1]) for row in rows]


def newest_entries_of(solution_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, CatalogueEntry]:
    """What partners see of each of these solutions."""
    rows = session().scalars(
        select(CatalogueEntry)
        .where(CatalogueEntry.solution_id.in_(solution_ids), CatalogueEntry.audience == Audience.PARTNERS)
        .options(joinedload(CatalogueEntry.release).load_only(Release.major, Release.minor, Release.patch))
    )
    return {row.solution_id: row for row in rows}


def last_title() -> ColumnElement[str]:
    """The title of a `Solution` in a statement: of its newest release ever published, also a withdrawn one."""
    return (
        select(Release.facts["title"].as_string())
        .where(Release.solution_id == Solution.id, Release.state.in_(SHOWN))
        .order_by(Release.major.desc(), Release.minor.desc(), Release.patch.desc())
        .limit(1)
        .correlate(Solution)
        .scalar_subquery()
    )


def titles_of(solution_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What these solutions are called, also those of which no release is offered any more."""
    rows = session().execute(select(Solution.id, last_title()).where(Solution.id.in_(solution_ids)))
    return {key: title or "" for key, title in rows}


def _shown_to(viewer: Actor | None) -> ColumnElement[bool]:
    if reads_partner_content(viewer):
        return Release.state.in_(SHOWN)
    return and_(Release.state.in_(SHOWN), Release.audience == Audience.PUBLIC)


def find_entry(solution_id: uuid.UUID, audience: Audience) -> CatalogueEntry | None:
    """What an audience sees of a solution, if it exists for it."""
    return session().get(CatalogueEntry, (solution_id, audience))


def drafts_of(municipality_id: uuid.UUID) -> Sequence[Release]:
    """Drafts and releases waiting for review of a municipality, latest first."""
    return (
        session()
        .scalars(
            select(Release)
            .join(Release.solution)
            .where(Solution.municipality_id == municipality_id)
            .where(or_(Release.state == ReleaseState.DRAFT, Release.state == ReleaseState.SUBMITTED))
            .options(joinedload(Release.solution), joinedload(Release.submitted_by))
            .order_by(Release.created_at.desc())
        )
        .all()
    )
