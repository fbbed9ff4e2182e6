"""What is kept for a time only (`registry.accounts.personal_data.Keeping`), and deleted when that is over."""

from datetime import timedelta

from sqlalchemy import delete, update

from registry.accounts import attempts, sessions
from registry.accounts.models import Invitation, PasswordReset
from registry.accounts.sessions import Lifetime
from registry.core import clock
from registry.core.database import session
from registry.outbox.models import OutboxMail
from registry.portal.models import Feedback

LINKS_KEPT = timedelta(days=30)
"""How long an invitation stays after its link expired."""
FAILED_KEPT = timedelta(days=30)
"""How long a mail that failed for good says to whom it should have gone."""
ANSWERS_KEPT = timedelta(days=90)
"""How long a visitor's address stays after the message was handled."""


def purge(*, lifetime: Lifetime) -> None:
    """Delete what has outlived its time. Call it inside `transaction`."""
    now = clock.now()
    sessions.purge_sessions(lifetime=lifetime)
    attempts.purge_attempts()
    session().execute(delete(PasswordReset).where(PasswordReset.expires_at < now - attempts.KEPT))
    session().execute(delete(Invitation).where(Invitation.expires_at < now - LINKS_KEPT))
    session().execute(
        update(OutboxMail).where(OutboxMail.failed_at < now - FAILED_KEPT).values(recipient="", parameters={}, error="")
    )
    session().execute(update(Feedback).where(Feedback.handled_at < now - ANSWERS_KEPT).values(email=""))
