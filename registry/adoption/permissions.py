"""Who may record and see uses."""

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.adoption.models import Adoption
from registry.catalogue.models import Solution


def may_adopt(actor: Actor | None, solution: Solution) -> bool:
    """Record the use of a solution: editors, for the municipality they act for (own solutions too)."""
    return actor is not None and actor.municipality_id is not None and actor.has_role(Role.EDITOR) and bool(solution)


def may_change(actor: Actor, adoption: Adoption) -> bool:
    """Move, edit and tick off: editors of the adopting municipality."""
    return actor.acts_for(adoption.municipality_id, Role.EDITOR)


def may_see_details(actor: Actor | None, adoption: Adoption) -> bool:
    """Reasons, hours, checklist and history: the municipality itself."""
    return actor is not None and actor.acts_for(adoption.municipality_id, Role.READER)
