"""Releases: numbered in order, unchanged since their publication, looked at by two."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from registry.activity.models import AuditEntry
from registry.catalogue.models import Release, ReleaseEvent, ReleaseState, Solution
from registry.catalogue.permissions import SHOWN
from registry.core.database import session
from registry.keeping.inspection import Check, Installation
from registry.publishing.fingerprint import fingerprint_of

BATCH = 200


def numbers_out_of_order(_installation: Installation) -> Iterator[str]:
    """Published releases whose number is not above that of the one published before."""
    query = select(Release).where(Release.state.in_(SHOWN)).order_by(Release.solution_id, Release.published_at)
    last: Release | None = None
    for release in session().scalars(query).yield_per(BATCH):
        same = last is not None and last.solution_id == release.solution_id
        if same and last is not None and release.number_key <= last.number_key:
            yield f"{release.id}: {release.number} folgt auf {last.number}"
        last = release


def changed_since_publication(_installation: Installation) -> Iterator[str]:
    """Published releases whose number, facts, notes or files are not those of their publication."""
    query = (
        select(Release)
        .where(Release.state.in_(SHOWN))
        .options(selectinload(Release.artifacts), selectinload(Release.notes))
        .order_by(Release.id)
    )
    for release in session().scalars(query).yield_per(BATCH):
        if fingerprint_of(release) != release.fingerprint:
            yield f"{release.id} ({release.number} von {release.title}) wurde nach der Veröffentlichung verändert"


def published_by_one(_installation: Installation) -> Iterator[str]:
    """Releases that the same person submitted and accepted."""
    for release in session().scalars(select(Release).where(Release.reviewed_by_id == Release.submitted_by_id)):
        yield f"{release.id} ({release.number}) hat dieselbe Person eingereicht und freigegeben"


def solutions_without_release(_installation: Installation) -> Iterator[str]:
    """Solutions nothing of which is there, not even a draft."""
    orphaned = select(Solution).where(~select(Release.id).where(Release.solution_id == Solution.id).exists())
    for solution in session().scalars(orphaned):
        yield f"{solution.id} ({solution.slug}) hat keine Version"


def state_against_history(_installation: Installation) -> Iterator[str]:
    """Releases whose state is not the one their history leads to."""
    history: dict[object, set[str]] = defaultdict(set)
    for release_id, action in session().execute(select(ReleaseEvent.release_id, ReleaseEvent.action)):
        history[release_id].add(action.value)
    for release_id, state in session().execute(select(Release.id, Release.state)):
        if state is not ReleaseState.DRAFT and state.value not in history[release_id]:
            yield f"{release_id} ist {state.value}, ohne dass es im Verlauf steht"


def publications_without_audit(_installation: Installation) -> Iterator[str]:
    """Publications that the audit log does not know."""
    logged = set(session().scalars(select(AuditEntry.subject_id).where(AuditEntry.action == "release.published")))
    for release_id in session().scalars(select(Release.id).where(Release.state.in_(SHOWN))):
        if str(release_id) not in logged:
            yield f"{release_id} steht nicht im Änderungsprotokoll"


CHECKS = (
    Check("I3", "Versionsnummern steigen", numbers_out_of_order),
    Check("I3", "Veröffentlichte Versionen sind unverändert", changed_since_publication),
    Check("I7", "Vier Augen bei jeder Veröffentlichung", published_by_one),
    Check("I7", "Keine Lösung ohne Version", solutions_without_release),
    Check("I7", "Jeder Stand folgt aus dem Verlauf", state_against_history),
    Check("I6", "Jede Veröffentlichung ist protokolliert", publications_without_audit),
)
