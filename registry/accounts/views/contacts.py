"""Contacts, deputies and orphans of the own municipality."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts import departure
from registry.accounts.acting import member_required
from registry.accounts.forms.municipality import CHOOSE, NOBODY, ContactForm, DeputyForm, TakeOverForm
from registry.accounts.models import Contact, Orphan
from registry.accounts.permissions import may_edit_profile
from registry.accounts.queries.municipalities import (
    get_contact,
    get_deputy,
    get_orphan,
    list_contacts,
    list_deputies,
    list_orphans,
)
from registry.accounts.services import contacts, deputies
from registry.accounts.services.contacts import ContactEntry
from registry.accounts.services.deputies import Deputising
from registry.accounts.views.blueprints import my
from registry.accounts.views.here import editable_municipality, id_or_none, member_options, own_municipality
from registry.core import clock
from registry.core.database import transaction
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt
from registry.web.forms import options
from registry.web.templating import message_text


@my.get("/contacts")
@member_required
def list_of_contacts() -> ResponseReturnValue:
    """The roles that can be asked, who stands in for whom, and what leavers left behind."""
    actor, municipality = own_municipality()
    deputies, today = list_deputies(municipality.id), clock.today()
    return render_template(
        "my/contacts.html",
        contacts=list_contacts(municipality.id),
        deputies=deputies,
        standing_in={entry.absent_id: entry.deputy.name for entry in deputies if entry.from_on <= today},
        orphans=[(orphan, kind_of(orphan)) for orphan in list_orphans(municipality.id)],
        may_edit=may_edit_profile(actor, municipality.id),
    )


@my.route("/contacts/new", methods=["GET", "POST"])
@member_required
def add_contact() -> ResponseReturnValue:
    """Add a role that can be asked."""
    _actor, municipality = editable_municipality()
    form = _contact_form(None, municipality.id, is_sent=request.method == "POST")

    def save() -> None:
        actor, own = editable_municipality()
        contacts.add_contact(own, _entry(form), by=actor)

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/contact.html", form=form, contact=None, changes=changes)

    return attempt(Editing(form=form, save=save, page=page)) or _saved(_("Die Ansprechperson ist gespeichert."))


@my.route("/contacts/<uuid:contact_id>", methods=["GET", "POST"])
@member_required
def edit_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Change a role, its mailbox, or who answers."""
    _actor, municipality = editable_municipality()
    contact = get_contact(contact_id, municipality_id=municipality.id)
    form = _contact_form(contact, municipality.id, is_sent=request.method == "POST")

    def save() -> None:
        actor, own = editable_municipality()
        row = get_contact(contact_id, municipality_id=own.id)
        contacts.change_contact(row, _entry(form), seen=form.row_version.data or 0, by=actor)

    def stored() -> tuple[ContactForm, int]:
        return _contact_form(contact, contact.municipality_id, is_sent=False), contact.row_version

    def page(changes: Sequence[Difference]) -> str:
        return render_template("my/contact.html", form=form, contact=contact, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    return answer or _saved(_("Die Ansprechperson ist gespeichert."))


@my.route("/contacts/<uuid:contact_id>/remove", methods=["GET", "POST"])
@member_required
def remove_contact(contact_id: uuid.UUID) -> ResponseReturnValue:
    """Remove a role nobody refers to."""
    _actor, municipality = editable_municipality()
    contact = get_contact(contact_id, municipality_id=municipality.id)
    if request.method == "GET":
        return render_template("my/remove_contact.html", contact=contact)
    with transaction():
        actor, municipality = editable_municipality()
        contacts.remove_contact(get_contact(contact_id, municipality_id=municipality.id), by=actor)
    return _saved(_("Die Ansprechperson ist entfernt."))


@my.route("/deputies/new", methods=["GET", "POST"])
@member_required
def add_deputy() -> ResponseReturnValue:
    """Name a deputy."""
    _actor, municipality = editable_municipality()
    form = DeputyForm(request.form if request.method == "POST" else None)
    people = options([CHOOSE, *member_options(municipality.id)])
    form.absent.choices, form.deputy.choices = people, people

    def save() -> None:
        actor, own = editable_municipality()
        deputies.add_deputy(own, _deputising(form), by=actor)

    def page(_changes: Sequence[Difference]) -> str:
        return render_template("my/deputy.html", form=form)

    return attempt(Editing(form=form, save=save, page=page)) or _saved(_("Die Vertretung ist eingetragen."))


@my.route("/deputies/<uuid:deputy_id>/remove", methods=["GET", "POST"])
@member_required
def remove_deputy(deputy_id: uuid.UUID) -> ResponseReturnValue:
    """Take a deputising back."""
    _actor, municipality = editable_municipality()
    deputy = get_deputy(deputy_id, municipality_id=municipality.id)
    if request.method == "GET":
        return render_template("my/remove_deputy.html", deputy=deputy)
    with transaction():
        actor, municipality = editable_municipality()
        deputies.remove_deputy(get_deputy(deputy_id, municipality_id=municipality.id), by=actor)
    return _saved(_("Die Vertretung ist gestrichen."))


@my.route("/orphans/<uuid:orphan_id>", methods=["GET", "POST"])
@member_required
def take_over(orphan_id: uuid.UUID) -> ResponseReturnValue:
    """Give an orphaned thing to a member."""
    actor, municipality = editable_municipality()
    orphan = get_orphan(orphan_id, municipality_id=municipality.id)
    form = TakeOverForm(request.form if request.method == "POST" else None, account=str(actor.account_id))
    form.account.choices = options([CHOOSE, *member_options(municipality.id)])

    def save() -> None:
        by, own = editable_municipality()
        row = get_orphan(orphan_id, municipality_id=own.id)
        deputies.take_over(row, account_id=uuid.UUID(form.account.data), by=by)

    def page(_changes: Sequence[Difference]) -> str:
        return render_template("my/take_over.html", form=form, orphan=orphan, kind=kind_of(orphan))

    return attempt(Editing(form=form, save=save, page=page)) or _saved(_("Die Übergabe ist eingetragen."))


def kind_of(orphan: Orphan) -> str:
    """The word for what was left behind."""
    name = departure.name_of(orphan.kind)
    return message_text(name) if name is not None else ""


def _saved(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("my.list_of_contacts"))


def _contact_form(contact: Contact | None, municipality_id: uuid.UUID, *, is_sent: bool) -> ContactForm:
    values: dict[str, object] = {}
    if contact is not None:
        values = {name: getattr(contact, name) for name in ("role", "email", "phone", "row_version")}
        values["holder"] = str(contact.holder_id or "")
    form = ContactForm(request.form if is_sent else None, data=values)
    form.holder.choices = options([NOBODY, *member_options(municipality_id)])
    return form


def _entry(form: ContactForm) -> ContactEntry:
    return ContactEntry(
        role=form.role.data or "",
        email=form.email.data or "",
        phone=form.phone.data or "",
        holder_id=id_or_none(form.holder.data),
    )


def _deputising(form: DeputyForm) -> Deputising:
    assert form.from_on.data is not None and form.until_on.data is not None  # noqa: S101, PT018 (both are required)
    return Deputising(
        absent_id=uuid.UUID(form.absent.data),
        deputy_id=uuid.UUID(form.deputy.data),
        from_on=form.from_on.data,
        until_on=form.until_on.data,
    )
