"""``flask demo …`` and ``flask seeding …``: the demo, and the facts of a real installation."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TypeVar

import click

from registry.accounts.passwords import hashed
from registry.core.database import transaction
from registry.seeding.demo import load_demo
from registry.seeding.demo_files import DemoUser, read_demo, read_partners, read_users
from registry.seeding.facts import SEEDS, load_towns, load_vocabularies
from registry.seeding.page_texts import read_places, read_texts, write_missing_texts
from registry.seeding.uploading import BrokenSeed
from registry.web.adapters import adapters, settings
from registry.web.commands import Commands

T = TypeVar("T")

DEMO = SEEDS / "demo"
DEMO_PASSWORD = "nachnutzen-statt-neubauen"  # noqa: S105 (printed for everybody; no production installation takes it)

ROLES = {"reader": "Lesezugang", "editor": "Redaktion", "publisher": "Freigabe", "admin": "Administration"}
GRANTS = {"coordinator": "Koordination", "operator": "Verwaltung des Portals"}

demo_cli = Commands("demo", help="Beispieldaten.")
seeding_cli = Commands("seeding", help="Tatsachen für jede Installation: Kommunen, Verzeichnisse, Texte.")


@demo_cli.command("load")
def load() -> None:
    """Load the demo; what is there already stays as it is."""
    if settings().is_production:
        raise click.ClickException(
            "Das ist eine echte Installation (REGISTRY_ENVIRONMENT=production). Die Beispieldaten haben bekannte"
            " Passwörter und werden hier nicht geladen."
        )
    _load_facts(places=read_places(DEMO / "places.csv"))
    try:
        added = load_demo(
            read_demo(DEMO), store=adapters().store, password_hash=hashed(DEMO_PASSWORD), progress=_progress
        )
    except BrokenSeed as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(f"{added} Lösungen geladen." if added else "Die Beispieldaten sind schon da.")


@demo_cli.command("accounts")
def accounts() -> None:
    """Print the accounts of the demo."""
    click.echo("Konten der Demo:")
    towns = {partner.slug: partner.name for partner in read_partners(DEMO)}
    rows = [(user.email, _rights(user, towns)) for user in read_users(DEMO)]
    width = max(len(email) for email, _ in rows)
    for email, rights in rows:
        click.echo(f"  {email:<{width}}  {rights}")
    click.echo(f"Passwort für alle: {DEMO_PASSWORD}")


@seeding_cli.command("municipalities")
def municipalities() -> None:
    """Add the municipalities and Kreise of Hessen that are missing."""
    with transaction():
        added = load_towns()
    click.echo(f"{added} Kommunen und Kreise ergänzt.")


@seeding_cli.command("taxonomy")
def taxonomy() -> None:
    """Add and update services, systems and licences."""
    with transaction():
        loaded = load_vocabularies()
    click.echo(
        f"{loaded.leika_services} Leistungen, {loaded.ozg_services} OZG-Leistungen, {loaded.systems} Systeme,"
        f" {loaded.licences} Lizenzen."
    )


@seeding_cli.command("texts")
def texts() -> None:
    """Write the default texts of pages that have none yet."""
    ready = read_texts(SEEDS / "pages", land=settings().land)
    with transaction():
        written = write_missing_texts(ready)
    click.echo(f"{written} Texte angelegt. Ersetzen Sie die Stellen in eckigen Klammern, bevor Sie das Portal öffnen.")


def _load_facts(*, places: Mapping[str, str]) -> None:
    ready = read_texts(SEEDS / "pages", land=settings().land, places=places)
    with transaction():
        load_towns()
        load_vocabularies()
        write_missing_texts(ready)


def _progress(items: list[T], *, label: str) -> AbstractContextManager[Iterable[T]]:
    return click.progressbar(items, label=label)


def _rights(user: DemoUser, towns: Mapping[str, str]) -> str:
    roles = [f"{ROLES[item.role]} {towns[item.municipality]}" for item in user.memberships]
    return ", ".join([*roles, *(GRANTS[grant.kind] for grant in user.grants)])
