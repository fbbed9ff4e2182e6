"""A new password by mail, for somebody who forgot it."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select, update

from registry.accounts import sessions
from registry.accounts.addresses import folded_email
from registry.accounts.attempts import RESET_ACCOUNT, RESET_ADDRESS, SIGN_IN_ACCOUNT, count_attempt, forget_attempts
from registry.accounts.models import Account, Credential, PasswordReset
from registry.accounts.queries.people import find_active_account
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict
from registry.core.messages import N_, define
from registry.outbox.services import NewMail, queue

VALID_FOR = timedelta(minutes=60)
VALID_FOR_S = int(VALID_FOR.total_seconds())

USED_UP = define(
    "reset.used_up", N_("Dieser Link ist abgelaufen oder wurde schon benutzt. Fordern Sie einen neuen Link an.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks: the address that was typed, and from where."""

    email: str
    address: str
    secret: str = field(repr=False)


def request_reset(asking: Asking) -> PasswordReset:
    """Write down that somebody asked, and queue the mail to the address that is stored.

    Unknown addresses cause the same statements; their mail has no recipient and never goes out.

    Raises:
        TooMany: too many requests for this account or from this address.
    """
    count_attempt(RESET_ACCOUNT, folded_email(asking.email), secret=asking.secret)
    count_attempt(RESET_ADDRESS, asking.address, secret=asking.secret)
    account = find_active_account(asking.email)
    reset = PasswordReset(account_id=account.id if account else None, expires_at=clock.now() + VALID_FOR)
    session().add(reset)
    session().flush()
    record("password_reset.requested", subject=("password_reset", reset.id), actor_id=None)
    queue(
        NewMail(
            key=f"password_reset:{reset.id}",
            template="password_reset",
            recipient=account.email if account else "",
            language=account.language if account else "de",
            account_id=account.id if account else None,
            parameters={"reset_id": str(reset.id), "minutes": VALID_FOR_S // 60},
        )
    )
    return reset


def get_open_reset(reset_id: uuid.UUID) -> tuple[PasswordReset, Account]:
    """An unused reset and whose it is.

    Raises:
        Conflict: used, expired, or nobody's.
    """
    reset = session().get(PasswordReset, reset_id)
    account = session().get(Account, reset.account_id) if reset is not None and reset.account_id else None
    if reset is None or account is None or reset.used_at is not None or reset.expires_at <= clock.now():
        raise Conflict(USED_UP())
    if not account.is_active:
        raise Conflict(USED_UP())
    return reset, account


def use_reset(reset_id: uuid.UUID, *, password_hash: str, secret: str) -> Account:
    """Set the new password, end all sessions and other open resets, and tell the owner.

    Raises:
        Conflict: used, expired, or nobody's.
    """
    reset, account = get_open_reset(reset_id)
    session().execute(
        update(PasswordReset)
        .where(PasswordReset.account_id == account.id, PasswordReset.used_at.is_(None))
        .values(used_at=clock.now())
    )
    set_password(account, password_hash=password_hash)
    sessions.end_sessions(account.id)
    forget_attempts(SIGN_IN_ACCOUNT, account.email_folded, secret=secret)
    record("password.reset", subject=("account", account.id), actor_id=account.id, fields=["password"])
    tell_password_changed(account, cause=f"password_reset:{reset.id}")
    return account


def set_password(account: Account, *, password_hash: str) -> None:
    """Store the hash of a new password."""
    credential = session().scalar(select(Credential).where(Credential.account_id == account.id))
    if credential is None:
        credential = Credential(account_id=account.id)
        session().add(credential)
    credential.password_hash, credential.changed_at = password_hash, clock.now()
    session().flush()


def tell_password_changed(account: Account, *, cause: str) -> None:
    """Mail to the owner, so that a stranger's change is noticed."""
    queue(
        NewMail(
            key=f"password_changed:{cause}",
            template="password_changed",
            recipient=account.email,
            language=account.language,
            account_id=account.id,
        )
    )
