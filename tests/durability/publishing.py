"""A small world that publishes, and the steps by which one town of it does so through the real services.

Every step is one transaction, as one request would be. What a killed process left behind is taken up where
it stands, so that the portal is used on after every kill.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from registry.accounts.actor import Actor
from registry.accounts.models import Account, Contact, Municipality, Role
from registry.catalogue.fact_sheet.declaration import ANSWER, Home, Value
from registry.catalogue.fact_sheet.facts import FACTS
from registry.catalogue.models import NoteKind, Release, ReleaseState, Solution, SolutionKind
from registry.core.database import session, transaction
from registry.formats.opaque import OpaqueReader
from registry.formats.probe import Probe
from registry.formats.reading import FileSummary
from registry.publishing.choosing import choices_for
from registry.publishing.fingerprint import draft_mark
from registry.publishing.queries import IN_WORK, find_latest, find_release
from registry.publishing.services import uploads
from registry.publishing.services.drafts import NewSolution, create_solution, set_kind, start_release
from registry.publishing.services.facts import PreparedFacts, prepare, save
from registry.publishing.services.files import attach
from registry.publishing.services.numbering import proposed
from registry.publishing.services.review import ReleasePlan, accept, plan_release, submit
from registry.publishing.services.uploads import Incoming, Intake, Reception
from registry.storage import FileStore
from registry.storage.scanning import NullScanner
from registry.taxonomy.models import System
from tests.support.accounts_factories import make_account, make_member, make_municipality
from tests.support.database import saved

FILE_BYTES = 24 * 1024
BLOCKING: Mapping[str, Value] = {
    "title": "Hund anmelden",
    "summary": "Hundehalter melden ihren Hund an.",
    "platform": "civento",
    "department": "steueramt_kaemmerei",
    "accessibility_status": "unknown",
    "personal_data": "ordinary",
    "license": "EUPL-1.2",
    "rights_holder": "Stadt Musterstadt",
}
"""The facts that only a value answers."""


@dataclass(frozen=True)
class Town:
    """One publisher: who edits, who reviews, and the role that answers."""

    editor: Actor
    reviewer: Actor
    contact_id: uuid.UUID

    @property
    def municipality_id(self) -> uuid.UUID:
        """Whose town it is."""
        assert self.editor.municipality_id is not None
        return self.editor.municipality_id


@dataclass(frozen=True)
class Step:
    """What one transaction did, as its process would answer it to a person."""

    release_id: uuid.UUID
    state: ReleaseState
    number: str
    title: str
    files: tuple[tuple[str, int], ...]
    fingerprint: str


def make_platform() -> None:
    """The one product of the vocabulary that the sheets name."""
    saved(System(key="civento", name="civento", category="process_platform", vendor="ekom21", is_platform=True))


def make_town(name: str = "") -> Town:
    """A partner with an editor, somebody who reviews, and a contact."""
    municipality = make_municipality(name)
    editor = make_member(municipality, Role.EDITOR, account=make_account(password=None))
    reviewer = make_member(municipality, Role.PUBLISHER, account=make_account(password=None))
    contact = saved(Contact(municipality_id=municipality.id, role="Steueramt", email="steueramt@ort.example"))
    return Town(
        actor_for(editor, municipality, Role.EDITOR), actor_for(reviewer, municipality, Role.PUBLISHER), contact.id
    )


def actor_for(account: Account, municipality: Municipality, role: Role) -> Actor:
    """The person acting for this municipality in this role."""
    return Actor(
        account_id=account.id,
        name=account.name,
        municipality_id=municipality.id,
        municipality_name=municipality.name,
        role=role,
        is_partner=True,
    )


def opaque(_source: object, name: str, *_: Any, **__: Any) -> FileSummary:
    """Stands in for reading in the limited process: every file is an unknown one."""
    return OpaqueReader().read(Probe(b"", name))


def keep_the_reading_process_out() -> None:
    """Read without the limited process, for the rest of this one."""
    uploads.read_file = opaque


def take_in(store: FileStore, *contents: bytes) -> Reception:
    """Files received as an upload receives them."""
    incoming = [Incoming(f"ablauf-{number}.bin", content) for number, content in enumerate(contents)]
    return uploads.receive(incoming, Intake(store=store, scanner=NullScanner()))


def content() -> bytes:
    """Bytes that no other file has."""
    seed = uuid.uuid4().bytes
    return (hashlib.sha256(seed).digest() * (FILE_BYTES // 32)) + seed


def whole_sheet(town: Town, **values: Value) -> dict[str, Value | None]:
    """Every mandatory fact answered, "unknown" wherever that is enough."""
    answered: dict[str, Value | None] = {
        fact.id: {ANSWER: fact.answers[0]} for fact in FACTS if fact.answers and fact.home is not Home.RECORD
    }
    return answered | dict(BLOCKING) | {"contact_functional": str(town.contact_id)} | values


def prepared_sheet(town: Town, **values: Value) -> PreparedFacts:
    """The facts of `whole_sheet` checked and rendered, as before a transaction."""
    return prepare(whole_sheet(town, **values), choices_for(town.municipality_id, {}))


class Publisher:
    """Publishes for one town, step by step, from wherever the database stands."""

    def __init__(self, town: Town, store: FileStore) -> None:
        self._town = town
        self._store = store
        self._sheet = prepared_sheet(town)

    def step(self) -> Step:
        """Do what comes next: begin, fill in, submit, accept."""
        release = self._in_work()
        return self._next(release)()

    def publish(self) -> Step:
        """Go on until something is published."""
        while (step := self.step()).state is not ReleaseState.PUBLISHED:
            pass
        return step

    def _in_work(self) -> Release | None:
        own = Solution.municipality_id == self._town.municipality_id
        return session().query(Release).join(Solution).filter(own, Release.state.in_(IN_WORK)).first()

    def _next(self, release: Release | None) -> Callable[[], Step]:
        if release is None:
            return self._begin
        if release.state is ReleaseState.SUBMITTED:
            return lambda: self._accept(release.id)
        if "license" in release.facts:
            return lambda: self._submit(release.id)
        return lambda: self._fill_in(release.id)

    def _begin(self) -> Step:
        """A solution with its file; every other time a new release of the last one with a further file."""
        last = self._last_solution()
        files = take_in(self._store, content()).files
        with transaction():
            if last is None:
                return told(create_solution(NewSolution(files=files), by=self._town.editor))
            solution = session().get_one(Solution, last)
            release = start_release(solution, by=self._town.editor)
            attach(release, files, by=self._town.editor)
            return told(_plan(release, self._town.editor))

    def _last_solution(self) -> uuid.UUID | None:
        """The solution that has been published once and not again."""
        own = session().query(Solution).filter(Solution.municipality_id == self._town.municipality_id)
        for solution in own.order_by(Solution.created_at.desc()).limit(1):
            latest = find_latest(solution.id)
            return solution.id if latest is not None and latest.number == "1.0.0" else None
        return None

    def _fill_in(self, release_id: uuid.UUID) -> Step:
        title = {"title": f"Hund anmelden {release_id.hex[:6]}"}
        facts = replace(self._sheet, values={**self._sheet.values, **title})
        with transaction():
            release = _loaded(release_id)
            save(release, facts, by=self._town.editor)
            set_kind(release, SolutionKind.FORM, by=self._town.editor)
            return told(release)

    def _submit(self, release_id: uuid.UUID) -> Step:
        with transaction():
            return told(submit(_loaded(release_id), by=self._town.editor, rights_declared=True))

    def _accept(self, release_id: uuid.UUID) -> Step:
        with transaction():
            release = _loaded(release_id)
            return told(accept(release, by=self._town.reviewer, mark=draft_mark(release)))


def _loaded(release_id: uuid.UUID) -> Release:
    release = find_release(release_id)
    assert release is not None
    return release


def _plan(release: Release, editor: Actor) -> Release:
    latest = find_latest(release.solution_id)
    notes = [(NoteKind.ADDED, "Ein Anhang ist neu.")]
    number = proposed(latest, [kind for kind, _ in notes])
    return plan_release(release, ReleasePlan(number=number, audience=release.audience, notes=notes), by=editor)


def told(release: Release) -> Step:
    """What an answer would say of this release; called inside the transaction."""
    return Step(
        release_id=release.id,
        state=release.state,
        number=release.number,
        title=release.title,
        files=tuple((artifact.sha256, artifact.size_bytes) for artifact in release.artifacts),
        fingerprint=release.fingerprint,
    )
