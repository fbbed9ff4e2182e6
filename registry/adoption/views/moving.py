"""Going to another stage: first where to, then only what that stage asks for."""

from datetime import date
from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.permissions import require
from registry.adoption.forms import MoveForm, figures_of
from registry.adoption.labels import STAGES
from registry.adoption.models import Adoption
from registry.adoption.permissions import may_change
from registry.adoption.queries import get_own_adoption, list_own_adoptions
from registry.adoption.services.moving import Move, move_adoption
from registry.adoption.stages import Stage, moves_from
from registry.adoption.views.blueprint import bp
from registry.adoption.views.loading import newest_title, usable_releases
from registry.catalogue.queries import get_release, get_solution, newest_entries_of
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid
from registry.core.locking import require_version
from registry.web.conflicts import rebase


@bp.route("/solutions/<slug>/adoption/move", methods=["GET", "POST"])
@login_required
def move(slug: str) -> ResponseReturnValue:
    """Offer the stages, or the form for the chosen one."""
    adoption = get_own_adoption(slug, acting())
    require(may_change(acting(), adoption))
    target = _target()
    if target is None or (request.method == "GET" and target not in _moves(adoption)):
        return _choose_page(adoption), 200 if request.method == "GET" else 422
    form = _form(adoption, target)
    if not form.validate_on_submit():
        return _form_page(adoption, target, form), 422 if form.is_submitted else 200
    return _move(slug, target, form)


def _move(slug: str, target: Stage, form: MoveForm) -> ResponseReturnValue:
    try:
        with transaction():
            adoption = get_own_adoption(slug, acting())
            require_version(adoption, _seen())
            move_adoption(adoption, _move_of(slug, target, form), by=acting())
    except Invalid as error:
        form.add_errors(_renamed(error))
        return _form_page(get_own_adoption(slug, acting()), target, form), 422
    except Conflict as error:
        adoption = get_own_adoption(slug, acting())
        rebase(form, adoption.row_version)
        return _form_page(adoption, target, form, conflict=error), 409
    flash(_("Der neue Stand ist gespeichert."), "success")
    return redirect(url_for("adoption.show", slug=slug))


def _target() -> Stage | None:
    raw = request.values.get("target", "")
    return Stage(raw) if raw in set(Stage) else None


def _moves(adoption: Adoption) -> list[Stage]:
    return moves_from(adoption.stage, paused_from=adoption.paused_from)


def _seen() -> int:
    raw = request.form.get("row_version", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _form(adoption: Adoption, target: Stage) -> MoveForm:
    known = {**figures_of(adoption), "release": adoption.release.number if adoption.release else ""}
    form = MoveForm(request.form if request.method == "POST" else None, data=known)
    form.fit(target)
    form.offer(usable_releases(adoption), _successors(adoption) if target is Stage.RETIRED else {})
    return form


def _successors(adoption: Adoption) -> dict[str, str]:
    others = [item.solution_id for item in list_own_adoptions(acting()) if item.id != adoption.id]
    return {entry.slug: entry.title for entry in newest_entries_of(others).values()}


def _choose_page(adoption: Adoption) -> str:
    return render_template(
        "adoption/move.html",
        adoption=adoption,
        title=newest_title(adoption.solution.slug),
        moves=_moves(adoption),
        stages=STAGES,
    )


def _form_page(adoption: Adoption, target: Stage, form: MoveForm, *, conflict: Conflict | None = None) -> str:
    return render_template(
        "adoption/move_to.html",
        adoption=adoption,
        title=newest_title(adoption.solution.slug),
        target=target,
        stages=STAGES,
        form=form,
        conflict=conflict,
    )


def _move_of(slug: str, target: Stage, form: MoveForm) -> Move:
    release, successor = form.value("release"), form.value("successor")
    return Move(
        target=target,
        reason=form.chosen_reason,
        text=form.text.data or "",
        release=get_release(slug, str(release), acting()) if release else None,
        successor=get_solution(str(successor), acting()) if successor else None,
        target_on=cast("date | None", form.value("target_on")),
        decision_reference=cast("str | None", form.value("decision_reference")) or None,
        live_on=cast("date | None", form.value("live_on")),
        cases_per_year=cast("int | None", form.value("cases_per_year")),
        minutes_before=cast("float | None", form.value("minutes_before")),
        minutes_after=cast("float | None", form.value("minutes_after")),
        basis=form.chosen_basis if target is Stage.LIVE else None,
    )


def _renamed(error: Invalid) -> Invalid:
    """The domain speaks of `release_id`, the form of the release's number."""
    fields = {"release" if name == "release_id" else name: message for name, message in error.fields.items()}
    return Invalid(error.message, fields)
