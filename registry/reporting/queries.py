"""Which municipality stands where with which solution."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select

from registry.accounts.actor import Actor
from registry.accounts.models import Cooperation, CooperationMember, Municipality
from registry.catalogue.models import Audience, CatalogueEntry, Release, Solution, SolutionUse
from registry.catalogue.queries import last_title
from registry.core.database import session
from registry.core.paging import Page
from registry.reporting.filters import MatrixFilters

WINDOW = 50
"""Municipalities and solutions on one screen, at most."""
MAX_ROWS = 100_000
"""Uses in one CSV file; 421 towns with 200 solutions each are fewer."""


@dataclass(frozen=True, slots=True)
class Named:
    """A municipality or a solution in the matrix."""

    id: uuid.UUID
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How far a municipality is with a solution, and since when."""

    stage: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One screen of the matrix."""

    towns: Page[Named]
    solutions: Page[Named]
    cells: Mapping[tuple[uuid.UUID, uuid.UUID], Cell]
    """By ids of solution and municipality; where nothing stands there is no use."""
    uses: int
    """All uses that the filters leave, on all screens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be filtered by."""

    cooperations: Sequence[Cooperation]
    counties: Sequence[str]
    platforms: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One use with everything a table file says of it."""

    municipality: str
    ags: str
    county: str
    solution: str
    kind: str
    platform: str
    publisher: str
    stage: str
    since: datetime
    number: str


def read_matrix(filters: MatrixFilters, actor: Actor) -> Matrix:
    """One screen of what the filters leave: a constant number of statements."""
    towns = _towns(filters, actor)
    solutions = _solutions(filters, actor)
    return Matrix(
        towns=towns,
        solutions=solutions,
        cells=_cells(filters, actor, towns.items, solutions.items),
        uses=session().scalar(_uses(filters, actor).with_only_columns(func.count())) or 0,
    )


def read_choices(actor: Actor) -> Choices:
    """The cooperations, Kreise and platforms that the actor's matrix holds."""
    cooperations = select(Cooperation).order_by(Cooperation.name)
    if not actor.is_operator:
        cooperations = cooperations.where(Cooperation.id.in_(actor.coordinates))
    counties = select(Municipality.county).where(_in_scope(MatrixFilters(), actor), Municipality.county != "")
    platforms = _uses(MatrixFilters(), actor).where(CatalogueEntry.platform != "")
    return Choices(
        cooperations=session().scalars(cooperations).all(),
        counties=session().scalars(counties.distinct().order_by(Municipality.county)).all(),
        platforms=session().scalars(platforms.with_only_columns(CatalogueEntry.platform).distinct()).all(),
    )


def list_uses(filters: MatrixFilters, actor: Actor) -> list[UseRow]:
    """Every use that the filters leave, by municipality and solution."""
    publisher = Municipality.__table__.alias("publisher")
    rows = session().execute(
        _uses(filters, actor)
        .join(publisher, publisher.c.id == Solution.municipality_id)
        .outerjoin(Release, Release.id == SolutionUse.release_id)
        .with_only_columns(
            Municipality,
            func.coalesce(CatalogueEntry.title, last_title(), Solution.slug),
            Solution.kind,
            CatalogueEntry.platform,
            publisher.c.designation,
            publisher.c.name,
            SolutionUse.stage,
            SolutionUse.since,
            Release.major,
            Release.minor,
            Release.patch,
        )
        .order_by(Municipality.sort_key, Municipality.id, CatalogueEntry.sort_key, Solution.slug)
        .limit(MAX_ROWS)
    )
    return [
        UseRow(
            municipality=town.full_name,
            ags=town.ags or "",
            county=town.county,
            solution=title,
            kind=kind.value,
            platform=platform or "",
            publisher=f"{designation} {name}".strip(),
            stage=stage,
            since=since,
            number="" if major is None else f"{major}.{minor}.{patch}",
        )
        for town, title, kind, platform, designation, name, stage, since, major, minor, patch in rows
    ]


