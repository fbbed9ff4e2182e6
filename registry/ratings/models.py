"""Ratings."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.accounts.models import Municipality
from registry.catalogue.models import Release, Solution
from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned

MIN_STARS = 1
MAX_STARS = 5
MEAN_FROM = 3
"""The mean is shown from this many ratings on."""


class Verdict(StrEnum):
    """Answer to a question of the rating."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Rating(Identified, Created, RowVersioned, Base):
    """One municipality's judgement of one solution, made for one release."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("solution_id", "municipality_id"),
        CheckConstraint(f"stars BETWEEN {MIN_STARS} AND {MAX_STARS}", name="stars_in_range"),
    )

    solution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("solution.id"))
    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id"), index=True)
    release_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("release.id"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    stars: Mapped[int]
    worked_as_described: Mapped[Verdict] = mapped_column(text_enum(Verdict, name="worked_as_described"))
    effort_as_stated: Mapped[Verdict] = mapped_column(text_enum(Verdict, name="effort_as_stated"))
    would_take_again: Mapped[Verdict] = mapped_column(text_enum(Verdict, name="would_take_again"))
    text: Mapped[str] = mapped_column(String(2000), default="")
    rated_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(2000), default="")
    """The one answer of the publisher."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    solution: Mapped[Solution] = relationship()
    municipality: Mapped[Municipality] = relationship()
    release: Mapped[Release] = relationship()
