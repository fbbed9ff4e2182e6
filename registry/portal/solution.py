"""What the page of a solution shows: the one readable list, composed of all features."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.accounts.actor import Actor, reads_partner_content
from registry.accounts.models import Role
from registry.adoption.models import Adoption
from registry.adoption.permissions import may_adopt
from registry.adoption.queries import find_adoption
from registry.catalogue.cards import RatingFigure, rating_figure
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.display import ShownGroup, groups
from registry.catalogue.fact_sheet.sheet import contacts_of, of_release
from registry.catalogue.models import (
    CatalogueEntry,
    Release,
    ReleaseState,
    Solution,
    SolutionRelation,
    SolutionStats,
    SolutionUse,
)
from registry.catalogue.permissions import may_download
from registry.catalogue.queries import list_relations
from registry.core.database import session
from registry.portal.contents import Inside, contents_of
from registry.portal.queries import users_of
from registry.ratings.models import Rating
from registry.ratings.permissions import may_answer, may_rate
from registry.ratings.queries import list_ratings
from registry.taxonomy.queries import known_terms


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses a solution, as far as the viewer may know."""

    live: int
    adopting: int
    named: Sequence[SolutionUse]
    """Partners: everybody. Public: live towns that agreed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionPage:
    """Everything on the page, loaded with a constant number of queries."""

    solution: Solution
    release: Release
    releases: Sequence[Release]
    is_newest: bool
    groups: Sequence[ShownGroup]
    inside: Mapping[uuid.UUID, Inside]
    may_download: bool
    uses: Uses
    rating: RatingFigure | None
    ratings: Sequence[Rating]
    """For partners; empty for the public."""
    relations: Sequence[tuple[SolutionRelation, CatalogueEntry]]
    own_use: Adoption | None
    may_adopt: bool
    may_rate: bool
    may_answer: bool
    platforms: Mapping[str, str]


def solution_page(release: Release, releases: Sequence[Release], viewer: Actor | None) -> SolutionPage:
    """Compose the page of a release for a viewer."""
    solution, is_partner = release.solution, reads_partner_content(viewer)
    choices = _choices(release)
    is_blocked = release.state is ReleaseState.BLOCKED
    return SolutionPage(
        solution=solution,
        release=release,
        releases=releases,
        is_newest=release.id == releases[0].id,
        groups=[] if is_blocked else groups(of_release(release), choices, viewer_is_partner=is_partner),
        inside={} if is_blocked else contents_of(release.artifacts),
        may_download=may_download(release, viewer),
        uses=_uses(solution, is_partner=is_partner),
        rating=rating_figure(session().get(SolutionStats, solution.id)),
        ratings=list_ratings(solution.id) if is_partner else [],
        relations=list_relations(solution, viewer),
        own_use=find_adoption(viewer.municipality_id, solution.id) if viewer and viewer.has_role(Role.READER) else None,
        may_adopt=may_adopt(viewer, solution),
        may_rate=may_rate(viewer, solution),
        may_answer=may_answer(viewer, solution),
        platforms=choices.terms.systems,
    )


def _choices(release: Release) -> Choices:
    facts = release.facts
    keys, ozg_id = facts.get("leika_keys"), facts.get("ozg_id")
    terms = known_terms(
        leika_keys=keys if isinstance(keys, list) else (), ozg_ids=(ozg_id,) if isinstance(ozg_id, str) else ()
    )
    return Choices(terms=terms, contacts=contacts_of(release.solution))


def _uses(solution: Solution, *, is_partner: bool) -> Uses:
    uses = users_of(solution)
    live = [use for use in uses if use.stage == "live"]
    stopped = {"paused", "rejected", "retired"}
    adopting = [use for use in uses if use.stage not in {"live", *stopped}]
    named = uses if is_partner else [use for use in live if use.municipality.shows_use]
    return Uses(len(live), len(adopting), named)
