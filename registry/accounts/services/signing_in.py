"""Signing in and out."""

import uuid
from dataclasses import dataclass, field

from registry.accounts import sessions
from registry.accounts.addresses import folded_email
from registry.accounts.attempts import (
    SIGN_IN_ACCOUNT,
    SIGN_IN_ADDRESS,
    Limit,
    count_attempt,
    forget_attempts,
    forgive_attempt,
)
from registry.accounts.models import Account, AccountSession
from registry.accounts.queries.people import find_active_account, find_password_hash
from registry.accounts.sessions import Lifetime
from registry.activity.services import record
from registry.core.errors import Invalid
from registry.core.messages import N_, define

REFUSED = define("sign_in.refused", N_("E-Mail-Adresse und Passwort passen nicht zusammen."))


class SignInRefused(Invalid):
    """Unknown address, wrong password or account switched off: always the same sentence."""

    def __init__(self) -> None:
        super().__init__(REFUSED())


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """From where somebody signs in, and how long that shall last."""

    address: str
    """Network address, for limits only; never stored."""
    agent: str
    lifetime: Lifetime
    secret: str = field(repr=False)
    """Key for the hashes of counted attempts."""


def begin_sign_in(email: str, *, browser: Browser, tries: int) -> str | None:
    """Count the try and look up the password hash: the same statements for everybody.

    The caller compares the password after this transaction has ended, with `passwords.matches`.

    Raises:
        TooMany: too many tries for this account or from this address.
    """
    limit = Limit(SIGN_IN_ACCOUNT.scope, tries, SIGN_IN_ACCOUNT.minutes)
    count_attempt(limit, folded_email(email), secret=browser.secret)
    count_attempt(SIGN_IN_ADDRESS, browser.address, secret=browser.secret)
    return find_password_hash(email)


def finish_sign_in(email: str, *, proved: str, browser: Browser) -> tuple[AccountSession, str]:
    """Open a session for somebody whose password fitted the hash `proved`; the row and the cookie value.

    Raises:
        SignInRefused: password or account changed in the meantime.
    """
    account = find_active_account(email)
    if account is None or find_password_hash(email) != proved:
        raise SignInRefused
    forget_attempts(SIGN_IN_ACCOUNT, folded_email(email), secret=browser.secret)
    forgive_attempt(SIGN_IN_ADDRESS, browser.address, secret=browser.secret)
    row, token = sessions.open_session(account, agent=browser.agent, lifetime=browser.lifetime)
    record("session.opened", subject=("account", account.id), actor_id=account.id)
    return row, token


def open_first_session(account: Account, *, browser: Browser) -> tuple[AccountSession, str]:
    """A session for somebody who has just opened an account; told of by the entry of that."""
    return sessions.open_session(account, agent=browser.agent, lifetime=browser.lifetime)


def end_session(session_id: uuid.UUID, *, of: uuid.UUID) -> None:
    """End one of a person's own sessions, perhaps the one with which it is here.

    Raises:
        NotFound: it is not a session of this account.
    """
    sessions.end_session(session_id, of=of)
    record("session.ended", subject=("account", of), actor_id=of)


def act_for(row: AccountSession, municipality_id: uuid.UUID) -> str:
    """Let the person of this session act for another of its municipalities; the new cookie value.

    Raises:
        NotFound: it is no member there.
    """
    sessions.act_for(row, municipality_id)
    record("session.acts_for", subject=("municipality", municipality_id), actor_id=row.account_id)
    return sessions.rotate(row)
