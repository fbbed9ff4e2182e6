"""Queueing mails."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from registry.core import clock
from registry.core.database import after_commit, session
from registry.outbox.models import OutboxMail

_listeners: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMail:
    """What to say to whom. `key` names the cause: the same cause is told once.

    Without a recipient the mail is written and never sent: so that somebody unknown causes the same
    work as somebody known.
    """

    key: str
    template: str
    recipient: str
    language: str = "de"
    account_id: uuid.UUID | None = None
    parameters: dict[str, Any] = field(default_factory=dict)


def queue(mail: NewMail) -> bool:
    """Queue a mail in the running transaction; False if its cause was told already."""
    if session().scalar(select(OutboxMail.id).where(OutboxMail.key == mail.key)):
        return False
    session().add(
        OutboxMail(
            key=mail.key,
            template=mail.template,
            recipient=mail.recipient,
            account_id=mail.account_id,
            language=mail.language,
            parameters=mail.parameters,
            next_try_at=clock.now(),
            sent_at=None if mail.recipient else clock.now(),
        )
    )
    session().flush()
    after_commit(_tell_listeners)
    return True


def on_queued(listener: Callable[[], None]) -> None:
    """Call `listener` after each commit that queued a mail (the courier of a web process)."""
    _listeners[:] = [listener]


def forget_listeners() -> None:
    """Nobody is told any more (tests, commands)."""
    _listeners.clear()


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()
