"""``flask notifications …``: for cron."""

import click
from flask.cli import AppGroup

from registry.outbox.delivery import deliver_due
from registry.web.adapters import adapters

notifications_cli = AppGroup("notifications", help="Nachrichten an die Beteiligten.")


@notifications_cli.command("deliver")
def deliver() -> None:
    """Send all messages that are due."""
    total = 0
    while sent := deliver_due(adapters().mailer):
        total += sent
    click.echo(f"{total} Nachrichten versandt.")
