"""``flask notifications …``: for cron."""

import click

from registry.outbox.delivery import deliver_due
from registry.web.adapters import adapters
from registry.web.commands import Commands

notifications_cli = Commands("notifications", help="Nachrichten an die Beteiligten.")


@notifications_cli.command("deliver")
def deliver() -> None:
    """Send all messages that are due."""
    total = 0
    while sent := deliver_due(adapters().mailer):
        total += sent
    click.echo(f"{total} Nachrichten versandt.")
