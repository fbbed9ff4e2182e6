"""Server-side sessions: opened at sign-in, listed and ended by their owner, expired when idle or old."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, selectinload

from registry.accounts.models import Account, AccountSession, Membership
from registry.core import clock
from registry.core.database import session
from registry.core.errors import NotFound

TOKEN_BYTES = 32
TOUCH_EVERY = timedelta(minutes=1)
MAX_AGENT = 120


@dataclass(frozen=True, slots=True)
class Lifetime:
    """When a session ends by itself: unused for `idle`, or `absolute` after sign-in."""

    idle: timedelta
    absolute: timedelta


def open_session(account: Account, *, agent: str, lifetime: Lifetime) -> tuple[AccountSession, str]:
    """A new session of `account` and the secret value for its cookie (never stored)."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = clock.now()
    row = AccountSession(
        token_hash=token_hash(token),
        account=account,
        municipality_id=_first_municipality(account),
        seen_at=now,
        expires_at=now + lifetime.absolute,
        agent=agent[:MAX_AGENT],
    )
    session().add(row)
    session().flush()
    return row, token


def rotate(row: AccountSession) -> str:
    """A new cookie value for a session whose rights changed; the old one is dead."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row.token_hash = token_hash(token)
    session().flush()
    return token


def find_session(token: str, *, lifetime: Lifetime) -> AccountSession | None:
    """The living session of a cookie value, with account, memberships and grants; None if it ended."""
    now = clock.now()
    found = session().scalar(
        select(AccountSession)
        .where(AccountSession.token_hash == token_hash(token))
        .where(AccountSession.expires_at > now, AccountSession.seen_at > now - lifetime.idle)
        .options(
            joinedload(AccountSession.account).options(
                selectinload(Account.memberships).joinedload(Membership.municipality),
                selectinload(Account.grants),
            )
        )
    )
    return found if found is not None and found.account.is_active else None


def list_sessions(account_id: uuid.UUID, *, lifetime: Lifetime) -> Sequence[AccountSession]:
    """The living sessions of a person, newest first."""
    now = clock.now()
    living = (
        select(AccountSession)
        .where(AccountSession.account_id == account_id, AccountSession.expires_at > now)
        .where(AccountSession.seen_at > now - lifetime.idle)
        .order_by(AccountSession.seen_at.desc())
        .limit(100)
    )
    return session().scalars(living).all()


def end_session(session_id: uuid.UUID, *, of: uuid.UUID) -> None:
    """End one session of the account `of`.

    Raises:
        NotFound: it is not a session of this account.
    """
    ended = session().execute(
        delete(AccountSession).where(AccountSession.id == session_id, AccountSession.account_id == of)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise NotFound


def end_sessions(account_id: uuid.UUID, *, but: uuid.UUID | None = None) -> None:
    """End all sessions of a person (password changed, removed), perhaps but the current one."""
    query = delete(AccountSession).where(AccountSession.account_id == account_id)
    session().execute(query if but is None else query.where(AccountSession.id != but))


def end_sessions_acting_for(municipality_id: uuid.UUID, *, of: uuid.UUID, but: uuid.UUID | None = None) -> None:
    """End the sessions in which the account `of` acts for a municipality (role changed, membership ended)."""
    query = delete(AccountSession).where(
        AccountSession.account_id == of, AccountSession.municipality_id == municipality_id
    )
    session().execute(query if but is None else query.where(AccountSession.id != but))


def purge_sessions(*, lifetime: Lifetime) -> None:
    """Delete sessions that have ended by themselves."""
    now = clock.now()
    session().execute(
        delete(AccountSession).where(
            (AccountSession.expires_at <= now) | (AccountSession.seen_at <= now - lifetime.idle)
        )
    )


def act_for(row: AccountSession, municipality_id: uuid.UUID) -> None:
    """Let the person of this session act for another of its municipalities.

    Raises:
        NotFound: it is no member there.
    """
    if municipality_id not in {membership.municipality_id for membership in row.account.memberships}:
        raise NotFound
    row.municipality_id = municipality_id
    session().flush()


def token_hash(token: str) -> str:
    """What is stored of a cookie value."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _first_municipality(account: Account) -> uuid.UUID | None:
    ordered = sorted(account.memberships, key=lambda item: item.municipality.sort_key)
    return ordered[0].municipality_id if ordered else None
