"""Sending what is queued: rendered in the recipient's language, tried again later when it fails."""

import threading
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from sqlalchemy import select

from registry.core import clock
from registry.core.database import session, transaction
from registry.core.errors import Invalid
from registry.mail import Mail, Mailer, MailNotSent
from registry.outbox.models import OutboxMail
from registry.web.adapters import adapters, settings
from registry.web.language import in_language, speaking
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
    try:
        mail = compose(session().get_one(OutboxMail, mail_id))
        session().rollback()
        mailer.send(mail)
    except Exception as error:  # noqa: BLE001 (one mail that fails, for whatever reason, must not hold up the others)
        _postpone(mail_id, error)
        return False
    with transaction():
        row = session().get_one(OutboxMail, mail_id)
        row.sent_at = clock.now()
        row.recipient, row.parameters = "", {}
    return True


def compose(row: OutboxMail) -> Mail:
    """Render a queued mail: the first line of the template is the subject.

    There is no request: the template sees its parameters and what is named here, no page context.
    """

    def link(endpoint: str, **values: object) -> str:
        return absolute_url(endpoint, language=row.language, **values)

    base = settings().base_url
    with speaking(row.language):
        text = current_app.jinja_env.get_template(f"mails/{row.template}.txt").render(
            row.parameters,
            link=link,
            recipient=row.recipient,
            portal_name=settings().name,
            home_url=base.rstrip("/") + in_language("/", row.language),
        )
    subject, _, body = text.strip().partition("\n")
    message_id = f"<{row.id}@{urlsplit(base).hostname or 'localhost'}>"
    return Mail(to=row.recipient, subject=subject.strip(), text=body.strip() + "\n", message_id=message_id)


def _postpone(mail_id: uuid.UUID, error: Exception) -> None:
    logger.warning("mail_delivery_failed", mail=str(mail_id), error=type(error).__name__)
    with transaction():
        row = session().get_one(OutboxMail, mail_id)
        said = f"{type(error).__name__}: {error}"
        row.error = (said.replace(row.recipient, "…") if row.recipient else said)[:300]
        row.next_try_at = clock.now() + timedelta(minutes=2**row.attempts)
        if row.attempts >= MAX_ATTEMPTS or _is_final(error):
            row.failed_at = clock.now()


def _is_final(error: Exception) -> bool:
    """Whether another try would fail as well."""
    return isinstance(error, Invalid) or (isinstance(error, MailNotSent) and not error.is_temporary)


class Courier:
    """Delivers in the background of a web process, so that no answer waits for the mail server."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wanted = threading.Event()
        self._running = threading.Lock()

    def wake(self) -> None:
        """Deliver soon; returns at once. Without a free thread the mails wait for the next occasion."""
        self._wanted.set()
        try:
            threading.Thread(target=self._run, name="courier", daemon=True).start()
        except RuntimeError as error:
            logger.warning("courier_not_started", error=str(error))

    def _run(self) -> None:
        with self._running, self._app.app_context():
            while self._wanted.is_set():
                self._wanted.clear()
                try:
                    while deliver_due(adapters().mailer):
                        pass
                except Exception as error:
                    logger.exception("courier_stopped", error=type(error).__name__)
