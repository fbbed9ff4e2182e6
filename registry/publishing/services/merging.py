"""Two people at one draft: which of the values somebody sends may be saved, and which need a decision.

A form carries, for each fact it shows, a short digest of the value it was made from. Whatever nobody
else has changed since is saved; what only somebody else has changed stays as it is; what both have
changed differently is a conflict.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from registry.catalogue.fact_sheet.declaration import Value
from registry.catalogue.fact_sheet.facts import find_fact
from registry.core.errors import Conflict
from registry.core.messages import N_, define

STALE = define(
    "draft.stale",
    N_("Jemand anderes hat dieselben Angaben inzwischen geändert. Wählen Sie, welcher Wert gelten soll."),
)

Values = Mapping[str, Value | None]
_DIGITS = 12
_PAIR, _LIST = ":", "~"


@dataclass(frozen=True, slots=True)
class Clash:
    """One fact that two people changed: what stands there now, and what was to be saved."""

    fact_id: str
    stored: Value | None
    wanted: Value | None


class StaleDraft(Conflict):
    """Somebody else changed the same facts; nothing was saved."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__(STALE())
        self.clashes = clashes


def state_of(values: Values) -> str:
    """What a form remembers of the values it was made from."""
    return _written({fact_id: digest(value) for fact_id, value in values.items()})


def state_of_reopened(seen: str, stored: Values, known: Collection[str]) -> str:
    """What a form remembers that comes back to the person, still holding what was entered.

    Of the facts whose stored value the person knows by now (`known`: saved by itself, or shown for a
    decision) that value; of all others what the form was made from, because it still holds that.
    """
    return _written(_parsed(seen) | {fact_id: digest(stored.get(fact_id)) for fact_id in known})


def merge(stored: Values, wanted: Values, seen: str | None) -> dict[str, Value | None]:
    """The values to save.

    Args:
        stored: what stands there now.
        wanted: what the person sends.
        seen: `state_of` the values the person saw; None saves everything.

    Raises:
        StaleDraft: somebody else changed what this person changed too.
    """
    changed = {fact_id: value for fact_id, value in wanted.items() if value != stored.get(fact_id)}
    if seen is None:
        return changed
    base = _parsed(seen)
    touched = {fact_id: value for fact_id, value in changed.items() if base.get(fact_id) != digest(value)}
    clashes = [
        Clash(fact_id, stored.get(fact_id), value)
        for fact_id, value in touched.items()
        if base.get(fact_id) != digest(stored.get(fact_id))
    ]
    if clashes:
        raise StaleDraft(clashes)
    return touched


def digest(value: Value | None) -> str:
    """A short fingerprint of one value."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:_DIGITS]


def _written(digests: Mapping[str, str]) -> str:
    return _LIST.join(f"{fact_id}{_PAIR}{value}" for fact_id, value in sorted(digests.items()))


def _parsed(seen: str) -> dict[str, str]:
    pairs = (part.partition(_PAIR) for part in seen.split(_LIST))
    return {fact_id: value for fact_id, _, value in pairs if find_fact(fact_id) and value.isalnum()}
