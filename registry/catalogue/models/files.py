"""Files of a release and what was found in them."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified

if TYPE_CHECKING:
    from registry.catalogue.models.releases import Release


class ArtifactRole(StrEnum):
    """What a file is for."""

    EXPORT = "export"
    DIAGRAM = "diagram"
    MANUAL = "manual"
    DATA_PROTECTION = "data_protection"
    TEST_EVIDENCE = "test_evidence"
    STATUTE = "statute"
    OTHER = "other"


class FindingKind(StrEnum):
    """Why a place in a file must be looked at. Secrets block partners too, the others only the public."""

    SECRET = "secret"  # noqa: S105 (a word, no secret)
    PERSONAL = "personal"
    LOCAL = "local"


class FindingState(StrEnum):
    """Whether somebody has looked at it."""

    OPEN = "open"
    HARMLESS = "harmless"


class Artifact(Identified, Created, Base):
    """One file of a release. Its bytes lie in the file store under `sha256`; the name is only shown."""

    __tablename__ = "artifact"
    __table_args__ = (
        UniqueConstraint("release_id", "name"),
        CheckConstraint("size_bytes >= 0", name="size_not_negative"),
        CheckConstraint("length(sha256) = 64", name="sha256_is_hex"),
    )

    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(150))
    role: Mapped[ArtifactRole] = mapped_column(text_enum(ArtifactRole, name="role"))
    size_bytes: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    format_id: Mapped[str] = mapped_column(String(40))
    """Which reader recognised it (`registry.formats`); ``opaque`` where none did."""
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    """What the reader read: `registry.formats.reading.FileSummary` as JSON."""

    release: Mapped["Release"] = relationship(back_populates="artifacts")
    findings: Mapped[list["Finding"]] = relationship(
        back_populates="artifact", cascade="all, delete-orphan", order_by="Finding.position"
    )


class Finding(Identified, Created, Base):
    """A place in a file that may hold a secret, personal data or a local value; the value itself is never stored."""

    __tablename__ = "finding"
    __table_args__ = (CheckConstraint("state = 'open' OR settled_at IS NOT NULL", name="settled_has_moment"),)

    artifact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("artifact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FindingKind] = mapped_column(text_enum(FindingKind, name="kind"))
    category: Mapped[str] = mapped_column(String(40))
    """What it looks like: ``password``, ``email``, ``iban`` … (`registry.formats.findings`)."""
    place: Mapped[dict[str, Any]]
    """Where, as a `Message` in JSON: line, or path in the structure."""
    excerpt: Mapped[str] = mapped_column(String(120))
    """Masked; never the whole value."""
    fingerprint: Mapped[str] = mapped_column(String(64))
    """Recognises the same value in the next version of the file, so that a judgement is made once."""
    occurrences: Mapped[int] = mapped_column(default=1)
    """How often the value stands in the file; `place` is the first of them."""
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[FindingState] = mapped_column(text_enum(FindingState, name="state"), default=FindingState.OPEN)
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    settled_at: Mapped[datetime | None]

    artifact: Mapped[Artifact] = relationship(back_populates="findings")


class BlockedContent(Base):
    """Bytes that must not come back: refused at upload, removed again after a restore."""

    __tablename__ = "blocked_content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    blocked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(1000))
