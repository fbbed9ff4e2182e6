"""Reading uses."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.adoption.models import Adoption, AdoptionEvent, ImportRecord
from registry.adoption.stages import MAY_RATE
from registry.catalogue.models import Release, Solution
from registry.core.database import session
from registry.core.errors import NotFound


def find_adoption(municipality_id: uuid.UUID | None, solution_id: uuid.UUID) -> Adoption | None:
    """The one use of a solution by a municipality, if there is any."""
    return session().scalar(
        select(Adoption)
        .where(Adoption.municipality_id == municipality_id, Adoption.solution_id == solution_id)
        .options(
            joinedload(Adoption.release),
            joinedload(Adoption.next_release),
            joinedload(Adoption.contact),
            joinedload(Adoption.solution).joinedload(Solution.municipality),
        )
    )


def get_own_adoption(slug: str, actor: Actor) -> Adoption:
    """The use of a solution by the municipality the actor acts for.

    Raises:
        NotFound: it uses no such solution.
    """
    solution_id = session().scalar(select(Solution.id).where(Solution.slug == slug))
    found = find_adoption(actor.municipality_id, solution_id) if solution_id and actor.has_role(Role.READER) else None
    if found is None:
        raise NotFound
    return found


def list_own_adoptions(actor: Actor) -> Sequence[Adoption]:
    """All uses of the municipality the actor acts for, the latest change first."""
    return (
        session()
        .scalars(
            select(Adoption)
            .where(Adoption.municipality_id == actor.municipality_id)
            .options(
                joinedload(Adoption.solution).joinedload(Solution.municipality),
                joinedload(Adoption.release),
                joinedload(Adoption.next_release),
            )
            .order_by(Adoption.stage_since.desc())
        )
        .all()
    )


def list_events(adoption: Adoption) -> Sequence[AdoptionEvent]:
    """The history, newest first."""
    return (
        session()
        .scalars(
            select(AdoptionEvent)
            .where(AdoptionEvent.adoption_id == adoption.id)
            .options(joinedload(AdoptionEvent.by), joinedload(AdoptionEvent.release))
            .order_by(AdoptionEvent.seq.desc())
        )
        .all()
    )


def has_tried(municipality_id: uuid.UUID | None, solution_id: uuid.UUID) -> bool:
    """Whether a municipality ever reached a stage that entitles it to rate."""
    reached = (
        select(AdoptionEvent.id)
        .join(Adoption, Adoption.id == AdoptionEvent.adoption_id)
        .where(Adoption.municipality_id == municipality_id, Adoption.solution_id == solution_id)
        .where(AdoptionEvent.to_stage.in_(MAY_RATE))
        .limit(1)
    )
    return session().scalar(reached) is not None


def list_imports(solution_id: uuid.UUID, municipality_id: uuid.UUID) -> Sequence[ImportRecord]:
    """Which releases a municipality took over, latest first."""
    return (
        session()
        .scalars(
            select(ImportRecord)
            .join(ImportRecord.release)
            .where(Release.solution_id == solution_id, ImportRecord.municipality_id == municipality_id)
            .options(joinedload(ImportRecord.release))
            .order_by(ImportRecord.created_at.desc())
            .limit(20)
        )
        .all()
    )


def has_imported(release: Release, municipality_id: uuid.UUID | None) -> bool:
    """Whether a municipality took this release over."""
    record = select(ImportRecord.id).where(
        ImportRecord.release_id == release.id, ImportRecord.municipality_id == municipality_id
    )
    return session().scalar(record.limit(1)) is not None
