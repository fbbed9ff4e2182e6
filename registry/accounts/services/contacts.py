"""Roles of a municipality that can be asked, and who holds them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from registry.accounts.actor import Actor
from registry.accounts.addresses import checked_email
from registry.accounts.departure import Belongings, LeftBehind
from registry.accounts.models import Contact, Municipality, Orphan
from registry.accounts.permissions import may_edit_profile, require
from registry.accounts.queries.people import find_membership
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.locking import require_version
from registry.core.messages import N_, define

KIND = "contact"

KIND_NAME = define("contact.kind", N_("Ansprechperson"))
ROLE_TAKEN = define("contact.role_taken", N_("Diese Rolle gibt es in Ihrer Kommune schon."))
NO_MEMBER = define("contact.no_member", N_("Diese Person gehört nicht zu Ihrer Kommune."))
IN_USE = define(
    "contact.in_use",
    N_("Lösungen oder Nachnutzungen nennen diese Ansprechperson noch. Tragen Sie dort zuerst eine andere ein."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """A role with mailbox and phone, and the member who answers."""

    role: str
    email: str = ""
    phone: str = ""
    holder_id: uuid.UUID | None = None


def add_contact(municipality: Municipality, entry: ContactEntry, *, by: Actor) -> Contact:
    """Add a role that can be asked.

    Raises:
        Invalid: the role exists, the mailbox is no address, or the holder is no member.
    """
    require(may_edit_profile(by, municipality.id))
    contact = Contact(municipality_id=municipality.id)
    _fill(contact, entry)
    session().add(contact)
    session().flush()
    _audit("contact.added", contact, by=by)
    return contact


def change_contact(contact: Contact, entry: ContactEntry, *, seen: int, by: Actor) -> Contact:
    """Change a role, its mailbox, or who holds it.

    Raises:
        Stale: changed meanwhile.
        Invalid: see `add_contact`.
    """
    require(may_edit_profile(by, contact.municipality_id))
    require_version(contact, seen)
    _fill(contact, entry)
    session().flush()
    if contact.holder_id is not None:
        _resolve_orphans(contact)
    _audit("contact.changed", contact, by=by)
    return contact


def remove_contact(contact: Contact, *, by: Actor) -> None:
    """Remove a role nobody refers to.

    Raises:
        Conflict: solutions or adoptions name it.
    """
    require(may_edit_profile(by, contact.municipality_id))
    _resolve_orphans(contact)
    _audit("contact.removed", contact, by=by)
    try:
        with session().begin_nested():
            session().delete(contact)
            session().flush()
    except IntegrityError as error:
        raise Conflict(IN_USE()) from error


def _let_go(account_id: uuid.UUID, municipality_id: uuid.UUID) -> Iterable[LeftBehind]:
    held = session().scalars(
        select(Contact).where(Contact.holder_id == account_id, Contact.municipality_id == municipality_id)
    )
    for contact in held.all():
        contact.holder_id = None
        yield LeftBehind(contact.id, contact.role)


def _hand_over(contact_id: uuid.UUID, account_id: uuid.UUID) -> None:
    contact = session().get(Contact, contact_id)
    if contact is not None:
        contact.holder_id = account_id
        session().flush()


BELONGINGS = Belongings(kind=KIND, name=KIND_NAME(), let_go=_let_go, hand_over=_hand_over)
"""What `registry.accounts.departure` does with the contacts of a leaver."""


def _fill(contact: Contact, entry: ContactEntry) -> None:
    same_role = select(Contact.id).where(
        Contact.municipality_id == contact.municipality_id, Contact.role == entry.role, Contact.id != contact.id
    )
    with session().no_autoflush:
        taken = session().scalar(same_role) is not None
    if taken:
        raise Invalid(ROLE_TAKEN(), {"role": ROLE_TAKEN()})
    if entry.holder_id is not None and find_membership(entry.holder_id, contact.municipality_id) is None:
        raise Invalid(NO_MEMBER(), {"holder": NO_MEMBER()})
    contact.role, contact.phone, contact.holder_id = entry.role, entry.phone, entry.holder_id
    contact.email = checked_email(entry.email) if entry.email else ""


def _resolve_orphans(contact: Contact) -> None:
    session().execute(
        update(Orphan)
        .where(Orphan.kind == KIND, Orphan.subject_id == contact.id, Orphan.resolved_at.is_(None))
        .values(resolved_at=clock.now())
    )


def _audit(action: str, contact: Contact, *, by: Actor) -> None:
    record(
        action,
        subject=("contact", contact.id),
        actor_id=by.recorded_id,
        municipality_id=contact.municipality_id,
        fields=["role", "email", "phone", "holder"],
    )
