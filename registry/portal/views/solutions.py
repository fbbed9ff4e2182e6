"""The page of a solution, and of one of its releases."""

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.models import Release
from registry.catalogue.queries import current_release, get_releases
from registry.core.errors import NotFound
from registry.portal.linked_data import describe
from registry.portal.solution import solution_page
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors


@bp.get("/solutions/<slug>")
@cached_for_visitors
def solution(slug: str) -> ResponseReturnValue:
    """The solution with its newest release."""
    releases = get_releases(slug, acting_or_none())
    return _page(current_release(releases), releases)


@bp.get("/solutions/<slug>/releases/<number>")
@cached_for_visitors
def release(slug: str, number: str) -> ResponseReturnValue:
    """One release; it keeps its page for ever."""
    releases = get_releases(slug, acting_or_none())
    shown = next((item for item in releases if item.number == number), None)
    if shown is None:
        raise NotFound
    return _page(shown, releases)


def _page(shown: Release, releases: Sequence[Release]) -> ResponseReturnValue:
    page = solution_page(shown, releases, acting_or_none())
    return render_template("portal/solution.html", page=page, linked_data=describe(page))
