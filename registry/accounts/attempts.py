"""Rate limits that hold across processes: counted in the database, by account first, by address second."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select

from registry.accounts.models import Attempt
from registry.core import clock
from registry.core.database import session
from registry.core.errors import TooMany
from registry.core.messages import N_, define

TOO_MANY = define(
    "attempts.too_many",
    N_("Bitte warten Sie %(minutes)s Minuten und versuchen Sie es dann noch einmal."),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` tries of one subject within `minutes`."""

    scope: str
    count: int
    minutes: int


SIGN_IN_ACCOUNT = Limit("sign_in_account", 8, 15)
SIGN_IN_ADDRESS = Limit("sign_in_address", 100, 15)
RESET_ACCOUNT = Limit("reset_account", 3, 60)
RESET_ADDRESS = Limit("reset_address", 50, 60)
PASSWORD_CHANGE = Limit("password_change", 8, 15)
FEEDBACK_ADDRESS = Limit("feedback_address", 10, 60)


KEPT = timedelta(days=1)
"""How long tries and resets stay after they ended."""


def count_attempt(limit: Limit, subject: str, *, secret: str) -> None:
    """Count one try; the row stays even if what follows fails, so call it in a transaction of its own.

    Raises:
        TooMany: the limit is reached already (nothing is counted then).
    """
    hashed = _hashed(limit, subject, secret)
    since = clock.now() - timedelta(minutes=limit.minutes)
    tries = select(func.count()).where(Attempt.scope == limit.scope, Attempt.subject_hash == hashed, Attempt.at > since)
    if (session().scalar(tries) or 0) >= limit.count:
        raise TooMany(TOO_MANY(minutes=limit.minutes), retry_after_s=limit.minutes * 60)
    session().add(Attempt(scope=limit.scope, subject_hash=hashed, at=clock.now()))
    session().flush()


def forget_attempts(limit: Limit, subject: str, *, secret: str) -> None:
    """Start counting anew (after a successful sign-in)."""
    hashed = _hashed(limit, subject, secret)
    session().execute(delete(Attempt).where(Attempt.scope == limit.scope, Attempt.subject_hash == hashed))


def forgive_attempt(limit: Limit, subject: str, *, secret: str) -> None:
    """Take the newest try of a subject back: it was a good one."""
    hashed = _hashed(limit, subject, secret)
    mine = select(Attempt.id).where(Attempt.scope == limit.scope, Attempt.subject_hash == hashed)
    newest = session().scalar(mine.order_by(Attempt.at.desc()).limit(1))
    session().execute(delete(Attempt).where(Attempt.id == newest))


def purge_attempts() -> int:
    """Delete what no limit looks at any more; how many."""
    old = clock.now() - KEPT
    return session().execute(delete(Attempt).where(Attempt.at < old)).rowcount  # type: ignore[attr-defined, no-any-return]


def _hashed(limit: Limit, subject: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{limit.scope}:{subject}".encode(), hashlib.sha256).hexdigest()
