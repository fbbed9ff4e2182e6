"""Time that stands still until a test moves it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from registry.core import clock

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FrozenClock:
    """Holds `registry.core.clock` at one moment."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self.set(START)

    def set(self, moment: datetime) -> None:
        """Jump to a moment."""
        self.now = moment
        self._stack.enter_context(clock.frozen_at(moment))

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.set(self.now + by)


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """The time stands at `START`; move it with `set` and `advance`."""
    with ExitStack() as stack:
        yield FrozenClock(stack)
