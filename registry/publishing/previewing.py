"""How a page shows what is inside a file. The solution page lies above and fills it in (`registry.features`)."""

from collections.abc import Callable

from markupsafe import Markup

from registry.formats.reading import FileSummary

Renderer = Callable[[FileSummary, str], Markup]

_renderers: list[Renderer] = []


def show_contents_with(renderer: Renderer) -> None:
    """Let `renderer` show contents in previews, as it does on the solution page."""
    _renderers[:] = [renderer]


def contents_html(summary: FileSummary, sha256: str) -> Markup | str:
    """What is inside a file with these bytes; empty where nothing can show it."""
    return _renderers[0](summary, sha256) if _renderers else ""
