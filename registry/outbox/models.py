"""Mails waiting to be sent."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base
from registry.core.mixins import Created, Identified


class OutboxMail(Identified, Created, Base):
    """One mail: what it says (template and parameters) and to whom; never a secret.

    Links are made when it is sent. `key` makes a cause speak once: the same key is not queued again.
    """

    __tablename__ = "outbox_mail"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_mail_due", "sent_at", "next_try_at"),
    )

    key: Mapped[str] = mapped_column(String(150))
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254), default="")
    """The stored address; emptied when the mail has gone out, with what the mail said."""
    account_id: Mapped[uuid.UUID | None]
    language: Mapped[str] = mapped_column(String(2), default="de")
    parameters: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(String(300), default="")
