"""Tables derived from others: written in the transaction of the cause, rebuilt by ``flask catalogue rebuild``."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import Municipality
from registry.catalogue.models.releases import Audience, Release
from registry.catalogue.models.solutions import Solution, SolutionKind
from registry.core.columns import text_enum
from registry.core.database import Base


class SolutionStats(Base):
    """Counts of one solution: who uses it, how it is rated."""

    __tablename__ = "solution_stats"

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), primary_key=True)
    live_count: Mapped[int] = mapped_column(default=0)
    """Municipalities that run it live."""
    adopting_count: Mapped[int] = mapped_column(default=0)
    """Municipalities on the way there: interest to testing."""
    rating_count: Mapped[int] = mapped_column(default=0)
    rating_sum: Mapped[int] = mapped_column(default=0)


class SolutionUse(Base):
    """Which municipality uses a solution, how far, with which release: what lists and facets read."""

    __tablename__ = "solution_use"

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), primary_key=True)
    municipality_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    stage: Mapped[str] = mapped_column(String(20))
    release_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("release.id"))
    since: Mapped[datetime]

    municipality: Mapped[Municipality] = relationship()
    release: Mapped[Release | None] = relationship()


class CatalogueEntry(Base):
    """What one audience sees of a solution in lists: its newest published release for that audience.

    If 2.0 is for partners and 1.0 public, the entry ``public`` shows 1.0. No entry: the solution does
    not exist for that audience.
    """

    __tablename__ = "catalogue_entry"
    __table_args__ = (Index("ix_catalogue_entry_published", "audience", "published_at"),)

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(text_enum(Audience, name="audience"), primary_key=True)
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id", ondelete="CASCADE"))
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[SolutionKind] = mapped_column(text_enum(SolutionKind, name="kind"))
    title: Mapped[str] = mapped_column(String(150))
    sort_key: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300))
    platform: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(30))
    is_partners_only: Mapped[bool]
    """Whether the public does not see this release."""
    lifecycle: Mapped[str] = mapped_column(String(20))
    published_at: Mapped[datetime]
    facets: Mapped[dict[str, Any]]
    """Facet id to list of codes, as the index counts them."""
    updated_at: Mapped[datetime]

    solution: Mapped[Solution] = relationship()
    release: Mapped[Release] = relationship()
    municipality: Mapped[Municipality] = relationship()
    stats: Mapped[SolutionStats | None] = relationship(
        primaryjoin="foreign(CatalogueEntry.solution_id) == SolutionStats.solution_id", viewonly=True
    )


class FilePicture(Base):
    """One drawing of a file, made once for its bytes; `registry.catalogue.pictures` writes and reads it."""

    __tablename__ = "file_picture"
    __table_args__ = (CheckConstraint("position >= 0", name="position_not_negative"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """In the order of the file, from 0."""
    edition: Mapped[int]
    """Of the drawing code; others are drawn anew (`registry.diagrams.svg.EDITION`)."""
    name: Mapped[str] = mapped_column(String(300))
    svg: Mapped[str] = mapped_column(Text)
    thumbnail: Mapped[str] = mapped_column(Text)
    width: Mapped[int]
    height: Mapped[int]
    note: Mapped[dict[str, Any] | None]
    """Why there is no picture, or what is missing in it: a `Message` in JSON."""


class CatalogueChange(Base):
    """One entry of the change sequence that search indexes follow. Gapless: writers follow each other."""

    __tablename__ = "catalogue_change"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    solution_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
