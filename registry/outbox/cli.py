"""``flask outbox …``: looking after mails that wait or failed; ``flask notifications deliver`` sends them."""

import click
from sqlalchemy import func, select

from registry.core.database import session
from registry.outbox.models import OutboxMail
from registry.web.commands import Commands

outbox_cli = Commands("outbox", help="Mails, die auf den Versand warten.")


@outbox_cli.command("status")
def status() -> None:
    """Count waiting and failed mails."""
    waiting = select(func.count()).where(OutboxMail.sent_at.is_(None), OutboxMail.failed_at.is_(None))
    failed = select(func.count()).where(OutboxMail.failed_at.is_not(None))
    click.echo(f"wartend: {session().scalar(waiting)}, endgültig gescheitert: {session().scalar(failed)}")
