"""Places in files that need a look before others may read them."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.catalogue.models import Release, ReleaseState
from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.formats.findings import category_label
from registry.publishing.permissions import may_edit
from registry.publishing.queries import get_finding, get_own_release, names_of_settlers
from registry.publishing.services import findings as services
from registry.publishing.services.checks import Step, count_open
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import title_of, way


@bp.get("/releases/<uuid:release_id>/findings")
@login_required
def findings(release_id: uuid.UUID) -> ResponseReturnValue:
    """List them with file and place, masked, and who judged them."""
    return _page(_judged(release_id))


@bp.post("/releases/<uuid:release_id>/findings")
@login_required
def confirm(release_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm the chosen ones as harmless."""
    chosen = _ids(request.form.getlist("finding"))
    kind = next((kind for kind in services.AT_ONCE if kind == request.form.get("all")), None)
    if not chosen and kind is None:
        return _page(_judged(release_id), error=_("Wählen Sie mindestens eine Stelle aus.")), 422
    with transaction():
        actor = acting()
        release = get_own_release(release_id, actor)
        judged = services.open_of(release, kind) if kind else [get_finding(release, item) for item in chosen]
        services.confirm_harmless(release, judged, by=actor)
    flash(_("Gespeichert. Ihr Name und der Zeitpunkt stehen bei der Stelle."), "success")
    return redirect(url_for("publishing.findings", release_id=release_id))


@bp.post("/releases/<uuid:release_id>/findings/<uuid:finding_id>/reopen")
@login_required
def reopen(release_id: uuid.UUID, finding_id: uuid.UUID) -> ResponseReturnValue:
    """Take a judgement back."""
    with transaction():
        actor = acting()
        release = get_own_release(release_id, actor)
        services.reopen(release, get_finding(release, finding_id), by=actor)
    flash(_("Die Stelle ist wieder offen."), "success")
    return redirect(url_for("publishing.findings", release_id=release_id))


def _judged(release_id: uuid.UUID) -> Release:
    release = get_own_release(release_id, acting())
    if release.state is ReleaseState.BLOCKED:
        raise NotFound
    return release


def _page(release: Release, *, error: str = "") -> str:
    is_in_work = release.state in {ReleaseState.DRAFT, ReleaseState.SUBMITTED}
    frame = way(release, Step.FINDINGS) if is_in_work else {"release": release, "draft_title": title_of(release)}
    return render_template(
        "publishing/findings.html",
        **frame,
        is_in_work=is_in_work,
        is_draft=release.state is ReleaseState.DRAFT,
        may_judge=may_edit(release.solution, acting()) and release.state in services.JUDGED_IN,
        open_count=count_open(release),
        at_once={kind.value: len(services.open_of(release, kind)) for kind in services.AT_ONCE},
        names=names_of_settlers(release),
        category_label=category_label,
        error=error,
        page_has_errors=bool(error),
    )


def _ids(texts: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text) for text in texts]
    except ValueError as error:
        raise NotFound from error
