"""Sending what is queued: rendered in the recipient's language, tried again later when it fails."""

import threading
import uuid
from datetime import timedelta
from email.errors import MessageError

import structlog
from flask import Flask, render_template
from sqlalchemy import select

from registry.core import clock
from registry.core.database import session, transaction
from registry.mail import Mail, Mailer, MailError
from registry.outbox.models import OutboxMail
from registry.web.adapters import adapters
from registry.web.language import speaking
from registry.web.links import absolute_url

logger = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""A claimed mail that was not reported back is tried again after this."""
MAX_ATTEMPTS = 8
BATCH = 50


def deliver_due(mailer: Mailer, *, limit: int = BATCH) -> int:
    """Send up to `limit` due mails; how many went out."""
    return sum(_deliver(mailer, mail_id) for mail_id in _claim(limit))


def _claim(limit: int) -> list[uuid.UUID]:
    """Reserve due mails for this process."""
    with transaction():
        due = (
            select(OutboxMail)
            .where(OutboxMail.sent_at.is_(None), OutboxMail.failed_at.is_(None))
            .where(OutboxMail.next_try_at <= clock.now())
            .order_by(OutboxMail.created_at)
            .limit(limit)
        )
        mails = session().scalars(due).all()
        for mail in mails:
            mail.attempts += 1
            mail.next_try_at = clock.now() + LEASE
        return [mail.id for mail in mails]


def _deliver(mailer: Mailer, mail_id: uuid.UUID) -> bool:
    row = session().get_one(OutboxMail, mail_id)
    try:
        mailer.send(compose(row))
    except (MailError, OSError, MessageError) as error:
        _postpone(mail_id, error)
        return False
    with transaction():
        row = session().get_one(OutboxMail, mail_id)
        row.sent_at = clock.now()
        row.recipient = ""
    return True


def compose(row: OutboxMail) -> Mail:
    """Render a queued mail: the first line of the template is the subject."""

    def link(endpoint: str, **values: object) -> str:
        return absolute_url(endpoint, language=row.language, **values)

    with speaking(row.language):
        text = render_template(f"mails/{row.template}.txt", link=link, recipient=row.recipient, **row.parameters)
    subject, _, body = text.strip().partition("\n")
    return Mail(to=row.recipient, subject=subject.strip(), text=body.strip() + "\n", message_id=str(row.id))


def _postpone(mail_id: uuid.UUID, error: Exception) -> None:
    logger.warning("mail_delivery_failed", mail=str(mail_id), error=type(error).__name__)
    with transaction():
        row = session().get_one(OutboxMail, mail_id)
        row.error = f"{type(error).__name__}: {error}"[:300]
        row.next_try_at = clock.now() + timedelta(minutes=2**row.attempts)
        if row.attempts >= MAX_ATTEMPTS:
            row.failed_at = clock.now()


class Courier:
    """Delivers in the background of a web process, so that no answer waits for the mail server."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wanted = threading.Event()
        self._running = threading.Lock()

    def wake(self) -> None:
        """Deliver soon; returns at once."""
        self._wanted.set()
        threading.Thread(target=self._run, name="courier", daemon=True).start()

    def _run(self) -> None:
        with self._running, self._app.app_context():
            while self._wanted.is_set():
                self._wanted.clear()
                try:
                    while deliver_due(adapters().mailer):
                        pass
                except Exception as error:
                    logger.exception("courier_stopped", error=type(error).__name__)
