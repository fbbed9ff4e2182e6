"""What proves an identity, and for how long: passwords, sessions, invitations, resets, attempts."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models.municipalities import Municipality
from registry.accounts.models.people import Account, Role
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified

STILL_OPEN = "accepted_at IS NULL AND revoked_at IS NULL"


class Credential(Base):
    """The password of an account, as an Argon2id hash."""

    __tablename__ = "credential"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class AccountSession(Identified, Created, Base):
    """One signed-in browser. The cookie holds a random 256-bit value, this row only its hash."""

    __tablename__ = "account_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    token_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    municipality_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("municipality.id", ondelete="SET NULL"))
    """The municipality the person acts for at the moment."""
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    agent: Mapped[str] = mapped_column(String(120), default="")
    """Browser and system in short, so that the owner recognises the session."""
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What waits to be shown on the next page (notices)."""

    account: Mapped[Account] = relationship()


class Invitation(Identified, Created, Base):
    """A person is asked by mail to act for a municipality; the link works once and expires."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_open",
            "municipality_id",
            "email_folded",
            unique=True,
            sqlite_where=text(STILL_OPEN),
            postgresql_where=text(STILL_OPEN),
        ),
    )

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    email_folded: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column(text_enum(Role, name="role"))
    invited_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()


class PasswordReset(Identified, Created, Base):
    """Somebody asked to set a new password. Written for unknown addresses too (same work, no mail)."""

    __tablename__ = "password_reset"

    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Identified, Base):
    """One counted try at something that is limited: signing in, asking for a reset, writing feedback.

    `subject_hash` is a keyed hash of the account or address, never the value itself.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_scope_subject", "scope", "subject_hash", "at"),
        CheckConstraint("scope <> ''", name="scope_given"),
    )

    scope: Mapped[str] = mapped_column(String(30))
    subject_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
