"""Whether the process lives, and whether it can do its work."""

from flask import Blueprint, Response
from sqlalchemy import text

from registry.core.database import session

bp = Blueprint("health", __name__)


@bp.get("/health/live")
def live() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/health/ready")
def ready() -> Response:
    """The database answers too."""
    session().execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
