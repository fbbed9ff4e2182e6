"""Optimistic locking: a form says which state of a row it was made from."""

from registry.core.errors import Conflict
from registry.core.messages import N_, define
from registry.core.mixins import RowVersioned

CHANGED_MEANWHILE = define(
    "locking.changed_meanwhile",
    N_("Jemand anderes hat das inzwischen geändert. Prüfen Sie den Unterschied und speichern Sie dann noch einmal."),
)


class Stale(Conflict):
    """The row is newer than what the person looked at."""

    def __init__(self) -> None:
        super().__init__(CHANGED_MEANWHILE())


def require_version(row: RowVersioned, seen: int) -> None:
    """Go on only if nobody changed the row since the person loaded it.

    Raises:
        Stale: somebody did.
    """
    if row.row_version != seen:
        raise Stale
