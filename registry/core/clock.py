"""The one source of the current time, so that tests and demo data can move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_fixed: ContextVar[datetime | None] = ContextVar("fixed_time", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251 (the one place that reads the clock)


def today() -> date:
    """The current calendar day in Germany."""
    return now().astimezone(BERLIN).date()


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Let `now` answer `moment` inside the block (tests, demo data with a history)."""
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
