"""One picture of a file in full size, and as a file of its own."""

import uuid
from io import BytesIO

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.accounts.actor import Actor
from registry.catalogue.models import Artifact, ReleaseState
from registry.catalogue.permissions import may_download
from registry.catalogue.pictures import shown_pictures
from registry.catalogue.queries import get_artifact
from registry.core.database import session
from registry.core.errors import NotFound
from registry.diagrams.pictures import Picture
from registry.formats.bpmn import BpmnReader
from registry.formats.reading import FileSummary
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors
from registry.web.downloads import as_download


@bp.get("/files/<uuid:artifact_id>/pictures/<place>")
@cached_for_visitors
def picture(artifact_id: uuid.UUID, place: str) -> ResponseReturnValue:
    """The picture as large as its tool had it; the first of a file is 1."""
    viewer = acting_or_none()
    artifact, summary = _opened(artifact_id, viewer)
    pictures = shown_pictures(artifact.sha256, summary)
    shown = _chosen(pictures, place)
    return render_template(
        "portal/picture.html",
        artifact=artifact,
        picture=shown,
        place=int(place),
        places=len(pictures),
        is_movable=_brings_its_drawing(summary) and may_download(artifact.release, viewer),
    )


@bp.get("/files/<uuid:artifact_id>/pictures/<place>.svg")
def picture_file(artifact_id: uuid.UUID, place: str) -> Response:
    """The picture as attachment."""
    artifact, summary = _opened(artifact_id, acting_or_none())
    content = BytesIO(_chosen(shown_pictures(artifact.sha256, summary), place).svg.encode())
    stem = artifact.name.rpartition(".")[0] or artifact.name
    name = f"{stem}-{place}.svg"
    return as_download(send_file(content, mimetype="image/svg+xml", as_attachment=True, download_name=name))


def _opened(artifact_id: uuid.UUID, viewer: Actor | None) -> tuple[Artifact, FileSummary]:
    """The file and what was read of it, for those for whom its release has a page.

    Raises:
        NotFound: unknown, not for this viewer, a draft, or blocked.
    """
    artifact = get_artifact(artifact_id, viewer)
    if artifact.release.state not in {ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN}:
        raise NotFound
    session().refresh(artifact, ["summary"])
    return artifact, FileSummary.from_json(artifact.summary)


def _brings_its_drawing(summary: FileSummary) -> bool:
    """Whether the file itself is BPMN with a drawing, not one packed inside or laid out here: bpmn-js can show it."""
    return summary.format_id == BpmnReader.id and summary.flow is not None and bool(summary.flow.diagrams)


def _chosen(pictures: tuple[Picture, ...], place: str) -> Picture:
    """The picture of this number, if there is one and it is drawn."""
    numbered = {str(number): picture for number, picture in enumerate(pictures, start=1) if picture.svg}
    if place not in numbered:
        raise NotFound
    return numbered[place]
