"""Headers of every answer, and the check that a changing request comes from our own pages."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from registry.core.errors import DomainError, NotFound
from registry.core.messages import N_, define
from registry.text.cleaning import has_control_characters
from registry.web.adapters import settings

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HSTS = "max-age=63072000; includeSubDomains"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_FIELD = "csrf_token"  # noqa: S105 (name of a form field)
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 (name of a header)
ANONYMOUS = "visitor"
TOKEN_HOURS = 12

FORGED = define(
    "error.forged_request",
    N_(
        "Diese Seite war zu lange offen, Sie handeln inzwischen für eine andere Kommune, oder das Formular kam nicht "
        "von diesem Portal. "
        "Laden Sie die Seite neu und senden Sie das Formular noch einmal ab."
    ),
)


class ForgedRequest(DomainError):
    """A changing request without a valid token, or from another site (400)."""


def register_security(app: Flask) -> None:
    """Check changing requests and put the headers on every answer."""
    app.before_request(limit_form)
    app.before_request(refuse_unwritable)
    app.before_request(refuse_forged)
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add what is missing; a download keeps its stricter policy."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings().is_https:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def limit_form() -> None:
    """Only uploads may be large: any other body is read into memory as a whole."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = request.max_form_memory_size


def refuse_unwritable() -> None:
    """No address holds what no text may hold; a database driver would stop at it.

    Raises:
        NotFound: control characters in the path.
    """
    if has_control_characters(request.path):
        raise NotFound


def refuse_forged() -> None:
    """Refuse a changing request that does not prove to come from our own page.

    An address or a method that does not exist is answered as such.

    Raises:
        ForgedRequest: foreign Origin, cross-site fetch, or no valid token.
    """
    if request.method in SAFE_METHODS or request.routing_exception is not None:
        return
    if not _is_own_origin() or not _is_valid_token(_sent_token()):
        raise ForgedRequest(FORGED())


def csrf_token() -> str:
    """The token for a form: bound to the session and the municipality acted for, or to nobody; expires."""
    return _serializer().dumps(_subject())


def _sent_token() -> str:
    return request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN_FIELD, "")


def _is_valid_token(token: str) -> bool:
    try:
        subject = _serializer().loads(token, max_age=TOKEN_HOURS * 3600)
    except BadSignature:
        return False
    return bool(subject == _subject())


def _is_own_origin() -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or _host_in(origin) == request.host


def _host_in(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # half a bracket of an IPv6 address
        return ""


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="csrf")


def _subject() -> str:
    from flask import session

    return str(getattr(session, "subject", None) or ANONYMOUS)
