"""Reading what a municipality says of itself: contacts and systems."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.models import Contact, MunicipalitySystem
from registry.core.database import session
from registry.core.errors import NotFound
from registry.taxonomy.models import System


def list_contacts(municipality_id: uuid.UUID | None) -> Sequence[Contact]:
    """The contacts of a municipality by role, with whoever holds them."""
    return (
        session()
        .scalars(
            select(Contact)
            .where(Contact.municipality_id == municipality_id)
            .options(joinedload(Contact.holder))
            .order_by(Contact.role)
        )
        .all()
    )


def get_contact(contact_id: uuid.UUID, *, municipality_id: uuid.UUID | None) -> Contact:
    """A contact of this municipality.

    Raises:
        NotFound: unknown, or of another municipality.
    """
    found = session().scalar(
        select(Contact).where(Contact.id == contact_id, Contact.municipality_id == municipality_id)
    )
    if found is None:
        raise NotFound
    return found


def list_systems(municipality_id: uuid.UUID) -> list[tuple[MunicipalitySystem, str]]:
    """The systems a municipality runs, with their names, by name."""
    rows = session().execute(
        select(MunicipalitySystem, System.name)
        .join(System, System.key == MunicipalitySystem.system_key)
        .where(MunicipalitySystem.municipality_id == municipality_id)
        .order_by(System.name)
    )
    return [(row[0], row[1]) for row in rows]
