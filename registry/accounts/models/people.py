"""People, their memberships and what is granted to them beside these."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models.municipalities import Cooperation, Municipality
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned


class Role(StrEnum):
    """What a member may do for a municipality; each role contains the one before."""

    READER = "reader"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do all that `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class GrantKind(StrEnum):
    """Rights that are no membership."""

    COORDINATOR = "coordinator"
    OPERATOR = "operator"


class Account(Identified, Created, RowVersioned, Base):
    """A person who can sign in. What proves the identity is kept apart (`Credential`)."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("email_folded"),)

    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(String(254))
    """NFKC and casefold of the address: one account per address however it is typed."""
    name: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2), default="de")
    is_active: Mapped[bool] = mapped_column(default=True)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="account", cascade="all, delete-orphan")
    grants: Mapped[list["Grant"]] = relationship(back_populates="account", cascade="all, delete-orphan")


class Membership(Identified, Created, RowVersioned, Base):
    """A person acts for a municipality, in a role. Rights follow this row and nothing else."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("account_id", "municipality_id"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role, name="role"))

    account: Mapped[Account] = relationship(back_populates="memberships")
    municipality: Mapped[Municipality] = relationship()


class Grant(Identified, Created, Base):
    """A right beside memberships: coordinator of one cooperation, or operator of the portal."""

    __tablename__ = "grant"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "cooperation_id"),
        CheckConstraint("(kind = 'coordinator') = (cooperation_id IS NOT NULL)", name="coordinator_has_cooperation"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[GrantKind] = mapped_column(text_enum(GrantKind, name="kind"))
    cooperation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("cooperation.id", ondelete="CASCADE"))

    account: Mapped[Account] = relationship(back_populates="grants")
    cooperation: Mapped[Cooperation | None] = relationship()


class Contact(Identified, Created, RowVersioned, Base):
    """A role of a municipality that can be asked: "Steueramt, steueramt@…".

    Solutions and adoptions refer to it; the person who holds it may change or leave without touching them.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("municipality_id", "role"),)

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(50), default="")
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    """The member who answers at the moment; empty when nobody does."""

    municipality: Mapped[Municipality] = relationship()
    holder: Mapped[Account | None] = relationship()


class Deputy(Identified, Created, Base):
    """Who stands in for a member of a municipality, from one day to another."""

    __tablename__ = "deputy"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="ends_after_start"),
        CheckConstraint("absent_id <> deputy_id", name="somebody_else"),
    )

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), index=True)
    absent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    deputy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    from_on: Mapped[date]
    until_on: Mapped[date]

    absent: Mapped[Account] = relationship(foreign_keys=[absent_id])
    deputy: Mapped[Account] = relationship(foreign_keys=[deputy_id])


class Orphan(Identified, Created, Base):
    """Something whose contact left a municipality and that nobody has taken over yet.

    `kind` and `subject_id` name the thing (``contact``, ``draft``, …); the row is resolved, not deleted.
    """

    __tablename__ = "orphan"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "left_at"),)

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    label: Mapped[str] = mapped_column(String(200))
    left_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
