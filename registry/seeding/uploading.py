"""Before the demo is played: its files are stored and read, its fact sheets checked, as when people enter them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from registry.accounts.models import Municipality
from registry.accounts.queries.municipalities import list_contacts
from registry.core import clock
from registry.core.errors import Invalid
from registry.publishing.choosing import choices_for
from registry.publishing.services.facts import PreparedFacts, prepare
from registry.publishing.services.uploads import Incoming, Intake, ReceivedFile, receive, traces_of
from registry.seeding.demo_files import DemoRelease, DemoSolution
from registry.storage import FileStore
from registry.storage.scanning import NullScanner

CHECKED_ON = "last_verified_on"


class BrokenSeed(Exception):
    """The demo data do not pass what people's entries must pass; the text says where and why."""


@dataclass(frozen=True, slots=True)
class ReadyRelease:
    """A release whose files are stored and read and whose facts are checked."""

    seed: DemoRelease
    files: tuple[ReceivedFile, ...]
    facts: PreparedFacts


def make_ready(solution: DemoSolution, publisher: Municipality, store: FileStore) -> list[ReadyRelease]:
    """Store and read the files of a solution and check its facts. Call it outside of `transaction`.

    Raises:
        BrokenSeed: a file is refused, or a fact is wrong.
    """
    intake = Intake(store=store, scanner=NullScanner(), own_traces=traces_of(publisher))
    contacts = {contact.role: str(contact.id) for contact in list_contacts(publisher.id)}
    living = _living(solution, contacts)
    later = {fact_id: value for fact_id, value in living.items() if fact_id != CHECKED_ON}
    return [
        ReadyRelease(
            seed=release,
            files=_received(solution, release, intake),
            facts=_prepared(solution, release.facts, publisher, later if place else living),
        )
        for place, release in enumerate(solution.releases)
    ]


def _received(solution: DemoSolution, release: DemoRelease, intake: Intake) -> tuple[ReceivedFile, ...]:
    incoming = [Incoming(file.name, (solution.folder / file.path).read_bytes()) for file in release.files]
    reception = receive(incoming, intake)
    if reception.refusals:
        raise BrokenSeed(f"{solution.slug}: {[str(refusal.message) for refusal in reception.refusals]}")
    return reception.files


def _prepared(
    solution: DemoSolution, different: Mapping[str, Any], publisher: Municipality, living: Mapping[str, Any]
) -> PreparedFacts:
    values = {**solution.facts, **_emptied(different), **living}
    try:
        return prepare(values, choices_for(publisher.id, values))
    except Invalid as problem:
        wrong = {name: str(message) for name, message in problem.fields.items()}
        raise BrokenSeed(f"{solution.slug}: {wrong or problem.message}") from problem


def _emptied(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a release leaves out of the solution's facts stands there as an empty list."""
    return {fact_id: None if value == [] else value for fact_id, value in facts.items()}


def _living(solution: DemoSolution, contacts: Mapping[str, str]) -> dict[str, Any]:
    """The living facts as the first release brings them; a later check of the sheet follows on its day."""
    checked = None if solution.last_verified_days_ago is None else solution.created_days_ago
    ahead = solution.maintained_until_days_ahead
    values = {
        "lifecycle": solution.lifecycle,
        "support_offer": solution.support_offer,
        "contact_functional": contacts[solution.contact_functional.role],
        "contact_technical": contacts[solution.contact_technical.role],
        "live_since": iso_day(solution.live_since_days_ago),
        CHECKED_ON: iso_day(checked),
        "maintained_until": iso_day(None if ahead is None else -ahead),
    }
    return {fact_id: value for fact_id, value in values.items() if value is not None}


def iso_day(days_ago: int | None) -> str | None:
    """A day as the fact sheet keeps it."""
    return None if days_ago is None else (clock.today() - timedelta(days=days_ago)).isoformat()
