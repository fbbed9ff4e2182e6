"""A town that published two solutions, and one that uses and rated the first."""

import uuid
from dataclasses import dataclass

from flask import Flask

from registry.accounts.models import Contact, Role
from registry.adoption.models import Adoption
from registry.adoption.services.importing import import_release
from registry.adoption.services.moving import Move, move_adoption
from registry.adoption.stages import Stage
from registry.catalogue.models import Audience
from registry.core.database import session, transaction
from registry.keeping.checks import CHECKS
from registry.keeping.inspection import Installation, inspect
from registry.ratings.models import Verdict
from registry.ratings.services import Judgement, rate
from registry.storage import FileStore
from registry.web.adapters import adapters
from tests.support.publishing_factories import Town, bpmn, load, make_contact, make_published, make_town

PRAISE = Judgement(4, Verdict.YES, Verdict.PARTLY, Verdict.YES, "Läuft seit März.")


@dataclass(frozen=True)
class Little:
    """What tests reach for."""

    publisher: Town
    user: Town
    release_id: uuid.UUID
    adoption_id: uuid.UUID
    sha256: str


def make_little_world(app: Flask, store: FileStore) -> Little:
    publisher, user = make_town(app, "Usingen"), make_town(app, "Wehrheim")
    release = make_published(publisher, store, audience=Audience.PUBLIC)  # type: ignore[arg-type] (any store)
    release_id, sha256 = release.id, release.artifacts[0].sha256
    other = [("meldung.bpmn", bpmn("Mangel melden"))]
    make_published(publisher, store, *other, title="Mangel melden")  # type: ignore[arg-type]
    adoption_id = _use(user, release_id)
    return Little(publisher, user, release_id, adoption_id, sha256)


def _use(user: Town, release_id: uuid.UUID) -> uuid.UUID:
    contact_id = make_contact(user.municipality).id
    by = user.actor(Role.EDITOR)
    with transaction():
        contact = session().get_one(Contact, contact_id)
        adoption_id = import_release(load(release_id), by=by, contact=contact).id
    with transaction():
        move_adoption(session().get_one(Adoption, adoption_id), Move(target=Stage.TESTING), by=by)
    with transaction():
        rate(load(release_id), by=by, judgement=PRAISE)
    return adoption_id


def broken_rules(*only: str, reads_files: bool = True) -> set[str]:
    """The titles of the checks that find something, of all or only of these."""
    current = adapters()
    installation = Installation(store=current.store, index=current.search, reads_files=reads_files)
    looked_at = [check for check in CHECKS if not only or check.title in only]
    return {check.title for check in looked_at if inspect(check, installation).problems}
