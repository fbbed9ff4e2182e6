"""The files of a draft: what they are and why, what was read, corrected and replaced ones."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.catalogue.models import Artifact, ArtifactRole, Release, ReleaseState, SolutionKind
from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.formats.reading import FileSummary, UnreadableFile
from registry.publishing.choosing import choices_for
from registry.publishing.forms import ROLES, FileForm, KindForm, ReplaceForm, UploadForm
from registry.publishing.queries import find_latest, get_artifact, get_draft, get_readable
from registry.publishing.services import files as services
from registry.publishing.services.checks import Step
from registry.publishing.services.drafts import set_kind
from registry.publishing.services.uploads import read_stored
from registry.publishing.views.blueprint import bp
from registry.publishing.views.loading import own_draft, own_file, way
from registry.publishing.views.reading import what_was_read
from registry.publishing.views.uploading import (
    go_to,
    intake_for,
    limits_text,
    refused,
    sentences,
    submitted_data,
    take_in,
    tell_outcome,
)
from registry.web.adapters import adapters
from registry.web.downloads import send_stored
from registry.web.templating import message_text


@bp.route("/releases/<uuid:release_id>/files", methods=["GET", "POST"])
@login_required
def files(release_id: uuid.UUID) -> ResponseReturnValue:
    """Show the files with what was read; take further ones in."""
    release = own_draft(release_id)
    form = UploadForm(submitted_data())
    if not form.is_submitted:
        return _page(release, form)
    if not form.validate():
        return refused(_page(release, form), [str(error) for error in form.files.errors])
    reception = take_in(form.files.data or [], release.solution.municipality_id)
    if not reception.files:
        form.files.errors = sentences(reception.refusals)
        return refused(_page(own_draft(release_id), form), sentences(reception.refusals))
    with transaction():
        actor = acting()
        added = len(services.attach(get_draft(release_id, actor), reception.files, by=actor))
    tell_outcome(reception)
    flash(_("Gespeichert.") if added else _("Diese Datei liegt dem Entwurf schon bei."), "success")
    return go_to(url_for("publishing.files", release_id=release_id))


@bp.route("/releases/<uuid:release_id>/files/<uuid:artifact_id>", methods=["GET", "POST"])
@login_required
def file(release_id: uuid.UUID, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Say what a file is for, and correct what it was taken for."""
    artifact = own_file(release_id, artifact_id)
    form = FileForm(request.form if request.method == "POST" else None, obj=artifact, role=artifact.role.value)
    if not form.validate_on_submit():
        return _file_page(artifact, form), 422 if form.is_submitted else 200
    try:
        summary = _read_again(artifact, form.format_id.data)
    except UnreadableFile as problem:
        form.format_id.errors = [message_text(problem.message)]
        return _file_page(artifact, form), 422
    with transaction():
        actor = acting()
        artifact = get_artifact(get_draft(release_id, actor), artifact_id)
        services.set_role(artifact, ArtifactRole(form.role.data), by=actor)
        if summary is not None:
            services.set_type(artifact, summary, by=actor)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("publishing.files", release_id=release_id))


@bp.route("/releases/<uuid:release_id>/files/<uuid:artifact_id>/replace", methods=["GET", "POST"])
@login_required
def replace(release_id: uuid.UUID, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Put a corrected file in the place of this one."""
    form = ReplaceForm(submitted_data())
    artifact = own_file(release_id, artifact_id)
    if not form.is_submitted:
        return _replace_page(artifact, form)
    if not form.validate():
        return refused(_replace_page(artifact, form), [str(error) for error in form.file.errors])
    reception = take_in([form.file.data], artifact.release.solution.municipality_id, unpack=False)
    if not reception.files:
        form.file.errors = sentences(reception.refusals)
        return refused(_replace_page(own_file(release_id, artifact_id), form), sentences(reception.refusals))
    with transaction():
        actor = acting()
        artifact = get_artifact(get_draft(release_id, actor), artifact_id)
        services.replace_file(artifact, reception.files[0], by=actor)
    flash(_("Die Datei ist ersetzt. Ihre Bestätigungen gelten weiter, wo sich nichts geändert hat."), "success")
    return go_to(url_for("publishing.files", release_id=release_id))


@bp.get("/releases/<uuid:release_id>/files/<uuid:artifact_id>/remove")
@login_required
def remove(release_id: uuid.UUID, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Ask before a file is taken out."""
    artifact = own_file(release_id, artifact_id)
    return render_template("publishing/remove.html", **way(artifact.release, Step.FILES), artifact=artifact)


@bp.post("/releases/<uuid:release_id>/files/<uuid:artifact_id>/remove")
@login_required
def remove_now(release_id: uuid.UUID, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Take a file out of a draft."""
    with transaction():
        actor = acting()
        services.remove(get_artifact(get_draft(release_id, actor), artifact_id), by=actor)
    flash(_("Die Datei ist entfernt."), "success")
    return redirect(url_for("publishing.files", release_id=release_id))


@bp.post("/releases/<uuid:release_id>/kind")
@login_required
def kind(release_id: uuid.UUID) -> ResponseReturnValue:
    """Say what sort of thing the solution is."""
    form = KindForm(request.form)
    if not form.validate():
        release = own_draft(release_id)
        return _page(release, UploadForm(), kind_form=form), 422
    with transaction():
        actor = acting()
        set_kind(get_draft(release_id, actor), SolutionKind(form.kind.data), by=actor)
    flash(_("Gespeichert."), "success")
    return redirect(url_for("publishing.files", release_id=release_id))


@bp.get("/releases/<uuid:release_id>/files/<uuid:artifact_id>/download")
@login_required
def download(release_id: uuid.UUID, artifact_id: uuid.UUID) -> Response:
    """A file of the own municipality's release, or of one that the person reviews."""
    release = get_readable(release_id, acting())
    if release.state is ReleaseState.BLOCKED:
        raise NotFound
    artifact = get_artifact(release, artifact_id)
    return send_stored(adapters().store, artifact.sha256, name=artifact.name)


def _page(release: Release, form: UploadForm, *, kind_form: KindForm | None = None) -> str:
    known = "kind" in release.origins
    kinds = kind_form or KindForm(kind=release.solution.kind.value if known else None)
    summaries = {item.id: services.summary_of(item) for item in release.artifacts}
    choices = choices_for(release.solution.municipality_id, release.facts)
    return render_template(
        "publishing/files.html",
        **way(release, Step.FILES),
        form=kinds if kind_form else form,
        upload_form=form,
        kind_form=kinds,
        kind_origin=release.origins.get("kind"),
        kind_is_open=find_latest(release.solution_id) is None,
        summaries=summaries,
        read={key: what_was_read(summary, choices) for key, summary in summaries.items()},
        roles=ROLES,
        limits=limits_text(),
    )


def _file_page(artifact: Artifact, form: FileForm) -> str:
    return render_template(
        "publishing/file.html",
        **way(artifact.release, Step.FILES),
        form=form,
        artifact=artifact,
        summary=services.summary_of(artifact),
    )


def _replace_page(artifact: Artifact, form: ReplaceForm) -> str:
    page = way(artifact.release, Step.FILES)
    return render_template("publishing/replace.html", **page, form=form, artifact=artifact, limits=limits_text())


def _read_again(artifact: Artifact, format_id: str) -> FileSummary | None:
    """The file read as what the person says it is; None where that is what it was taken for."""
    if format_id == artifact.format_id:
        return None
    intake = intake_for(artifact.release.solution.municipality_id)
    return read_stored(artifact.sha256, artifact.name, intake, format_id=format_id)
