"""People at work: towns that publish and visitors that report, all at once, until told to stop."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask

from registry.accounts.actor import Actor
from registry.accounts.models import Contact, Role
from registry.catalogue.models import Audience, NoteKind
from registry.core.database import db, session, transaction
from registry.portal.models import FeedbackKind
from registry.portal.services import NewFeedback, receive_feedback
from registry.publishing.choosing import choices_for
from registry.publishing.fingerprint import draft_mark
from registry.publishing.queries import find_release
from registry.publishing.services.drafts import NewSolution, create_solution
from registry.publishing.services.facts import prepare, save
from registry.publishing.services.review import ReleasePlan, accept, plan_release, submit
from registry.publishing.services.uploads import Incoming, Intake, receive
from registry.storage.scanning import NullScanner
from registry.web.adapters import adapters
from tests.support.publishing_factories import bpmn, complete_facts, make_contact, make_town

FIRST = ReleasePlan(number=(1, 0, 0), audience=Audience.PUBLIC, notes=[(NoteKind.ADDED, "Erste Version")])


@dataclass
class Worker:
    """Somebody who works on, and what was acknowledged to it."""

    work: Callable[[], str]
    acknowledged: set[str] = field(default_factory=set)
    failure: BaseException | None = None

    def keep_on(self, app: Flask, stop: threading.Event) -> None:
        with app.app_context():
            try:
                while not stop.is_set():
                    self.acknowledged.add(self.work())
                    db.session.remove()
            except BaseException as error:
                self.failure = error
                raise


@contextmanager
def at_work(app: Flask, workers: list[Worker]) -> Iterator[None]:
    """All workers at work, each having finished something already."""
    stop, waiting = threading.Event(), threading.Event()
    threads = [threading.Thread(target=worker.keep_on, args=(app, stop)) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        while not all(worker.acknowledged or worker.failure for worker in workers):
            waiting.wait(0.05)
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def reporter() -> Worker:
    """A visitor who reports something again and again."""

    def report() -> str:
        with transaction():
            return str(receive_feedback(NewFeedback(FeedbackKind.OTHER, "/", "Guten Tag")).id)

    return Worker(report)


def publisher(app: Flask, name: str) -> Worker:
    """A town that publishes one solution after the other."""
    town = make_town(app, name)
    editor, reviewer = town.actor(Role.EDITOR), town.actor(Role.PUBLISHER)
    contact_id = make_contact(town.municipality).id

    def publish() -> str:
        release_id = _submitted(editor, contact_id)
        with transaction():
            release = find_release(release_id)
            assert release is not None
            accept(release, by=reviewer, mark=draft_mark(release))
        return str(release_id)

    return Worker(publish)


def _submitted(editor: Actor, contact_id: uuid.UUID) -> uuid.UUID:
    content = bpmn(uuid.uuid4().hex)
    files = receive([Incoming("a.bpmn", content)], Intake(store=adapters().store, scanner=NullScanner())).files
    values = complete_facts(session().get_one(Contact, contact_id))
    assert editor.municipality_id is not None
    prepared = prepare(values, choices_for(editor.municipality_id, values))
    with transaction():
        release = create_solution(NewSolution(files=files), by=editor)
        save(release, prepared, by=editor)
        plan_release(release, FIRST, by=editor)
        submit(release, by=editor, rights_declared=True)
        return release.id
