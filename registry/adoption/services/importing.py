"""Taking a release over: the record of it, and the stage it leads to."""

from registry.accounts.actor import Actor
from registry.accounts.models import Contact
from registry.accounts.permissions import require
from registry.adoption.models import Adoption, ImportRecord
from registry.adoption.permissions import may_adopt, may_change, may_see_details
from registry.adoption.queries import find_adoption, list_imports
from registry.adoption.services.moving import NEEDS_CONTACT, Move, append_event, publish_use, start_adoption
from registry.adoption.stages import NEEDS_RELEASE, Stage
from registry.catalogue.models import Release, ReleaseState
from registry.catalogue.permissions import may_download
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.messages import N_, define

NOT_IMPORTABLE = define(
    "import.not_published", N_("Diese Version ist zurückgezogen und lässt sich nicht mehr übernehmen.")
)
NOTHING_NEXT = define("adoption.nothing_next", N_("Für diese Nachnutzung steht keine nächste Version an."))


def import_release(release: Release, *, by: Actor, contact: Contact | None = None) -> Adoption:
    """Record that the actor's municipality takes a release over.

    A use that was before it moves to implementing; a live one stays live and gets a next release. A
    municipality without a use starts one, for which it names a contact. Doing it twice counts once.

    Raises:
        NotAllowed: not an editor.
        NotFound: the release is not for this municipality.
        Conflict: the release is withdrawn.
    """
    require(may_adopt(by, release.solution))
    if not may_download(release, by):
        raise NotFound
    if release.state is not ReleaseState.PUBLISHED:
        raise Conflict(NOT_IMPORTABLE())
    adoption = find_adoption(by.municipality_id, release.solution_id) or _start(release, by, contact)
    if _was_taken_over(adoption, release):
        return adoption
    _take_over(adoption, release, by)
    session().add(ImportRecord(municipality_id=adoption.municipality_id, release=release, by_id=by.recorded_id))
    publish_use(adoption, by, "release.imported", ["release"])
    return adoption


def finish_change_over(adoption: Adoption, *, by: Actor) -> None:
    """The next release is in use now."""
    require(may_change(by, adoption), visible=may_see_details(by, adoption))
    if adoption.next_release is None:
        raise Conflict(NOTHING_NEXT())
    adoption.release, adoption.next_release = adoption.next_release, None
    adoption.confirmed_at = clock.now()
    publish_use(adoption, by, "adoption.changed_over", ["release"])


def _start(release: Release, by: Actor, contact: Contact | None) -> Adoption:
    if contact is None:
        raise Invalid(NEEDS_CONTACT(), {"contact_id": NEEDS_CONTACT()})
    return start_adoption(release.solution, by=by, contact=contact)


def _was_taken_over(adoption: Adoption, release: Release) -> bool:
    """Whether this very import is recorded and nothing has happened since that would call for another."""
    imports = list_imports(adoption.solution_id, adoption.municipality_id)
    is_at_work = adoption.stage in NEEDS_RELEASE and release.id in {adoption.release_id, adoption.next_release_id}
    return is_at_work and bool(imports) and imports[0].release_id == release.id


def _take_over(adoption: Adoption, release: Release, by: Actor) -> None:
    if adoption.stage is Stage.LIVE:
        if adoption.release_id != release.id:
            adoption.next_release = release
        return
    adoption.release = release
    for stage in _way_to_implementing(adoption):
        before, adoption.stage, adoption.stage_since = adoption.stage, stage, clock.now()
        adoption.paused_from = adoption.reason = None
        session().flush()
        append_event(adoption, before, Move(target=stage), by)


def _way_to_implementing(adoption: Adoption) -> list[Stage]:
    """The legal moves that lead to implementing; none where the use is there or further already."""
    match adoption.stage:
        case Stage.IMPLEMENTING | Stage.TESTING:
            return []
        case Stage.REJECTED:
            return [Stage.INTEREST, Stage.IMPLEMENTING]
        case Stage.PAUSED if adoption.paused_from is not None:
            further = adoption.paused_from in {Stage.IMPLEMENTING, Stage.TESTING}
            return [adoption.paused_from] if further else [adoption.paused_from, Stage.IMPLEMENTING]
        case _:
            return [Stage.IMPLEMENTING]
