"""``flask outbox …``: for cron, and for looking after mails that failed."""

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from registry.core.database import session
from registry.outbox.delivery import deliver_due
from registry.outbox.models import OutboxMail
from registry.web.adapters import adapters

outbox_cli = AppGroup("outbox", help="Mails, die auf den Versand warten.")


@outbox_cli.command("deliver")
def deliver() -> None:
    """Send all due mails."""
    total = 0
    while sent := deliver_due(adapters().mailer):
        total += sent
    click.echo(f"{total} Mails versandt.")


@outbox_cli.command("status")
def status() -> None:
    """Count waiting and failed mails."""
    waiting = select(func.count()).where(OutboxMail.sent_at.is_(None), OutboxMail.failed_at.is_(None))
    failed = select(func.count()).where(OutboxMail.failed_at.is_not(None))
    click.echo(f"wartend: {session().scalar(waiting)}, endgültig gescheitert: {session().scalar(failed)}")
