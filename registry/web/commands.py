"""Groups of commands that say in a sentence why something did not work; tracebacks are for our own mistakes."""

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from registry.core.errors import DomainError

NO_DATABASE = (
    "Die Datenbank antwortet nicht, oder ihre Tabellen fehlen oder sind von einem anderen Stand. Prüfen Sie"
    " REGISTRY_DATABASE_URL, und führen Sie „flask db upgrade“ aus."
)


class Commands(AppGroup):
    """A group of ``flask`` commands for operators."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command.

        Raises:
            ClickException: refused by a rule, or by the machine (no database, no space, no permission).
        """
        try:
            return super().invoke(ctx)
        except DomainError as error:
            raise click.ClickException(str(error.message)) from error
        except (OperationalError, ProgrammingError, PoolTimeout) as error:
            raise click.ClickException(f"{NO_DATABASE}\n{_reason(error)}") from error
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{place}{error.strerror or error}") from error


def _reason(error: Exception) -> str:
    """The first line of what the driver says."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return next(iter(str(said).splitlines()), "")
