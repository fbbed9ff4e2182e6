"""Reading organisations, their contacts, deputies, orphans and cooperations."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from registry.accounts.models import (
    Account,
    Contact,
    Cooperation,
    CooperationMember,
    Deputy,
    Grant,
    GrantKind,
    Municipality,
    MunicipalitySystem,
    Orphan,
)
from registry.accounts.queries.matching import like_escaped
from registry.core import clock
from registry.core.database import session
from registry.core.errors import NotFound
from registry.core.paging import PAGE_SIZE, Page


def get_municipality(municipality_id: uuid.UUID) -> Municipality:
    """An organisation with its reviewer.

    Raises:
        NotFound: there is none.
    """
    found = session().scalar(
        select(Municipality).where(Municipality.id == municipality_id).options(joinedload(Municipality.reviewer))
    )
    if found is None:
        raise NotFound
    return found


def get_municipality_by_slug(slug: str) -> Municipality:
    """The organisation with this part of an address.

    Raises:
        NotFound: there is none.
    """
    found = session().scalar(select(Municipality).where(Municipality.slug == slug))
    if found is None:
        raise NotFound
    return found


def find_municipality_by_ags(ags: str) -> Municipality | None:
    """The organisation with this Amtlicher Gemeindeschlüssel."""
    return session().scalar(select(Municipality).where(Municipality.ags == ags))


def page_municipalities(number: int, *, search: str = "", only_partners: bool = False) -> Page[Municipality]:
    """Organisations by name; `search` looks into name, AGS and Kreis."""
    query = select(Municipality)
    if search:
        pattern = f"%{like_escaped(search)}%"
        columns = (Municipality.name, Municipality.ags, Municipality.county)
        query = query.where(or_(*(column.ilike(pattern, escape="\\") for column in columns)))
    if only_partners:
        query = query.where(Municipality.is_partner.is_(True))
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(Municipality.sort_key, Municipality.id).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(session().scalars(rows).all(), number, total)


def list_partner_municipalities(*, but: uuid.UUID | None = None) -> Sequence[Municipality]:
    """The partners by name, perhaps without one of them."""
    query = select(Municipality).where(Municipality.is_partner.is_(True)).order_by(Municipality.sort_key)
    return session().scalars(query if but is None else query.where(Municipality.id != but)).all()


def list_own_systems(municipality_id: uuid.UUID) -> Sequence[MunicipalitySystem]:
    """What a municipality runs, in the order in which it was entered."""
    return (
        session()
        .scalars(
            select(MunicipalitySystem)
            .where(MunicipalitySystem.municipality_id == municipality_id)
            .order_by(MunicipalitySystem.created_at, MunicipalitySystem.id)
        )
        .all()
    )


def get_own_system(system_id: uuid.UUID, *, municipality_id: uuid.UUID) -> MunicipalitySystem:
    """A system that this municipality runs.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().get(MunicipalitySystem, system_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def list_contacts(municipality_id: uuid.UUID) -> Sequence[Contact]:
    """The roles of a municipality that can be asked, by name, with who holds them."""
    return (
        session()
        .scalars(
            select(Contact)
            .where(Contact.municipality_id == municipality_id)
            .order_by(func.lower(Contact.role), Contact.id)
            .options(joinedload(Contact.holder))
        )
        .all()
    )


def get_contact(contact_id: uuid.UUID, *, municipality_id: uuid.UUID) -> Contact:
    """A contact of this municipality.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().get(Contact, contact_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def list_deputies(municipality_id: uuid.UUID) -> Sequence[Deputy]:
    """Who stands in for whom, now or later; what is over is left out."""
    return (
        session()
        .scalars(
            select(Deputy)
            .where(Deputy.municipality_id == municipality_id, Deputy.until_on >= clock.today())
            .order_by(Deputy.from_on, Deputy.id)
            .options(joinedload(Deputy.absent), joinedload(Deputy.deputy))
        )
        .all()
    )


def deputies_of(account_id: uuid.UUID, municipality_id: uuid.UUID) -> Sequence[Account]:
    """Who stands in for a person of a municipality today."""
    today = clock.today()
    return (
        session()
        .scalars(
            select(Account)
            .join(Deputy, Deputy.deputy_id == Account.id)
            .where(Deputy.absent_id == account_id, Deputy.municipality_id == municipality_id)
            .where(Deputy.from_on <= today, Deputy.until_on >= today)
            .order_by(Account.created_at)
        )
        .all()
    )


def get_deputy(deputy_id: uuid.UUID, *, municipality_id: uuid.UUID) -> Deputy:
    """A deputising of this municipality.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().get(Deputy, deputy_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def list_orphans(municipality_id: uuid.UUID) -> Sequence[Orphan]:
    """What nobody has taken over yet, oldest first."""
    return (
        session()
        .scalars(
            select(Orphan)
            .where(Orphan.municipality_id == municipality_id, Orphan.resolved_at.is_(None))
            .order_by(Orphan.left_at, Orphan.label)
        )
        .all()
    )


def get_orphan(orphan_id: uuid.UUID, *, municipality_id: uuid.UUID) -> Orphan:
    """An orphaned thing of this municipality.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().get(Orphan, orphan_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def list_cooperations() -> Sequence[Cooperation]:
    """All cooperations by name, with members."""
    return session().scalars(select(Cooperation).options(_members()).order_by(func.lower(Cooperation.name))).all()


def cooperations_of(municipality_id: uuid.UUID) -> Sequence[Cooperation]:
    """The cooperations in which a municipality takes part."""
    return (
        session()
        .scalars(
            select(Cooperation)
            .join(Cooperation.members)
            .where(CooperationMember.municipality_id == municipality_id)
            .order_by(func.lower(Cooperation.name))
        )
        .all()
    )


def get_cooperation(cooperation_id: uuid.UUID) -> Cooperation:
    """A cooperation with members.

    Raises:
        NotFound: there is none.
    """
    found = session().scalar(select(Cooperation).where(Cooperation.id == cooperation_id).options(_members()))
    if found is None:
        raise NotFound
    return found


def list_coordinators(cooperation_id: uuid.UUID) -> Sequence[Account]:
    """Who coordinates a cooperation, by name."""
    return (
        session()
        .scalars(
            select(Account)
            .join(Grant, Grant.account_id == Account.id)
            .where(Grant.kind == GrantKind.COORDINATOR, Grant.cooperation_id == cooperation_id)
            .order_by(func.lower(Account.name), Account.id)
        )
        .all()
    )


def _members() -> ORMOption:
    return selectinload(Cooperation.members).joinedload(CooperationMember.municipality)
