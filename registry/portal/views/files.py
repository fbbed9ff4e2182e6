"""Downloading one file of a release."""

import uuid

from flask import Response

from registry.accounts.acting import acting_or_none
from registry.catalogue.permissions import may_download
from registry.catalogue.queries import get_artifact
from registry.core.errors import NotFound
from registry.portal.views.blueprint import bp
from registry.web.adapters import adapters
from registry.web.downloads import send_stored


@bp.get("/files/<uuid:artifact_id>")
def download(artifact_id: uuid.UUID) -> Response:
    """The bytes, as attachment, to those who may have them."""
    viewer = acting_or_none()
    artifact = get_artifact(artifact_id, viewer)
    if not may_download(artifact.release, viewer):
        raise NotFound
    return send_stored(adapters().store, artifact.sha256, name=artifact.name)
