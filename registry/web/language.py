"""German without prefix, English below ``/en/``: no cookie, no guessing from headers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

from flask import has_request_context, request
from flask_babel import force_locale

DEFAULT = "de"
LANGUAGES = ("de", "en")
ENVIRON_KEY = "registry.language"

_spoken: ContextVar[str | None] = ContextVar("spoken_language", default=None)

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


class LanguagePrefix:
    """WSGI middleware: moves ``/en`` from the path to the script name, so that every ``url_for`` keeps it."""

    def __init__(self, app: WsgiApp) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 (WSGI)
        """Serve the request in the language of its path."""
        path = environ.get("PATH_INFO", "")
        environ[ENVIRON_KEY] = DEFAULT
        if path == "/en" or path.startswith("/en/"):
            environ[ENVIRON_KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self._app(environ, start_response)


def current_language() -> str:
    """The language of the request, or that of `speaking`; German outside of both."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not has_request_context():
        return DEFAULT
    return str(request.environ.get(ENVIRON_KEY, DEFAULT))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside the block: mails are written in the language of their recipient."""
    token = _spoken.set(language)
    try:
        with force_locale(language):
            yield
    finally:
        _spoken.reset(token)


def in_language(path: str, language: str) -> str:
    """A path of this portal without prefix, put into `language`."""
    return path if language == DEFAULT else f"/{language}{path}"


def other_language() -> str:
    """The language that the switch in the header offers."""
    return "en" if current_language() == DEFAULT else DEFAULT


def other_language_url() -> str:
    """The current page in the other language, with the same query."""
    path = quote(request.path, safe="/:@!$&'()*+,;=~")
    query = request.query_string.decode("latin-1")
    url = in_language(path, other_language())
    return f"{url}?{query}" if query else url
