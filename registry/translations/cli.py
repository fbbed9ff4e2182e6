"""``flask translations …``: for whoever writes sentences."""

import click
from flask.cli import AppGroup

from registry.translations.catalogue import update

translations_cli = AppGroup("translations", help="Englische Übersetzung der Oberfläche.")


@translations_cli.command("update")
def update_catalogue() -> None:
    """Collect new sentences, drop old ones, compile; list what still lacks English."""
    lacking = update()
    for text in lacking:
        click.echo(f"fehlt: {text}")
    click.echo(f"{len(lacking)} Sätze ohne Übersetzung.")
    if lacking:
        raise SystemExit(1)
