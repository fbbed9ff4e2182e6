"""Lists with search and pages, each state in the URL."""

from collections.abc import Callable

from flask import request, url_for

MAX_SEARCH = 100


def search_text() -> str:
    """What is searched for, without what no column holds."""
    raw = request.args.get("q", "")[:MAX_SEARCH]
    return "".join(char for char in raw if char.isprintable()).strip()


def page_links(endpoint: str, **values: str) -> Callable[[int], str]:
    """From the number of a page to its address, with the search as it stands."""
    kept = {name: value for name, value in values.items() if value}
    return lambda number: url_for(endpoint, page=number, **kept)  # type: ignore[arg-type]
