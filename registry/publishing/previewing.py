"""How a page shows what is inside a file. The solution page lies above and fills it in (`registry.features`)."""

import uuid
from collections.abc import Callable

from markupsafe import Markup

from registry.formats.reading import FileSummary

Renderer = Callable[[uuid.UUID, str, FileSummary], Markup]

_renderers: list[Renderer] = []


def show_contents_with(renderer: Renderer) -> None:
    """Let `renderer` show contents in previews, as it does on the solution page."""
    _renderers[:] = [renderer]


def contents_html(artifact_id: uuid.UUID, sha256: str, summary: FileSummary) -> Markup | str:
    """What is inside a file with these bytes; empty where nothing can show it."""
    return _renderers[0](artifact_id, sha256, summary) if _renderers else ""
