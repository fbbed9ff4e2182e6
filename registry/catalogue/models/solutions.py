"""A reusable thing and the facts that live on with it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import Contact, Municipality
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned


class SolutionKind(StrEnum):
    """What sort of thing is shared."""

    PROCESS = "process"
    FORM = "form"
    BOT = "bot"


class Lifecycle(StrEnum):
    """How far the publisher is with it."""

    DEVELOPMENT = "development"
    PILOT = "pilot"
    PRODUCTIVE = "productive"
    DEPRECATED = "deprecated"


class SupportOffer(StrEnum):
    """What help the publisher gives to those who adopt it."""

    NONE = "none"
    QUESTIONS = "questions"
    DEMO = "demo"
    JOINT_SETUP = "joint_setup"


class RelationKind(StrEnum):
    """How one solution relates to another."""

    REPLACES = "replaces"
    VARIANT_OF = "variant_of"
    NEEDS = "needs"


class Solution(Identified, Created, RowVersioned, Base):
    """One reusable thing of one municipality. What is described of it is frozen with each release;
    here stand only the facts that live on (each change is kept in `SolutionChange`).
    """

    __tablename__ = "solution"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[SolutionKind] = mapped_column(text_enum(SolutionKind, name="kind"))
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    """The publisher."""
    lifecycle: Mapped[Lifecycle | None] = mapped_column(text_enum(Lifecycle, name="lifecycle"))
    live_since: Mapped[date | None]
    last_verified_on: Mapped[date | None]
    maintained_until: Mapped[date | None]
    superseded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("solution.id"))
    support_offer: Mapped[SupportOffer | None] = mapped_column(text_enum(SupportOffer, name="support_offer"))
    contact_functional_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contact.id"))
    contact_technical_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contact.id"))

    municipality: Mapped[Municipality] = relationship()
    contact_functional: Mapped[Contact | None] = relationship(foreign_keys=[contact_functional_id])
    contact_technical: Mapped[Contact | None] = relationship(foreign_keys=[contact_technical_id])
    superseded_by: Mapped["Solution | None"] = relationship(remote_side="Solution.id")


class SolutionChange(Identified, Base):
    """One change of a living fact: what it was, what it became, who changed it. Append-only."""

    __tablename__ = "solution_change"

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    fact: Mapped[str] = mapped_column(String(40))
    old: Mapped[str]
    new: Mapped[str]


class SolutionRelation(Created, Base):
    """A typed, directed relation: this solution replaces, varies or needs the other."""

    __tablename__ = "solution_relation"
    __table_args__ = (
        CheckConstraint("solution_id <> target_id", name="not_itself"),
        Index("ix_solution_relation_target_id", "target_id"),
    )

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[RelationKind] = mapped_column(text_enum(RelationKind, name="kind"), primary_key=True)
    target_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id", ondelete="CASCADE"), primary_key=True)

    solution: Mapped[Solution] = relationship(foreign_keys=[solution_id])
    target: Mapped[Solution] = relationship(foreign_keys=[target_id])
