"""Who may do what with people and municipalities."""

import uuid

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.core.errors import NotAllowed, NotFound


def may_manage_members(actor: Actor, municipality_id: uuid.UUID) -> bool:
    """Invite, change roles, remove; the operator helps where a town has no administrator."""
    return actor.is_operator or actor.acts_for(municipality_id, Role.ADMIN)


def may_edit_profile(actor: Actor, municipality_id: uuid.UUID) -> bool:
    """Change the profile, systems, contacts and deputies of a municipality."""
    return actor.is_operator or actor.acts_for(municipality_id, Role.ADMIN)


def may_see_internals(actor: Actor, municipality_id: uuid.UUID) -> bool:
    """Read what only the municipality itself (and the operator) may know."""
    return actor.is_operator or actor.acts_for(municipality_id, Role.READER)


def may_operate(actor: Actor | None) -> bool:
    """Run the portal: municipalities, accounts, moderation, texts."""
    return actor is not None and actor.is_operator


def require(allowed: bool, *, visible: bool = True) -> None:  # noqa: FBT001 (reads as a sentence: require(may_x(…)))
    """Go on only if allowed.

    Raises:
        NotFound: the thing does not exist for this person.
        NotAllowed: it is visible, the action is not allowed.
    """
    if allowed:
        return
    raise NotAllowed if visible else NotFound
