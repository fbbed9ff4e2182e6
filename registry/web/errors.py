"""Every error becomes a page with the right status and a sentence; mapped once, here."""

import uuid

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from jinja2 import TemplateError
from markupsafe import escape
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, SecurityError

from registry.core.database import is_collision, violated_constraint
from registry.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, TooMany
from registry.core.messages import N_, define
from registry.web.adapters import settings
from registry.web.formatting import format_size
from registry.web.language import current_language, in_language
from registry.web.security import ForgedRequest
from registry.web.templating import message_text

logger = structlog.get_logger()

STALE = define(
    "error.stale",
    N_("Jemand anderes hat das inzwischen geändert. Laden Sie die Seite neu und prüfen Sie Ihre Angaben."),
)
RETRY_S = 30
"""When a browser may ask again while the database does not answer."""
LAST_RESORT = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Das hat nicht geklappt. – {name}</title></head>
<body><h1>Das hat nicht geklappt.</h1>
<p>Der Fehler liegt bei uns. Versuchen Sie es später noch einmal. Kennung: {reference}</p></body></html>
"""
_STATUS: dict[type[DomainError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
    ForgedRequest: 400,
}


def register_errors(app: Flask) -> None:
    """Answer domain errors, HTTP errors and everything unforeseen with a page."""
    app.register_error_handler(DomainError, answer_domain_error)
    app.register_error_handler(StaleDataError, answer_stale)
    app.register_error_handler(IntegrityError, answer_collision)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(OperationalError, answer_unavailable)
    app.register_error_handler(PoolTimeout, answer_unavailable)
    app.register_error_handler(Exception, answer_failure)


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)


def answer_domain_error(error: DomainError) -> Response:
    """The sentence of the error, with its status."""
    response = _page(status_of(error), message_text(error.message), minutes=_minutes(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def answer_stale(_error: StaleDataError) -> Response:
    """Two people changed the same row: the second learns of it."""
    return _page(409, message_text(STALE()))


def answer_collision(error: IntegrityError) -> Response:
    """A constraint held what no service had looked for: somebody else was first, or it is our fault."""
    if not is_collision(error):
        return answer_failure(error)
    logger.warning("rows_collided", constraint=violated_constraint(error))
    return _page(409, message_text(STALE()))


def answer_http_error(error: HTTPException) -> Response:
    """Errors of routing and parsing: unknown address, wrong method, too large a request."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if isinstance(error, SecurityError):  # a foreign host name: no address of ours can be built in this request
        return _failure_page(status)
    response = _page(status, _sentence(error, status)) if status < 500 else _failure_page(status)
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def answer_unavailable(error: Exception) -> Response:
    """The database does not answer, or has no connection left: for a moment, as a rule."""
    incident = _logged("database_unavailable", error)
    response = _failure_page(503, reference=incident)
    response.headers["Retry-After"] = str(RETRY_S)
    return response


def answer_failure(error: Exception) -> Response:
    """Our fault: logged with an id that the person can name, nothing about the inside is shown."""
    return _failure_page(500, reference=_logged("request_failed", error))


def _logged(event: str, error: Exception) -> str:
    incident = uuid.uuid4().hex[:10]
    logger.error(event, incident=incident, exc_info=error)
    return incident


def _minutes(error: DomainError) -> int:
    return -(-error.retry_after_s // 60) if isinstance(error, TooMany) else 0


def _sentence(error: HTTPException, status: int) -> str:
    if isinstance(error, RequestEntityTooLarge):
        limit = format_size(request.max_content_length or settings().max_request_bytes)
        return str(_("Die Anfrage ist zu groß. Erlaubt sind zusammen %(limit)s.", limit=limit))
    match status:
        case 404:
            return str(_("Diese Seite gibt es nicht (mehr)."))
        case 405:
            return str(_("Diese Adresse lässt sich so nicht aufrufen."))
        case _:
            return str(_("Diese Anfrage konnte das Portal nicht verstehen."))


def _page(status: int, sentence: str, *, minutes: int = 0) -> Response:
    """The sentence as a page, or for a script of ours that asks for it as JSON."""
    if request.accept_mimetypes.best == "application/json":
        return _uncached(jsonify(message=sentence), status)
    page = render_template("errors/error.html", status=status, sentence=sentence, retry_minutes=minutes)
    return _uncached(page, status)


def _failure_page(status: int, *, reference: str = "") -> Response:
    """A page that needs no database and no person: the template alone, and plain words should even that fail."""
    language = current_language()
    try:
        page = current_app.jinja_env.get_template("errors/error.html").render(
            status=status,
            is_bare=True,
            reference=reference,
            portal_name=settings().name,
            current_language=language,
            home_url=in_language("/", language),
        )
    except (TemplateError, OSError) as broken:
        logger.exception("error_page_failed", error=type(broken).__name__)
        page = LAST_RESORT.format(name=escape(settings().name), reference=escape(reference))
    return _uncached(page, status)


def _uncached(page: str | Response, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
