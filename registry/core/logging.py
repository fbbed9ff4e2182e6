"""Structured logs: constant past-tense event names, ids instead of objects, no personal data."""

import logging
import sys

import structlog


def configure_logging(*, level: str, json: bool) -> None:
    """Send all logs to standard error, one event a line; JSON in production, readable otherwise."""
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    pattern = "%(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=getattr(logging, level), stream=sys.stderr, format=pattern)
