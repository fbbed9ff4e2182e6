"""What a municipality has in work and published, and the page of one draft."""

import uuid
from collections.abc import Iterable
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.catalogue.models import Release, ReleaseState
from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.publishing.permissions import may_edit, may_start
from registry.publishing.queries import (
    get_draft,
    is_for_partner,
    is_reviewer,
    list_drafts,
    list_events,
    list_published,
    list_to_review,
)
from registry.publishing.services.drafts import delete_draft
from registry.publishing.services.guards import require_draft
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import own_draft, title_of, way


@bp.get("")
@login_required
def index() -> ResponseReturnValue:
    """Drafts, what waits for review, and what is published."""
    actor = acting()
    if actor.municipality_id is None:
        raise NotFound
    in_work = list_drafts(actor.municipality_id)
    published = list_published(actor.municipality_id)
    in_draft = {release.solution_id for release in in_work}
    return render_template(
        "publishing/index.html",
        drafts=[release for release in in_work if release.state is ReleaseState.DRAFT],
        submitted=[release for release in in_work if release.state is ReleaseState.SUBMITTED],
        to_review=list_to_review(actor),
        published=_latest_first(published),
        in_draft=in_draft,
        may_start=may_start(actor) and is_for_partner(actor),
        title_of=title_of,
    )


@bp.get("/releases/<uuid:release_id>")
@login_required
def draft(release_id: uuid.UUID) -> ResponseReturnValue:
    """Where a draft stands: the steps, what is missing, what happened."""
    actor = acting()
    release = get_draft(release_id, actor)
    return render_template(
        "publishing/draft.html",
        **way(release),
        events=list_events(release),
        may_edit=may_edit(release.solution, actor),
        may_review=is_reviewer(release, actor),
    )


@bp.get("/releases/<uuid:release_id>/delete")
@login_required
def delete(release_id: uuid.UUID) -> ResponseReturnValue:
    """Give a draft up, after asking."""
    return render_template("publishing/delete.html", **way(own_draft(release_id)))


@bp.post("/releases/<uuid:release_id>/delete")
@login_required
def delete_now(release_id: uuid.UUID) -> ResponseReturnValue:
    """Give a draft up."""
    with transaction():
        actor = acting()
        release = get_draft(release_id, actor)
        require_draft(release, actor)
        delete_draft(release, by=actor)
    flash(_("Der Entwurf ist gelöscht."), "success")
    return redirect(url_for("publishing.index"))


def _latest_first(releases: Iterable[Release]) -> list[Release]:
    """One release of each solution, what was published last on top."""
    newest = [_newest(group) for _, group in groupby(releases, key=lambda release: release.solution_id)]
    return sorted(newest, key=lambda release: release.published_at or release.created_at, reverse=True)


def _newest(releases: Iterable[Release]) -> Release:
    ordered = list(releases)
    return next((item for item in ordered if item.state is ReleaseState.PUBLISHED), ordered[0])
