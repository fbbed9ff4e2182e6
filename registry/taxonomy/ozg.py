"""Where services stand in the OZG-Umsetzungskatalog."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from registry.core.database import session
from registry.taxonomy.models import LeikaService, OzgService


def ozg_fields(leika_keys: Sequence[str], *, ozg_id: object = None) -> list[str]:
    """The Themenfelder that bundle these services (and the OZG-Leistung itself), each once, in order."""
    bundled = select(LeikaService.ozg_id).where(LeikaService.key.in_(leika_keys[:50]))
    wanted: ColumnElement[bool] = OzgService.id.in_(bundled)
    if isinstance(ozg_id, str):
        wanted = or_(wanted, OzgService.id == ozg_id)
    found = session().scalars(select(OzgService.field).where(wanted).distinct().order_by(OzgService.field))
    return [field for field in found if field]
