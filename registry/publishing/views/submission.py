"""Number, audience and change notes of a draft, and handing it over."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.actor import Actor
from registry.catalogue.models import Audience, NoteKind, Release, ReleaseState
from registry.core.database import transaction
from registry.core.errors import Invalid
from registry.publishing.fingerprint import draft_mark
from registry.publishing.forms import PlanForm
from registry.publishing.queries import find_latest, get_draft, get_own_release, list_reviewers
from registry.publishing.services.checks import Step
from registry.publishing.services.numbering import proposed
from registry.publishing.services.review import RIGHTS_DECLARATION, plan_release, recall, require_unchanged, submit
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import own_draft, way
from registry.publishing.views.preview import doubles_of


@bp.get("/releases/<uuid:release_id>/submission")
@login_required
def submission(release_id: uuid.UUID) -> ResponseReturnValue:
    """Show the plan of the release, what is missing, likely doubles and the rights declaration."""
    release = own_draft(release_id)
    return _page(release, PlanForm(None, data=_stored(release)))


@bp.post("/releases/<uuid:release_id>/submission")
@login_required
def hand_over(release_id: uuid.UUID) -> ResponseReturnValue:
    """Save the plan; submit, if that button was pressed."""
    if _was_submitted_by(get_draft(release_id, acting()), acting()):
        return redirect(url_for("publishing.draft", release_id=release_id))
    form = PlanForm(request.form)
    if not form.validate():
        return _page(own_draft(release_id), form), 422
    try:
        is_submitted = _act(release_id, form)
    except Invalid as problem:
        form.add_errors(problem)
        return _page(own_draft(release_id), form), 422
    if not is_submitted:
        flash(_("Gespeichert."), "success")
        return redirect(url_for("publishing.submission", release_id=release_id))
    flash(_("Eingereicht. Wer freigeben darf, erhält eine E-Mail."), "success")
    return redirect(url_for("publishing.draft", release_id=release_id))


@bp.post("/releases/<uuid:release_id>/recall")
@login_required
def take_back(release_id: uuid.UUID) -> ResponseReturnValue:
    """Take a submission back."""
    with transaction():
        actor = acting()
        recall(get_own_release(release_id, actor), by=actor)
    flash(_("Sie haben den Entwurf zurückgeholt und können ihn wieder ändern."), "success")
    return redirect(url_for("publishing.draft", release_id=release_id))


def _act(release_id: uuid.UUID, form: PlanForm) -> bool:
    """Save the plan and submit; True if it was submitted. Nothing is kept of a submission that is refused."""
    wants_to_submit = request.form.get("go") == "submit"
    with transaction():
        actor = acting()
        release = get_draft(release_id, actor)
        if wants_to_submit and _was_submitted_by(release, actor):
            return True
        if wants_to_submit:
            require_unchanged(release, form.mark.data or "")
        plan_release(release, form.plan(), by=actor)
        if wants_to_submit:
            submit(release, by=actor, rights_declared=bool(form.rights.data))
    return wants_to_submit


def _was_submitted_by(release: Release, actor: Actor) -> bool:
    """Whether the same button was pressed twice."""
    return release.state is ReleaseState.SUBMITTED and release.submitted_by_id == actor.account_id


def _stored(release: Release) -> dict[str, str]:
    notes = {kind: [note.text for note in release.notes if note.kind is kind] for kind in NoteKind}
    return {
        "number": release.number,
        "audience": release.audience.value,
        **{kind.value: "\n".join(texts) for kind, texts in notes.items()},
    }


def _chosen_audience(form: PlanForm) -> Audience | None:
    return next((audience for audience in Audience if audience.value == form.audience.data), None)


def _page(release: Release, form: PlanForm) -> str:
    actor = acting()
    last = find_latest(release.solution_id)
    form.mark.data = draft_mark(release)
    return render_template(
        "publishing/submission.html",
        **way(release, Step.SUBMISSION, audience=_chosen_audience(form)),
        form=form,
        last=last,
        proposal=".".join(str(part) for part in proposed(last, [note.kind for note in release.notes])),
        note_kinds=[form[kind.value] for kind in NoteKind],
        declaration=RIGHTS_DECLARATION(),
        doubles=doubles_of(release),
        reviewers=list_reviewers(release.solution, submitter_id=actor.account_id),
    )
