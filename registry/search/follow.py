"""Keeping an index level with the database."""

from collections.abc import Callable

from registry.search.documents import Batch
from registry.search.index import SearchIndex

BATCH = 500

FetchChanges = Callable[[int, int], Batch]


def catch_up(index: SearchIndex, fetch_changes: FetchChanges, *, wait_s: float = 0.0) -> bool:
    """Take over all changes the index does not know yet; True when it is level with the database.

    Changes are fetched by the one writer only, so that nobody puts an older state over a newer one;
    each batch becomes visible together with its position, so that a crash neither loses nor doubles one.

    Args:
        index: what follows.
        fetch_changes: called with a position and a limit, answers the changes after that position, in
            the order in which they became visible to others, at most `limit`; the position unchanged
            when there are none. A change must never become visible with a position below one that
            was already handed out.
        wait_s: how long to wait for another writer; False when it is still at work then.
    """
    with index.writing(wait_s=wait_s) as writer:
        if writer is None:
            return False
        while True:
            batch = fetch_changes(writer.position, BATCH)
            if batch.position <= writer.position:
                return True
            writer.apply(batch)
