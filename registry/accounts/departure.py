"""What becomes of the things of somebody who leaves a municipality: they are listed until somebody takes them over.

Each feature whose rows name a person describes its kind of thing once (`Belongings`) and registers
it in `registry.features.register_listeners`; nobody here knows what else there is.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from registry.accounts.models import Orphan
from registry.core import clock
from registry.core.database import session
from registry.core.messages import Message

MAX_LABEL = 200


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One thing that lost its person: its id and what it is called in the list."""

    subject_id: uuid.UUID
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """One kind of thing that a person of a municipality can hold."""

    kind: str
    name: Message
    """The word for the kind in lists: "Ansprechperson"."""
    let_go: Callable[[uuid.UUID, uuid.UUID], Iterable[LeftBehind]]
    """Given account and municipality: take the person off what it holds there, and say what that was."""
    hand_over: Callable[[uuid.UUID, uuid.UUID], None]
    """Given the thing and the account that takes it over."""


_kinds: dict[str, Belongings] = {}


def register(belongings: Belongings) -> None:
    """Make a kind known; the same kind replaces the earlier one."""
    _kinds[belongings.kind] = belongings


def name_of(kind: str) -> Message | None:
    """The word for a kind, if its feature is there."""
    found = _kinds.get(kind)
    return found.name if found else None


def leave_behind(account_id: uuid.UUID, municipality_id: uuid.UUID) -> list[Orphan]:
    """Take a person off everything it holds in a municipality and list that as orphaned."""
    now = clock.now()
    orphans = [
        Orphan(
            municipality_id=municipality_id,
            kind=belongings.kind,
            subject_id=left.subject_id,
            label=left.label[:MAX_LABEL],
            left_at=now,
        )
        for belongings in _kinds.values()
        for left in belongings.let_go(account_id, municipality_id)
    ]
    session().add_all(orphans)
    session().flush()
    return orphans


def hand_over(orphan: Orphan, *, to: uuid.UUID) -> None:
    """Give an orphaned thing to a person and take it off the list."""
    belongings = _kinds.get(orphan.kind)
    if belongings is not None:
        belongings.hand_over(orphan.subject_id, to)
    orphan.resolved_at = clock.now()
    session().flush()
