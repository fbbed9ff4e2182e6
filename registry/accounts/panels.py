"""Sections of «Meine Kommune»: each feature adds its own, none knows the others.

A feature registers a function in `registry.features.register_listeners`. It gets the actor and says
what is to do there, or None where there is nothing to say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from registry.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class PanelItem:
    """One line: what it is about, where to go, and a short remark; `is_urgent` comes first and is marked."""

    text: str
    url: str
    note: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One section: a heading, its lines, what to say when there are none, and links for going on."""

    heading: str
    items: Sequence[PanelItem] = ()
    empty: str = ""
    actions: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """(label, url), the first one as a button."""


PanelSource = Callable[[Actor], Panel | None]

_sources: dict[str, tuple[int, PanelSource]] = {}


def add_panel(name: str, source: PanelSource, *, order: int) -> None:
    """Let `source` fill one section.

    Args:
        name: of the feature; the same name replaces the earlier source.
        source: called for each display with who acts.
        order: sections are sorted by it; the own house (members, profile) starts at 100.
    """
    _sources[name] = (order, source)


def panels_for(actor: Actor) -> list[Panel]:
    """All sections that have something to say to this person."""
    ordered = sorted(_sources.items(), key=lambda item: (item[1][0], item[0]))
    found = [source(actor) for _name, (_order, source) in ordered]
    return [_sorted(panel) for panel in found if panel is not None]


def _sorted(panel: Panel) -> Panel:
    urgent_first = sorted(panel.items, key=lambda item: not item.is_urgent)
    return Panel(heading=panel.heading, items=urgent_first, empty=panel.empty, actions=panel.actions)
