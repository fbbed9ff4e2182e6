"""Static files below one content-hashed prefix: cached for a year, changed address with any change."""

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, send_from_directory

from registry.core.settings import PROJECT

FOLDER = PROJECT / "static"
YEAR_S = 31_536_000
STYLESHEET = "css/app.css"
_KEY = "registry_static"
_IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\)( \w+)?;\n')


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """What is known of the static files since the start: their common hash, and the one stylesheet."""

    version: str
    stylesheet: str


def register_static_files(app: Flask) -> None:
    """Serve ``/static/<hash>/<path>`` and remember the hash."""
    app.extensions[_KEY] = StaticFiles(content_hash(FOLDER), stylesheet(FOLDER / STYLESHEET))
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
    return f"/static/{_known().version}/{path}"


def serve(version: str, path: str) -> Response:
    """A static file; an outdated prefix still answers, but is not kept."""
    response = _stylesheet() if path == STYLESHEET else send_from_directory(FOLDER, path)
    if version == _known().version:
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = YEAR_S
        response.cache_control.no_cache = None
    else:
        response.cache_control.no_store = True
    return response


def stylesheet(path: Path) -> str:
    """The stylesheet with the files it imports written in place, so that a page loads one."""
    return _IMPORT.sub(partial(_in_place, path.parent), path.read_text())


def _in_place(folder: Path, found: re.Match[str]) -> str:
    text = f"@layer {found[2]} {{\n{(folder / found[1]).read_text()}}}\n"
    return f"@media{found[3]} {{\n{text}}}\n" if found[3] else text


def _stylesheet() -> Response:
    return Response(_known().stylesheet, mimetype="text/css")


def _known() -> StaticFiles:
    return cast("StaticFiles", current_app.extensions[_KEY])
