"""Members of the own municipality, and invitations to it."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts import sessions
from registry.accounts.acting import acting_or_none, member_required, portal_session
from registry.accounts.forms.municipality import InviteForm, RoleForm
from registry.accounts.models import AccountSession, Membership, Role
from registry.accounts.permissions import may_manage_members
from registry.accounts.queries.invitations import get_invitation, list_open
from registry.accounts.queries.municipalities import list_contacts
from registry.accounts.queries.people import get_membership, list_members
from registry.accounts.services import invitations, members
from registry.accounts.views.blueprints import my
from registry.accounts.views.here import managed_municipality, own_municipality
from registry.core import clock
from registry.core.database import session, transaction
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.language import current_language


@my.get("/members")
@member_required
def list_of_members() -> ResponseReturnValue:
    """Who belongs here, and who is invited."""
    actor, municipality = own_municipality()
    return render_template(
        "my/members.html",
        members=list_members(municipality.id),
        invitations=list_open(municipality.id),
        may_manage=may_manage_members(actor, municipality.id),
        now=clock.now(),
    )


@my.route("/members/invite", methods=["GET", "POST"])
@member_required
def invite() -> ResponseReturnValue:
    """Ask somebody by mail."""
    managed_municipality()
    form = InviteForm(request.form if request.method == "POST" else None)

    def save() -> None:
        actor, municipality = managed_municipality()
        role, email = Role(form.role.data), form.email.data or ""
        invitations.invite(municipality, email=email, role=role, by=actor, language=current_language())

    page = attempt(Editing(form=form, save=save, page=lambda _changes: render_template("my/invite.html", form=form)))
    if page is not None:
        return page
    flash(_("Die Einladung an %(email)s ist unterwegs.", email=form.email.data), "success")
    return redirect(url_for("my.list_of_members"))


@my.post("/invitations/<uuid:invitation_id>/resend")
@member_required
def resend_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Send the mail once more."""
    with transaction():
        actor, municipality = managed_municipality()
        invitations.resend(get_invitation(invitation_id, municipality_id=municipality.id), by=actor)
    flash(_("Die Einladung ist noch einmal unterwegs. Sie gilt wieder 14 Tage."), "success")
    return redirect(url_for("my.list_of_members"))


@my.route("/invitations/<uuid:invitation_id>/revoke", methods=["GET", "POST"])
@member_required
def revoke_invitation(invitation_id: uuid.UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    _actor, municipality = managed_municipality()
    invitation = get_invitation(invitation_id, municipality_id=municipality.id)
    if request.method == "GET":
        return render_template("my/revoke_invitation.html", invitation=invitation)
    with transaction():
        actor, municipality = managed_municipality()
        invitations.revoke(get_invitation(invitation_id, municipality_id=municipality.id), by=actor)
    flash(_("Die Einladung ist zurückgezogen."), "success")
    return redirect(url_for("my.list_of_members"))


@my.route("/members/<uuid:membership_id>", methods=["GET", "POST"])
@member_required
def member(membership_id: uuid.UUID) -> ResponseReturnValue:
    """Change the role of a member."""
    _actor, municipality = managed_municipality()
    membership = get_membership(membership_id, municipality_id=municipality.id)
    form = RoleForm(request.form if request.method == "POST" else None, data=_role_values(membership))

    def save() -> None:
        actor, own = managed_municipality()
        row = get_membership(membership_id, municipality_id=own.id)
        seen, here = form.row_version.data or 0, portal_session().row_id
        members.change_role(row, role=Role(form.role.data), seen=seen, by=actor, here=here)
        if row.account_id == actor.account_id:
            _rotate_own_session()

    def stored() -> tuple[RoleForm, int]:
        return RoleForm(data=_role_values(membership)), membership.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/member.html", form=form, membership=membership, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Die Rolle ist geändert. Sie gilt sofort."), "success")
    return redirect(url_for("my.list_of_members"))


@my.route("/members/<uuid:membership_id>/remove", methods=["GET", "POST"])
@member_required
def remove_member(membership_id: uuid.UUID) -> ResponseReturnValue:
    """End a membership, after saying what that means."""
    _actor, municipality = managed_municipality()
    membership = get_membership(membership_id, municipality_id=municipality.id)
    if request.method == "GET":
        held = [item for item in list_contacts(municipality.id) if item.holder_id == membership.account_id]
        return render_template("my/remove_member.html", membership=membership, held=held)
    with transaction():
        actor, municipality = managed_municipality()
        members.remove_member(get_membership(membership_id, municipality_id=municipality.id), by=actor)
    if acting_or_none() is None:
        portal_session().end()
        return redirect(url_for("accounts.sign_in"))
    flash(_("Die Mitgliedschaft ist beendet. Der Zugang ist sofort gesperrt."), "success")
    return redirect(url_for("my.list_of_members"))


def _role_values(membership: Membership) -> dict[str, object]:
    return {"role": membership.role.value, "row_version": membership.row_version}


def _rotate_own_session() -> None:
    """The own rights change: a new cookie value for the session one is here with."""
    row = session().get(AccountSession, portal_session().row_id)
    if row is not None:
        portal_session().start(row, sessions.rotate(row))
