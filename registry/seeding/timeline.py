"""The demo as acts in the order of time, so that histories, numbers and the audit log look lived in."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from registry.core import clock


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens in the demo at a moment."""

    at: datetime
    about: str
    """Names it when it fails."""
    run: Callable[[], object]


def in_order(acts: Iterable[Act]) -> list[Act]:
    """The acts by time; those of the same moment in the order given."""
    return sorted(acts, key=lambda act: act.at)


def act(days_ago: int, hour: int, about: str, run: Callable[[], object]) -> Act:
    """Something at a time of day within an hour of a past day.

    The minute follows from the subject, so that every load plays the same.
    """
    minute = zlib.crc32(about.encode()) % 60
    day = clock.today() - timedelta(days=days_ago)
    return Act(datetime.combine(day, time(hour, minute), clock.BERLIN), about, run)
