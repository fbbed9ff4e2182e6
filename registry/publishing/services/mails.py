"""The mails of the review: each cause is told once."""

from typing import Any

from registry.accounts.actor import Actor
from registry.accounts.models import Account
from registry.catalogue.models import Release
from registry.core.database import session
from registry.outbox.services import NewMail, queue
from registry.publishing.queries import list_reviewers


def tell_reviewers(release: Release, *, by: Actor) -> None:
    """A submission waits for one of these people."""
    for account in list_reviewers(release.solution, submitter_id=by.account_id):
        _queue("release_submitted", release, account, submitter=by.name)


def tell_submitter_accepted(release: Release) -> None:
    """What was submitted is published."""
    account = _submitter(release)
    if account is not None:
        _queue("release_accepted", release, account)


def tell_submitter_returned(release: Release, *, comment: str) -> None:
    """What was submitted needs work."""
    account = _submitter(release)
    if account is not None:
        _queue("release_returned", release, account, comment=comment)


def _submitter(release: Release) -> Account | None:
    account = session().get(Account, release.submitted_by_id) if release.submitted_by_id else None
    return account if account is not None and account.is_active else None


def _queue(template: str, release: Release, account: Account, **more: Any) -> None:  # noqa: ANN401 (values of a template)
    moment = release.submitted_at.isoformat() if release.submitted_at else ""
    queue(
        NewMail(
            key=f"{template}:{release.id}:{moment}:{account.id}",
            template=template,
            recipient=account.email,
            language=account.language,
            account_id=account.id,
            parameters={
                "title": release.title,
                "number": release.number,
                "municipality": release.solution.municipality.full_name,
                "release_id": str(release.id),
                "slug": release.solution.slug,
                **more,
            },
        )
    )
