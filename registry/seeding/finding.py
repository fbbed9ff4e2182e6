"""Finding again what the demo made, by the names of its folders."""

import uuid
from typing import TypeVar

from sqlalchemy import select

from registry.catalogue.models import Release, Solution
from registry.core.database import session
from registry.publishing.queries import find_open_draft
from registry.publishing.services.numbering import Number

T = TypeVar("T")

NAMESPACE = uuid.UUID("6f1d3a52-5c0e-4f0b-9f3e-2d7a8c4b1e90")
"""Makes the ids of the demo's solutions, so that a second load recognises them."""


def solution_id(slug: str) -> uuid.UUID:
    """The id of a solution, by its folder."""
    return uuid.uuid5(NAMESPACE, slug)


def has_solution(slug: str) -> bool:
    """Whether a solution was loaded already."""
    return session().get(Solution, solution_id(slug)) is not None


def demo_solution(slug: str) -> Solution:
    """A solution, by its folder."""
    return _there(session().get(Solution, solution_id(slug)), slug)


def demo_release(slug: str, number: Number) -> Release:
    """A release of a solution."""
    major, minor, patch = number
    query = select(Release).where(Release.solution_id == solution_id(slug), Release.major == major)
    found = session().scalar(query.where(Release.minor == minor, Release.patch == patch))
    return _there(found, f"{slug} {number}")


def demo_draft(slug: str) -> Release:
    """The release of a solution that is in work."""
    return _there(find_open_draft(solution_id(slug)), f"{slug}, draft")


def _there(found: T | None, name: str) -> T:
    if found is None:
        raise LookupError(name)
    return found
