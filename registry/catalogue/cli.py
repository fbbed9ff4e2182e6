"""``flask catalogue …``: making derived data anew."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from registry.catalogue import search_documents
from registry.catalogue.models import Solution
from registry.catalogue.services import refresh
from registry.core.database import session, transaction
from registry.web.adapters import adapters

catalogue_cli = AppGroup("catalogue", help="Katalog und Suche.")


@catalogue_cli.command("rebuild")
def rebuild() -> None:
    """Make entries, counts and the search index anew from the solutions."""
    solution_ids = session().scalars(select(Solution.id).order_by(Solution.id)).all()
    for solution_id in solution_ids:
        with transaction():
            refresh(session().get_one(Solution, solution_id))
    click.echo(f"{len(solution_ids)} Lösungen erneuert.")
    _index()


@catalogue_cli.command("index")
def index() -> None:
    """Make the search index anew from the entries."""
    _index()


def _index() -> None:
    if not search_documents.rebuild(adapters().search):
        raise click.ClickException("Der Suchindex wird gerade von einem anderen Prozess geschrieben.")
    click.echo("Der Suchindex ist neu aufgebaut.")
