"""Who acts: the person, and for which municipality at the moment."""

import uuid
from dataclasses import dataclass, field

from registry.accounts.models import Role

SYSTEM_ID = uuid.UUID(int=0)
"""Account id of commands and seeds; no account has it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person acting for one municipality (or none). Built anew from the rows for every use.

    A visitor is no actor: functions for everybody take ``Actor | None``.
    """

    account_id: uuid.UUID
    name: str
    language: str = "de"
    municipality_id: uuid.UUID | None = None
    municipality_name: str = ""
    municipality_slug: str = ""
    role: Role | None = None
    """The role in that municipality."""
    is_partner: bool = False
    """Whether the person belongs to any partner municipality."""
    is_operator: bool = False
    coordinates: frozenset[uuid.UUID] = field(default_factory=frozenset)
    """Cooperations the person coordinates."""

    @property
    def recorded_id(self) -> uuid.UUID | None:
        """The account as rows name it; None for the system itself."""
        return None if self.account_id == SYSTEM_ID else self.account_id

    @property
    def is_editor(self) -> bool:
        """Whether the person may write for the municipality it acts for."""
        return self.has_role(Role.EDITOR)

    @property
    def is_coordinator(self) -> bool:
        """Whether the person coordinates at least one cooperation."""
        return bool(self.coordinates)

    @property
    def reads_partner_content(self) -> bool:
        """Whether what is published for partners exists for this person."""
        return self.is_partner or self.is_operator or self.is_coordinator

    def acts_for(self, municipality_id: uuid.UUID, role: Role) -> bool:
        """Whether the person acts for this municipality right now, with at least this role."""
        return self.municipality_id == municipality_id and self.role is not None and self.role.includes(role)

    def has_role(self, role: Role) -> bool:
        """Whether the person has at least this role in the municipality it acts for."""
        return self.role is not None and self.role.includes(role)


def reads_partner_content(viewer: Actor | None) -> bool:
    """Whether what is published for partners exists for this viewer."""
    return viewer is not None and viewer.reads_partner_content


def system_actor() -> Actor:
    """Who acts in commands of the operator and when seeds are loaded."""
    return Actor(account_id=SYSTEM_ID, name="", is_operator=True)
