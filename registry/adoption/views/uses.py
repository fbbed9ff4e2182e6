"""Recording a use, moving it, its figures and its checklist."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.accounts.queries.contacts import get_contact, list_contacts
from registry.adoption.checklist import LABELS
from registry.adoption.forms import FiguresForm, MoveForm, StartForm, figures_of
from registry.adoption.labels import ITEM_STATES, REASONS, STAGES
from registry.adoption.models import Adoption, ItemState
from registry.adoption.permissions import may_adopt, may_change
from registry.adoption.queries import find_adoption, get_own_adoption, list_events, list_imports, list_own_adoptions
from registry.adoption.services.editing import Details, confirm_use, edit_details, save_checklist
from registry.adoption.services.importing import finish_change_over
from registry.adoption.services.moving import Move, move_adoption, start_adoption
from registry.adoption.stages import Stage, moves_from
from registry.adoption.views.blueprint import bp
from registry.catalogue.models import Release, ReleaseState
from registry.catalogue.queries import get_release, get_solution, list_releases, newest_entries_of
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid

MAX_NOTE = 500


@bp.get("/my/adoptions")
@login_required
def index() -> ResponseReturnValue:
    """All uses of the municipality one acts for."""
    adoptions = list_own_adoptions(acting())
    newest = newest_entries_of([adoption.solution_id for adoption in adoptions])
    return render_template("adoption/index.html", adoptions=adoptions, newest=newest)


@bp.route("/solutions/<slug>/adoption/start", methods=["GET", "POST"])
@login_required
def start(slug: str) -> ResponseReturnValue:
    """Express interest."""
    solution = get_solution(slug, acting())
    require(may_adopt(acting(), solution))
    if find_adoption(acting().municipality_id, solution.id) is not None and request.method == "GET":
        return redirect(url_for("adoption.show", slug=slug))
    form = StartForm(request.form if request.method == "POST" else None)
    form.offer(list_contacts(acting().municipality_id))
    if not form.validate_on_submit():
        page = render_template("adoption/start.html", solution=solution, title=_title(slug), form=form)
        return page, 422 if form.is_submitted else 200
    with transaction():
        contact = get_contact(uuid.UUID(form.contact_id.data), municipality_id=acting().municipality_id)
        start_adoption(get_solution(slug, acting()), by=acting(), contact=contact, text=form.text.data or "")
    flash(_("Ihr Interesse ist eingetragen. Die Checkliste begleitet Sie bis zum Start."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.get("/solutions/<slug>/adoption")
@login_required
def show(slug: str) -> ResponseReturnValue:
    """The own use with everything about it."""
    return _show(get_own_adoption(slug, acting()))


@bp.route("/solutions/<slug>/adoption/move", methods=["GET", "POST"])
@login_required
def move(slug: str) -> ResponseReturnValue:
    """Go to another stage."""
    adoption = get_own_adoption(slug, acting())
    require(may_change(acting(), adoption))
    form = MoveForm(request.form if request.method == "POST" else None, data=_move_defaults(adoption))
    form.offer([(stage, STAGES.label(stage)) for stage in _moves(adoption)], _usable(slug, acting()))
    if not form.validate_on_submit():
        return _show_move(adoption, form), 422 if form.is_submitted else 200
    try:
        with transaction():
            move_adoption(get_own_adoption(slug, acting()), _move_of(slug, form), by=acting())
    except Invalid as error:
        form.add_errors(_renamed(error))
        return _show_move(get_own_adoption(slug, acting()), form), 422
    flash(_("Der neue Stand ist gespeichert."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.route("/solutions/<slug>/adoption/edit", methods=["GET", "POST"])
@login_required
def edit(slug: str) -> ResponseReturnValue:
    """Change figures and contact."""
    adoption = get_own_adoption(slug, acting())
    require(may_change(acting(), adoption))
    form = FiguresForm(request.form if request.method == "POST" else None, data=figures_of(adoption))
    form.offer(list_contacts(acting().municipality_id))
    if not form.validate_on_submit():
        return _show_edit(adoption, form), 422 if form.is_submitted else 200
    try:
        with transaction():
            own = get_own_adoption(slug, acting())
            edit_details(own, _details_of(form), by=acting(), row_version=request.form.get("row_version", 0, type=int))
    except Invalid as error:
        form.add_errors(error)
        return _show_edit(get_own_adoption(slug, acting()), form), 422
    except Conflict as error:
        return _show_edit(get_own_adoption(slug, acting()), form, conflict=error), 409
    flash(_("Ihre Angaben sind gespeichert."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.post("/solutions/<slug>/adoption/checklist")
@login_required
def checklist(slug: str) -> ResponseReturnValue:
    """Save the checklist."""
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


def _show(adoption: Adoption) -> str:
    releases = _usable(adoption.solution.slug, acting())
    return render_template(
        "adoption/show.html",
        adoption=adoption,
        title=_title(adoption.solution.slug),
        newest=releases[0] if releases else None,
        events=list_events(adoption),
        imports=list_imports(adoption.solution_id, adoption.municipality_id),
        moves=_moves(adoption),
        stages=STAGES,
        reasons=REASONS,
        item_states=ITEM_STATES,
        checklist_labels=LABELS,
        may_change=may_change(acting(), adoption),
    )


def _show_move(adoption: Adoption, form: MoveForm) -> str:
    return render_template("adoption/move.html", adoption=adoption, title=_title(adoption.solution.slug), form=form)


def _show_edit(adoption: Adoption, form: FiguresForm, *, conflict: Conflict | None = None) -> str:
    return render_template(
        "adoption/edit.html",
        adoption=adoption,
        title=_title(adoption.solution.slug),
        form=form,
        conflict=conflict,
        current=figures_of(adoption),
    )


def _title(slug: str) -> str:
    return list_releases(get_solution(slug, acting()), acting())[0].title


def _moves(adoption: Adoption) -> list[Stage]:
    return moves_from(adoption.stage, paused_from=adoption.paused_from)


def _usable(slug: str, actor: Actor) -> list[Release]:
    releases = list_releases(get_solution(slug, actor), actor)
    return [item for item in releases if item.state is ReleaseState.PUBLISHED]


def _move_defaults(adoption: Adoption) -> dict[str, object]:
    target = request.args.get("target", "")
    known = {key: value for key, value in figures_of(adoption).items() if key != "contact_id"}
    return {**known, "target": target, "release": adoption.release.number if adoption.release else ""}


def _move_of(slug: str, form: MoveForm) -> Move:
    return Move(
        target=Stage(form.target.data),
        reason=form.chosen_reason(),
        text=form.text.data or "",
        release=get_release(slug, form.release.data, acting()) if form.release.data else None,
        target_on=form.target_on.data,
        decision_reference=form.decision_reference.data or None,
        live_on=form.live_on.data,
        cases_per_year=form.cases_per_year.data,
        minutes_before=form.minutes("minutes_before"),
        minutes_after=form.minutes("minutes_after"),
        basis=form.chosen_basis(),
    )


def _details_of(form: FiguresForm) -> Details:
    return Details(
        contact=get_contact(uuid.UUID(form.contact_id.data), municipality_id=acting().municipality_id),
        target_on=form.target_on.data,
        decision_reference=form.decision_reference.data or "",
        live_on=form.live_on.data,
        cases_per_year=form.cases_per_year.data,
        minutes_before=form.minutes("minutes_before"),
        minutes_after=form.minutes("minutes_after"),
        basis=form.chosen_basis(),
    )


def _renamed(error: Invalid) -> Invalid:
    """The domain speaks of `release_id`, the form of the release's number."""
    fields = {"release" if name == "release_id" else name: message for name, message in error.fields.items()}
    return Invalid(error.message, fields)


def _answers(adoption: Adoption) -> dict[str, tuple[ItemState, str]]:
    known = {state.value for state in ItemState}
    answers = {}
    for item in adoption.checklist:
        raw = request.form.get(f"state-{item.key}", item.state.value)
        state = ItemState(raw) if raw in known else item.state
        answers[item.key] = (state, request.form.get(f"note-{item.key}", item.note)[:MAX_NOTE].strip())
    return answers
