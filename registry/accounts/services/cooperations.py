"""Municipalities that work together, and who coordinates them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from registry.accounts import sessions
from registry.accounts.actor import Actor
from registry.accounts.models import Account, Cooperation, CooperationMember, Grant, GrantKind, Municipality
from registry.accounts.permissions import may_operate, require
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, NotFound
from registry.core.locking import require_version
from registry.core.messages import N_, define
from registry.core.slugs import numbered, slugify

COORDINATES_ALREADY = define("cooperation.coordinates_already", N_("Diese Person koordiniert diesen Verbund schon."))


@dataclass(frozen=True, slots=True, kw_only=True)
class CooperationFacts:
    """Name, purpose and members of a cooperation."""

    name: str
    description: str = ""
    member_ids: tuple[uuid.UUID, ...] = ()


def create_cooperation(
    facts: CooperationFacts, *, by: Actor, slug: str = "", joined_on: date | None = None
) -> Cooperation:
    """Found a cooperation.

    Raises:
        NotAllowed: `by` does not run the portal.
        NotFound: a member is no organisation of this portal.
    """
    require(may_operate(by))
    cooperation = Cooperation(slug=_free_slug(slug or slugify(facts.name)), name=facts.name)
    cooperation.description = facts.description
    session().add(cooperation)
    session().flush()
    _set_members(cooperation, facts.member_ids, joined_on=joined_on or clock.today())
    _audit("cooperation.created", cooperation, by=by)
    return cooperation


def change_cooperation(cooperation: Cooperation, facts: CooperationFacts, *, seen: int, by: Actor) -> Cooperation:
    """Change name, purpose and members; who stays keeps the day of joining.

    Raises:
        Stale: changed meanwhile.
    """
    require(may_operate(by))
    require_version(cooperation, seen)
    cooperation.name, cooperation.description = facts.name, facts.description
    flag_modified(cooperation, "name")  # members count as a change too: the row gets its next version
    session().flush()
    _set_members(cooperation, facts.member_ids, joined_on=clock.today())
    _audit("cooperation.changed", cooperation, by=by)
    return cooperation


def add_coordinator(cooperation: Cooperation, account: Account, *, by: Actor) -> Grant:
    """Let somebody coordinate. Its sessions end, because its rights change.

    Raises:
        Conflict: it does already.
    """
    require(may_operate(by))
    if _grant(cooperation, account) is not None:
        raise Conflict(COORDINATES_ALREADY())
    grant = Grant(account_id=account.id, kind=GrantKind.COORDINATOR, cooperation_id=cooperation.id)
    session().add(grant)
    session().flush()
    sessions.end_sessions(account.id)
    _audit("coordinator.added", cooperation, by=by)
    return grant


def remove_coordinator(cooperation: Cooperation, account: Account, *, by: Actor) -> None:
    """Take the right to coordinate back.

    Raises:
        NotFound: the person does not coordinate.
    """
    require(may_operate(by))
    grant = _grant(cooperation, account)
    if grant is None:
        raise NotFound
    session().delete(grant)
    session().flush()
    sessions.end_sessions(account.id)
    _audit("coordinator.removed", cooperation, by=by)


def _set_members(cooperation: Cooperation, wanted: Iterable[uuid.UUID], *, joined_on: date) -> None:
    ids = set(wanted)
    known = set(session().scalars(select(Municipality.id).where(Municipality.id.in_(ids))))
    if known != ids:
        raise NotFound
    for member in list(cooperation.members):
        if member.municipality_id not in ids:
            cooperation.members.remove(member)
    present = {member.municipality_id for member in cooperation.members}
    for municipality_id in sorted(ids - present):
        cooperation.members.append(CooperationMember(municipality_id=municipality_id, joined_on=joined_on))
    session().flush()


def _grant(cooperation: Cooperation, account: Account) -> Grant | None:
    return session().scalar(select(Grant).where(Grant.account_id == account.id, Grant.cooperation_id == cooperation.id))


def _free_slug(slug: str) -> str:
    number, candidate = 1, slug
    while session().scalar(select(Cooperation.id).where(Cooperation.slug == candidate)) is not None:
        number += 1
        candidate = numbered(slug, number)
    return candidate


def _audit(action: str, cooperation: Cooperation, *, by: Actor) -> None:
    record(action, subject=("cooperation", cooperation.id), actor_id=by.recorded_id)
