"""Pages for visitors, kept below Flask until something changes.

A page is kept by its full address when a view allowed proxies to keep it (`registry.web.caching`) and the request
came without any cookie. It stands as long as the state of the data does: the newest entry of the audit log, which
every change writes in its own transaction, so that what is withdrawn or blocked is gone with the commit. And never
longer than proxies may keep it, since dates move on by themselves.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.http import parse_etags, unquote_etag

from registry.web.caching import VISITOR_S
from registry.web.language import WsgiApp

MAX_PAGE_BYTES = 1024 * 1024
_PERSONAL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "CONTENT_LENGTH")
"""Requests with one of these always reach the view."""

_NOT_WITH_304 = frozenset({"content-length", "content-type"})

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class KeptPage:
    """One answer as it went out; `etag` without quotes, `until` when (monotonic seconds) it may go out again."""

    headers: Headers
    body: bytes
    etag: str
    until: float


class KeptPages:
    """WSGI middleware around the application.

    Args:
        state: what changes with every change of the data, None while unknown; asked at each request of a visitor.
        limit_bytes: how much of the pages is kept in memory, the latest used ones.
    """

    def __init__(self, app: WsgiApp, *, state: Callable[[], str | None], limit_bytes: int) -> None:
        self._app = app
        self._state = state
        self._limit_bytes = limit_bytes
        self._pages: OrderedDict[tuple[str, ...], KeptPage] = OrderedDict()
        self._known_state = ""
        self._bytes = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 (WSGI)
        """Answer with the kept page, or ask the application and keep what it allows."""
        if environ["REQUEST_METHOD"] != "GET" or any(environ.get(name) for name in _PERSONAL):
            return self._app(environ, start_response)
        if (state := self._state()) is None:
            return self._app(environ, start_response)
        key = _address(environ)
        kept = self._find(key, state)
        if kept is None:
            return self._ask(key, state, environ, start_response)
        return _answer(kept, environ, start_response)

    def _find(self, key: tuple[str, ...], state: str) -> KeptPage | None:
        with self._lock:
            if state != self._known_state:
                self._pages.clear()
                self._known_state, self._bytes = state, 0
            kept = self._pages.get(key)
            if kept is None or kept.until < time.monotonic():
                return None
            self._pages.move_to_end(key)
            return kept

    def _ask(self, key: tuple[str, ...], state: str, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        started: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *rest: Any) -> Any:  # noqa: ANN401
            started.append((status, list(headers)))
            return start_response(status, headers, *rest)

        answer = self._app(environ, start)
        if not started or not _may_keep(*started[-1]):
            return answer
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        self._keep(key, state, _page(started[-1][1], body))
        return [body]

    def _keep(self, key: tuple[str, ...], state: str, page: KeptPage) -> None:
        with self._lock:
            if state != self._known_state or len(page.body) > MAX_PAGE_BYTES:
                return
            self._drop(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > self._limit_bytes:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: tuple[str, ...]) -> None:
        dropped = self._pages.pop(key, None)
        self._bytes -= len(dropped.body) if dropped else 0


def _address(environ: dict[str, Any]) -> tuple[str, ...]:
    names = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
    return tuple(str(environ.get(name, "")) for name in names)


def _may_keep(status: str, headers: Headers) -> bool:
    named = {name.lower(): value for name, value in headers}
    allowed = "public" in named.get("cache-control", "") and "etag" in named
    return status.startswith("200") and allowed and "set-cookie" not in named


def _page(headers: Headers, body: bytes) -> KeptPage:
    etag, _ = unquote_etag(next(value for name, value in headers if name.lower() == "etag"))
    return KeptPage(headers, body, etag or "", time.monotonic() + VISITOR_S)


def _answer(kept: KeptPage, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 (WSGI)
    if parse_etags(environ.get("HTTP_IF_NONE_MATCH")).contains_weak(kept.etag):
        headers = [(name, value) for name, value in kept.headers if name.lower() not in _NOT_WITH_304]
        start_response("304 NOT MODIFIED", headers)
        return []
    start_response("200 OK", list(kept.headers))
    return [kept.body]
