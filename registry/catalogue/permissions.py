"""What of the catalogue exists for whom."""

from registry.accounts.actor import Actor, reads_partner_content
from registry.accounts.models import Role
from registry.catalogue.models import Audience, Release, ReleaseState, Solution

SHOWN = frozenset({ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN, ReleaseState.BLOCKED})
"""States with a page for everybody of the audience; drafts are the publisher's own."""
OPEN_LICENCES = frozenset({"EUPL-1.2", "MIT", "Apache-2.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0"})


def audience_of(viewer: Actor | None) -> Audience:
    """Whose catalogue the viewer reads."""
    return Audience.PARTNERS if reads_partner_content(viewer) else Audience.PUBLIC


def may_read(release: Release, viewer: Actor | None) -> bool:
    """Whether the release exists for this viewer."""
    if release.state in SHOWN:
        return release.audience is Audience.PUBLIC or reads_partner_content(viewer)
    return viewer is not None and is_own(release.solution, viewer)


def is_own(solution: Solution, viewer: Actor) -> bool:
    """Whether the viewer acts for the publisher."""
    return viewer.acts_for(solution.municipality_id, Role.READER)


def may_download(release: Release, viewer: Actor | None) -> bool:
    """Whether the files may be taken: partners always, everybody else by licence only; blocked bytes are gone."""
    if release.state is ReleaseState.BLOCKED or not may_read(release, viewer):
        return False
    return reads_partner_content(viewer) or release.facts.get("license") in OPEN_LICENCES
