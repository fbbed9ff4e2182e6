"""Typed relations to other solutions: replaces, variant of, needs."""

from sqlalchemy import select

from registry.accounts.actor import Actor
from registry.activity.services import record
from registry.catalogue.models import RelationKind, Release, Solution, SolutionRelation
from registry.catalogue.permissions import SHOWN
from registry.core.database import session
from registry.core.errors import Invalid
from registry.core.messages import N_, define
from registry.publishing.services.guards import require_editor

NO_SUCH_SOLUTION = define("relation.no_such_solution", N_("Diese Lösung gibt es im Katalog nicht."))
NOT_ITSELF = define("relation.not_itself", N_("Wählen Sie eine andere Lösung als diese."))


def relate(solution: Solution, kind: RelationKind, *, target_slug: str, by: Actor) -> SolutionRelation:
    """Say how this solution relates to another one of the catalogue. Saying it twice counts once.

    Raises:
        Invalid: the other solution does not exist for partners, or is this one.
    """
    require_editor(solution, by)
    target = _target(solution, target_slug)
    relation = session().get(SolutionRelation, (solution.id, kind, target.id))
    if relation is None:
        relation = SolutionRelation(solution_id=solution.id, kind=kind, target_id=target.id)
        session().add(relation)
        session().flush()
        _audit(solution, by)
    return relation


def unrelate(solution: Solution, relation: SolutionRelation, *, by: Actor) -> None:
    """Take a relation back."""
    require_editor(solution, by)
    session().delete(relation)
    session().flush()
    _audit(solution, by)


def _target(solution: Solution, slug: str) -> Solution:
    found = session().scalar(
        select(Solution).join(Release).where(Solution.slug == slug, Release.state.in_(SHOWN)).limit(1)
    )
    if found is None or found.id == solution.id:
        reason = NO_SUCH_SOLUTION() if found is None else NOT_ITSELF()
        raise Invalid(reason, {"target": reason})
    return found


def _audit(solution: Solution, by: Actor) -> None:
    record(
        "solution.relations_changed",
        subject=("solution", solution.id),
        actor_id=by.account_id,
        municipality_id=by.municipality_id,
        fields=["relations"],
    )
