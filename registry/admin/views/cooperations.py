"""Cooperations, their members and coordinators."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, acting_or_none, operator_required
from registry.accounts.models import Cooperation
from registry.accounts.queries.municipalities import (
    get_cooperation,
    list_cooperations,
    list_coordinators,
    list_partner_municipalities,
)
from registry.accounts.queries.people import find_active_account, get_account
from registry.accounts.services import cooperations
from registry.accounts.services.cooperations import CooperationFacts
from registry.admin.forms import CooperationForm, CoordinatorForm
from registry.admin.views.blueprint import bp
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.forms import options

NO_ACCOUNT = define(
    "coordinator.no_account", N_("Zu dieser Adresse gibt es kein Konto. Laden Sie die Person zuerst ein.")
)


@bp.get("/cooperations")
@operator_required
def list_of_cooperations() -> ResponseReturnValue:
    """All cooperations."""
    return render_template("admin/cooperations.html", cooperations=list_cooperations())


@bp.route("/cooperations/new", methods=["GET", "POST"])
@operator_required
def add_cooperation() -> ResponseReturnValue:
    """Found a cooperation."""
    form = _form_of(None, is_sent=request.method == "POST")
    made: list[uuid.UUID] = []

    def save() -> None:
        made.append(cooperations.create_cooperation(_facts(form), by=acting()).id)

    def page(changes: Sequence[Difference]) -> str:
        return render_template("admin/edit_cooperation.html", form=form, cooperation=None, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page))
    if answer is not None:
        return answer
    flash(_("Der Verbund ist angelegt."), "success")
    return redirect(url_for("admin.cooperation", cooperation_id=made[0]))


@bp.get("/cooperations/<uuid:cooperation_id>")
@operator_required
def cooperation(cooperation_id: uuid.UUID) -> ResponseReturnValue:
    """One cooperation with members and coordinators."""
    return _page(cooperation_id, CoordinatorForm())


@bp.route("/cooperations/<uuid:cooperation_id>/edit", methods=["GET", "POST"])
@operator_required
def edit_cooperation(cooperation_id: uuid.UUID) -> ResponseReturnValue:
    """Change name, purpose and members."""
    found = get_cooperation(cooperation_id)
    form = _form_of(found, is_sent=request.method == "POST")

    def save() -> None:
        row = get_cooperation(cooperation_id)
        cooperations.change_cooperation(row, _facts(form), seen=form.row_version.data or 0, by=acting())

    def stored() -> tuple[CooperationForm, int]:
        return _form_of(found, is_sent=False), found.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("admin/edit_cooperation.html", form=form, cooperation=found, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Der Verbund ist gespeichert."), "success")
    return redirect(url_for("admin.cooperation", cooperation_id=cooperation_id))


@bp.post("/cooperations/<uuid:cooperation_id>/coordinators")
@operator_required
def add_coordinator(cooperation_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody coordinate."""
    form = CoordinatorForm(request.form)

    def save() -> None:
        account = find_active_account(form.email.data or "")
        if account is None:
            raise Invalid(NO_ACCOUNT(), {"email": NO_ACCOUNT()})
        try:
            cooperations.add_coordinator(get_cooperation(cooperation_id), account, by=acting())
        except Conflict as already:
            raise Invalid(already.message, {"email": already.message}) from already

    answer = attempt(Editing(form=form, save=save, page=lambda _changes: _page(cooperation_id, form)))
    if answer is not None:
        return answer
    return _rights_changed(cooperation_id)


@bp.route("/cooperations/<uuid:cooperation_id>/coordinators/<uuid:account_id>/remove", methods=["GET", "POST"])
@operator_required
def remove_coordinator(cooperation_id: uuid.UUID, account_id: uuid.UUID) -> ResponseReturnValue:
    """Take the right to coordinate back."""
    if request.method == "GET":
        found, account = get_cooperation(cooperation_id), get_account(account_id)
        return render_template("admin/remove_coordinator.html", cooperation=found, account=account)
    with transaction():
        account = get_account(account_id)
        cooperations.remove_coordinator(get_cooperation(cooperation_id), account, by=acting())
    return _rights_changed(cooperation_id)


def _rights_changed(cooperation_id: uuid.UUID) -> ResponseReturnValue:
    """Whoever changed the own rights has to sign in anew."""
    if acting_or_none() is None:
        return redirect(url_for("accounts.sign_in"))
    flash(_("Die Koordination ist geändert."), "success")
    return redirect(url_for("admin.cooperation", cooperation_id=cooperation_id))


def _page(cooperation_id: uuid.UUID, form: CoordinatorForm) -> str:
    return render_template(
        "admin/cooperation.html",
        cooperation=get_cooperation(cooperation_id),
        coordinators=list_coordinators(cooperation_id),
        form=form,
    )


def _form_of(found: Cooperation | None, *, is_sent: bool) -> CooperationForm:
    values: dict[str, object] = {}
    members = {} if found is None else {item.municipality_id: item.municipality for item in found.members}
    if found is not None:
        values = {"name": found.name, "description": found.description, "row_version": found.row_version}
        values["members"] = [str(key) for key in members]
    form = CooperationForm(request.form if is_sent else None, data=values)
    offered = {item.id: item for item in list_partner_municipalities()} | members
    by_name = sorted(offered.values(), key=lambda item: item.sort_key)
    form.members.choices = options((str(item.id), item.full_name) for item in by_name)
    return form


def _facts(form: CooperationForm) -> CooperationFacts:
    return CooperationFacts(
        name=form.name.data or "",
        description=form.description.data or "",
        member_ids=tuple(uuid.UUID(value) for value in form.members.data or ()),
    )
