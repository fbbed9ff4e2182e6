"""Columns that several tables share."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from registry.core import clock
from registry.core.columns import UtcDateTime


class Identified:
    """A UUID key made in Python, known before the row is written."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4, sort_order=-100)


class Created:
    """The moment the row was written."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=90)


class RowVersioned:
    """Optimistic locking: forms carry `row_version`; a stale one is a `Conflict`, never a lost update."""

    row_version: Mapped[int] = mapped_column(sort_order=95)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805 (declared_attr passes the class)
        return {"version_id_col": cls.row_version}
