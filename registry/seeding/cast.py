"""Who acts in the demo: accounts by their address, for one of their towns."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from registry.accounts.actor import Actor
from registry.accounts.models import Account, Membership, Role
from registry.core.database import session
from registry.seeding.partners import Towns


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the demo: address and town to the actor."""

    actors: Mapping[tuple[str, str], Actor]
    reviewers: Mapping[str, str]
    """Town to the town that reviews for it."""

    def acting(self, email: str, town: str) -> Actor:
        """Somebody, acting for a town it belongs to."""
        return self.actors[email, town]

    def reviewing(self, email: str, town: str) -> Actor:
        """Somebody who reviews what a town submits: as its member, else as a member of its named reviewer."""
        own = self.actors.get((email, town))
        return own or self.actors[email, self.reviewers[town]]

    def deciding(self, town: str) -> Actor:
        """A publisher of the town, else its administrator."""
        members = [actor for (_, slug), actor in self.actors.items() if slug == town and actor.has_role(Role.PUBLISHER)]
        return min(members, key=lambda actor: (actor.role is not Role.PUBLISHER, actor.name))


def load_cast(towns: Towns) -> Cast:
    """Everybody who belongs to one of these towns."""
    slugs = {town.id: slug for slug, town in towns.items()}
    memberships = session().scalars(
        select(Membership)
        .where(Membership.municipality_id.in_(slugs))
        .options(joinedload(Membership.municipality), joinedload(Membership.account).selectinload(Account.memberships))
    )
    actors = {(row.account.email, slugs[row.municipality_id]): _actor(row) for row in memberships}
    reviewers = {slug: slugs[town.reviewer_id] for slug, town in towns.items() if town.reviewer_id}
    return Cast(actors, reviewers)


def _actor(membership: Membership) -> Actor:
    town = membership.municipality
    return Actor(
        account_id=membership.account_id,
        name=membership.account.name,
        municipality_id=town.id,
        municipality_name=town.name,
        municipality_slug=town.slug,
        role=membership.role,
        is_partner=True,
    )
