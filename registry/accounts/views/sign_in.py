"""Signing in, signing out, and changing the municipality for which one acts."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, acting_or_none, actor_of, login_required, portal_session
from registry.accounts.actor import Actor
from registry.accounts.forms.sign_in import SignInForm
from registry.accounts.models import AccountSession
from registry.accounts.passwords import matches
from registry.accounts.services import signing_in
from registry.accounts.services.signing_in import SignInRefused
from registry.accounts.views.blueprints import accounts
from registry.accounts.views.browser import current_browser, page_in, safe_target
from registry.core.database import session, transaction
from registry.core.errors import NotFound
from registry.web.adapters import settings
from registry.web.language import current_language, in_language


@accounts.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail and password; the hash is compared outside of any transaction."""
    here = acting_or_none()
    if here is not None:
        return redirect(safe_target(request.values.get("next")) or start_of(here))
    form = SignInForm(request.form if request.method == "POST" else None, next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted else 200
    try:
        person = _open_session(form.email.data or "", form.password.data or "")
    except SignInRefused as refused:
        form.add_errors(refused)
        return render_template("accounts/sign_in.html", form=form), 422
    return redirect(safe_target(form.next.data) or start_of(person))


@accounts.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End the session and clear what the browser kept; harmless for whoever is not signed in."""
    if acting_or_none() is not None:
        with transaction():
            actor, current = acting(), portal_session()
            if current.row_id is not None:
                signing_in.end_session(current.row_id, of=actor.account_id)
        portal_session().end()
    return redirect(in_language("/", current_language()))


@accounts.post("/acting")
@login_required
def act_for() -> ResponseReturnValue:
    """Act for another of one's municipalities from now on."""
    wanted = uuid_of(request.form.get("municipality", ""))
    with transaction():
        row = session().get(AccountSession, portal_session().row_id)
        if row is None:
            raise NotFound
        token = signing_in.act_for(row, wanted)
    portal_session().start(row, token)
    flash(_("Sie handeln jetzt für %(name)s.", name=acting().municipality_name), "success")
    return redirect(url_for("my.index"))


def start_of(person: Actor) -> str:
    """Where somebody begins, in the language that is stored for them."""
    if person.municipality_id is not None:
        return page_in(person.language, "my.index")
    return page_in(person.language, "admin.index" if person.is_operator else "accounts.account")


def _open_session(email: str, password: str) -> Actor:
    browser = current_browser()
    with transaction():
        known = signing_in.begin_sign_in(email, browser=browser, tries=settings().sign_in_attempts)
    if not matches(known, password) or known is None:
        raise SignInRefused
    with transaction():
        row, token = signing_in.finish_sign_in(email, proved=known, browser=browser)
    portal_session().start(row, token)
    return actor_of(row)


def uuid_of(text: str) -> uuid.UUID:
    """An id from a form.

    Raises:
        NotFound: it is none.
    """
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise NotFound from error
