"""Immutable published states of a solution, and the drafts they grow from."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import Account
from registry.catalogue.models.files import Artifact
from registry.catalogue.models.solutions import Solution
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned


class ReleaseState(StrEnum):
    """Where a release stands; who may read it is a separate thing (`Audience`)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


class Audience(StrEnum):
    """Who may read a published release."""

    PARTNERS = "partners"
    PUBLIC = "public"


class NoteKind(StrEnum):
    """Kind of a change note (after Keep a Changelog)."""

    ADDED = "added"
    CHANGED = "changed"
    DEPRECATED = "deprecated"
    REMOVED = "removed"
    FIXED = "fixed"
    SECURITY = "security"


class ReleaseAction(StrEnum):
    """What happened to a release; its history is append-only."""

    CREATED = "created"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RECALLED = "recalled"
    PUBLISHED = "published"
    AUDIENCE_CHANGED = "audience_changed"
    WITHDRAWN = "withdrawn"
    BLOCKED = "blocked"


class Release(Identified, Created, RowVersioned, Base):
    """One state of a solution. Published, its number, files, checksums and facts never change again."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("solution_id", "major", "minor", "patch"),
        Index(
            "uq_release_one_draft",
            "solution_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'submitted')"),
            postgresql_where=text("state IN ('draft', 'submitted')"),
        ),
        Index("ix_release_state", "state", "published_at"),
        CheckConstraint("major >= 0 AND minor >= 0 AND patch >= 0", name="number_not_negative"),
        CheckConstraint("state IN ('draft', 'submitted') OR published_at IS NOT NULL", name="published_has_moment"),
        CheckConstraint("state IN ('draft', 'submitted') OR fingerprint <> ''", name="published_has_fingerprint"),
        CheckConstraint(
            "state <> 'withdrawn' OR (withdrawn_at IS NOT NULL AND withdrawal_reason <> '')",
            name="withdrawn_has_reason",
        ),
        CheckConstraint(
            "state <> 'blocked' OR (blocked_at IS NOT NULL AND block_reason <> '')", name="blocked_has_reason"
        ),
    )

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id"), index=True)
    state: Mapped[ReleaseState] = mapped_column(text_enum(ReleaseState, name="state"), default=ReleaseState.DRAFT)
    audience: Mapped[Audience] = mapped_column(text_enum(Audience, name="audience"), default=Audience.PARTNERS)
    major: Mapped[int] = mapped_column(default=1)
    minor: Mapped[int] = mapped_column(default=0)
    patch: Mapped[int] = mapped_column(default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Fact id to value, as `registry.catalogue.fact_sheet` declares them."""
    origins: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Fact id to where its value came from: ``{"from": "file", "artifact": name}`` or ``{"from": "person"}``."""
    description_html: Mapped[str] = mapped_column(default="")
    """The description rendered and sanitised once, when it was written."""
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 over number, facts, notes and file hashes, taken at publication; `flask storage fsck` compares."""

    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    rights_declared_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    rights_declared_at: Mapped[datetime | None]
    rights_edition: Mapped[str] = mapped_column(String(20), default="")
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    submitted_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[str] = mapped_column(String(1000), default="")
    blocked_at: Mapped[datetime | None]
    block_reason: Mapped[str] = mapped_column(String(1000), default="")

    solution: Mapped[Solution] = relationship()
    created_by: Mapped[Account | None] = relationship(foreign_keys=[created_by_id])
    submitted_by: Mapped[Account | None] = relationship(foreign_keys=[submitted_by_id])
    reviewed_by: Mapped[Account | None] = relationship(foreign_keys=[reviewed_by_id])
    artifacts: Mapped[list[Artifact]] = relationship(
        back_populates="release", cascade="all, delete-orphan", order_by=Artifact.position
    )
    notes: Mapped[list["ReleaseNote"]] = relationship(cascade="all, delete-orphan", order_by="ReleaseNote.position")

    @property
    def number(self) -> str:
        """MAJOR.MINOR.PATCH."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def number_key(self) -> tuple[int, int, int]:
        """The number for comparing."""
        return (self.major, self.minor, self.patch)

    @property
    def title(self) -> str:
        """The title fact; a draft may not have one yet."""
        return str(self.facts.get("title") or "")


class ReleaseNote(Identified, Base):
    """One change note of a release."""

    __tablename__ = "release_note"

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NoteKind] = mapped_column(text_enum(NoteKind, name="kind"))
    text: Mapped[str] = mapped_column(String(1000))
    position: Mapped[int] = mapped_column(default=0)


class ReleaseEvent(Identified, Base):
    """What happened to a release, by whom, with which comment. Append-only."""

    __tablename__ = "release_event"

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    municipality_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("municipality.id"))
    action: Mapped[ReleaseAction] = mapped_column(text_enum(ReleaseAction, name="action"))
    comment: Mapped[str] = mapped_column(String(2000), default="")

    by: Mapped[Account | None] = relationship()
