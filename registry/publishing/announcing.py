"""Who wants to know when a release is published; features above and beside fill it in (`registry.features`)."""

from collections.abc import Callable

from registry.catalogue.models import Release

Listener = Callable[[Release], None]

_listeners: list[Listener] = []


def on_published(listener: Listener) -> None:
    """Call `listener` inside the transaction of each publication; registering it again changes nothing."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(release: Release) -> None:
    """Tell everybody who asked."""
    for listener in _listeners:
        listener(release)
