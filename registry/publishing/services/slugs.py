"""The address of a solution: follows its title until the first release is published, then it stays."""

from sqlalchemy import select

from registry.catalogue.models import Release, Solution
from registry.core.database import session
from registry.core.slugs import numbered, slugify
from registry.publishing.queries import IN_WORK


def follow_title(release: Release) -> None:
    """Let the address of a solution that nobody else has seen yet follow the title of its draft."""
    solution = release.solution
    if release.title and not _was_published(solution):
        solution.slug = free_slug(release.title, besides=solution)


def free_slug(title: str, *, besides: Solution | None = None) -> str:
    """The address for this title that no other solution has."""
    wanted = slugify(title)
    candidates = [wanted, *(numbered(wanted, number) for number in range(2, 1000))]
    taken = _taken(candidates, besides)
    return next(slug for slug in candidates if slug not in taken)


def _taken(candidates: list[str], besides: Solution | None) -> set[str]:
    with session().no_autoflush:
        found = select(Solution.slug).where(Solution.slug.in_(candidates))
        if besides is not None:
            found = found.where(Solution.id != besides.id)
        return set(session().scalars(found))


def _was_published(solution: Solution) -> bool:
    found = select(Release.id).where(Release.solution_id == solution.id, Release.state.not_in(IN_WORK)).limit(1)
    return session().scalar(found) is not None
