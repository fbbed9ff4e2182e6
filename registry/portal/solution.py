"""What the page of a solution shows: the one readable list, composed of all features."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry.accounts.actor import Actor, reads_partner_content
from registry.accounts.models import Municipality, Role
from registry.adoption.labels import STAGES
from registry.adoption.models import Adoption
from registry.adoption.permissions import may_adopt
from registry.adoption.queries import find_adoption
from registry.adoption.stages import BEFORE_LIVE, Stage
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
from registry.catalogue.permissions import audience_of, may_download
from registry.catalogue.queries import current_release, find_entry, list_relations
from registry.core.database import session
from registry.core.messages import Message
from registry.portal.contents import Inside, contents_of
from registry.portal.key_facts import Effort, KeyFact, effort, key_facts
from registry.portal.queries import users_of
from registry.publishing.permissions import may_block
from registry.ratings.models import Rating
from registry.ratings.permissions import may_answer, may_rate
from registry.ratings.queries import find_rating, list_ratings
from registry.taxonomy.queries import known_terms


@dataclass(frozen=True, slots=True)
class NamedUse:
    """One town that may be named; `number` is empty where its release is not for the viewer."""

    municipality: Municipality
    stage: str
    number: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses a solution, as far as the viewer may know."""

    live: int
    adopting: int
    named: Sequence[NamedUse]
    """Partners: everybody. Public: live towns that agreed."""

    @property
    def named_live(self) -> int:
        """How many of the live ones are named."""
        return sum(1 for use in self.named if use.stage == Stage.LIVE)


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """The fact sheet in three depths: one figure, the deciding lines, everything."""

    groups: Sequence[ShownGroup] = ()
    key_facts: Sequence[KeyFact] = ()
    effort: Effort | None = None


NOTHING_SHOWN = ShownSheet()
SUCCESSOR = "superseded_by"


@dataclass(frozen=True, slots=True)
class Own:
    """What the viewer's municipality has to do with the solution, and may do."""

    use: Adoption | None
    stage: Message | None
    has_rated: bool
    may_adopt: bool
    may_rate: bool
    may_answer: bool
    may_block: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionPage:
    """Everything on the page, loaded with a constant number of queries."""

    solution: Solution
    release: Release
    releases: Sequence[Release]
    current: Release
    """What the page of the solution shows."""
    platform: str
    sheet: ShownSheet
    inside: Mapping[uuid.UUID, Inside]
    may_download: bool
    uses: Uses
    rating: RatingFigure | None
    ratings: Sequence[Rating]
    """For partners; empty for the public."""
    relations: Sequence[tuple[SolutionRelation, CatalogueEntry]]
    successor: CatalogueEntry | None
    own: Own


def solution_page(release: Release, releases: Sequence[Release], viewer: Actor | None) -> SolutionPage:
    """Compose the page of a release for a viewer; `releases` are those that exist for the viewer."""
    solution, is_partner = release.solution, reads_partner_content(viewer)
    choices, successor = _choices(release), _successor(solution, viewer)
    is_blocked = release.state is ReleaseState.BLOCKED
    return SolutionPage(
        solution=solution,
        release=release,
        releases=releases,
        current=current_release(releases),
        platform=choices.terms.systems.get(str(release.facts.get("platform")), ""),
        sheet=NOTHING_SHOWN if is_blocked else _sheet(release, choices, is_partner=is_partner, successor=successor),
        inside={} if is_blocked else contents_of(release.artifacts),
        may_download=may_download(release, viewer),
        uses=_uses(solution, releases, is_partner=is_partner),
        rating=rating_figure(session().get(SolutionStats, solution.id)),
        ratings=list_ratings(solution.id) if is_partner else [],
        relations=list_relations(solution, viewer),
        successor=successor,
        own=_own(solution, viewer),
    )


def _successor(solution: Solution, viewer: Actor | None) -> CatalogueEntry | None:
    return find_entry(solution.superseded_by_id, audience_of(viewer)) if solution.superseded_by_id else None


def _sheet(release: Release, choices: Choices, *, is_partner: bool, successor: CatalogueEntry | None) -> ShownSheet:
    """The fact sheet, without a successor that does not exist for the viewer."""
    sheet = of_release(release)
    if successor is None:
        sheet = replace(sheet, living={name: value for name, value in sheet.living.items() if name != SUCCESSOR})
    return ShownSheet(
        groups=groups(sheet, choices, viewer_is_partner=is_partner),
        key_facts=key_facts(sheet, choices, viewer_is_partner=is_partner),
        effort=effort(sheet),
    )


def _choices(release: Release) -> Choices:
    facts = release.facts
    keys, ozg_id = facts.get("leika_keys"), facts.get("ozg_id")
    terms = known_terms(
        leika_keys=keys if isinstance(keys, list) else (), ozg_ids=(ozg_id,) if isinstance(ozg_id, str) else ()
    )
    return Choices(terms=terms, contacts=contacts_of(release.solution))


def _uses(solution: Solution, releases: Sequence[Release], *, is_partner: bool) -> Uses:
    uses = users_of(solution)
    live = [use for use in uses if use.stage == Stage.LIVE]
    adopting = [use for use in uses if use.stage in set(BEFORE_LIVE)]
    named = uses if is_partner else [use for use in live if use.municipality.shows_use]
    numbers = {release.id: release.number for release in releases}
    return Uses(len(live), len(adopting), [_named(use, numbers) for use in named])


def _named(use: SolutionUse, numbers: Mapping[uuid.UUID, str]) -> NamedUse:
    number = numbers.get(use.release_id, "") if use.release_id else ""
    return NamedUse(use.municipality, use.stage, number, use.since)


def _own(solution: Solution, viewer: Actor | None) -> Own:
    blocks = viewer is not None and may_block(viewer)
    if viewer is None or not viewer.has_role(Role.READER):
        return Own(None, None, has_rated=False, may_adopt=False, may_rate=False, may_answer=False, may_block=blocks)
    use = find_adoption(viewer.municipality_id, solution.id)
    rates = may_rate(viewer, solution)
    return Own(
        use=use,
        stage=STAGES.label(use.stage.value) if use else None,
        has_rated=rates and find_rating(viewer.municipality_id, solution.id) is not None,
        may_adopt=may_adopt(viewer, solution),
        may_rate=rates,
        may_answer=may_answer(viewer, solution),
        may_block=blocks,
    )
