"""Reading invitations."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.models import Invitation
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, NotFound
from registry.core.messages import N_, define

UNUSABLE = define(
    "invitation.unusable",
    N_("Diese Einladung ist abgelaufen, zurückgezogen oder schon angenommen. Bitten Sie um eine neue Einladung."),
)


def list_open(municipality_id: uuid.UUID) -> Sequence[Invitation]:
    """Invitations nobody has decided about, newest first; expired ones too."""
    return (
        session()
        .scalars(
            select(Invitation)
            .where(Invitation.municipality_id == municipality_id)
            .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
            .order_by(Invitation.created_at.desc())
        )
        .all()
    )


def get_invitation(invitation_id: uuid.UUID, *, municipality_id: uuid.UUID) -> Invitation:
    """An invitation by this municipality.

    Raises:
        NotFound: it is none of this municipality.
    """
    found = session().get(Invitation, invitation_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFound
    return found


def get_usable(invitation_id: uuid.UUID) -> Invitation:
    """An invitation that can be accepted now.

    Raises:
        Conflict: used, revoked or expired.
    """
    found = session().scalar(
        select(Invitation).where(Invitation.id == invitation_id).options(joinedload(Invitation.municipality))
    )
    if found is None or found.expires_at <= clock.now():
        raise Conflict(UNUSABLE())
    require_undecided(found)
    return found


def require_undecided(invitation: Invitation) -> None:
    """Go on only if nobody accepted or revoked it.

    Raises:
        Conflict: somebody did.
    """
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Conflict(UNUSABLE())
