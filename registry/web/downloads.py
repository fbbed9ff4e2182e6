"""Files leave only as downloads: never rendered, never sniffed, never in our origin's power."""

from typing import IO

from flask import Response, request, send_file

from registry.core.errors import NotFound
from registry.storage import FileStore

SANDBOX = "sandbox; default-src 'none'"
BINARY = "application/octet-stream"


def send_stored(store: FileStore, sha256: str, *, name: str) -> Response:
    """The bytes of a stored file as attachment `name` (already cleaned when it was uploaded).

    Raises:
        NotFound: the bytes are gone (blocked content).
    """
    path = store.path(sha256)
    if path is None and not store.exists(sha256):
        raise NotFound
    source = path if path is not None else store.open(sha256)
    response = send_file(source, mimetype=BINARY, as_attachment=True, download_name=name, etag=sha256)
    as_download(response).make_conditional(request)
    return response


def as_download(response: Response) -> Response:
    """Put the strict headers of a download on an answer; nobody on the way keeps what may be for few."""
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response


def send_open(source: IO[bytes], *, name: str) -> Response:
    """An open file made for this answer, as attachment `name`; closed when it is sent."""
    response = send_file(source, mimetype="application/zip", as_attachment=True, download_name=name)
    return as_download(response)
