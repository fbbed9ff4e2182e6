"""Preconditions that several services share."""

from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.catalogue.models import Release, ReleaseState, Solution
from registry.core.errors import Conflict
from registry.core.messages import N_, define
from registry.publishing.permissions import may_edit, may_see_internals

NOT_A_DRAFT = define(
    "publishing.not_a_draft",
    N_("Diese Version ist kein Entwurf mehr und lässt sich nicht ändern. Laden Sie die Seite neu."),
)
WRONG_STATE = define(
    "publishing.wrong_state",
    N_("Der Stand dieser Version hat sich inzwischen geändert. Laden Sie die Seite neu."),
)
CHANGED_MEANWHILE = define(
    "publishing.changed_meanwhile",
    N_("Der Entwurf wurde inzwischen geändert. Sehen Sie ihn sich noch einmal an und entscheiden Sie dann."),
)


def require_editor(solution: Solution, by: Actor) -> None:
    """Go on only for an editor of the publisher.

    Raises:
        NotFound: the solution's drafts do not exist for this person.
        NotAllowed: a reader.
    """
    require(may_edit(solution, by), visible=may_see_internals(solution, by))


def require_draft(release: Release, by: Actor) -> None:
    """Go on only for an editor of the publisher, and only while the release is a draft.

    Raises:
        NotFound: the draft does not exist for this person.
        NotAllowed: a reader.
        Conflict: it is submitted or published.
    """
    require_editor(release.solution, by)
    if release.state is not ReleaseState.DRAFT:
        raise Conflict(NOT_A_DRAFT())
