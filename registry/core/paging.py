"""One screen of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE = 20
MAX_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The rows of one screen and where it stands in the whole list; `number` counts from 1."""

    items: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many screens there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        """Whether a screen comes before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a screen follows."""
        return self.number < self.pages


def clamp_page(raw: str | None) -> int:
    """A page number from a URL; whatever is no sensible number means the first page."""
    if raw is None or not (raw.isascii() and raw.isdigit()) or len(raw) > 6:
        return 1
    return min(max(1, int(raw)), MAX_PAGE)
