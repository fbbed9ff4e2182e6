"""Reading ratings."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.core.database import session
from registry.core.errors import NotFound
from registry.ratings.models import Rating


def list_ratings(solution_id: uuid.UUID) -> Sequence[Rating]:
    """All ratings of a solution with town and release, newest first."""
    return (
        session()
        .scalars(
            select(Rating)
            .where(Rating.solution_id == solution_id)
            .options(joinedload(Rating.municipality), joinedload(Rating.release))
            .order_by(Rating.rated_at.desc())
        )
        .all()
    )


def find_rating(municipality_id: uuid.UUID | None, solution_id: uuid.UUID) -> Rating | None:
    """The one rating of a municipality for a solution."""
    return session().scalar(
        select(Rating).where(Rating.municipality_id == municipality_id, Rating.solution_id == solution_id)
    )


def get_rating(rating_id: uuid.UUID, solution_id: uuid.UUID) -> Rating:
    """One rating of a solution.

    Raises:
        NotFound: there is none with this id.
    """
    found = session().scalar(select(Rating).where(Rating.id == rating_id, Rating.solution_id == solution_id))
    if found is None:
        raise NotFound
    return found
