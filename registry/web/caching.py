"""Which answers may be kept by browsers and proxies: nothing unless a view says so, and only for visitors."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, make_response, request, session
from flask.typing import ResponseReturnValue

P = ParamSpec("P")
VISITOR_S = 60


def cached_for_visitors(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let proxies keep the page for a minute and browsers revalidate it, unless somebody is signed in."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        response = make_response(view(*args, **kwargs))
        return _mark_public(response) if _is_for_visitor(response) else response

    return wrapped


def not_kept(page: str) -> Response:
    """A page that is soon to look different: nobody keeps it, not even for a minute."""
    response = make_response(page)
    response.cache_control.no_store = True
    return response


def _is_for_visitor(response: Response) -> bool:
    may_be_kept = response.status_code == 200 and not response.cache_control.no_store
    return may_be_kept and getattr(session, "row_id", None) is None


def _mark_public(response: Response) -> Response:
    response.cache_control.public = True
    response.cache_control.max_age = VISITOR_S
    response.vary.add("Cookie")
    response.add_etag()
    response.make_conditional(request)
    return response
