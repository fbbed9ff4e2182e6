"""Asking somebody by mail to act for a municipality; the link works once and expires."""

from dataclasses import dataclass, field
from datetime import timedelta

from registry.accounts.actor import Actor
from registry.accounts.addresses import checked_email, folded_email
from registry.accounts.models import Account, Invitation, Membership, Municipality, Role
from registry.accounts.permissions import may_manage_members, require
from registry.accounts.queries.invitations import list_open, require_undecided
from registry.accounts.queries.people import find_account, find_membership
from registry.accounts.services.resets import set_password
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid, NotAllowed
from registry.core.messages import N_, define
from registry.outbox.services import NewMail, queue

VALID_FOR = timedelta(days=14)
VALID_FOR_S = int(VALID_FOR.total_seconds())

ALREADY_MEMBER = define("invitation.already_member", N_("Diese Person gehört schon zu Ihrer Kommune."))
ALREADY_INVITED = define(
    "invitation.already_invited",
    N_("Diese Adresse ist schon eingeladen. Sie können die Einladung in der Liste noch einmal senden."),
)
FOR_SOMEBODY_ELSE = define(
    "invitation.for_somebody_else",
    N_("Diese Einladung gilt für ein anderes Konto. Melden Sie sich ab und mit der eingeladenen Adresse wieder an."),
)
SIGN_IN_FIRST = define(
    "invitation.sign_in_first", N_("Für diese Adresse gibt es schon ein Konto. Melden Sie sich damit an.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What somebody without an account enters when accepting."""

    name: str
    language: str
    password_hash: str = field(repr=False)


def invite(municipality: Municipality, *, email: str, role: Role, by: Actor, language: str = "de") -> Invitation:
    """Ask the holder of a mailbox to act for `municipality`.

    Raises:
        NotAllowed: `by` does not manage its members.
        Invalid: no address, a member already, or invited already (at the field ``email``).
    """
    require(may_manage_members(by, municipality.id))
    address = checked_email(email)
    _refuse_known(municipality, address)
    invitation = Invitation(
        municipality_id=municipality.id,
        email=address,
        email_folded=folded_email(address),
        role=role,
        invited_by_id=by.recorded_id,
        expires_at=clock.now() + VALID_FOR,
    )
    session().add(invitation)
    session().flush()
    _audit("invitation.sent", invitation, by=by)
    _mail(invitation, municipality, language=language)
    return invitation


def resend(invitation: Invitation, *, by: Actor) -> None:
    """Send the mail again; the link is good for another 14 days.

    Raises:
        Conflict: accepted or revoked meanwhile.
    """
    require(may_manage_members(by, invitation.municipality_id))
    require_undecided(invitation)
    invitation.expires_at = clock.now() + VALID_FOR
    session().flush()
    _audit("invitation.resent", invitation, by=by)
    _mail(invitation, invitation.municipality, language="de")


def revoke(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back; its link is dead.

    Raises:
        Conflict: accepted or revoked meanwhile.
    """
    require(may_manage_members(by, invitation.municipality_id))
    require_undecided(invitation)
    invitation.revoked_at = clock.now()
    session().flush()
    _audit("invitation.revoked", invitation, by=by)


def accept_as_new(invitation: Invitation, person: NewPerson) -> Account:
    """Open an account for the invited address and join.

    Raises:
        Conflict: the address has an account meanwhile.
    """
    require_undecided(invitation)
    if find_account(invitation.email) is not None:
        raise Conflict(SIGN_IN_FIRST())
    account = Account(
        email=invitation.email, email_folded=invitation.email_folded, name=person.name, language=person.language
    )
    session().add(account)
    session().flush()
    set_password(account, password_hash=person.password_hash)
    _join(invitation, account)
    return account


def accept_as_member(invitation: Invitation, *, by: Actor) -> Membership:
    """Join with the account that the invited address has already.

    Raises:
        NotAllowed: the invitation is for somebody else.
        Conflict: used, revoked or expired.
    """
    require_undecided(invitation)
    account = find_account(invitation.email)
    if account is None or account.id != by.account_id:
        raise NotAllowed(FOR_SOMEBODY_ELSE())
    return _join(invitation, account)


def _join(invitation: Invitation, account: Account) -> Membership:
    membership = find_membership(account.id, invitation.municipality_id)
    if membership is None:
        membership = Membership(account=account, municipality_id=invitation.municipality_id, role=invitation.role)
        session().add(membership)
    elif not membership.role.includes(invitation.role):
        membership.role = invitation.role
    invitation.accepted_at = clock.now()
    session().flush()
    record(
        "invitation.accepted",
        subject=("invitation", invitation.id),
        actor_id=account.id,
        municipality_id=invitation.municipality_id,
    )
    return membership


def _refuse_known(municipality: Municipality, address: str) -> None:
    account = find_account(address)
    if account is not None and find_membership(account.id, municipality.id) is not None:
        raise Invalid(ALREADY_MEMBER(), {"email": ALREADY_MEMBER()})
    if any(item.email_folded == folded_email(address) for item in list_open(municipality.id)):
        raise Invalid(ALREADY_INVITED(), {"email": ALREADY_INVITED()})


def _audit(action: str, invitation: Invitation, *, by: Actor) -> None:
    record(
        action,
        subject=("invitation", invitation.id),
        actor_id=by.recorded_id,
        municipality_id=invitation.municipality_id,
    )


def _mail(invitation: Invitation, municipality: Municipality, *, language: str) -> None:
    account = find_account(invitation.email)
    queue(
        NewMail(
            key=f"invitation:{invitation.id}:{invitation.expires_at.isoformat()}",
            template="invitation",
            recipient=account.email if account else invitation.email,
            language=account.language if account else language,
            account_id=account.id if account else None,
            parameters={
                "invitation_id": str(invitation.id),
                "municipality": municipality.full_name,
                "role": invitation.role.value,
                "days": VALID_FOR.days,
            },
        )
    )
