"""Organisations: found, created, made partners; their first administrators invited."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, operator_required
from registry.accounts.forms.municipality import InviteForm
from registry.accounts.models import Municipality, MunicipalityKind, Role
from registry.accounts.queries.invitations import list_open
from registry.accounts.queries.municipalities import get_municipality, page_municipalities
from registry.accounts.queries.people import list_members
from registry.accounts.services import invitations, municipalities
from registry.accounts.services.municipalities import MunicipalityFacts
from registry.admin.forms import KIND_LABELS, MunicipalityForm
from registry.admin.views.blueprint import bp
from registry.admin.views.lists import page_links, search_text
from registry.core.database import transaction
from registry.core.paging import clamp_page
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.language import current_language


@bp.get("/municipalities")
@operator_required
def list_of_municipalities() -> ResponseReturnValue:
    """All organisations, or the partners, by name."""
    search, only = search_text(), request.args.get("partners", "")
    page = page_municipalities(clamp_page(request.args.get("page")), search=search, only_partners=only == "1")
    return render_template(
        "admin/municipalities.html",
        page=page,
        search=search,
        only_partners=only == "1",
        kinds=KIND_LABELS,
        page_url=page_links("admin.list_of_municipalities", q=search, partners=only),
    )


@bp.route("/municipalities/new", methods=["GET", "POST"])
@operator_required
def add_municipality() -> ResponseReturnValue:
    """Create an organisation: a town elsewhere, a Kreis, a Zweckverband, a provider."""
    form = MunicipalityForm(request.form if request.method == "POST" else None)
    made: list[uuid.UUID] = []

    def save() -> None:
        made.append(municipalities.create_municipality(_facts(form), by=acting()).id)

    def page(changes: Sequence[Difference]) -> str:
        return render_template("admin/edit_municipality.html", form=form, municipality=None, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page))
    if answer is not None:
        return answer
    flash(_("Die Organisation ist angelegt."), "success")
    return redirect(url_for("admin.municipality", municipality_id=made[0]))


@bp.get("/municipalities/<uuid:municipality_id>")
@operator_required
def municipality(municipality_id: uuid.UUID) -> ResponseReturnValue:
    """One organisation with members and open invitations."""
    found = get_municipality(municipality_id)
    return render_template(
        "admin/municipality.html",
        municipality=found,
        kind=KIND_LABELS[found.kind],
        members=list_members(found.id),
        invitations=list_open(found.id),
    )


@bp.route("/municipalities/<uuid:municipality_id>/edit", methods=["GET", "POST"])
@operator_required
def edit_municipality(municipality_id: uuid.UUID) -> ResponseReturnValue:
    """Correct the facts about an organisation."""
    found = get_municipality(municipality_id)
    form = _form_of(found, is_sent=request.method == "POST")

    def save() -> None:
        row = get_municipality(municipality_id)
        municipalities.change_facts(row, _facts(form), seen=form.row_version.data or 0, by=acting())

    def stored() -> tuple[MunicipalityForm, int]:
        return _form_of(found, is_sent=False), found.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("admin/edit_municipality.html", form=form, municipality=found, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Die Angaben sind gespeichert."), "success")
    return redirect(url_for("admin.municipality", municipality_id=municipality_id))


@bp.route("/municipalities/<uuid:municipality_id>/partner", methods=["GET", "POST"])
@operator_required
def make_partner(municipality_id: uuid.UUID) -> ResponseReturnValue:
    """Let an organisation take part."""
    if request.method == "GET":
        return render_template("admin/make_partner.html", municipality=get_municipality(municipality_id))
    with transaction():
        municipalities.make_partner(get_municipality(municipality_id), by=acting())
    flash(_("Die Kommune ist jetzt Partner. Laden Sie als Nächstes ihre Administration ein."), "success")
    return redirect(url_for("admin.municipality", municipality_id=municipality_id))


@bp.route("/municipalities/<uuid:municipality_id>/invite", methods=["GET", "POST"])
@operator_required
def invite(municipality_id: uuid.UUID) -> ResponseReturnValue:
    """Invite the first administrator, or another member."""
    found = get_municipality(municipality_id)
    form = InviteForm(request.form if request.method == "POST" else None, role=Role.ADMIN.value)

    def save() -> None:
        row, role = get_municipality(municipality_id), Role(form.role.data)
        invitations.invite(row, email=form.email.data or "", role=role, by=acting(), language=current_language())

    def page(_changes: Sequence[Difference]) -> str:
        return render_template("admin/invite.html", form=form, municipality=found)

    answer = attempt(Editing(form=form, save=save, page=page))
    if answer is not None:
        return answer
    flash(_("Die Einladung an %(email)s ist unterwegs.", email=form.email.data), "success")
    return redirect(url_for("admin.municipality", municipality_id=municipality_id))


def _form_of(row: Municipality, *, is_sent: bool) -> MunicipalityForm:
    names = ("designation", "name", "ags", "county", "land", "population", "row_version")
    values = {name: getattr(row, name) for name in names} | {"kind": row.kind.value}
    return MunicipalityForm(request.form if is_sent else None, data=values)


def _facts(form: MunicipalityForm) -> MunicipalityFacts:
    return MunicipalityFacts(
        name=form.name.data or "",
        kind=MunicipalityKind(form.kind.data),
        designation=form.designation.data or "",
        ags=form.ags.data or None,
        county=form.county.data or "",
        land=form.land.data,
        population=form.population.data,
    )
