"""Profile of the own municipality and the systems it runs."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import member_required
from registry.accounts.forms.municipality import CHOOSE, NO_REVIEWER, ProfileForm, SystemForm
from registry.accounts.models import Municipality, MunicipalitySystem
from registry.accounts.permissions import may_edit_profile
from registry.accounts.queries.municipalities import (
    cooperations_of,
    get_municipality,
    get_own_system,
    list_own_systems,
    list_partner_municipalities,
)
from registry.accounts.services import profiles
from registry.accounts.services.profiles import Profile, SystemEntry
from registry.accounts.views.blueprints import my
from registry.accounts.views.here import editable_municipality, id_or_none, own_municipality
from registry.core.database import transaction
from registry.taxonomy.queries import known_terms, list_systems, system_label
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.forms import options

TEXTS = ("contact_role", "contact_email", "contact_phone", "street", "postcode", "seat", "domain", "website")


@my.get("/profile")
@member_required
def profile() -> ResponseReturnValue:
    """What the municipality says about itself, with its systems."""
    actor, municipality = own_municipality()
    return render_template(
        "my/profile.html",
        municipality=municipality,
        systems=list_own_systems(municipality.id),
        system_names=known_terms().systems,
        cooperations=cooperations_of(municipality.id),
        may_edit=may_edit_profile(actor, municipality.id),
    )


@my.route("/profile/edit", methods=["GET", "POST"])
@member_required
def edit_profile() -> ResponseReturnValue:
    """Change the profile."""
    _actor, municipality = editable_municipality()
    form = _profile_form(municipality, is_sent=request.method == "POST")

    def save() -> None:
        actor, own = editable_municipality()
        profiles.change_profile(own, _profile(form), seen=form.row_version.data or 0, by=actor)

    def stored() -> tuple[ProfileForm, int]:
        now = get_municipality(municipality.id)
        return _profile_form(now, is_sent=False), now.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/edit_profile.html", form=form, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Das Profil ist gespeichert."), "success")
    return redirect(url_for("my.profile"))


@my.route("/systems/new", methods=["GET", "POST"])
@member_required
def add_system() -> ResponseReturnValue:
    """Record a system."""
    editable_municipality()
    form = _system_form(None, is_sent=request.method == "POST")

    def save() -> None:
        actor, own = editable_municipality()
        profiles.add_system(own, _entry(form), by=actor)

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/system.html", form=form, system=None, changes=changes)

    return attempt(Editing(form=form, save=save, page=page)) or _system_saved()


@my.route("/systems/<uuid:system_id>", methods=["GET", "POST"])
@member_required
def edit_system(system_id: uuid.UUID) -> ResponseReturnValue:
    """Change a system."""
    _actor, municipality = editable_municipality()
    system = get_own_system(system_id, municipality_id=municipality.id)
    form = _system_form(system, is_sent=request.method == "POST")

    def save() -> None:
        actor, own = editable_municipality()
        row = get_own_system(system_id, municipality_id=own.id)
        profiles.change_system(row, _entry(form), seen=form.row_version.data or 0, by=actor)

    def stored() -> tuple[SystemForm, int]:
        return _system_form(system, is_sent=False), system.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/system.html", form=form, system=system, changes=changes)

    return attempt(Editing(form=form, save=save, page=page, stored=stored)) or _system_saved()


@my.route("/systems/<uuid:system_id>/remove", methods=["GET", "POST"])
@member_required
def remove_system(system_id: uuid.UUID) -> ResponseReturnValue:
    """Take a system off the list."""
    _actor, municipality = editable_municipality()
    system = get_own_system(system_id, municipality_id=municipality.id)
    if request.method == "GET":
        name = known_terms().systems.get(system.system_key, system.system_key)
        return render_template("my/remove_system.html", system=system, name=name)
    with transaction():
        actor, municipality = editable_municipality()
        profiles.remove_system(get_own_system(system_id, municipality_id=municipality.id), by=actor)
    flash(_("Das System steht nicht mehr in Ihrer Liste."), "success")
    return redirect(url_for("my.profile"))


def _system_saved() -> ResponseReturnValue:
    flash(_("Das System ist gespeichert."), "success")
    return redirect(url_for("my.profile"))


def _profile_form(municipality: Municipality, *, is_sent: bool) -> ProfileForm:
    names = (*TEXTS, "population", "shows_use", "row_version")
    values = {name: getattr(municipality, name) for name in names}
    values["reviewer"] = str(municipality.reviewer_id or "")
    form = ProfileForm(request.form if is_sent else None, data=values)
    partners = list_partner_municipalities(but=municipality.id)
    form.reviewer.choices = options([NO_REVIEWER, *((str(item.id), item.full_name) for item in partners)])
    return form


def _profile(form: ProfileForm) -> Profile:
    texts = {name: form[name].data or "" for name in TEXTS}
    return Profile(
        **texts,
        population=form.population.data,
        shows_use=bool(form.shows_use.data),
        reviewer_id=id_or_none(form.reviewer.data),
    )


def _system_form(system: MunicipalitySystem | None, *, is_sent: bool) -> SystemForm:
    form = SystemForm(request.form if is_sent else None, obj=system)
    form.system_key.choices = options([CHOOSE, *((item.key, system_label(item)) for item in list_systems())])
    return form


def _entry(form: SystemForm) -> SystemEntry:
    return SystemEntry(
        system_key=form.system_key.data or "",
        version=form.version.data or "",
        provider=form.provider.data or "",
        contract_ends_on=form.contract_ends_on.data,
        note=form.note.data or "",
    )
