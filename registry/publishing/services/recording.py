"""What every change of a release leaves behind: a line in its history and one in the audit log."""

from collections.abc import Sequence

from registry.accounts.actor import Actor
from registry.activity.services import record
from registry.catalogue.models import Release, ReleaseAction, ReleaseEvent
from registry.core import clock
from registry.core.database import session


def note_event(release: Release, action: ReleaseAction, *, by: Actor, comment: str = "") -> None:
    """Append to the history of a release and to the audit log."""
    session().add(
        ReleaseEvent(
            release_id=release.id,
            at=clock.now(),
            by_id=by.recorded_id,
            municipality_id=by.municipality_id,
            action=action,
            comment=comment,
        )
    )
    audit(f"release.{action.value}", release, by=by)


def audit(action: str, release: Release, *, by: Actor, fields: Sequence[str] = ()) -> None:
    """Append to the audit log what happened to a release."""
    record(
        action,
        subject=("release", release.id),
        actor_id=by.recorded_id,
        municipality_id=by.municipality_id,
        fields=fields,
    )
