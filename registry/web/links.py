"""Addresses: absolute ones for mails and feeds from the configured base, safe ones for redirects."""

from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from registry.core.errors import Conflict
from registry.core.messages import N_, define
from registry.web.adapters import settings
from registry.web.language import in_language

LINK_UNUSABLE = define(
    "link.unusable",
    N_("Dieser Link ist abgelaufen oder wurde schon benutzt. Bitte fordern Sie einen neuen an."),
)


class UnusableLink(Conflict):
    """A link from a mail that is forged, expired or used up."""

    def __init__(self) -> None:
        super().__init__(LINK_UNUSABLE())


def signed_token(purpose: str, subject: object) -> str:
    """A token for a link in a mail: names a row, cannot be forged; the row says whether it was used."""
    return _serializer(purpose).dumps(str(subject))


def read_token(purpose: str, token: str, *, max_age_s: int) -> str:
    """What `signed_token` signed.

    Raises:
        UnusableLink: forged, cut, or older than `max_age_s`.
    """
    try:
        return str(_serializer(purpose).loads(token, max_age=max_age_s))
    except BadSignature as error:
        raise UnusableLink from error


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"link:{purpose}")


def absolute_url(endpoint: str, *, language: str = "de", **values: object) -> str:
    """The full address of a page from ``REGISTRY_BASE_URL``, never from the request's Host."""
    base = urlsplit(settings().base_url)
    adapter = current_app.url_map.bind(base.netloc, script_name="/", url_scheme=base.scheme)
    path = adapter.build(endpoint, values, force_external=False)
    return f"{base.scheme}://{base.netloc}{base.path.rstrip('/')}{in_language(path, language)}"


def is_own_path(target: str) -> bool:
    """Whether a redirect target stays in this portal: one leading slash, no host, no control characters."""
    cleaned = target.replace("\\", "/")
    if not cleaned.startswith("/") or cleaned.startswith("//"):
        return False
    if any(ord(char) <= 32 or ord(char) == 127 for char in cleaned):
        return False
    parts = urlsplit(cleaned)
    return not parts.scheme and not parts.netloc
