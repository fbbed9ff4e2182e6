"""Facts that live on with the solution; every change is kept, and shows at once."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from registry.accounts.actor import Actor
from registry.accounts.models import Contact
from registry.activity.services import record
from registry.catalogue.fact_sheet.checks import missing
from registry.catalogue.fact_sheet.declaration import Home, Value, answer_of
from registry.catalogue.fact_sheet.facts import fact
from registry.catalogue.fact_sheet.parsing import INVALID, NO_SUCH_ANSWER
from registry.catalogue.fact_sheet.sheet import living_columns, living_facts, of_release
from registry.catalogue.models import Release, ReleaseState, Solution, SolutionChange
from registry.catalogue.services import refresh
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Invalid
from registry.core.messages import N_, Message, define
from registry.publishing.queries import find_latest
from registry.publishing.services.guards import require_editor
from registry.publishing.services.merging import merge

NO_SUCH_SOLUTION = define("living.no_such_solution", N_("Diese Lösung gibt es im Katalog nicht."))
NOT_ITSELF = define("living.not_itself", N_("Eine Lösung kann nicht ihr eigener Nachfolger sein."))
NO_SUCH_CONTACT = define("living.no_such_contact", N_("Diese Stelle gibt es in Ihrer Kommune nicht."))

SUCCESSOR = "superseded_by"
CONTACTS = ("contact_functional", "contact_technical")


def save_living(
    solution: Solution, values: Mapping[str, Value | None], *, by: Actor, seen: str | None = None
) -> list[str]:
    """Change living facts of a solution that has been published; the answer names what changed.

    Raises:
        StaleDraft: somebody else changed the same facts since.
        Invalid: something that must be known would be missing.
    """
    require_editor(solution, by)
    changed = merge(living_facts(solution), values, seen)
    _refuse_answers(changed)
    change_living(solution, changed, by=by)
    _require_complete(solution)
    return list(changed)


def change_living(solution: Solution, values: Mapping[str, Value | None], *, by: Actor) -> None:
    """Set columns of the solution and keep what they were; the caller has checked the permission."""
    before = living_facts(solution)
    changed = {fact_id: value for fact_id, value in values.items() if value != before.get(fact_id)}
    if not changed:
        return
    _set_columns(solution, changed)
    session().flush()
    for fact_id, value in changed.items():
        _keep(solution, fact_id, before.get(fact_id), value, by)
    if find_latest(solution.id) is not None:
        refresh(solution)
    _audit(solution, list(changed), by)


def _set_columns(solution: Solution, changed: Mapping[str, Value | None]) -> None:
    columns = living_columns(changed)
    if SUCCESSOR in columns:
        solution.superseded_by = _successor(solution, columns.pop(SUCCESSOR))
    for fact_id in CONTACTS:
        if fact_id in changed:
            setattr(solution, fact_id, _contact(solution, fact_id, columns.pop(f"{fact_id}_id")))
    for name, value in columns.items():
        setattr(solution, name, value)


def _successor(solution: Solution, slug: str | None) -> Solution | None:
    if slug is None:
        return None
    shown = Release.state.in_((ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN))
    found = session().scalar(select(Solution).join(Release).where(Solution.slug == slug, shown).limit(1))
    if found is None or found.id == solution.id:
        raise _refused(SUCCESSOR, NO_SUCH_SOLUTION() if found is None else NOT_ITSELF())
    return found


def _contact(solution: Solution, fact_id: str, contact_id: uuid.UUID | None) -> Contact | None:
    if contact_id is None:
        return None
    contact = session().get(Contact, contact_id)
    if contact is None or contact.municipality_id != solution.municipality_id:
        raise _refused(fact_id, NO_SUCH_CONTACT())
    return contact


def _keep(solution: Solution, fact_id: str, old: Value | None, new: Value | None, by: Actor) -> None:
    session().add(
        SolutionChange(
            solution_id=solution.id,
            at=clock.now(),
            by_id=by.account_id,
            fact=fact_id,
            old="" if old is None else str(old),
            new="" if new is None else str(new),
        )
    )


def _refuse_answers(values: Mapping[str, Value | None]) -> None:
    wrong = [fact_id for fact_id, value in values.items() if answer_of(value)]
    if wrong:
        raise Invalid(INVALID(), {f"facts-{fact_id}": NO_SUCH_ANSWER() for fact_id in wrong})


def _require_complete(solution: Solution) -> None:
    latest = find_latest(solution.id)
    lacking = missing(of_release(latest)) if latest is not None else []
    living = {f"facts-{fact_id}": reason for fact_id, reason in lacking if fact(fact_id).home is Home.LIVING}
    if living:
        raise Invalid(INVALID(), living)


def _refused(fact_id: str, reason: Message) -> Invalid:
    return Invalid(INVALID(), {f"facts-{fact_id}": reason})


def _audit(solution: Solution, fields: list[str], by: Actor) -> None:
    record(
        "solution.changed",
        subject=("solution", solution.id),
        actor_id=by.account_id,
        municipality_id=by.municipality_id,
        fields=fields,
    )
