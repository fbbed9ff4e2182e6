"""Structured logs: constant past-tense event names, ids instead of objects, no personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_VALUES = re.compile(r"^DETAIL:.*?(?=^\[SQL|^The above exception|^During handling|\Z)", flags=re.DOTALL | re.MULTILINE)
"""Where PostgreSQL says which values broke a rule, in an error of the driver."""


def configure_logging(*, level: str, json: bool) -> None:
    """Send all logs to standard error, one event a line; JSON in production, readable otherwise."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("alembic").setLevel(logging.WARNING)  # cron mails whatever a command says without need
    pattern = "%(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=getattr(logging, level), stream=sys.stderr, format=pattern)


def without_values(
    _logger: Any,  # noqa: ANN401 (structlog)
    _method: str,
    event: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    """Take the values of rows out of a logged error; the statement and the name of the rule stay."""
    if "exception" in event:
        event["exception"] = _VALUES.sub("DETAIL: …\n", str(event["exception"]))
    return event
