"""``flask activity …``: looking after the audit log."""

import click

from registry.activity.services import broken_links
from registry.web.commands import Commands

activity_cli = Commands("activity", help="Protokoll der Änderungen.")


@activity_cli.command("check")
def check() -> None:
    """Check the chain of the audit log from its beginning; fails when it is broken."""
    broken = broken_links()
    if broken:
        raise click.ClickException(f"Die Kette ist unterbrochen bei: {', '.join(str(seq) for seq in broken[:20])}")
    click.echo("Die Kette ist vollständig.")
