"""``flask storage …``, ``flask backup …`` and ``flask catalogue rebuild``: for operators and cron."""

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select

from registry.accounts.cli import accounts_cli
from registry.accounts.cookie import lifetime
from registry.catalogue.cli import catalogue_cli
from registry.catalogue.models import Solution
from registry.catalogue.pictures import forget_needless_pictures
from registry.core.database import session, transaction
from registry.keeping.backups import BackupError, Contents, create_backup
from registry.keeping.checks import CHECKS
from registry.keeping.derived import rebuild_solution
from registry.keeping.inspection import Installation, Outcome, inspect
from registry.keeping.restoring import Restored, restore_backup
from registry.keeping.retention import purge
from registry.keeping.sweeping import sweep
from registry.web.adapters import adapters, settings
from registry.web.commands import Commands

SHOWN = 20
"""Problems of one check that are printed."""

storage_cli = Commands("storage", help="Daten und Dateien prüfen und aufräumen.")
backup_cli = Commands("backup", help="Sichern und wiederherstellen.")


@storage_cli.command("fsck")
@click.option("--quick", is_flag=True, help="Dateien nicht neu lesen, nur ihre Größe vergleichen.")
def fsck(*, quick: bool) -> None:
    """Check the invariants; exit code 1 when one does not hold. Changes nothing."""
    installation = Installation(store=adapters().store, index=adapters().search, reads_files=not quick)
    broken = 0
    for check in CHECKS:
        outcome = inspect(check, installation)
        broken += bool(outcome.problems)
        for line in _lines(outcome):
            click.echo(line)
    if broken:
        raise click.ClickException(f"{broken} von {len(CHECKS)} Regeln sind verletzt.")
    click.echo(f"Alle {len(CHECKS)} Regeln gelten.")


@storage_cli.command("sweep")
def sweep_files() -> None:
    """Remove files that no row names and that are older than a day, and drawings that no file needs."""
    swept = sweep(adapters().store)
    with transaction():
        forget_needless_pictures()
    click.echo(
        f"Entfernt: {swept.orphans} Dateien ohne Eintrag, {swept.unfinished} unfertige, {swept.blocked} gesperrte."
    )


@catalogue_cli.command("rebuild")
def rebuild() -> None:
    """Make uses, counts and entries anew from the facts; the index follows with the next search."""
    solution_ids = session().scalars(select(Solution.id).order_by(Solution.id)).all()
    with click.progressbar(solution_ids, label="Katalog erneuern") as shown:
        for solution_id in shown:
            with transaction():
                rebuild_solution(session().get_one(Solution, solution_id))
    click.echo(f"{len(solution_ids)} Lösungen erneuert.")


@accounts_cli.command("purge")
def purge_expired() -> None:
    """Delete what is kept for a time only: sessions, attempts, links, addresses (daily, by cron)."""
    with transaction():
        purge(lifetime=lifetime(settings()))
    click.echo("Abgelaufene Sitzungen, Versuche, Links und Adressen sind gelöscht.")


@backup_cli.command("create")
@click.argument("folder", type=click.Path(path_type=Path))
def create(folder: Path) -> None:
    """Write a backup of database and files to FOLDER, which must not exist. Safe while people work."""
    try:
        contents = create_backup(folder, store=adapters().store)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Gesichert: {_summary(contents)}.")


@backup_cli.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Vorhandene Daten durch die Sicherung ersetzen.")
def restore(folder: Path, *, replace: bool) -> None:
    """Bring back the backup in FOLDER. Stop the portal before."""
    try:
        restored = restore_backup(folder, adapters=adapters(), replace=replace)
    except BackupError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Wiederhergestellt: {_summary(restored.contents)}.{_blocked(restored)}")
    click.echo("Alle müssen sich neu anmelden. Prüfen Sie nun mit „flask storage fsck“.")


def _lines(outcome: Outcome) -> Iterator[str]:
    count = len(outcome.problems)
    yield f"{outcome.check.invariant:<4} {outcome.check.title:<55} {'in Ordnung' if not count else f'{count} Fehler'}"
    yield from (f"       {problem}" for problem in outcome.problems[:SHOWN])
    if count > SHOWN:
        yield f"       … und {count - SHOWN} weitere"


def _summary(contents: Contents) -> str:
    rows = sum(contents.tables.values())
    return f"{rows} Zeilen aus {len(contents.tables)} Tabellen, {contents.files} Dateien"


def _blocked(restored: Restored) -> str:
    return f" {restored.blocked} gesperrte Dateien blieben gelöscht." if restored.blocked else ""
