"""Vocabularies that rows refer to; loaded from ``seeds/taxonomy`` and editable by the operator."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base

LEIKA_DIGITS = 14


class System(Base):
    """A product that solutions need and municipalities run: civento, FORMCYCLE, a DMS, a payment component."""

    __tablename__ = "system"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    category: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(120))
    vendor: Mapped[str] = mapped_column(String(120), default="")
    is_platform: Mapped[bool] = mapped_column(default=False)
    """Whether a solution may name it as the platform it runs on."""


class OzgService(Base):
    """An OZG-Leistung: five digits; bundles LeiKa services. Edition 2019 of the OZG-Umsetzungskatalog."""

    __tablename__ = "ozg_service"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    field: Mapped[str] = mapped_column(String(100), default="")
    """Themenfeld."""
    situation: Mapped[str] = mapped_column(String(150), default="")
    """Lebens- or Geschäftslage."""


class LeikaService(Base):
    """A Leistung of the Leistungskatalog, 14 digits: 99, group 3, Kennung 3, Verrichtung 3, detail 3."""

    __tablename__ = "leika_service"

    key: Mapped[str] = mapped_column(String(LEIKA_DIGITS), primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    sort_key: Mapped[str] = mapped_column(String(500), index=True)
    ozg_id: Mapped[str | None] = mapped_column(ForeignKey("ozg_service.id"), index=True)


class Licence(Base):
    """Terms of reuse by SPDX id, or the portal's own words for closed ones."""

    __tablename__ = "licence"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(300), default="")
    is_open: Mapped[bool]
    """Whether files under it may be downloaded by everybody."""
    text: Mapped[str] = mapped_column(default="", deferred=True)
