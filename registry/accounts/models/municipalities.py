"""Organisations that take part, and their cooperations."""

import uuid
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.core.columns import text_enum
from registry.core.database import Base
from registry.core.mixins import Created, Identified, RowVersioned

AGS_LENGTH = 8


class MunicipalityKind(StrEnum):
    """What sort of organisation takes part."""

    TOWN = "town"
    COUNTY = "county"
    ASSOCIATION = "association"
    PROVIDER = "provider"
    OTHER = "other"


class Municipality(Identified, Created, RowVersioned, Base):
    """An organisation: town, Kreis, Zweckverband or IT provider. Partners take part in the exchange."""

    __tablename__ = "municipality"
    __table_args__ = (
        UniqueConstraint("slug"),
        UniqueConstraint("ags"),
        CheckConstraint("ags IS NULL OR length(ags) = 8", name="ags_has_eight_digits"),
        CheckConstraint("population IS NULL OR population >= 0", name="population_not_negative"),
    )

    slug: Mapped[str] = mapped_column(String(80))
    kind: Mapped[MunicipalityKind] = mapped_column(text_enum(MunicipalityKind, name="kind"))
    name: Mapped[str] = mapped_column(String(150))
    sort_key: Mapped[str] = mapped_column(String(200), index=True)
    """The name folded after DIN 5007, so that Ä stands with A on both databases."""
    designation: Mapped[str] = mapped_column(String(40), default="")
    """What it calls itself before the name: Stadt, Gemeinde, Marktflecken."""
    ags: Mapped[str | None] = mapped_column(String(AGS_LENGTH))
    """Amtlicher Gemeindeschlüssel, eight digits with leading zero; text."""
    county: Mapped[str] = mapped_column(String(100), default="")
    land: Mapped[str] = mapped_column(String(2), default="HE")
    population: Mapped[int | None]
    population_on: Mapped[date | None]
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("municipality.id"))
    """Who took over on a merger of towns."""

    is_partner: Mapped[bool] = mapped_column(default=False, index=True)
    partner_since: Mapped[date | None]
    shows_use: Mapped[bool] = mapped_column(default=False)
    """Whether the public may read by name which solutions it runs live."""
    reviewer_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("municipality.id"))
    """The partner whose publishers review its drafts where the town has nobody else (four eyes)."""

    contact_role: Mapped[str] = mapped_column(String(150), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    contact_phone: Mapped[str] = mapped_column(String(50), default="")
    street: Mapped[str] = mapped_column(String(150), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    seat: Mapped[str] = mapped_column(String(100), default="")
    domain: Mapped[str] = mapped_column(String(253), default="")
    website: Mapped[str] = mapped_column(String(300), default="")

    reviewer: Mapped["Municipality | None"] = relationship(foreign_keys=[reviewer_id], remote_side="Municipality.id")
    systems: Mapped[list["MunicipalitySystem"]] = relationship(
        back_populates="municipality", cascade="all, delete-orphan"
    )

    @property
    def full_name(self) -> str:
        """Designation and name: "Stadt Usingen"."""
        return f"{self.designation} {self.name}".strip()


class MunicipalitySystem(Identified, Created, RowVersioned, Base):
    """One system that a municipality runs, in the vocabulary of the taxonomy."""

    __tablename__ = "municipality_system"

    municipality_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"), index=True)
    system_key: Mapped[str] = mapped_column(ForeignKey("system.key"))
    version: Mapped[str] = mapped_column(String(50), default="")
    provider: Mapped[str] = mapped_column(String(150), default="")
    contract_ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")

    municipality: Mapped[Municipality] = relationship(back_populates="systems")


class Cooperation(Identified, Created, RowVersioned, Base):
    """Municipalities that work together (interkommunale Zusammenarbeit)."""

    __tablename__ = "cooperation"
    __table_args__ = (UniqueConstraint("slug"),)

    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(150))
    description: Mapped[str] = mapped_column(default="")

    members: Mapped[list["CooperationMember"]] = relationship(
        back_populates="cooperation", cascade="all, delete-orphan"
    )


class CooperationMember(Base):
    """A municipality takes part in a cooperation."""

    __tablename__ = "cooperation_member"

    cooperation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("cooperation.id", ondelete="CASCADE"), primary_key=True
    )
    municipality_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("municipality.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    joined_on: Mapped[date | None]

    cooperation: Mapped[Cooperation] = relationship(back_populates="members")
    municipality: Mapped[Municipality] = relationship()
