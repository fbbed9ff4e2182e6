"""Changing what is known of a use without moving it: figures, contact, checklist, confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from registry.accounts.actor import Actor
from registry.accounts.models import Contact
from registry.accounts.permissions import require
from registry.activity.services import record
from registry.adoption.models import Adoption, Basis, ChecklistItem, ItemState
from registry.adoption.permissions import may_change, may_see_details
from registry.adoption.services.moving import NEEDS_CONTACT, REQUIRED, Move, missing_for, move_adoption, publish_use
from registry.adoption.stages import Stage
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.locking import require_version
from registry.core.messages import N_, define

NOT_LIVE = define("adoption.not_live", N_("Bestätigen lässt sich nur eine produktive Nutzung."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The contact and the figures of a use as a form gives them; None empties a field."""

    contact: Contact
    target_on: date | None
    decision_reference: str
    live_on: date | None
    cases_per_year: int | None
    minutes_before: float | None
    minutes_after: float | None
    basis: Basis | None


def edit_details(adoption: Adoption, details: Details, *, by: Actor, row_version: int) -> None:
    """Replace the figures.

    Raises:
        Stale: somebody else saved since `row_version`.
        Invalid: the present stage needs a value that would be emptied.
    """
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    require_version(adoption, row_version)
    if details.contact.municipality_id != adoption.municipality_id:
        raise Invalid(NEEDS_CONTACT(), {"contact_id": NEEDS_CONTACT()})
    values = {name: getattr(details, name) for name in _FIELDS} | {"contact_id": details.contact.id}
    changed = [name for name, value in values.items() if getattr(adoption, name) != value]
    with session().no_autoflush:
        for name in changed:
            setattr(adoption, name, values[name])
        missing = missing_for(adoption, Move(target=adoption.stage, reason=adoption.reason))
        if missing:
            raise Invalid(REQUIRED(), missing)
    publish_use(adoption, by, "adoption.edited", changed)


_FIELDS = (
    "target_on",
    "decision_reference",
    "live_on",
    "cases_per_year",
    "minutes_before",
    "minutes_after",
    "basis",
)


class Answer(NamedTuple):
    """What is said about one point of the checklist."""

    state: ItemState
    note: str


def set_item(adoption: Adoption, key: str, *, state: ItemState, note: str, by: Actor) -> ChecklistItem:
    """Tick a point of the checklist off, or on again.

    Raises:
        NotFound: no such point.
    """
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    item = next((item for item in adoption.checklist if item.key == key), None)
    if item is None:
        raise NotFound
    if (item.state, item.note) != (state, note):
        item.state, item.note = state, note
        item.changed_at, item.changed_by_id = clock.now(), by.recorded_id
    session().flush()
    return item


def save_checklist(adoption: Adoption, answers: Mapping[str, tuple[ItemState, str]], *, by: Actor) -> None:
    """Save what was said about some points: key to `Answer`. With the first ones an interest becomes a review."""
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    for key, (state, note) in answers.items():
        set_item(adoption, key, state=state, note=note, by=by)
    if not answers:
        return
    record(
        "adoption.checklist_saved",
        subject=("adoption", adoption.id),
        actor_id=by.recorded_id,
        municipality_id=adoption.municipality_id,
        fields=["checklist"],
    )
    if adoption.stage is Stage.INTEREST:
        move_adoption(adoption, Move(target=Stage.REVIEW), by=by)


def confirm_use(adoption: Adoption, *, by: Actor) -> None:
    """Say that the use still holds.

    Raises:
        Conflict: it is not live.
    """
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    if adoption.stage is not Stage.LIVE:
        raise Conflict(NOT_LIVE())
    adoption.confirmed_at = clock.now()
    publish_use(adoption, by, "adoption.confirmed", ["confirmed_at"])
