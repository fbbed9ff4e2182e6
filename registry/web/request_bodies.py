"""What browsers still send when the answer stands already: read and thrown away, so that they show the answer.

A browser sends the whole form before it reads. A server that answers earlier and closes may reset the
connection, and people see the browser's error page instead of the sentence that says what is wrong.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from registry.web.language import WsgiApp

CHUNK_BYTES = 256 * 1024


class UnreadBodies:
    """WSGI middleware: before an answer goes out, reads what is left of the request.

    A request that announces more than `limit_bytes` is cut off instead.
    """

    def __init__(self, app: WsgiApp, *, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 (WSGI)
        """Serve the request, then empty its body."""
        announced = _announced(environ)
        if not 0 < announced <= self._limit_bytes:
            return self._app(environ, start_response)
        body = environ["wsgi.input"] = LimitedStream(environ["wsgi.input"], announced)
        answer = self._app(environ, start_response)
        with suppress(ClientDisconnected):
            while body.read(CHUNK_BYTES):
                pass
        return answer


def _announced(environ: dict[str, Any]) -> int:
    text = environ.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else 0
