"""``flask accounts …``: the first accounts of an installation, and what cron does."""

import sys

import click

from registry.accounts import passwords
from registry.accounts.actor import system_actor
from registry.accounts.models import Municipality, MunicipalityKind, Role
from registry.accounts.queries.municipalities import get_municipality_by_slug
from registry.accounts.queries.people import find_account, get_account
from registry.accounts.services import invitations, municipalities, people
from registry.accounts.services.municipalities import MunicipalityFacts
from registry.accounts.services.people import NewAccount
from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.core.messages import N_, define
from registry.web.adapters import settings
from registry.web.commands import Commands
from registry.web.links import absolute_url, signed_token

accounts_cli = Commands("accounts", help="Konten, Kommunen und Einladungen.")

NO_ACCOUNT = define("command.no_account", N_("Zu %(email)s gibt es kein Konto."))
NO_MUNICIPALITY = define(
    "command.no_municipality",
    N_("Eine Kommune mit dem Kurznamen „%(slug)s“ gibt es nicht. Er steht am Ende der Adresse ihrer Seite."),
)


@accounts_cli.command("create-operator")
@click.argument("email")
@click.option("--name", required=True, help="Name, wie ihn andere sehen.")
@click.option("--password-stdin", is_flag=True, help="Passwort aus der Standardeingabe lesen.")
def create_operator(email: str, name: str, *, password_stdin: bool) -> None:
    """Create an account that runs the portal; an account that exists gets the right."""
    known = find_account(email)
    password_hash = None if known else _new_password(name, email, from_stdin=password_stdin)
    with transaction():
        account = find_account(email) or people.create_account(
            NewAccount(email=email, name=name, password_hash=password_hash), by=system_actor()
        )
        people.grant_operator(get_account(account.id), by=system_actor())
    click.echo(f"{email} verwaltet jetzt das Portal.")


@accounts_cli.command("create-municipality")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in MunicipalityKind]), default="town", show_default=True)
@click.option("--designation", default="", help="Bezeichnung vor dem Namen, zum Beispiel Stadt.")
@click.option("--ags", default=None, help="Amtlicher Gemeindeschlüssel, acht Ziffern.")
@click.option("--land", default="HE", show_default=True)
@click.option("--partner/--no-partner", default=True, show_default=True, help="Nimmt sofort am Austausch teil.")
def create_municipality(name: str, *, kind: str, designation: str, ags: str | None, land: str, partner: bool) -> None:
    """Create an organisation and print its short name."""
    facts = MunicipalityFacts(name=name, kind=MunicipalityKind(kind), designation=designation, ags=ags, land=land)
    with transaction():
        row = municipalities.create_municipality(facts, by=system_actor())
        if partner:
            municipalities.make_partner(row, by=system_actor())
        slug = row.slug
    click.echo(f"{name} ist angelegt. Kurzname: {slug}")


@accounts_cli.command("make-partner")
@click.argument("slug")
def make_partner(slug: str) -> None:
    """Let an organisation take part that is listed already."""
    with transaction():
        municipalities.make_partner(_municipality(slug), by=system_actor())
    click.echo(f"{slug} ist jetzt Partner.")


@accounts_cli.command("invite-admin")
@click.argument("slug")
@click.argument("email")
def invite_admin(slug: str, email: str) -> None:
    """Invite an administrator by mail, and print the link."""
    with transaction():
        row = invitations.invite(_municipality(slug), email=email, role=Role.ADMIN, by=system_actor())
        invitation_id = row.id
    click.echo(
        f"Die Einladung an {email} ist unterwegs. Der Link gilt {invitations.VALID_FOR.days} Tage und nur einmal:"
    )
    click.echo(absolute_url("accounts.accept_invitation", token=signed_token("invitation", invitation_id)))


@accounts_cli.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Das Konto wird endgültig gelöscht. Fortfahren?")
def erase(email: str) -> None:
    """Delete a person and all that names it."""
    with transaction():
        account = find_account(email)
        if account is None:
            raise NotFound(NO_ACCOUNT(email=email))
        people.erase(get_account(account.id), by=system_actor())
    click.echo(f"{email} ist gelöscht.")


def _municipality(slug: str) -> Municipality:
    try:
        return get_municipality_by_slug(slug)
    except NotFound as error:
        raise NotFound(NO_MUNICIPALITY(slug=slug)) from error


def _new_password(name: str, email: str, *, from_stdin: bool) -> str:
    if from_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = click.prompt("Passwort", hide_input=True, confirmation_prompt=True)
    passwords.check_new(password, context=(name, email, settings().name))
    return passwords.hashed(password)