def _towns(filters: MatrixFilters, actor: Actor) -> Page[Named]:
    found = select(Municipality.id, Municipality.slug, Municipality.name).where(_in_scope(filters, actor))
    if filters.stages or filters.platform or filters.kind:
        found = found.where(Municipality.id.in_(_uses(filters, actor).with_only_columns(SolutionUse.municipality_id)))
    return _page(found.order_by(Municipality.sort_key, Municipality.id), filters.towns_page)


def _solutions(filters: MatrixFilters, actor: Actor) -> Page[Named]:
    used = _uses(filters, actor).with_only_columns(SolutionUse.solution_id)
    found = (
        select(Solution.id, Solution.slug, func.coalesce(CatalogueEntry.title, last_title(), Solution.slug))
        .select_from(Solution)
        .outerjoin(CatalogueEntry, _entry_of_solution())
        .where(Solution.id.in_(used))
        .order_by(CatalogueEntry.sort_key, Solution.slug)
    )
    return _page(found, filters.solutions_page)


def _page(found: Select[uuid.UUID, str, str], wanted: int) -> Page[Named]:
    """One window; a number behind the last one gives the last one."""
    total = session().scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    number = min(wanted, max(1, -(-total // WINDOW)))
    rows = session().execute(found.limit(WINDOW).offset((number - 1) * WINDOW))
    return Page([Named(key, slug, name) for key, slug, name in rows], number, total, WINDOW)


def _cells(
    filters: MatrixFilters, actor: Actor, towns: Sequence[Named], solutions: Sequence[Named]
) -> dict[tuple[uuid.UUID, uuid.UUID], Cell]:
    rows = session().execute(
        _uses(filters, actor)
        .where(SolutionUse.municipality_id.in_([item.id for item in towns]))
        .where(SolutionUse.solution_id.in_([item.id for item in solutions]))
        .with_only_columns(SolutionUse.solution_id, SolutionUse.municipality_id, SolutionUse.stage, SolutionUse.since)
    )
    return {(row.solution_id, row.municipality_id): Cell(row.stage, row.since) for row in rows}


def _uses(filters: MatrixFilters, actor: Actor) -> Select[SolutionUse]:
    """Uses of the municipalities in scope that the filters leave; joined: town, solution, its entry for partners."""
    found = (
        select(SolutionUse)
        .join(Municipality, Municipality.id == SolutionUse.municipality_id)
        .join(Solution, Solution.id == SolutionUse.solution_id)
        .outerjoin(CatalogueEntry, _entry_of_solution())
        .where(_in_scope(filters, actor))
    )
    if filters.stages:
        found = found.where(SolutionUse.stage.in_([stage.value for stage in filters.stages]))
    if filters.platform:
        found = found.where(CatalogueEntry.platform == filters.platform)
    if filters.kind:
        found = found.where(Solution.kind == filters.kind)
    return found


def _entry_of_solution() -> ColumnElement[bool]:
    return and_(CatalogueEntry.solution_id == Solution.id, CatalogueEntry.audience == Audience.PARTNERS)


def _in_scope(filters: MatrixFilters, actor: Actor) -> ColumnElement[bool]:
    """Partners that the actor may see, narrowed by cooperation and Kreis."""
    members = select(CooperationMember.municipality_id).join(CooperationMember.cooperation)
    conditions: list[ColumnElement[bool]] = [Municipality.is_partner.is_(True)]
    if not actor.is_operator:
        members = members.where(Cooperation.id.in_(actor.coordinates))
    if filters.cooperation:
        members = members.where(Cooperation.slug == filters.cooperation)
    if filters.cooperation or not actor.is_operator:
        conditions.append(Municipality.id.in_(members))
    if filters.county:
        conditions.append(Municipality.county == filters.county)
    return and_(*conditions)
