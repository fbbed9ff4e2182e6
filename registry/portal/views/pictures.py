"""One picture of a file in full size, and as a file of its own."""

import uuid
from io import BytesIO

from flask import Response, render_template, send_file
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.models import Artifact, ReleaseState
from registry.catalogue.pictures import shown_pictures
from registry.catalogue.queries import get_artifact
from registry.core.database import session
from registry.core.errors import NotFound
from registry.diagrams.pictures import Picture
from registry.formats.reading import FileSummary
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors
from registry.web.downloads import as_download


@bp.get("/files/<uuid:artifact_id>/pictures/<place>")
@cached_for_visitors
def picture(artifact_id: uuid.UUID, place: str) -> ResponseReturnValue:
    """The picture as large as its tool had it; the first of a file is 1."""
    artifact, pictures = _pictures(artifact_id)
    shown = _chosen(pictures, place)
    return render_template(
        "portal/picture.html",
        artifact=artifact,
        picture=shown,
        place=int(place),
        places=len(pictures),
    )


@bp.get("/files/<uuid:artifact_id>/pictures/<place>.svg")
def picture_file(artifact_id: uuid.UUID, place: str) -> Response:
    """The picture as attachment."""
    artifact, pictures = _pictures(artifact_id)
    content = BytesIO(_chosen(pictures, place).svg.encode())
    stem = artifact.name.rpartition(".")[0] or artifact.name
    name = f"{stem}-{place}.svg"
    return as_download(send_file(content, mimetype="image/svg+xml", as_attachment=True, download_name=name))


def _pictures(artifact_id: uuid.UUID) -> tuple[Artifact, tuple[Picture, ...]]:
    """The file and its pictures, for those for whom its release has a page.

    Raises:
        NotFound: unknown, not for this viewer, a draft, or blocked.
    """
    artifact = get_artifact(artifact_id, acting_or_none())
    if artifact.release.state not in {ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN}:
        raise NotFound
    session().refresh(artifact, ["summary"])
    return artifact, shown_pictures(artifact.sha256, FileSummary.from_json(artifact.summary))


def _chosen(pictures: tuple[Picture, ...], place: str) -> Picture:
    """The picture of this number, if there is one and it is drawn."""
    numbered = {str(number): picture for number, picture in enumerate(pictures, start=1) if picture.svg}
    if place not in numbered:
        raise NotFound
    return numbered[place]
