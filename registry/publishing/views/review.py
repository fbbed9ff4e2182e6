"""Looking at what somebody else submitted, and deciding about exactly that."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.actor import Actor
from registry.catalogue.models import Release, ReleaseState
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid, NotFound
from registry.formats.findings import category_label
from registry.publishing.fingerprint import draft_mark
from registry.publishing.forms import ROLES, ReviewForm
from registry.publishing.permissions import may_decide
from registry.publishing.queries import get_for_review, get_own_release, list_events, names_of_settlers
from registry.publishing.services.guards import WRONG_STATE
from registry.publishing.services.review import RIGHTS_DECLARATION, accept, give_back
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import title_of
from registry.publishing.views.preview import doubles_of, shown_release


@bp.get("/releases/<uuid:release_id>/review")
@login_required
def review(release_id: uuid.UUID) -> ResponseReturnValue:
    """Everything that would be published, with its findings, and the decision."""
    release = _under_review(release_id, acting())
    if release.state is not ReleaseState.SUBMITTED:
        raise Conflict(WRONG_STATE())
    return _page(release, ReviewForm())


@bp.post("/releases/<uuid:release_id>/review")
@login_required
def decide(release_id: uuid.UUID) -> ResponseReturnValue:
    """Publish it, or return it with a comment."""
    form = ReviewForm(request.form)
    release = _under_review(release_id, acting())
    if not form.validate():
        return _page(release, form), 422
    try:
        published = _act(release_id, form)
    except Invalid as problem:
        form.add_errors(problem)
        return _page(_under_review(release_id, acting()), form), 422
    if published:
        flash(_("Die Version ist veröffentlicht."), "success")
    else:
        flash(_("Sie haben den Entwurf mit Ihrem Hinweis zurückgegeben."), "success")
    return redirect(url_for("publishing.index"))


def _act(release_id: uuid.UUID, form: ReviewForm) -> bool:
    is_accepted = request.form.get("go") == "accept"
    with transaction():
        actor = acting()
        release = _under_review(release_id, actor)
        if is_accepted:
            accept(release, by=actor, mark=form.mark.data or "")
        else:
            give_back(release, by=actor, mark=form.mark.data or "", comment=form.comment.data or "")
    return is_accepted


def _under_review(release_id: uuid.UUID, actor: Actor) -> Release:
    """A release that this person may review, or has just published.

    Raises:
        NotFound: it is nothing this person may decide about.
        Conflict: somebody else of the publisher has decided already.
    """
    try:
        return get_for_review(release_id, actor)
    except NotFound:
        release = get_own_release(release_id, actor)
        if may_decide(release.solution, actor) and release.state is not ReleaseState.SUBMITTED:
            raise Conflict(WRONG_STATE()) from None
        raise


def _page(release: Release, form: ReviewForm) -> str:
    form.mark.data = draft_mark(release)
    return render_template(
        "publishing/review.html",
        **shown_release(release),
        release=release,
        draft_title=title_of(release),
        form=form,
        roles=ROLES,
        names=names_of_settlers(release),
        category_label=category_label,
        declaration=RIGHTS_DECLARATION(),
        doubles=doubles_of(release),
        events=list_events(release),
    )
