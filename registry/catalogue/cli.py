"""``flask catalogue …``: making derived data anew."""

import click

from registry.catalogue import search_documents
from registry.catalogue.pictures import redraw, undrawn_files
from registry.core.database import transaction
from registry.web.adapters import adapters
from registry.web.commands import Commands

catalogue_cli = Commands("catalogue", help="Katalog und Suche.")


@catalogue_cli.command("index")
def index() -> None:
    """Make the search index anew from the entries."""
    _index()


@catalogue_cli.command("pictures")
@click.option("--all", "anew", is_flag=True, help="Auch die vorhandenen Bilder neu zeichnen.")
def pictures(*, anew: bool) -> None:
    """Draw the pictures of files that are missing or were drawn by an older edition."""
    drawn = 0
    for artifact_id in undrawn_files(anew=anew):
        with transaction():
            drawn += redraw(artifact_id)
    click.echo(f"Gezeichnete Bilder: {drawn}")


def _index() -> None:
    if not search_documents.rebuild(adapters().search):
        raise click.ClickException("Der Suchindex wird gerade von einem anderen Prozess geschrieben.")
    click.echo("Der Suchindex ist neu aufgebaut.")
