"""Organisations: created by the operator, loaded from the facts of the register of municipalities."""

import csv
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from registry.accounts.actor import Actor
from registry.accounts.models import Municipality, MunicipalityKind
from registry.accounts.permissions import may_operate, require
from registry.accounts.queries.municipalities import find_municipality_by_ags
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.locking import require_version
from registry.core.messages import N_, define
from registry.core.slugs import numbered, slugify
from registry.text.folding import sort_key

MAX_SORT_KEY = 200
TOWN_KINDS = frozenset({"61", "63", "64"})
"""Textkennzeichen of towns: kreisfreie Stadt, Stadt, kreisangehörige Gemeinde."""
COUNTY_KIND = "44"
"""Textkennzeichen of a Landkreis; kreisfreie Städte stand among the towns."""

NO_AGS = define("municipality.no_ags", N_("Der Amtliche Gemeindeschlüssel hat acht Ziffern."))
AGS_TAKEN = define("municipality.ags_taken", N_("Diesen Amtlichen Gemeindeschlüssel gibt es hier schon."))
PARTNER_ALREADY = define("municipality.partner_already", N_("Diese Kommune ist schon Partner."))


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityFacts:
    """What the operator says about an organisation."""

    name: str
    kind: MunicipalityKind
    designation: str = ""
    ags: str | None = None
    county: str = ""
    land: str = "HE"
    population: int | None = None
    postcode: str = ""
    seat: str = ""


def create_municipality(facts: MunicipalityFacts, *, by: Actor, slug: str = "") -> Municipality:
    """Add an organisation: a town elsewhere, a Kreis, a Zweckverband, a provider.

    Raises:
        NotAllowed: `by` does not run the portal.
        Invalid: the AGS is none, or taken (at the field ``ags``).
    """
    require(may_operate(by))
    _check_ags(facts.ags)
    row = _new(facts, _free_slug(slug or _slug_of(facts), taken=_taken_slugs()))
    session().add(row)
    session().flush()
    _audit("municipality.created", row, by=by)
    return row


def change_facts(municipality: Municipality, facts: MunicipalityFacts, *, seen: int, by: Actor) -> Municipality:
    """Correct what the operator says about an organisation; its address stays.

    Raises:
        Stale: changed meanwhile.
        Invalid: the AGS is none, or taken.
    """
    require(may_operate(by))
    require_version(municipality, seen)
    if facts.ags != municipality.ags:
        _check_ags(facts.ags)
    municipality.name, municipality.kind, municipality.designation = facts.name, facts.kind, facts.designation
    municipality.sort_key = sort_key(facts.name)[:MAX_SORT_KEY]
    municipality.ags, municipality.county, municipality.land = facts.ags, facts.county, facts.land
    municipality.population = facts.population
    session().flush()
    _audit("municipality.changed", municipality, by=by)
    return municipality


def make_partner(municipality: Municipality, *, by: Actor, since: date | None = None) -> Municipality:
    """Let an organisation take part.

    Raises:
        NotAllowed: `by` does not run the portal.
        Conflict: it does already.
    """
    require(may_operate(by))
    if municipality.is_partner:
        raise Conflict(PARTNER_ALREADY())
    municipality.is_partner, municipality.partner_since = True, since or clock.today()
    session().flush()
    _audit("municipality.partner", municipality, by=by)
    return municipality


def load_municipalities(path: Path, *, by: Actor) -> int:
    """Add what is missing of ``seeds/municipalities/hessen.csv``; how many were added.

    What stands already keeps what its own administrators changed; only missing facts are filled in.
    """
    return _load((_town(row) for row in _rows(path) if row["text_kind"] in TOWN_KINDS), by=by)


def load_counties(path: Path, *, by: Actor) -> int:
    """Add what is missing of ``seeds/municipalities/kreise_hessen.csv``; how many were added."""
    return _load((_county(row) for row in _rows(path) if row["text_kind"] == COUNTY_KIND), by=by)


def _load(all_facts: Iterable[MunicipalityFacts], *, by: Actor) -> int:
    require(may_operate(by))
    known = {row.ags: row for row in session().scalars(select(Municipality).where(Municipality.ags.is_not(None)))}
    taken = _taken_slugs()
    added: list[Municipality] = []
    for facts in all_facts:
        if facts.ags in known:
            _complete(known[facts.ags], facts)
            continue
        row = _new(facts, _free_slug(_slug_of(facts), taken=taken))
        taken.add(row.slug)
        added.append(row)
    session().add_all(added)
    session().flush()
    if added:
        record("municipalities.loaded", subject=("municipality", "all"), actor_id=by.recorded_id)
    return len(added)


def _rows(path: Path) -> Iterable[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _town(row: Mapping[str, str]) -> MunicipalityFacts:
    return MunicipalityFacts(
        name=row["name"],
        kind=MunicipalityKind.TOWN,
        designation=row["designation"],
        ags=row["ags"],
        county=row["kreis_name"],
        population=int(row["population"]),
        postcode=row["postcode"],
        seat=row["name"],
    )


def _county(row: Mapping[str, str]) -> MunicipalityFacts:
    return MunicipalityFacts(
        name=row["name"],
        kind=MunicipalityKind.COUNTY,
        designation=row["designation"],
        ags=row["ags"].ljust(8, "0"),
        county=row["name"],
        population=int(row["population"]),
        seat=row["seat"],
    )


def _complete(row: Municipality, facts: MunicipalityFacts) -> None:
    for name in ("designation", "county", "population", "postcode", "seat"):
        if getattr(row, name) in {None, ""}:
            setattr(row, name, getattr(facts, name))


def _new(facts: MunicipalityFacts, slug: str) -> Municipality:
    return Municipality(
        id=uuid.uuid4(),
        slug=slug,
        kind=facts.kind,
        name=facts.name,
        sort_key=sort_key(facts.name)[:MAX_SORT_KEY],
        designation=facts.designation,
        ags=facts.ags,
        county=facts.county,
        land=facts.land,
        population=facts.population,
        postcode=facts.postcode,
        seat=facts.seat,
    )


def _slug_of(facts: MunicipalityFacts) -> str:
    """Towns by their name alone; a Kreis of the same name by its designation too."""
    is_town = facts.kind is MunicipalityKind.TOWN
    return slugify(facts.name if is_town else f"{facts.designation} {facts.name}")


def _taken_slugs() -> set[str]:
    return set(session().scalars(select(Municipality.slug)))


def _free_slug(slug: str, *, taken: set[str]) -> str:
    number = 1
    candidate = slug
    while candidate in taken:
        number += 1
        candidate = numbered(slug, number)
    return candidate


def _check_ags(ags: str | None) -> None:
    if ags is None:
        return
    if not (len(ags) == 8 and ags.isascii() and ags.isdigit()):
        raise Invalid(NO_AGS(), {"ags": NO_AGS()})
    if find_municipality_by_ags(ags) is not None:
        raise Invalid(AGS_TAKEN(), {"ags": AGS_TAKEN()})


def _audit(action: str, municipality: Municipality, *, by: Actor) -> None:
    record(
        action,
        subject=("municipality", municipality.id),
        actor_id=by.recorded_id,
        municipality_id=municipality.id,
    )
