"""Telling adopters of an older release about a newer one, once."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.models import Contact
from registry.adoption.models import Adoption
from registry.adoption.stages import Stage
from registry.catalogue.models import Release, Solution
from registry.core.database import session
from registry.notifications.recipients import recipient_of
from registry.outbox.services import NewMail, queue

GONE = (Stage.REJECTED, Stage.RETIRED)


def tell_adopters(release: Release) -> None:
    """Queue one mail to each municipality that uses an older release, in the transaction of the publication.

    The publisher's own use is left out: it knows.
    """
    for adoption in _behind(release):
        _tell(adoption, release)


def _behind(release: Release) -> Sequence[Adoption]:
    uses = session().scalars(
        select(Adoption)
        .join(Adoption.solution)
        .where(Adoption.solution_id == release.solution_id, Adoption.stage.not_in(GONE))
        .where(Adoption.municipality_id != Solution.municipality_id)
        .options(
            joinedload(Adoption.release),
            joinedload(Adoption.municipality),
            joinedload(Adoption.contact).joinedload(Contact.holder),
        )
    )
    return [use for use in uses if use.release is not None and use.release.number_key < release.number_key]


def _tell(adoption: Adoption, release: Release) -> None:
    recipient = recipient_of(adoption.contact, adoption.municipality)
    if recipient is None or adoption.release is None:
        return
    queue(
        NewMail(
            key=f"newer_release:{release.id}:{adoption.id}",
            template="newer_release",
            recipient=recipient.email,
            language=recipient.language,
            account_id=recipient.account_id,
            parameters={
                "title": release.title,
                "slug": release.solution.slug,
                "number": release.number,
                "in_use": adoption.release.number,
                "municipality": adoption.municipality.full_name,
                "publisher": release.solution.municipality.full_name,
                "notes": [{"kind": note.kind.value, "text": note.text} for note in release.notes],
            },
        )
    )
