"""One line a request: method, route pattern, status, duration. No addresses, no queries, no people."""

import time

import structlog
from flask import Flask, Response, request

logger = structlog.get_logger()
_START = "registry.started"


def register_request_log(app: Flask) -> None:
    """Log each request when its answer stands."""
    app.before_request(_remember_start)
    app.after_request(_log)


def _remember_start() -> None:
    request.environ[_START] = time.perf_counter()


def _log(response: Response) -> Response:
    started = request.environ.get(_START)
    logger.info(
        "request_answered",
        method=request.method,
        route=str(request.url_rule or "-"),
        status=response.status_code,
        duration_ms=None if started is None else round((time.perf_counter() - started) * 1000, 1),
    )
    return response
