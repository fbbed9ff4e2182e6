"""Beginning a solution with its files, or a new release of one."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.core.database import transaction
from registry.publishing.forms import StartForm
from registry.publishing.queries import get_own_solution
from registry.publishing.services.drafts import NewSolution, create_solution, require_start, start_release
from registry.publishing.views.blueprint import bp
from registry.publishing.views.uploading import (
    go_to,
    limits_text,
    refused,
    sentences,
    submitted_data,
    take_in,
    tell_outcome,
)


@bp.route("/new", methods=["GET", "POST"])
@login_required
def new() -> ResponseReturnValue:
    """Drop the files; what can be read from them is filled in."""
    actor = acting()
    require_start(actor)
    form = StartForm(submitted_data(), id=str(uuid.uuid4()))
    if not form.is_submitted:
        return _page(form)
    if not form.validate():
        return refused(_page(form), [str(error) for errors in form.errors.values() for error in errors])
    reception = take_in(form.files.data or [], actor.municipality_id)
    if not reception.files:
        form.files.errors = sentences(reception.refusals)
        return refused(_page(form), sentences(reception.refusals))
    start = NewSolution(id=form.solution_id, kind=form.solution_kind, files=reception.files)
    with transaction():
        release_id = create_solution(start, by=acting()).id
    tell_outcome(reception)
    flash(_("Gespeichert. Die Lösung ist ein Entwurf und nur für Ihre Kommune sichtbar."), "success")
    return go_to(url_for("publishing.files", release_id=release_id))


@bp.post("/solutions/<slug>/new-release")
@login_required
def begin_release(slug: str) -> ResponseReturnValue:
    """A new draft from the last release."""
    with transaction():
        actor = acting()
        release_id = start_release(get_own_solution(slug, actor), by=actor).id
    flash(_("Gespeichert. Die neue Version ist ein Entwurf und nur für Ihre Kommune sichtbar."), "success")
    return redirect(url_for("publishing.files", release_id=release_id))


def _page(form: StartForm) -> str:
    return render_template("publishing/new.html", form=form, limits=limits_text())
