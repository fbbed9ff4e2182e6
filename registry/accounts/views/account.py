"""«Mein Konto»: name, language, password, sessions, and what the portal knows about the person."""

import json
import uuid
from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts import passwords, sessions
from registry.accounts.acting import acting, login_required, portal_session
from registry.accounts.attempts import PASSWORD_CHANGE, count_attempt
from registry.accounts.cookie import lifetime
from registry.accounts.forms.account import ChangePasswordForm, DetailsForm
from registry.accounts.models import Account, AccountSession
from registry.accounts.personal_data import data_about
from registry.accounts.queries.people import find_password_hash, get_account
from registry.accounts.services import people, signing_in
from registry.accounts.views.blueprints import accounts
from registry.accounts.views.password_reset import accepts_password
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.errors import Invalid, NotFound
from registry.web.adapters import settings
from registry.web.conflicts import Difference
from registry.web.downloads import as_download
from registry.web.editing import Editing, attempt


@accounts.route("/account", methods=["GET", "POST"])
@login_required
def account() -> ResponseReturnValue:
    """Show and change the own details; list sessions."""
    mine = get_account(acting().account_id)
    form = DetailsForm(request.form if request.method == "POST" else None, obj=mine)

    def save() -> None:
        values = {"name": form.name.data or "", "language": form.language.data}
        people.change_details(get_account(acting().account_id), **values, seen=form.row_version.data or 0)

    def stored() -> tuple[DetailsForm, int]:
        return DetailsForm(obj=mine), mine.row_version

    def page(changes: Sequence[Difference]) -> str:
        return _page(mine, form, changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Ihre Angaben sind gespeichert."), "success")
    return redirect(url_for("accounts.account"))


@accounts.route("/account/password", methods=["GET", "POST"])
@login_required
def change_password() -> ResponseReturnValue:
    """Set a new password; the old one proves that it is the owner."""
    mine = get_account(acting().account_id)
    form = ChangePasswordForm(request.form if request.method == "POST" else None)
    if form.validate_on_submit() and accepts_password(form, mine.name, mine.email) and _change(mine, form):
        flash(_("Ihr Passwort ist geändert. Andere Sitzungen sind beendet."), "success")
        return redirect(url_for("accounts.account"))
    page = render_template("accounts/password.html", form=form, email=mine.email)
    return page, 422 if form.is_submitted else 200


@accounts.post("/account/sessions/<uuid:session_id>/end")
@login_required
def end_session(session_id: uuid.UUID) -> ResponseReturnValue:
    """End one of the own sessions."""
    is_here = session_id == portal_session().row_id
    with transaction():
        signing_in.end_session(session_id, of=acting().account_id)
    if is_here:
        portal_session().end()
        return redirect(url_for("accounts.sign_in"))
    flash(_("Die Sitzung ist beendet."), "success")
    return redirect(url_for("accounts.account"))


@accounts.get("/account/data")
@login_required
def my_data() -> ResponseReturnValue:
    """Everything the portal keeps about the person, to take away (Art. 15 and 20 DSGVO)."""
    content = json.dumps(data_about(acting().account_id), ensure_ascii=False, indent=2)
    response = Response(content + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="meine-daten-{clock.today()}.json"'
    return as_download(response)


def _page(mine: Account, form: DetailsForm, changes: Sequence[Difference]) -> str:
    return render_template(
        "accounts/account.html",
        account=mine,
        form=form,
        changes=changes,
        sessions=sessions.list_sessions(mine.id, lifetime=lifetime(settings())),
        here=portal_session().row_id,
    )


def _change(mine: Account, form: ChangePasswordForm) -> bool:
    """Whether the old password fitted and the new one is stored; if not, the form says why."""
    proved = find_password_hash(mine.email)
    account_id = mine.id
    with transaction():
        count_attempt(PASSWORD_CHANGE, str(account_id), secret=settings().secret_key)
    if proved is None or not passwords.matches(proved, form.current.data or ""):
        form.add_errors(Invalid(people.WRONG_PASSWORD(), {"current": people.WRONG_PASSWORD()}))
        return False
    password_hash = passwords.hashed(form.password.data or "")
    with transaction():
        here = session().get(AccountSession, portal_session().row_id)
        if here is None:
            raise NotFound
        people.change_password(get_account(account_id), proved=proved, password_hash=password_hash, here=here)
    return True
