"""Who is told what concerns a municipality."""

import uuid
from dataclasses import dataclass

from registry.accounts.models import Account, Contact, Municipality
from registry.accounts.queries.municipalities import deputies_of
from registry.accounts.queries.people import list_administrators


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, and the language it is spoken to in."""

    email: str
    language: str = "de"
    account_id: uuid.UUID | None = None


def recipient_of(contact: Contact | None, municipality: Municipality) -> Recipient | None:
    """Who answers for something: the holder of the contact, else its mailbox, the town's, an administrator.

    Whoever stands in for somebody today is told instead. None where a municipality can be reached in no way.
    """
    holder = contact.holder if contact is not None else None
    if holder is not None and holder.is_active:
        return _recipient(_present(holder, municipality))
    mailbox = (contact.email if contact is not None else "") or municipality.contact_email
    if mailbox:
        return Recipient(mailbox)
    administrator = next(iter(list_administrators(municipality.id)), None)
    return _recipient(administrator) if administrator else None


def _present(holder: Account, municipality: Municipality) -> Account:
    deputies = deputies_of(holder.id, municipality.id)
    return next((deputy for deputy in deputies if deputy.is_active), holder)


def _recipient(account: Account) -> Recipient:
    return Recipient(account.email, account.language, account.id)
