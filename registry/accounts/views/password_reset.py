"""A new password by mail."""

import uuid

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts import passwords
from registry.accounts.forms.sign_in import NewPasswordForm, ResetRequestForm
from registry.accounts.models import Account
from registry.accounts.services import resets
from registry.accounts.services.resets import Asking
from registry.accounts.views.blueprints import accounts
from registry.accounts.views.browser import current_browser
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid
from registry.web.adapters import settings
from registry.web.forms import PortalForm
from registry.web.links import read_token
from registry.web.templating import message_text


@accounts.route("/password-reset", methods=["GET", "POST"])
def request_reset() -> ResponseReturnValue:
    """Ask for a link; the answer is the same for every address."""
    form = ResetRequestForm(request.form if request.method == "POST" else None)
    if not form.validate_on_submit():
        return render_template("accounts/request_reset.html", form=form), 422 if form.is_submitted else 200
    browser = current_browser()
    with transaction():
        resets.request_reset(Asking(email=form.email.data or "", address=browser.address, secret=browser.secret))
    return render_template("accounts/reset_requested.html")


@accounts.route("/password-reset/<token>", methods=["GET", "POST"])
def new_password(token: str) -> ResponseReturnValue:
    """Set a new password by the link from the mail."""
    try:
        return _new_password(token)
    except Conflict as used_up:
        again = [(_("Neuen Link anfordern"), url_for("accounts.request_reset"))]
        return unusable_link(used_up, again)


def unusable_link(error: Conflict, next_links: list[tuple[str, str]]) -> ResponseReturnValue:
    """The page of a link from a mail that is wrong, used or expired."""
    sentence = message_text(error.message)
    return render_template("accounts/unusable_link.html", sentence=sentence, next_links=next_links), 409


def _new_password(token: str) -> ResponseReturnValue:
    reset_id = uuid.UUID(read_token("password_reset", token, max_age_s=resets.VALID_FOR_S))
    _reset, account = resets.get_open_reset(reset_id)
    form = NewPasswordForm(request.form if request.method == "POST" else None)
    if not form.validate_on_submit() or not accepts_password(form, account.name, account.email):
        status = 422 if form.is_submitted else 200
        return render_template("accounts/new_password.html", form=form, token=token, email=account.email), status
    _store(reset_id, form.password.data or "")
    return render_template("accounts/password_is_new.html")


def accepts_password(form: PortalForm, *words: str) -> bool:
    """Whether the new password may be used; if not, the form says why.

    Args:
        form: with a field ``password``.
        words: what an attacker tries first, beside the name of the portal.
    """
    try:
        passwords.check_new(form["password"].data or "", context=(*words, settings().name))
    except Invalid as refused:
        form.add_errors(refused)
        return False
    return True


def _store(reset_id: uuid.UUID, password: str) -> Account:
    password_hash = passwords.hashed(password)
    with transaction():
        return resets.use_reset(reset_id, password_hash=password_hash, secret=settings().secret_key)
