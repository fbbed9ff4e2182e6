"""``flask catalogue …``: making derived data anew."""

import click

from registry.catalogue import search_documents
from registry.web.adapters import adapters
from registry.web.commands import Commands

catalogue_cli = Commands("catalogue", help="Katalog und Suche.")


@catalogue_cli.command("index")
def index() -> None:
    """Make the search index anew from the entries."""
    _index()


def _index() -> None:
    if not search_documents.rebuild(adapters().search):
        raise click.ClickException("Der Suchindex wird gerade von einem anderen Prozess geschrieben.")
    click.echo("Der Suchindex ist neu aufgebaut.")
