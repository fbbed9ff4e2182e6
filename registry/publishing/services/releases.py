"""What may still happen to a published release: withdrawn, or opened to the public. It never changes."""

from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.catalogue.models import Audience, Release, ReleaseAction, ReleaseState
from registry.catalogue.services import refresh
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define
from registry.publishing.permissions import may_decide, may_see_internals
from registry.publishing.services.checks import audience_obstacles
from registry.publishing.services.guards import WRONG_STATE
from registry.publishing.services.recording import note_event

REASON_MISSING = define("release.reason_missing", N_("Nennen Sie den Grund. Er steht auf der Seite der Version."))
NOT_FOR_PUBLIC = define(
    "release.not_for_public",
    N_("Diese Version kann noch nicht öffentlich werden. Offene Punkte stehen unten."),
)

MAX_REASON = 1000


def withdraw(release: Release, *, by: Actor, reason: str) -> Release:
    """Take a published release back; its page stays, with the reason. Doing it twice counts once.

    Raises:
        Invalid: there is no reason.
        Conflict: it is not published.
    """
    _require_decider(release, by)
    if release.state is ReleaseState.WITHDRAWN:
        return release
    _require_published(release)
    release.state = ReleaseState.WITHDRAWN
    release.withdrawn_at = clock.now()
    release.withdrawal_reason = required_reason(reason)
    session().flush()
    refresh(release.solution)
    note_event(release, ReleaseAction.WITHDRAWN, by=by, comment=release.withdrawal_reason)
    return release


def open_to_public(release: Release, *, by: Actor) -> Release:
    """Let everybody read a release that was published for partners. Doing it twice counts once.

    Raises:
        Invalid: the licence is not open, or findings are not judged.
        Conflict: it is not published.
    """
    _require_decider(release, by)
    _require_published(release)
    if release.audience is Audience.PUBLIC:
        return release
    if audience_obstacles(release, audience=Audience.PUBLIC):
        raise Invalid(NOT_FOR_PUBLIC())
    release.audience = Audience.PUBLIC
    session().flush()
    refresh(release.solution)
    note_event(release, ReleaseAction.AUDIENCE_CHANGED, by=by)
    return release


def required_reason(reason: str) -> str:
    """The reason, cut to what is stored.

    Raises:
        Invalid: there is none.
    """
    if not reason.strip():
        raise Invalid(REASON_MISSING(), {"reason": REASON_MISSING()})
    return reason.strip()[:MAX_REASON]


def _require_decider(release: Release, by: Actor) -> None:
    require(may_decide(release.solution, by), visible=may_see_internals(release.solution, by))


def _require_published(release: Release) -> None:
    if release.state is not ReleaseState.PUBLISHED:
        raise Conflict(WRONG_STATE())
