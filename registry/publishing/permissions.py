"""Who may do what with drafts and releases."""

import uuid

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.catalogue.models import Release, ReleaseState, Solution


def may_start(actor: Actor) -> bool:
    """Begin a new solution for the municipality the person acts for."""
    return actor.has_role(Role.EDITOR)


def may_see_internals(solution: Solution, actor: Actor) -> bool:
    """Read the drafts of a solution."""
    return actor.acts_for(solution.municipality_id, Role.READER)


def may_edit(solution: Solution, actor: Actor) -> bool:
    """Change drafts and living facts, confirm findings, submit."""
    return actor.acts_for(solution.municipality_id, Role.EDITOR)


def may_decide(solution: Solution, actor: Actor) -> bool:
    """Withdraw a published release or open it to the public."""
    return actor.acts_for(solution.municipality_id, Role.PUBLISHER)


def may_block(actor: Actor) -> bool:
    """Take bytes away for good."""
    return actor.is_operator


def may_review(release: Release, actor: Actor, *, reviewing_id: uuid.UUID | None) -> bool:
    """Accept or return a submitted release: a publisher of the reviewing municipality, never the submitter.

    `reviewing_id` is the municipality whose turn it is (`registry.publishing.queries.reviewing_municipality_id`).
    """
    return (
        release.state is ReleaseState.SUBMITTED
        and reviewing_id is not None
        and actor.account_id != release.submitted_by_id
        and actor.acts_for(reviewing_id, Role.PUBLISHER)
    )
