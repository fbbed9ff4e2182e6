"""Texts by the operator and what visitors report."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned


class PageText(Identified, Created, Base):
    """One edition of a text by the operator (imprint, privacy …); the newest is shown, all are kept."""

    __tablename__ = "page_text"
    __table_args__ = (UniqueConstraint("key", "language", "edition"),)

    key: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(2))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(150))
    markdown: Mapped[str]
    html: Mapped[str]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class FeedbackKind(StrEnum):
    """What a visitor reports."""

    BARRIER = "barrier"
    MISTAKE = "mistake"
    OTHER = "other"


class Feedback(Identified, Created, RowVersioned, Base):
    """A message of a visitor about a page; due within a month."""

    __tablename__ = "feedback"

    kind: Mapped[FeedbackKind] = mapped_column(text_enum(FeedbackKind, name="kind"))
    page: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(String(4000))
    email: Mapped[str] = mapped_column(String(254), default="")
    """Only where an answer is wanted."""
    due_on: Mapped[date]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    note: Mapped[str] = mapped_column(String(1000), default="")
