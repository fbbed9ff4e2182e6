"""What may still happen to a published release, each after asking."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required, operator_required
from registry.accounts.permissions import require
from registry.catalogue.models import Audience, Release, ReleaseState
from registry.catalogue.permissions import SHOWN
from registry.core.database import transaction
from registry.core.errors import Conflict, Invalid, NotFound
from registry.publishing.forms import BlockForm, ReasonForm
from registry.publishing.permissions import may_decide
from registry.publishing.queries import find_release, get_own_release, list_using
from registry.publishing.services.blocking import block as block_release
from registry.publishing.services.checks import audience_obstacles
from registry.publishing.services.guards import WRONG_STATE
from registry.publishing.services.releases import open_to_public, withdraw
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import title_of
from registry.web.adapters import adapters
from registry.web.forms import options


@bp.route("/releases/<uuid:release_id>/withdraw", methods=["GET", "POST"])
@login_required
def withdraw_release(release_id: uuid.UUID) -> ResponseReturnValue:
    """Take a published release back, with the reason."""
    release = _decided(release_id)
    form = ReasonForm(request.form if request.method == "POST" else None)
    if not form.validate_on_submit():
        page = render_template("publishing/withdraw.html", release=release, draft_title=title_of(release), form=form)
        return page, 422 if form.is_submitted else 200
    with transaction():
        actor = acting()
        release = get_own_release(release_id, actor)
        withdraw(release, by=actor, reason=form.reason.data or "")
        slug = release.solution.slug
    flash(_("Die Version ist zurückgezogen. Ihre Seite bleibt mit dem Grund bestehen."), "success")
    return redirect(url_for("publishing.solution", slug=slug))


@bp.get("/releases/<uuid:release_id>/open")
@login_required
def open_release(release_id: uuid.UUID) -> ResponseReturnValue:
    """Ask before a release for partners becomes public; say what stands against it."""
    return _open_page(_decided(release_id))


@bp.post("/releases/<uuid:release_id>/open")
@login_required
def open_release_now(release_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody read a release."""
    try:
        with transaction():
            actor = acting()
            release = open_to_public(get_own_release(release_id, actor), by=actor)
            slug = release.solution.slug
    except Invalid:
        return _open_page(_decided(release_id)), 422
    flash(_("Die Version ist jetzt öffentlich."), "success")
    return redirect(url_for("publishing.solution", slug=slug))


@bp.route("/releases/<uuid:release_id>/block", methods=["GET", "POST"])
@login_required
@operator_required
def block(release_id: uuid.UUID) -> ResponseReturnValue:
    """Take the content of files away for good (operator)."""
    release = _blockable(release_id)
    form = BlockForm(request.form if request.method == "POST" else None)
    form.files.choices = options((item.sha256, item.name) for item in release.artifacts)
    if not form.is_submitted:
        form.files.data = [item.sha256 for item in release.artifacts]
    if not form.validate_on_submit():
        return _block_page(release, form), 422 if form.is_submitted else 200
    try:
        with transaction():
            release = _blockable(release_id)
            block_release(
                release,
                by=acting(),
                sha256s=form.files.data or [],
                reason=form.reason.data or "",
                store=adapters().store,
            )
    except Invalid as problem:
        form.add_errors(problem)
        return _block_page(_blockable(release_id), form), 422
    flash(_("Die Version ist gesperrt. Der Inhalt der Dateien ist gelöscht."), "success")
    return redirect(url_for("publishing.block", release_id=release_id))


def _decided(release_id: uuid.UUID) -> Release:
    actor = acting()
    release = get_own_release(release_id, actor)
    require(may_decide(release.solution, actor))
    if release.state is not ReleaseState.PUBLISHED:
        raise Conflict(WRONG_STATE())
    return release


def _blockable(release_id: uuid.UUID) -> Release:
    release = find_release(release_id)
    if release is None or release.state not in SHOWN:
        raise NotFound
    return release


def _open_page(release: Release) -> str:
    return render_template(
        "publishing/open.html",
        release=release,
        draft_title=title_of(release),
        obstacles=audience_obstacles(release, audience=Audience.PUBLIC),
    )


def _block_page(release: Release, form: BlockForm) -> str:
    others = [item for item in list_using([item.sha256 for item in release.artifacts]) if item.id != release.id]
    return render_template(
        "publishing/block.html", release=release, draft_title=title_of(release), form=form, others=others
    )
