"""Loading the demo: facts, partners and people first, then the files, then everything that happened with them."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from sqlalchemy import update

from registry.core import clock
from registry.core.database import session, transaction
from registry.core.errors import DomainError
from registry.formats.child import warm_reader
from registry.outbox.models import OutboxMail
from registry.seeding.cast import Cast, load_cast
from registry.seeding.demo_files import Demo, DemoSolution
from registry.seeding.finding import has_solution
from registry.seeding.partners import load_partners, towns_of
from registry.seeding.publications import Publisher, first_published
from registry.seeding.timeline import Act, in_order
from registry.seeding.uploading import BrokenSeed, ReadyRelease, make_ready
from registry.seeding.uses import Rater, User
from registry.storage import FileStore

T = TypeVar("T")
Ready = list[tuple[DemoSolution, list[ReadyRelease]]]


class Progress(Protocol):
    """Shows how far a list has been worked through."""

    def __call__(self, items: list[T], *, label: str) -> AbstractContextManager[Iterable[T]]:
        """The items again, shown under this label while they are taken."""


def load_demo(demo: Demo, *, store: FileStore, password_hash: str, progress: Progress) -> int:
    """Load what is missing of the demo; how many solutions were added.

    The facts (`registry.seeding.facts`) must be there. What happened with the solutions is loaded as a
    whole or not at all.

    Raises:
        BrokenSeed: the demo data do not pass what people's entries must pass.
    """
    with transaction():
        load_partners(demo, password_hash=password_hash)
    ready = _make_ready(demo, store, progress)
    if ready:
        with transaction():
            _play(demo, ready, progress)
            _settle_mails()
    return len(ready)


def _make_ready(demo: Demo, store: FileStore, progress: Progress) -> Ready:
    """Store and read the files of the solutions that are missing."""
    warm_reader()
    missing = [solution for solution in demo.solutions if not has_solution(solution.slug)]
    towns = towns_of(demo)
    with progress(missing, label="Dateien lesen") as solutions:
        return [(solution, make_ready(solution, towns[solution.publisher], store)) for solution in solutions]


def _play(demo: Demo, ready: Ready, progress: Progress) -> None:
    """Let everything happen, each at its time."""
    acts = in_order(_acts(demo, ready, load_cast(towns_of(demo))))
    with progress(acts, label="Veröffentlichen, übernehmen, bewerten") as shown:
        for act in shown:
            with clock.frozen_at(act.at):
                _run(act)


def _run(act: Act) -> None:
    try:
        act.run()
    except DomainError as problem:
        fields = {name: str(message) for name, message in getattr(problem, "fields", {}).items()}
        raise BrokenSeed(f"{act.at:%d.%m.%Y} {act.about}: {problem.message} {fields or ''}") from problem
    except LookupError as missing:
        raise BrokenSeed(f"{act.at:%d.%m.%Y} {act.about}: noch nicht da: {missing}") from missing


def _acts(demo: Demo, ready: Ready, cast: Cast) -> Iterator[Act]:
    published = {item.slug: first_published(item) for item in demo.solutions}
    known = {slug: days_ago for slug, days_ago in published.items() if days_ago is not None}
    today = clock.today()
    for solution, releases in ready:
        yield from Publisher(solution, cast, known).acts(releases)
        for adoption in solution.adoptions:
            yield from User(solution, adoption, cast, today).acts()
        for rating in solution.ratings:
            yield from Rater(solution, rating, cast).acts()


def _settle_mails() -> None:
    """The demo sends no mails about what is long past."""
    session().execute(
        update(OutboxMail).where(OutboxMail.sent_at.is_(None)).values(sent_at=OutboxMail.created_at, recipient="")
    )
