"""Who may rate, and answer."""

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.adoption.queries import has_tried
from registry.catalogue.models import Solution


def may_rate(actor: Actor | None, solution: Solution) -> bool:
    """Editors of a municipality that ever tested or ran the solution, never the publisher itself."""
    if actor is None or actor.municipality_id is None or not actor.has_role(Role.EDITOR):
        return False
    return solution.municipality_id != actor.municipality_id and has_tried(actor.municipality_id, solution.id)


def may_answer(actor: Actor | None, solution: Solution) -> bool:
    """Publishers of the publishing municipality."""
    return actor is not None and actor.acts_for(solution.municipality_id, Role.PUBLISHER)
