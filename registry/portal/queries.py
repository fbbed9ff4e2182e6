"""Figures and lists of the public pages."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from registry.accounts.models import Cooperation, CooperationMember, Municipality
from registry.catalogue.cards import Card, list_cards
from registry.catalogue.models import Audience, CatalogueEntry, Release, Solution, SolutionUse
from registry.catalogue.services import LIVE
from registry.core.database import session
from registry.core.errors import NotFound
from registry.portal.models import PageText

NEWEST = 6


@dataclass(frozen=True, slots=True)
class PortalFigures:
    """What the start page counts."""

    solutions: int
    """Solutions with a release for this audience."""
    partners: int
    """Municipalities that take part."""
    live_uses: int
    """Uses in production, of the solutions counted."""


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A partner in the list, with what it publishes and runs live."""

    municipality: Municipality
    published: int
    live: int | None
    """None where the town does not tell the public."""
    cooperations: Sequence[str] = ()
    """What the cooperations are called in which it takes part."""


@dataclass(frozen=True, slots=True)
class TownUse:
    """One solution that a town uses; `number` is empty where its release is not for the audience."""

    entry: CatalogueEntry
    stage: str
    number: str


def portal_figures(audience: Audience) -> PortalFigures:
    """The figures of the start page."""
    entries = select(CatalogueEntry.solution_id).where(CatalogueEntry.audience == audience)
    live = select(func.count()).where(SolutionUse.stage == LIVE, SolutionUse.solution_id.in_(entries))
    return PortalFigures(
        solutions=session().scalar(select(func.count()).select_from(entries.subquery())) or 0,
        partners=session().scalar(select(func.count()).where(Municipality.is_partner)) or 0,
        live_uses=session().scalar(live) or 0,
    )


def newest_cards(audience: Audience) -> list[Card]:
    """The cards of what was published last."""
    order = (CatalogueEntry.published_at.desc(), CatalogueEntry.solution_id)
    return list_cards(audience, order=order, limit=NEWEST)


def newest_entries(audience: Audience, limit: int) -> Sequence[CatalogueEntry]:
    """The entries published last."""
    return (
        session()
        .scalars(
            select(CatalogueEntry)
            .where(CatalogueEntry.audience == audience)
            .options(joinedload(CatalogueEntry.municipality))
            .order_by(CatalogueEntry.published_at.desc(), CatalogueEntry.solution_id)
            .limit(limit)
        )
        .all()
    )


def list_partners(audience: Audience) -> list[MunicipalityRow]:
    """All partners by name, with counts for this audience."""
    published = _counts(
        select(CatalogueEntry.municipality_id, func.count())
        .where(CatalogueEntry.audience == audience)
        .group_by(CatalogueEntry.municipality_id)
    )
    visible = select(CatalogueEntry.solution_id).where(CatalogueEntry.audience == audience)
    live = _counts(
        select(SolutionUse.municipality_id, func.count())
        .where(SolutionUse.stage == LIVE, SolutionUse.solution_id.in_(visible))
        .group_by(SolutionUse.municipality_id)
    )
    partners = session().scalars(select(Municipality).where(Municipality.is_partner).order_by(Municipality.sort_key))
    cooperations = _cooperation_names()
    return [
        MunicipalityRow(
            municipality=item,
            published=published.get(item.id, 0),
            live=live.get(item.id, 0) if audience is Audience.PARTNERS or item.shows_use else None,
            cooperations=cooperations.get(item.id, []),
        )
        for item in partners
    ]


def _cooperation_names() -> dict[uuid.UUID, list[str]]:
    """Municipality to the names of its cooperations."""
    names: dict[uuid.UUID, list[str]] = {}
    for municipality_id, name in session().execute(
        select(CooperationMember.municipality_id, Cooperation.name)
        .join(CooperationMember.cooperation)
        .order_by(func.lower(Cooperation.name))
    ):
        names.setdefault(municipality_id, []).append(name)
    return names


def get_partner(slug: str) -> Municipality:
    """A municipality that takes part.

    Raises:
        NotFound: unknown, or no partner.
    """
    found = session().scalar(select(Municipality).where(Municipality.slug == slug, Municipality.is_partner))
    if found is None:
        raise NotFound
    return found


def uses_of(municipality: Municipality, audience: Audience) -> list[TownUse]:
    """What a municipality uses, by title. The public sees live uses only, and only where the town agreed."""
    query = (
        select(SolutionUse, CatalogueEntry)
        .join(CatalogueEntry, CatalogueEntry.solution_id == SolutionUse.solution_id)
        .where(SolutionUse.municipality_id == municipality.id, CatalogueEntry.audience == audience)
        .options(
            joinedload(SolutionUse.release).load_only(Release.major, Release.minor, Release.patch, Release.audience),
            joinedload(CatalogueEntry.municipality),
        )
        .order_by(CatalogueEntry.sort_key)
    )
    if audience is Audience.PUBLIC:
        query = query.where(SolutionUse.stage == LIVE, SolutionUse.municipality.has(Municipality.shows_use))
    return [TownUse(row[1], row[0].stage, _number(row[0].release, audience)) for row in session().execute(query)]


def _number(release: Release | None, audience: Audience) -> str:
    if release is None or (audience is Audience.PUBLIC and release.audience is not Audience.PUBLIC):
        return ""
    return release.number


def users_of(solution: Solution) -> Sequence[SolutionUse]:
    """Every use of a solution with town and release, live ones first."""
    rows = (
        session()
        .scalars(
            select(SolutionUse)
            .join(SolutionUse.municipality)
            .where(SolutionUse.solution_id == solution.id)
            .options(joinedload(SolutionUse.municipality), joinedload(SolutionUse.release))
            .order_by(Municipality.sort_key)
        )
        .all()
    )
    return sorted(rows, key=lambda use: use.stage != LIVE)


def find_text(key: str, language: str) -> PageText | None:
    """The newest edition of a text in a language, else in German; None before the operator wrote one."""
    editions = (
        session()
        .scalars(
            select(PageText)
            .where(PageText.key == key, PageText.language.in_({language, "de"}))
            .order_by(PageText.edition.desc())
        )
        .all()
    )
    own = [text for text in editions if text.language == language]
    return next(iter(own or editions), None)


def list_editions(key: str, language: str) -> Sequence[PageText]:
    """All editions of a text, newest first."""
    return (
        session()
        .scalars(
            select(PageText).where(PageText.key == key, PageText.language == language).order_by(PageText.edition.desc())
        )
        .all()
    )


def _counts(query: object) -> dict[object, int]:
    return {row[0]: int(row[1]) for row in session().execute(query)}  # type: ignore[call-overload]
