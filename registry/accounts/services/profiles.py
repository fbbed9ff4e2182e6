"""What a municipality says about itself, and the systems it runs."""

import re
import uuid
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlsplit

from registry.accounts.actor import Actor
from registry.accounts.addresses import checked_email
from registry.accounts.models import Municipality, MunicipalitySystem
from registry.accounts.permissions import may_edit_profile, require
from registry.accounts.queries.municipalities import list_own_systems
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Invalid
from registry.core.locking import require_version
from registry.core.messages import N_, define
from registry.taxonomy.models import System

NO_DOMAIN = define("profile.no_domain", N_("Bitte geben Sie eine Domain ein, zum Beispiel musterstadt.de."))
NO_ADDRESS = define(
    "profile.no_address", N_("Bitte geben Sie eine vollständige Adresse ein, zum Beispiel https://www.musterstadt.de/.")
)
NO_REVIEWER = define("profile.no_reviewer", N_("Bitte wählen Sie eine andere Partnerkommune."))
UNKNOWN_SYSTEM = define("system.unknown", N_("Bitte wählen Sie ein System aus der Liste."))
SYSTEM_LISTED = define("system.listed", N_("Dieses System steht schon in Ihrer Liste."))

_DOMAIN = re.compile(r"(?=.{4,253}\Z)([a-z0-9äöüß]([a-z0-9äöüß-]{0,61}[a-z0-9äöüß])?\.)+[a-z]{2,63}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The part of a municipality that its own administrators write."""

    contact_role: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    street: str = ""
    postcode: str = ""
    seat: str = ""
    domain: str = ""
    website: str = ""
    population: int | None = None
    shows_use: bool = False
    reviewer_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEntry:
    """One system that a municipality runs."""

    system_key: str
    version: str = ""
    provider: str = ""
    contract_ends_on: date | None = None
    note: str = ""


def change_profile(municipality: Municipality, profile: Profile, *, seen: int, by: Actor) -> Municipality:
    """Change what a municipality says about itself.

    Raises:
        NotAllowed: `by` does not administer it.
        Stale: changed meanwhile.
        Invalid: mailbox, domain, website or reviewer cannot be (at their fields).
    """
    require(may_edit_profile(by, municipality.id))
    require_version(municipality, seen)
    values = asdict(_checked(municipality, profile))
    changed = [name for name, value in values.items() if getattr(municipality, name) != value]
    for name in changed:
        setattr(municipality, name, values[name])
    if "population" in changed:
        municipality.population_on = clock.today() if profile.population is not None else None
    session().flush()
    record(
        "profile.changed",
        subject=("municipality", municipality.id),
        actor_id=by.recorded_id,
        municipality_id=municipality.id,
        fields=changed,
    )
    return municipality


def add_system(municipality: Municipality, entry: SystemEntry, *, by: Actor) -> MunicipalitySystem:
    """Record a system that the municipality runs.

    Raises:
        Invalid: unknown, or listed already (at the field ``system_key``).
    """
    require(may_edit_profile(by, municipality.id))
    _check_system(entry, {item.system_key for item in list_own_systems(municipality.id)})
    row = MunicipalitySystem(municipality_id=municipality.id, **asdict(entry))
    session().add(row)
    session().flush()
    _audit_system("system.added", row, by=by)
    return row


def change_system(row: MunicipalitySystem, entry: SystemEntry, *, seen: int, by: Actor) -> MunicipalitySystem:
    """Change version, provider or contract of a system.

    Raises:
        Stale: changed meanwhile.
        Invalid: see `add_system`.
    """
    require(may_edit_profile(by, row.municipality_id))
    require_version(row, seen)
    _check_system(entry, {item.system_key for item in list_own_systems(row.municipality_id) if item.id != row.id})
    for name, value in asdict(entry).items():
        setattr(row, name, value)
    session().flush()
    _audit_system("system.changed", row, by=by)
    return row


def remove_system(row: MunicipalitySystem, *, by: Actor) -> None:
    """Take a system off the list."""
    require(may_edit_profile(by, row.municipality_id))
    _audit_system("system.removed", row, by=by)
    session().delete(row)
    session().flush()


def _checked(municipality: Municipality, profile: Profile) -> Profile:
    email = checked_email(profile.contact_email, field="contact_email") if profile.contact_email else ""
    domain = profile.domain.casefold().removeprefix("www.")
    if domain and not _DOMAIN.match(domain):
        raise Invalid(NO_DOMAIN(), {"domain": NO_DOMAIN()})
    if profile.website and not _is_web_address(profile.website):
        raise Invalid(NO_ADDRESS(), {"website": NO_ADDRESS()})
    _check_reviewer(municipality, profile.reviewer_id)
    return Profile(**(asdict(profile) | {"contact_email": email, "domain": domain}))


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    has_odd_parts = "@" in parts.netloc or any(char.isspace() or char in '<>"\\' for char in text)
    return parts.scheme in {"http", "https"} and "." in parts.netloc and not has_odd_parts


def _check_reviewer(municipality: Municipality, reviewer_id: uuid.UUID | None) -> None:
    if reviewer_id is None or reviewer_id == municipality.reviewer_id:
        return
    reviewer = session().get(Municipality, reviewer_id)
    if reviewer is None or not reviewer.is_partner or reviewer.id == municipality.id:
        raise Invalid(NO_REVIEWER(), {"reviewer": NO_REVIEWER()})


def _check_system(entry: SystemEntry, others: set[str]) -> None:
    if session().get(System, entry.system_key) is None:
        raise Invalid(UNKNOWN_SYSTEM(), {"system_key": UNKNOWN_SYSTEM()})
    if entry.system_key in others:
        raise Invalid(SYSTEM_LISTED(), {"system_key": SYSTEM_LISTED()})


def _audit_system(action: str, row: MunicipalitySystem, *, by: Actor) -> None:
    record(
        action,
        subject=("municipality_system", row.id),
        actor_id=by.recorded_id,
        municipality_id=row.municipality_id,
        fields=["system"],
    )
