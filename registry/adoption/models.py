"""One municipality's use of one solution."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import Account, Contact, Municipality
from registry.adoption.stages import Reason, Stage
from registry.catalogue.models import Release, Solution
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned


class Basis(StrEnum):
    """Where a figure comes from."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    TIME_TABLE = "zeitwerttabelle"


class ItemState(StrEnum):
    """State of a checklist item."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class Adoption(Identified, Created, RowVersioned, Base):
    """One use: its stage, the release in use and, while changing over, the next one."""

    __tablename__ = "adoption"
    __table_args__ = (
        UniqueConstraint("municipality_id", "solution_id"),
        CheckConstraint(
            "stage NOT IN ('implementing', 'testing', 'live') OR release_id IS NOT NULL",
            name="release_when_implementing",
        ),
        CheckConstraint(
            "stage <> 'live' OR (live_on IS NOT NULL AND cases_per_year IS NOT NULL"
            " AND minutes_before IS NOT NULL AND minutes_after IS NOT NULL)",
            name="figures_when_live",
        ),
        CheckConstraint("stage <> 'planned' OR target_on IS NOT NULL", name="target_when_planned"),
        CheckConstraint(
            "stage NOT IN ('paused', 'rejected', 'retired') OR reason IS NOT NULL", name="reason_when_stopped"
        ),
        CheckConstraint("(stage = 'paused') = (paused_from IS NOT NULL)", name="paused_knows_from"),
        CheckConstraint("cases_per_year >= 0", name="cases_not_negative"),
        CheckConstraint("minutes_before >= 0 AND minutes_after >= 0", name="minutes_not_negative"),
        Index("ix_adoption_solution_stage", "solution_id", "stage"),
    )

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id"))
    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id"))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage, name="stage"))
    stage_since: Mapped[datetime]
    paused_from: Mapped[Stage | None] = mapped_column(text_enum(Stage, name="paused_from"))
    reason: Mapped[Reason | None] = mapped_column(text_enum(Reason, name="reason"))
    reason_text: Mapped[str] = mapped_column(String(1000), default="")
    release_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("release.id"))
    next_release_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("release.id"))
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("solution.id"))
    contact_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contact.id"))
    target_on: Mapped[date | None]
    decision_reference: Mapped[str] = mapped_column(String(200), default="")
    live_on: Mapped[date | None]
    cases_per_year: Mapped[int | None]
    minutes_before: Mapped[float | None]
    minutes_after: Mapped[float | None]
    basis: Mapped[Basis | None] = mapped_column(text_enum(Basis, name="basis"))
    confirmed_at: Mapped[datetime | None]
    """When the municipality last said that the use still holds."""

    municipality: Mapped[Municipality] = relationship()
    solution: Mapped[Solution] = relationship(foreign_keys=[solution_id])
    release: Mapped[Release | None] = relationship(foreign_keys=[release_id])
    next_release: Mapped[Release | None] = relationship(foreign_keys=[next_release_id])
    contact: Mapped[Contact | None] = relationship()
    checklist: Mapped[list["ChecklistItem"]] = relationship(
        cascade="all, delete-orphan", order_by="ChecklistItem.position"
    )


class AdoptionEvent(Identified, Base):
    """One move of an adoption: who, when, from, to, why. Append-only; the stage is the fold of these."""

    __tablename__ = "adoption_event"
    __table_args__ = (UniqueConstraint("adoption_id", "seq"),)

    adoption_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("adoption.id", ondelete="CASCADE"))
    seq: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    from_stage: Mapped[Stage | None] = mapped_column(text_enum(Stage, name="from_stage"))
    to_stage: Mapped[Stage] = mapped_column(text_enum(Stage, name="to_stage"))
    reason: Mapped[Reason | None] = mapped_column(text_enum(Reason, name="reason"))
    text: Mapped[str] = mapped_column(String(1000), default="")
    release_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("release.id"))

    by: Mapped[Account | None] = relationship()
    release: Mapped[Release | None] = relationship()


class ChecklistItem(Identified, Base):
    """One point of the local checklist of an adoption."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("adoption_id", "key"),)

    adoption_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("adoption.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    """An item of the template (`registry.adoption.checklist`)."""
    position: Mapped[int]
    state: Mapped[ItemState] = mapped_column(text_enum(ItemState, name="state"), default=ItemState.OPEN)
    note: Mapped[str] = mapped_column(String(500), default="")
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))


class ImportRecord(Identified, Created, Base):
    """A municipality took a release over: the record of the import."""

    __tablename__ = "import_record"
    __table_args__ = (Index("ix_import_record_release", "release_id"),)

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    release: Mapped[Release] = relationship()
