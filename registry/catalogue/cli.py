"""``flask catalogue …``: making derived data anew."""

import click
from flask.cli import AppGroup

from registry.catalogue import search_documents
from registry.web.adapters import adapters

catalogue_cli = AppGroup("catalogue", help="Katalog und Suche.")


@catalogue_cli.command("index")
def index() -> None:
    """Make the search index anew from the entries."""
    _index()


def _index() -> None:
    if not search_documents.rebuild(adapters().search):
        raise click.ClickException("Der Suchindex wird gerade von einem anderen Prozess geschrieben.")
    click.echo("Der Suchindex ist neu aufgebaut.")
