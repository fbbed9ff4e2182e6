"""Static files below one content-hashed prefix: cached for a year, changed address with any change."""

import hashlib
from pathlib import Path

from flask import Flask, Response, current_app, send_from_directory

from registry.core.settings import PROJECT

FOLDER = PROJECT / "static"
YEAR_S = 31_536_000
_KEY = "registry_static_hash"


def register_static_files(app: Flask) -> None:
    """Serve ``/static/<hash>/<path>`` and remember the hash."""
    app.extensions[_KEY] = content_hash(FOLDER)
    app.add_url_rule("/static/<version>/<path:path>", "static_file", serve)


def content_hash(folder: Path) -> str:
    """Twelve hex digits over the names and contents of all files below `folder`."""
    digest = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file, the same in every language."""
    return f"/static/{current_app.extensions[_KEY]}/{path}"


def serve(version: str, path: str) -> Response:
    """A static file; an outdated prefix still answers, but is not kept."""
    response = send_from_directory(FOLDER, path)
    if version == current_app.extensions[_KEY]:
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = YEAR_S
        response.cache_control.no_cache = None
    else:
        response.cache_control.no_store = True
    return response
