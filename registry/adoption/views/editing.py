"""Figures, checklist, confirmation and change-over of the own use."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.permissions import require
from registry.accounts.queries.contacts import get_contact, list_contacts
from registry.adoption.forms import FiguresForm, figures_of
from registry.adoption.models import Adoption, ItemState
from registry.adoption.permissions import may_change
from registry.adoption.queries import get_own_adoption
from registry.adoption.services.editing import Answer, Details, confirm_use, edit_details, save_checklist
from registry.adoption.services.importing import finish_change_over
from registry.adoption.views.blueprint import bp
from registry.adoption.views.loading import newest_title
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid
from registry.web.conflicts import differences, rebase
from registry.web.forms import tidy

MAX_NOTE = 500


@bp.route("/solutions/<slug>/adoption/edit", methods=["GET", "POST"])
@login_required
def edit(slug: str) -> ResponseReturnValue:
    """Change figures and contact."""
    adoption = get_own_adoption(slug, acting())
    require(may_change(acting(), adoption))
    form = _form(adoption, posted=request.method == "POST")
    if not form.validate_on_submit():
        return _page(adoption, form), 422 if form.is_submitted else 200
    try:
        with transaction():
            edit_details(get_own_adoption(slug, acting()), _details_of(form), by=acting(), row_version=_seen())
    except Invalid as error:
        form.add_errors(error)
        return _page(get_own_adoption(slug, acting()), form), 422
    except Conflict:
        return _conflict_page(get_own_adoption(slug, acting()), form), 409
    flash(_("Ihre Angaben sind gespeichert."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.post("/solutions/<slug>/adoption/checklist")
@login_required
def checklist(slug: str) -> ResponseReturnValue:
    """Save what was changed in the checklist; what others changed meanwhile stays."""
    with transaction():
        adoption = get_own_adoption(slug, acting())
        save_checklist(adoption, _answers(adoption), by=acting())
    flash(_("Die Checkliste ist gespeichert."), "success")
    return redirect(url_for("adoption.show", slug=slug, _anchor="checkliste"))


@bp.post("/solutions/<slug>/adoption/confirm")
@login_required
def confirm(slug: str) -> ResponseReturnValue:
    """Say that the use still holds."""
    with transaction():
        confirm_use(get_own_adoption(slug, acting()), by=acting())
    flash(_("Die Nutzung ist bestätigt."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.post("/solutions/<slug>/adoption/change-over")
@login_required
def change_over(slug: str) -> ResponseReturnValue:
    """The next release is in use now."""
    with transaction():
        finish_change_over(get_own_adoption(slug, acting()), by=acting())
    flash(_("Die neue Version ist als eingesetzt vermerkt."), "success")
    return redirect(url_for("adoption.show", slug=slug))


def _form(adoption: Adoption, *, posted: bool) -> FiguresForm:
    form = FiguresForm(request.form if posted else None, data=figures_of(adoption))
    form.offer(list_contacts(adoption.municipality_id))
    return form


def _page(adoption: Adoption, form: FiguresForm) -> str:
    title = newest_title(adoption.solution.slug)
    return render_template("adoption/edit.html", adoption=adoption, title=title, form=form, changes=[])


def _conflict_page(adoption: Adoption, form: FiguresForm) -> str:
    changes = differences(form, _form(adoption, posted=False))
    rebase(form, adoption.row_version)
    title = newest_title(adoption.solution.slug)
    return render_template("adoption/edit.html", adoption=adoption, title=title, form=form, changes=changes)


def _seen() -> int:
    raw = request.form.get("row_version", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _details_of(form: FiguresForm) -> Details:
    return Details(
        contact=get_contact(form.chosen_contact_id, municipality_id=acting().municipality_id),
        target_on=form.target_on.data,
        decision_reference=form.decision_reference.data or "",
        live_on=form.live_on.data,
        cases_per_year=form.cases_per_year.data,
        minutes_before=form.minutes_before.data,
        minutes_after=form.minutes_after.data,
        basis=form.chosen_basis,
    )


def _answers(adoption: Adoption) -> dict[str, Answer]:
    """What the person changed, compared with what stood on the page."""
    answers = {}
    for item in adoption.checklist:
        entered = Answer(_state(f"state-{item.key}", item.state), _note(f"note-{item.key}", item.note))
        seen = Answer(_state(f"seen-state-{item.key}", item.state), _note(f"seen-note-{item.key}", item.note))
        if entered != seen:
            answers[item.key] = entered
    return answers


def _state(name: str, default: ItemState) -> ItemState:
    raw = request.form.get(name, "")
    return ItemState(raw) if raw in set(ItemState) else default


def _note(name: str, default: str) -> str:
    try:
        return str(tidy(request.form.get(name, default)))[:MAX_NOTE]
    except ValueError:
        return default
