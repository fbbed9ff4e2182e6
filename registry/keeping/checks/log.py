"""The audit log: unbroken from its beginning."""

from collections.abc import Iterator

from registry.activity.services import broken_links
from registry.keeping.inspection import Check, Installation


def broken_chain(_installation: Installation) -> Iterator[str]:
    """Entries that do not follow from the one before."""
    for seq in broken_links():
        yield f"Eintrag {seq} passt nicht zu seinem Vorgänger"


CHECKS = (Check("I6", "Das Änderungsprotokoll ist lückenlos", broken_chain),)
