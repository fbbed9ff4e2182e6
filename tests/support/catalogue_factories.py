"""Published solutions, uses and ratings, made directly through models and services."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from registry.accounts.models import Contact, Municipality, Role
from registry.adoption.models import Adoption, Basis
from registry.adoption.services.moving import Move, move_adoption, start_adoption
from registry.adoption.stages import Reason, Stage
from registry.catalogue.models import (
    Artifact,
    ArtifactRole,
    Audience,
    NoteKind,
    Release,
    ReleaseNote,
    ReleaseState,
    Solution,
    SolutionKind,
)
from registry.catalogue.services import refresh
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.slugs import slugify
from registry.formats.child import read_here
from registry.ratings.models import Rating, Verdict
from registry.ratings.services import Judgement, rate
from registry.storage.memory import MemoryStore
from tests.support.publishing_factories import Town, bpmn, make_contact

LIMIT = 10**8
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What one release is to be."""

    number: str = "1.0.0"
    audience: Audience = Audience.PUBLIC
    state: ReleaseState = ReleaseState.PUBLISHED
    title: str = "Hund anmelden"
    facts: dict[str, Any] = field(default_factory=dict)
    notes: Sequence[tuple[NoteKind, str]] = ()
    files: Sequence[tuple[str, bytes]] = (("ablauf.bpmn", bpmn()),)
    published_at: datetime | None = None


def make_solution(
    town: Town, *editions: Edition, store: MemoryStore, kind: SolutionKind = SolutionKind.PROCESS, slug: str = ""
) -> Solution:
    """A solution of `town` with these releases; one public release unless told otherwise."""
    wanted = editions or (Edition(),)
    key = slug or f"{slugify(wanted[0].title)}-{next(_numbers)}"
    contact_id = make_contact(town.municipality, f"Amt {key}").id
    publisher_id = town.municipality.id
    with transaction():
        solution = Solution(slug=key, kind=kind, municipality_id=publisher_id, contact_functional_id=contact_id)
        session().add(solution)
        session().flush()
        for edition in wanted:
            session().add(_release(solution, edition, store))
        session().flush()
        refresh(solution)
    return find_solution(key)


def add_release(solution: Solution, edition: Edition, *, store: MemoryStore) -> Release:
    """Another release of a solution, without the way through publishing."""
    slug = solution.slug
    with transaction():
        solution = find_solution(slug)
        session().add(_release(solution, edition, store))
        session().flush()
        refresh(solution)
    return find_release(slug, edition.number)


def find_solution(slug: str) -> Solution:
    """The solution as it stands now."""
    return session().scalars(select(Solution).where(Solution.slug == slug)).one()


def find_release(slug: str, number: str = "1.0.0") -> Release:
    """The release as it stands now."""
    major, minor, patch = (int(part) for part in number.split("."))
    found = select(Release).join(Release.solution).where(Solution.slug == slug)
    return session().scalars(found.where(Release.major == major, Release.minor == minor, Release.patch == patch)).one()


def find_own_adoption(town: Town, slug: str) -> Adoption:
    """The use of a solution by a town as it stands now."""
    found = select(Adoption).join(Adoption.solution).where(Solution.slug == slug)
    return session().scalars(found.where(Adoption.municipality_id == town.municipality.id)).one()


def contact_of(municipality: Municipality) -> Contact:
    """A contact of a town, made when it has none."""
    found = session().scalars(select(Contact).where(Contact.municipality_id == municipality.id)).first()
    return found or make_contact(municipality)


def adopt(town: Town, slug: str, stage: Stage = Stage.LIVE, *, number: str = "1.0.0") -> Adoption:
    """Let `town` use the release `number` of a solution, up to `stage`."""
    contact_id, actor = contact_of(town.municipality).id, town.actor(Role.EDITOR)
    with transaction():
        contact = session().get_one(Contact, contact_id)
        adoption = start_adoption(find_solution(slug), by=actor, contact=contact)
        for target in _way(stage):
            move_adoption(adoption, _move(target, find_release(slug, number)), by=actor)
    return find_own_adoption(town, slug)


def give_rating(town: Town, slug: str, stars: int = 5, text: str = "", *, number: str = "1.0.0") -> Rating:
    """Let `town` rate; it must have tried the solution."""
    actor = town.actor(Role.EDITOR)
    with transaction():
        judgement = Judgement(stars, Verdict.YES, Verdict.PARTLY, Verdict.YES, text)
        rating_id = rate(find_release(slug, number), by=actor, judgement=judgement).id
    return session().get_one(Rating, rating_id)


def _way(stage: Stage) -> list[Stage]:
    if stage is Stage.INTEREST:
        return []
    return [Stage.LIVE, Stage.RETIRED] if stage is Stage.RETIRED else [stage]


def _move(target: Stage, release: Release) -> Move:
    stopped = target in {Stage.PAUSED, Stage.REJECTED, Stage.RETIRED}
    return Move(
        target=target,
        reason=Reason.NO_CAPACITY if stopped else None,
        text="Intern: Stelle ist unbesetzt" if stopped else "",
        release=release,
        target_on=clock.today(),
        live_on=clock.today(),
        cases_per_year=310,
        minutes_before=24,
        minutes_after=9,
        basis=Basis.ESTIMATED,
    )


def _release(solution: Solution, edition: Edition, store: MemoryStore) -> Release:
    major, minor, patch = (int(part) for part in edition.number.split("."))
    in_work = edition.state in {ReleaseState.DRAFT, ReleaseState.SUBMITTED}
    release = Release(
        id=uuid.uuid4(),
        solution_id=solution.id,
        state=edition.state,
        audience=edition.audience,
        major=major,
        minor=minor,
        patch=patch,
        facts={"title": edition.title, "summary": f"{edition.title} in Kürze.", **_FACTS, **edition.facts},
        fingerprint="" if in_work else "0" * 64,
        published_at=None if in_work else edition.published_at or clock.now(),
        notes=[
            ReleaseNote(kind=kind, text=text, position=position) for position, (kind, text) in enumerate(edition.notes)
        ],
        artifacts=[_artifact(name, content, place, store) for place, (name, content) in enumerate(edition.files)],
    )
    if edition.state is ReleaseState.WITHDRAWN:
        release.withdrawn_at, release.withdrawal_reason = clock.now(), "Rechnet falsch."
    if edition.state is ReleaseState.BLOCKED:
        release.blocked_at, release.block_reason = clock.now(), "Enthielt ein Kennwort."
    return release


_FACTS = {
    "platform": "civento",
    "license": "EUPL-1.2",
    "department": "steueramt_kaemmerei",
    "target_groups": ["citizen"],
}


def _artifact(name: str, content: bytes, place: int, store: MemoryStore) -> Artifact:
    store.put(content, limit_bytes=LIMIT)
    summary = read_here(content, name)
    return Artifact(
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        role=ArtifactRole.EXPORT,
        size_bytes=len(content),
        position=place,
        format_id=summary.format_id,
        summary=summary.to_json(),
    )
