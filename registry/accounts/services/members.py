"""Who acts for a municipality: roles changed, memberships ended."""

import uuid

from sqlalchemy import delete, or_

from registry.accounts import departure, sessions
from registry.accounts.actor import Actor
from registry.accounts.models import Account, Deputy, Membership, Municipality, Role
from registry.accounts.permissions import may_manage_members, may_operate, require
from registry.accounts.queries.people import count_administrators, find_membership
from registry.activity.services import record
from registry.core.database import session
from registry.core.errors import Conflict
from registry.core.locking import require_version
from registry.core.messages import N_, define
from registry.outbox.services import NewMail, queue

LAST_ADMINISTRATOR = define(
    "member.last_administrator",
    N_("Das ist die letzte Administration Ihrer Kommune. Geben Sie diese Rolle zuerst einem anderen Mitglied."),
)
MEMBER_ALREADY = define("member.already", N_("Diese Person gehört schon zu dieser Kommune."))


def add_member(municipality: Municipality, account: Account, *, role: Role, by: Actor) -> Membership:
    """Let a person act for a municipality without invitation (operator, seeds).

    Raises:
        NotAllowed: `by` does not run the portal.
        Conflict: it does already.
    """
    require(may_operate(by))
    if find_membership(account.id, municipality.id) is not None:
        raise Conflict(MEMBER_ALREADY())
    membership = Membership(account_id=account.id, municipality_id=municipality.id, role=role)
    session().add(membership)
    session().flush()
    _audit("member.added", membership, by=by)
    return membership


def change_role(
    membership: Membership, *, role: Role, seen: int, by: Actor, here: uuid.UUID | None = None
) -> Membership:
    """Give a member another role. Its sessions acting there end, but for `here`.

    Raises:
        NotAllowed: `by` does not manage the members.
        Stale: changed meanwhile.
        Conflict: no administrator would be left.
    """
    require(may_manage_members(by, membership.municipality_id))
    require_version(membership, seen)
    if membership.role is role:
        _audit("member.role_changed", membership, by=by)
        return membership
    _keep_an_administrator(membership)
    membership.role = role
    session().flush()
    sessions.end_sessions_acting_for(membership.municipality_id, of=membership.account_id, but=here)
    _audit("member.role_changed", membership, by=by)
    return membership


def remove_member(membership: Membership, *, by: Actor) -> None:
    """End a membership: access ends at once, what the person held is listed as orphaned.

    Raises:
        NotAllowed: `by` does not manage the members.
        Conflict: no administrator would be left.
    """
    require(may_manage_members(by, membership.municipality_id))
    _keep_an_administrator(membership)
    let_go(membership.account_id, membership.municipality_id)
    sessions.end_sessions_acting_for(membership.municipality_id, of=membership.account_id)
    entry_seq = _audit("member.removed", membership, by=by)
    _tell(membership, cause=entry_seq)
    session().delete(membership)
    session().flush()


def let_go(account_id: uuid.UUID, municipality_id: uuid.UUID) -> None:
    """Take a person off all it holds in a municipality; nobody deputises for it or by it any more."""
    departure.leave_behind(account_id, municipality_id)
    session().execute(
        delete(Deputy).where(
            Deputy.municipality_id == municipality_id,
            or_(Deputy.absent_id == account_id, Deputy.deputy_id == account_id),
        )
    )


def _keep_an_administrator(membership: Membership) -> None:
    if (
        membership.role is Role.ADMIN
        and membership.account.is_active
        and count_administrators(membership.municipality_id) == 1
    ):
        raise Conflict(LAST_ADMINISTRATOR())


def _audit(action: str, membership: Membership, *, by: Actor) -> int:
    return record(
        action,
        subject=("membership", membership.id),
        actor_id=by.recorded_id,
        municipality_id=membership.municipality_id,
        fields=["role"],
    ).seq


def _tell(membership: Membership, *, cause: int) -> None:
    account = membership.account
    queue(
        NewMail(
            key=f"membership_ended:{cause}",
            template="membership_ended",
            recipient=account.email,
            language=account.language,
            account_id=account.id,
            parameters={"municipality": membership.municipality.full_name},
        )
    )
