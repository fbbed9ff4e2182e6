"""Who stands in for whom, and what leavers left behind."""

import uuid
from dataclasses import dataclass
from datetime import date

from registry.accounts import departure
from registry.accounts.actor import Actor
from registry.accounts.models import Deputy, Municipality, Orphan
from registry.accounts.permissions import may_edit_profile, require
from registry.accounts.queries.people import find_membership
from registry.activity.services import record
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define

SAME_PERSON = define("deputy.same_person", N_("Niemand vertritt sich selbst. Wählen Sie eine andere Person."))
NO_MEMBER = define("deputy.no_member", N_("Diese Person gehört nicht zu Ihrer Kommune."))
ENDS_BEFORE = define("deputy.ends_before", N_("Die Vertretung endet vor ihrem Beginn. Prüfen Sie die beiden Tage."))
TAKEN_OVER = define("orphan.taken_over", N_("Das hat inzwischen schon jemand übernommen."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputising:
    """Somebody stands in for somebody from one day to another, both included."""

    absent_id: uuid.UUID
    deputy_id: uuid.UUID
    from_on: date
    until_on: date


def add_deputy(municipality: Municipality, entry: Deputising, *, by: Actor) -> Deputy:
    """Name a deputy.

    Raises:
        Invalid: one of both is no member, both are the same, or the end lies before the start.
    """
    require(may_edit_profile(by, municipality.id))
    _check(municipality, entry)
    deputy = Deputy(
        municipality_id=municipality.id,
        absent_id=entry.absent_id,
        deputy_id=entry.deputy_id,
        from_on=entry.from_on,
        until_on=entry.until_on,
    )
    session().add(deputy)
    session().flush()
    _audit("deputy.named", deputy, by=by)
    return deputy


def remove_deputy(deputy: Deputy, *, by: Actor) -> None:
    """Take a deputising back."""
    require(may_edit_profile(by, deputy.municipality_id))
    _audit("deputy.removed", deputy, by=by)
    session().delete(deputy)
    session().flush()


def take_over(orphan: Orphan, *, account_id: uuid.UUID, by: Actor) -> None:
    """Give an orphaned thing to a member.

    Raises:
        Invalid: the person is no member (at the field ``account``).
        Conflict: somebody took it over already.
    """
    require(may_edit_profile(by, orphan.municipality_id))
    if find_membership(account_id, orphan.municipality_id) is None:
        raise Invalid(NO_MEMBER(), {"account": NO_MEMBER()})
    if orphan.resolved_at is not None:
        raise Conflict(TAKEN_OVER())
    departure.hand_over(orphan, to=account_id)
    record(
        "orphan.taken_over",
        subject=("orphan", orphan.id),
        actor_id=by.recorded_id,
        municipality_id=orphan.municipality_id,
    )


def _check(municipality: Municipality, entry: Deputising) -> None:
    for field, account_id in (("absent", entry.absent_id), ("deputy", entry.deputy_id)):
        if find_membership(account_id, municipality.id) is None:
            raise Invalid(NO_MEMBER(), {field: NO_MEMBER()})
    if entry.absent_id == entry.deputy_id:
        raise Invalid(SAME_PERSON(), {"deputy": SAME_PERSON()})
    if entry.until_on < entry.from_on:
        raise Invalid(ENDS_BEFORE(), {"until_on": ENDS_BEFORE()})


def _audit(action: str, deputy: Deputy, *, by: Actor) -> None:
    record(
        action,
        subject=("deputy", deputy.id),
        actor_id=by.recorded_id,
        municipality_id=deputy.municipality_id,
    )
