"""Accepting an invitation by the link from the mail."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts import passwords
from registry.accounts.acting import acting, acting_or_none, portal_session
from registry.accounts.forms.sign_in import JoinForm
from registry.accounts.models import Invitation
from registry.accounts.queries.invitations import get_usable
from registry.accounts.queries.people import find_account
from registry.accounts.services import invitations
from registry.accounts.services.invitations import NewPerson
from registry.accounts.services.signing_in import open_first_session
from registry.accounts.views.blueprints import accounts
from registry.accounts.views.browser import current_browser
from registry.accounts.views.password_reset import accepts_password, unusable_link
from registry.core.database import transaction
from registry.core.errors import Conflict
from registry.web.language import current_language
from registry.web.links import read_token


@accounts.get("/invitations/<token>")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Say who invites, and ask for name and password or for signing in."""
    try:
        return _offer(token)
    except Conflict as used_up:
        return _unusable(used_up)


@accounts.post("/invitations/<token>")
def join(token: str) -> ResponseReturnValue:
    """Accept: with the account one is signed in with, or with a new one."""
    try:
        return _join(token)
    except Conflict as used_up:
        return _unusable(used_up)


def _offer(token: str) -> ResponseReturnValue:
    invitation = get_usable(_id_of(token))
    if find_account(invitation.email) is None:
        return _page(invitation, token, JoinForm())
    return _page(invitation, token, None)


def _join(token: str) -> ResponseReturnValue:
    invitation = get_usable(_id_of(token))
    if find_account(invitation.email) is None:
        return _join_as_new(invitation, token)
    if acting_or_none() is None:
        return redirect(url_for("accounts.sign_in", next=url_for("accounts.accept_invitation", token=token)))
    with transaction():
        membership = invitations.accept_as_member(get_usable(invitation.id), by=acting())
        name = membership.municipality.full_name
    flash(_("Sie gehören jetzt zu %(name)s.", name=name), "success")
    return redirect(url_for("my.index"))


def _join_as_new(invitation: Invitation, token: str) -> ResponseReturnValue:
    form = JoinForm(request.form)
    words = (form.name.data or "", invitation.email, invitation.municipality.name)
    if not form.validate() or not accepts_password(form, *words):
        return _page(invitation, token, form, status=422)
    person = NewPerson(
        name=form.name.data or "",
        language=current_language(),
        password_hash=passwords.hashed(form.password.data or ""),
    )
    with transaction():
        account = invitations.accept_as_new(get_usable(invitation.id), person)
        row, session_token = open_first_session(account, browser=current_browser())
    portal_session().start(row, session_token)
    return redirect(url_for("my.index"))


def _page(invitation: Invitation, token: str, form: JoinForm | None, *, status: int = 200) -> ResponseReturnValue:
    here = acting_or_none()
    account = find_account(invitation.email)
    is_invited_person = here is not None and account is not None and here.account_id == account.id
    page = render_template(
        "accounts/invitation.html",
        form=form,
        invitation=invitation,
        token=token,
        is_invited_person=is_invited_person,
    )
    return page, status


def _unusable(error: Conflict) -> ResponseReturnValue:
    return unusable_link(error, [(_("Anmelden"), url_for("accounts.sign_in"))])


def _id_of(token: str) -> uuid.UUID:
    return uuid.UUID(read_token("invitation", token, max_age_s=invitations.VALID_FOR_S))
