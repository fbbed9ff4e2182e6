"""Who takes part in the demo: towns with profile, systems and contacts, cooperations, accounts."""

from collections.abc import Iterable
from datetime import date, timedelta

from registry.accounts.actor import system_actor
from registry.accounts.models import Account, Cooperation, GrantKind, Municipality, Role
from registry.accounts.queries.municipalities import find_municipality_by_ags, list_contacts, list_cooperations
from registry.accounts.queries.people import find_account, list_members
from registry.accounts.services.contacts import ContactEntry, add_contact
from registry.accounts.services.cooperations import CooperationFacts, add_coordinator, create_cooperation
from registry.accounts.services.members import add_member
from registry.accounts.services.municipalities import make_partner
from registry.accounts.services.people import NewAccount, create_account, grant_operator
from registry.accounts.services.profiles import Profile, SystemEntry, add_system, change_profile
from registry.core import clock
from registry.core.database import session
from registry.core.errors import NotFound
from registry.seeding.demo_files import Demo, DemoCooperation, DemoGrant, DemoPartner, DemoUser

Towns = dict[str, Municipality]
"""The partners by their name in the demo files."""


def load_partners(demo: Demo, *, password_hash: str) -> None:
    """Add what is missing of towns, cooperations, accounts and contacts; what is there stays as it is."""
    towns = towns_of(demo)
    joining = [partner for partner in demo.partners if not towns[partner.slug].is_partner]
    for partner in joining:
        make_partner(towns[partner.slug], by=system_actor(), since=_day(partner.partner_since_days_ago))
    for partner in joining:
        _describe(partner, towns)
    _load_cooperations(demo, towns)
    for user in demo.users:
        if find_account(user.email) is None:
            _open_account(user, towns, password_hash)
    _load_contacts(demo, towns)


def towns_of(demo: Demo) -> Towns:
    """The partners of the demo as they are stored.

    Raises:
        NotFound: the register of municipalities was not loaded.
    """
    return {partner.slug: _town(partner) for partner in demo.partners}


def _town(partner: DemoPartner) -> Municipality:
    found = find_municipality_by_ags(partner.ags)
    if found is None:
        raise NotFound
    return found


def _describe(partner: DemoPartner, towns: Towns) -> None:
    town = towns[partner.slug]
    profile = Profile(
        contact_role=partner.contact_role,
        contact_email=partner.contact_email,
        postcode=town.postcode,
        seat=town.seat,
        domain=partner.domain,
        website=partner.website,
        population=town.population,
        shows_use=partner.shows_use,
        reviewer_id=towns[partner.reviewer].id if partner.reviewer else None,
    )
    change_profile(town, profile, seen=town.row_version, by=system_actor())
    for system in partner.systems:
        add_system(town, _system(dict(system)), by=system_actor())


def _system(data: dict[str, str]) -> SystemEntry:
    ends_on = data.pop("contract_ends_on", None)
    key = data.pop("system")
    return SystemEntry(system_key=key, contract_ends_on=date.fromisoformat(ends_on) if ends_on else None, **data)


def _load_cooperations(demo: Demo, towns: Towns) -> None:
    known = {cooperation.slug for cooperation in list_cooperations()}
    for cooperation in demo.cooperations:
        if cooperation.slug not in known:
            _found(cooperation, towns)


def _found(cooperation: DemoCooperation, towns: Towns) -> None:
    members = tuple(towns[slug].id for slug in cooperation.members)
    facts = CooperationFacts(name=cooperation.name, description=cooperation.description, member_ids=members)
    joined_on = _day(cooperation.joined_days_ago)
    create_cooperation(facts, by=system_actor(), slug=cooperation.slug, joined_on=joined_on)


def _open_account(user: DemoUser, towns: Towns, password_hash: str) -> None:
    new = NewAccount(email=user.email, name=user.name, password_hash=password_hash)
    account = create_account(new, by=system_actor())
    for membership in user.memberships:
        add_member(towns[membership.municipality], account, role=membership.role, by=system_actor())
    for grant in user.grants:
        _grant(account, grant)
    session().expire(account)


def _grant(account: Account, grant: DemoGrant) -> None:
    if grant.kind is GrantKind.OPERATOR:
        grant_operator(account, by=system_actor())
        return
    cooperation: Cooperation = next(item for item in list_cooperations() if item.slug == grant.cooperation)
    add_coordinator(cooperation, account, by=system_actor())


def _load_contacts(demo: Demo, towns: Towns) -> None:
    for slug, wanted in _wanted_contacts(demo).items():
        town = towns[slug]
        known = {contact.role for contact in list_contacts(town.id)}
        holder = _holder(town)
        for role, entry in wanted.items():
            if role not in known:
                held = ContactEntry(role=role, email=entry.email, phone=entry.phone, holder_id=holder.id)
                add_contact(town, held, by=system_actor())


def _wanted_contacts(demo: Demo) -> dict[str, dict[str, ContactEntry]]:
    wanted: dict[str, dict[str, ContactEntry]] = {}
    for slug, entry in _named_contacts(demo):
        wanted.setdefault(slug, {}).setdefault(entry.role, entry)
    return wanted


def _named_contacts(demo: Demo) -> Iterable[tuple[str, ContactEntry]]:
    for solution in demo.solutions:
        yield solution.publisher, solution.contact_functional
        yield solution.publisher, solution.contact_technical
        yield from ((adoption.municipality, adoption.contact) for adoption in solution.adoptions)


def _holder(town: Municipality) -> Account:
    """Who answers: the editor of the town, else whoever administers it."""
    members = sorted(list_members(town.id), key=lambda member: (member.role is not Role.EDITOR, member.account.email))
    return next(member.account for member in members if member.role.includes(Role.EDITOR))


def _day(days_ago: int) -> date:
    return clock.today() - timedelta(days=days_ago)
