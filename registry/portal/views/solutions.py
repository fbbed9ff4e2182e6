"""The page of a solution, and of one of its releases."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.models import Release
from registry.catalogue.queries import current_release, get_release, get_solution, list_releases
from registry.portal.linked_data import describe
from registry.portal.solution import solution_page
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors


@bp.get("/solutions/<slug>")
@cached_for_visitors
def solution(slug: str) -> ResponseReturnValue:
    """The solution with its newest release."""
    viewer = acting_or_none()
    releases = list_releases(get_solution(slug, viewer), viewer)
    return _page(get_release(slug, current_release(releases).number, viewer))


@bp.get("/solutions/<slug>/releases/<number>")
@cached_for_visitors
def release(slug: str, number: str) -> ResponseReturnValue:
    """One release; it keeps its page for ever."""
    return _page(get_release(slug, number, acting_or_none()))


def _page(shown: Release) -> ResponseReturnValue:
    viewer = acting_or_none()
    page = solution_page(shown, list_releases(shown.solution, viewer), viewer)
    return render_template("portal/solution.html", page=page, linked_data=describe(page))
