"""Who is told what concerns a municipality."""

import uuid
from dataclasses import dataclass

from registry.accounts.models import Contact, Municipality
from registry.accounts.queries.people import list_administrators


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, and the language it is spoken to in."""

    email: str
    language: str = "de"
    account_id: uuid.UUID | None = None


def recipient_of(contact: Contact | None, municipality: Municipality) -> Recipient | None:
    """Who answers for something: the holder of the contact, else its mailbox, the town's, an administrator.

    None where a municipality can be reached in no way.
    """
    holder = contact.holder if contact is not None else None
    if holder is not None and holder.is_active:
        return Recipient(holder.email, holder.language, holder.id)
    mailbox = (contact.email if contact is not None else "") or municipality.contact_email
    if mailbox:
        return Recipient(mailbox)
    administrator = next(iter(list_administrators(municipality.id)), None)
    return Recipient(administrator.email, administrator.language, administrator.id) if administrator else None
