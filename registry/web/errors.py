"""Every error becomes a page with the right status and a sentence; mapped once, here."""

import uuid

import structlog
from flask import Flask, Response, make_response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from registry.core.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound, TooMany
from registry.core.messages import N_, define
from registry.web.adapters import settings
from registry.web.formatting import format_size
from registry.web.security import ForgedRequest
from registry.web.templating import message_text

logger = structlog.get_logger()

STALE = define(
    "error.stale",
    N_("Jemand anderes hat das inzwischen geändert. Laden Sie die Seite neu und prüfen Sie Ihre Angaben."),
)
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
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(Exception, answer_failure)


def status_of(error: DomainError) -> int:
    """The HTTP status of a domain error."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 400)


def answer_domain_error(error: DomainError) -> Response:
    """The sentence of the error, with its status."""
    response = _page(status_of(error), message_text(error.message))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def answer_stale(_error: StaleDataError) -> Response:
    """Two people changed the same row: the second learns of it."""
    return _page(409, message_text(STALE()))


def answer_http_error(error: HTTPException) -> Response:
    """Errors of routing and parsing: unknown address, wrong method, too large a request."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    response = _page(status, _sentence(error, status))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def answer_failure(error: Exception) -> Response:
    """Our fault: logged with an id that the person can name, nothing about the inside is shown."""
    incident = uuid.uuid4().hex[:10]
    logger.error("request_failed", incident=incident, exc_info=error)
    sentence = _(
        "Das hat nicht geklappt. Der Fehler liegt bei uns. Versuchen Sie es später noch einmal. Kennung: %(id)s",
        id=incident,
    )
    return _page(500, sentence)


def _sentence(error: HTTPException, status: int) -> str:
    if isinstance(error, RequestEntityTooLarge):
        limit = format_size(settings().max_request_bytes)
        return _("Die Anfrage ist zu groß. Erlaubt sind zusammen %(limit)s.", limit=limit)
    match status:
        case 404:
            return _("Diese Seite gibt es nicht (mehr).")
        case 405:
            return _("Diese Adresse lässt sich so nicht aufrufen.")
        case _ if status >= 500:
            return _("Das hat nicht geklappt. Der Fehler liegt bei uns. Versuchen Sie es später noch einmal.")
        case _:
            return _("Diese Anfrage konnte das Portal nicht verstehen.")


def _page(status: int, sentence: str) -> Response:
    response = make_response(render_template("errors/error.html", status=status, sentence=sentence), status)
    response.headers["Cache-Control"] = "no-store"
    return response
