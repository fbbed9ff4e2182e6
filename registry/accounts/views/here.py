"""The municipality for which somebody acts, as the pages below ``/my`` need it."""

import uuid

from registry.accounts.acting import acting
from registry.accounts.actor import Actor
from registry.accounts.models import Membership, Municipality
from registry.accounts.permissions import may_edit_profile, may_manage_members, require
from registry.accounts.queries.municipalities import get_municipality
from registry.accounts.queries.people import list_members
from registry.core.errors import NotFound


def own_id(actor: Actor) -> uuid.UUID:
    """The municipality the person acts for.

    Raises:
        NotFound: none.
    """
    if actor.municipality_id is None:
        raise NotFound
    return actor.municipality_id


def own_municipality() -> tuple[Actor, Municipality]:
    """Who acts, and for which municipality; inside a transaction both are fresh."""
    actor = acting()
    return actor, get_municipality(own_id(actor))


def editable_municipality() -> tuple[Actor, Municipality]:
    """Like `own_municipality`, for pages that change profile, systems, contacts and deputies.

    Raises:
        NotAllowed: the person only reads here.
    """
    actor, municipality = own_municipality()
    require(may_edit_profile(actor, municipality.id))
    return actor, municipality


def managed_municipality() -> tuple[Actor, Municipality]:
    """Like `own_municipality`, for pages that change members.

    Raises:
        NotAllowed: the person only reads here.
    """
    actor, municipality = own_municipality()
    require(may_manage_members(actor, municipality.id))
    return actor, municipality


def member_options(municipality_id: uuid.UUID) -> list[tuple[str, str]]:
    """Members to choose from: account id and name."""
    return [(str(item.account_id), _label(item)) for item in list_members(municipality_id)]


def id_or_none(text: str | None) -> uuid.UUID | None:
    """A chosen id; None for the empty choice (whatever else was sent is no choice of the form)."""
    return uuid.UUID(text) if text else None


def _label(membership: Membership) -> str:
    return f"{membership.account.name} ({membership.account.email})"
