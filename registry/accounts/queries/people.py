"""Reading people: accounts, memberships, grants."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from registry.accounts.addresses import folded_email
from registry.accounts.models import Account, Credential, Grant, GrantKind, Membership, Role
from registry.accounts.queries.matching import like_escaped
from registry.core.database import session
from registry.core.errors import NotFound
from registry.core.paging import PAGE_SIZE, Page


def get_account(account_id: uuid.UUID) -> Account:
    """The account with memberships and grants.

    Raises:
        NotFound: there is none.
    """
    found = session().scalar(_with_rights().where(Account.id == account_id))
    if found is None:
        raise NotFound
    return found


def find_account(email: str) -> Account | None:
    """The account of an address, however it is typed; also one that is switched off."""
    return session().scalar(select(Account).where(Account.email_folded == folded_email(email)))


def find_active_account(email: str) -> Account | None:
    """The account of an address, if it may be used."""
    return session().scalar(
        select(Account).where(Account.email_folded == folded_email(email), Account.is_active.is_(True))
    )


def find_password_hash(email: str) -> str | None:
    """The password hash of an active account: one statement, whether the account exists or not."""
    return session().scalar(
        select(Credential.password_hash)
        .join(Account, Account.id == Credential.account_id)
        .where(Account.email_folded == folded_email(email), Account.is_active.is_(True))
    )


def page_accounts(number: int, *, search: str = "") -> Page[Account]:
    """Accounts by name, with memberships and grants; `search` looks into name and address."""
    query = select(Account)
    if search:
        pattern = f"%{like_escaped(search)}%"
        query = query.where(or_(Account.name.ilike(pattern, escape="\\"), Account.email.ilike(pattern, escape="\\")))
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(func.lower(Account.name), Account.id).options(*_rights())
    items = session().scalars(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)).all()
    return Page(items, number, total)


def list_members(municipality_id: uuid.UUID) -> Sequence[Membership]:
    """Who acts for a municipality, by name."""
    return (
        session()
        .scalars(
            select(Membership)
            .join(Membership.account)
            .where(Membership.municipality_id == municipality_id)
            .order_by(func.lower(Account.name), Account.id)
            .options(joinedload(Membership.account))
        )
        .all()
    )


def get_membership(membership_id: uuid.UUID, *, municipality_id: uuid.UUID) -> Membership:
    """A membership of this municipality.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().scalar(
        select(Membership)
        .where(Membership.id == membership_id, Membership.municipality_id == municipality_id)
        .options(joinedload(Membership.account), joinedload(Membership.municipality))
    )
    if found is None:
        raise NotFound
    return found


def find_membership(account_id: uuid.UUID, municipality_id: uuid.UUID) -> Membership | None:
    """The membership of a person in a municipality."""
    return session().scalar(
        select(Membership).where(Membership.account_id == account_id, Membership.municipality_id == municipality_id)
    )


def count_administrators(municipality_id: uuid.UUID) -> int:
    """How many active people administer a municipality."""
    query = (
        select(func.count())
        .select_from(Membership)
        .join(Membership.account)
        .where(Membership.municipality_id == municipality_id, Membership.role == Role.ADMIN)
        .where(Account.is_active.is_(True))
    )
    return session().scalar(query) or 0


def list_administrators(municipality_id: uuid.UUID) -> Sequence[Account]:
    """The active administrators of a municipality (to be told something)."""
    return (
        session()
        .scalars(
            select(Account)
            .join(Account.memberships)
            .where(Membership.municipality_id == municipality_id, Membership.role == Role.ADMIN)
            .where(Account.is_active.is_(True))
            .order_by(Account.created_at)
        )
        .all()
    )


def count_operators(*, but: uuid.UUID | None = None) -> int:
    """How many active people run the portal, perhaps without one of them."""
    query = (
        select(func.count(Account.id.distinct()))
        .join(Account.grants)
        .where(Grant.kind == GrantKind.OPERATOR, Account.is_active.is_(True))
    )
    return session().scalar(query if but is None else query.where(Account.id != but)) or 0


def _with_rights() -> Select[Account]:
    return select(Account).options(*_rights())


def _rights() -> tuple[ORMOption, ...]:
    return (
        selectinload(Account.memberships).joinedload(Membership.municipality),
        selectinload(Account.grants).joinedload(Grant.cooperation),
    )
