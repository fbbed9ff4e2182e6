"""Accounts: found, switched off and on, signed out, given the right to run the portal."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from registry.accounts import sessions
from registry.accounts.acting import acting, acting_or_none, operator_required
from registry.accounts.actor import Actor
from registry.accounts.cookie import lifetime
from registry.accounts.models import Account, GrantKind
from registry.accounts.queries.people import get_account, page_accounts
from registry.accounts.services import people
from registry.admin.views.blueprint import bp
from registry.admin.views.lists import page_links, search_text
from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.core.paging import clamp_page
from registry.web.adapters import settings


@dataclass(frozen=True, slots=True)
class Deed:
    """Something an operator does to an account after being asked."""

    title: object
    consequence: object
    done: object
    service: Callable[[Account, Actor], object]
    is_offered: Callable[[Account], bool]


def runs_portal(account: Account) -> bool:
    """Whether the account may run the portal."""
    return any(grant.kind is GrantKind.OPERATOR for grant in account.grants)


DEEDS = {
    "deactivate": Deed(
        lazy_gettext("Konto sperren"),
        lazy_gettext("Die Person kann sich nicht mehr anmelden. Alle Sitzungen enden sofort."),
        lazy_gettext("Das Konto ist gesperrt."),
        lambda account, by: people.deactivate(account, by=by),
        lambda account: account.is_active,
    ),
    "activate": Deed(
        lazy_gettext("Konto entsperren"),
        lazy_gettext("Die Person kann sich wieder anmelden. Ihre Mitgliedschaften gelten wie vorher."),
        lazy_gettext("Das Konto ist entsperrt."),
        lambda account, by: people.activate(account, by=by),
        lambda account: not account.is_active,
    ),
    "end-sessions": Deed(
        lazy_gettext("Alle Sitzungen beenden"),
        lazy_gettext("Die Person wird auf allen Geräten abgemeldet und kann sich neu anmelden."),
        lazy_gettext("Alle Sitzungen sind beendet."),
        lambda account, by: people.end_all_sessions(account, by=by),
        lambda _account: True,
    ),
    "grant-operator": Deed(
        lazy_gettext("Verwaltung des Portals erlauben"),
        lazy_gettext("Die Person kann dann alle Kommunen, Konten und Texte ändern. Sie muss sich neu anmelden."),
        lazy_gettext("Die Person verwaltet jetzt das Portal."),
        lambda account, by: people.grant_operator(account, by=by),
        lambda account: account.is_active and not runs_portal(account),
    ),
    "revoke-operator": Deed(
        lazy_gettext("Verwaltung des Portals entziehen"),
        lazy_gettext("Die Person verliert die Rechte der Verwaltung. Ihre Mitgliedschaften bleiben."),
        lazy_gettext("Die Person verwaltet das Portal nicht mehr."),
        lambda account, by: people.revoke_operator(account, by=by),
        runs_portal,
    ),
}


@bp.get("/accounts")
@operator_required
def list_of_accounts() -> ResponseReturnValue:
    """All accounts by name."""
    search = search_text()
    return render_template(
        "admin/accounts.html",
        page=page_accounts(clamp_page(request.args.get("page")), search=search),
        search=search,
        page_url=page_links("admin.list_of_accounts", q=search),
        runs_portal=runs_portal,
    )


@bp.get("/accounts/<uuid:account_id>")
@operator_required
def account(account_id: uuid.UUID) -> ResponseReturnValue:
    """One account with its rights, and what can be done."""
    found = get_account(account_id)
    return render_template(
        "admin/account.html",
        account=found,
        session_count=len(sessions.list_sessions(found.id, lifetime=lifetime(settings()))),
        deeds=[(key, deed) for key, deed in DEEDS.items() if deed.is_offered(found)],
        runs_portal=runs_portal,
    )


@bp.route("/accounts/<uuid:account_id>/<deed>", methods=["GET", "POST"])
@operator_required
def do(account_id: uuid.UUID, deed: str) -> ResponseReturnValue:
    """Ask, then do one of `DEEDS`."""
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise NotFound
    if request.method == "GET":
        return render_template("admin/confirm_deed.html", account=get_account(account_id), key=deed, deed=chosen)
    with transaction():
        chosen.service(get_account(account_id), acting())
    if acting_or_none() is None:
        return redirect(url_for("accounts.sign_in"))
    flash(str(chosen.done), "success")
    return redirect(url_for("admin.account", account_id=account_id))
