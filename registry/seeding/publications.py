"""The acts of publishers: releases from upload to publication, and what happens to their solutions later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from registry.accounts.actor import Actor
from registry.catalogue.fact_sheet.declaration import Value
from registry.catalogue.models import Finding, FindingState, Release
from registry.publishing.fingerprint import draft_mark
from registry.publishing.services.checks import obstacles
from registry.publishing.services.drafts import NewSolution, create_solution, set_kind, start_release
from registry.publishing.services.facts import save
from registry.publishing.services.files import attach, remove, replace_file, set_role
from registry.publishing.services.findings import confirm_harmless
from registry.publishing.services.living import save_living
from registry.publishing.services.relations import relate
from registry.publishing.services.releases import withdraw
from registry.publishing.services.review import ReleasePlan, accept, plan_release, submit
from registry.seeding.cast import Cast
from registry.seeding.demo_files import DemoRelation, DemoRelease, DemoSolution
from registry.seeding.finding import demo_draft, demo_release, demo_solution, solution_id
from registry.seeding.timeline import Act, act
from registry.seeding.uploading import BrokenSeed, ReadyRelease, iso_day

DRAFTED_BEFORE = 6
"""Days from the first upload to the publication, where the release before it leaves them."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Plays the publisher of one solution.

    Attributes:
        first_published: how many days ago each solution was published first; needed where two meet.
    """

    solution: DemoSolution
    cast: Cast
    first_published: Mapping[str, int]

    def acts(self, releases: list[ReadyRelease]) -> Iterator[Act]:
        """Everything the publisher does with these releases."""
        before: int | None = None
        for ready in releases:
            yield from self._release_acts(ready, _drafted(self.solution, ready.seed, before))
            before = ready.seed.published_days_ago
        yield from self._checking_acts()
        yield from self._relation_acts()

    def _release_acts(self, ready: ReadyRelease, drafted: int) -> Iterator[Act]:
        seed, about = ready.seed, f"{self.solution.slug} {ready.seed.version}"
        yield act(drafted, 8, about, partial(self._draft, ready))
        submitted = seed.published_days_ago if seed.submitted_days_ago is None else seed.submitted_days_ago
        if submitted is not None:
            yield act(submitted, 9, about, partial(self._submit, seed))
        if seed.published_days_ago is not None:
            yield act(seed.published_days_ago, 11, about, partial(self._accept, seed))
        if seed.withdrawn_days_ago is not None:
            yield act(seed.withdrawn_days_ago, 16, about, partial(self._withdraw, seed))

    def _checking_acts(self) -> Iterator[Act]:
        """The day on which somebody last compared the fact sheet with practice."""
        days_ago = self.solution.last_verified_days_ago
        if days_ago is not None and days_ago < self.solution.created_days_ago:
            values = {"last_verified_on": iso_day(days_ago)}
            yield act(days_ago, 10, self.solution.slug, partial(self._save_living, values))

    def _relation_acts(self) -> Iterator[Act]:
        """Relations and the successor are named the day after both solutions were published."""
        for relation in self.solution.relations:
            yield act(self._day_after_both(relation.target), 17, self.solution.slug, partial(self._relate, relation))
        if self.solution.superseded_by:
            yield act(self._day_after_both(self.solution.superseded_by), 17, self.solution.slug, self._name_successor)

    def _day_after_both(self, other: str) -> int:
        return min(self.first_published[self.solution.slug], self.first_published[other]) - 1

    def _draft(self, ready: ReadyRelease) -> None:
        seed, by = ready.seed, self._author(ready.seed)
        release = self._begun(ready, by)
        if release.solution.kind is not self.solution.kind or "kind" not in release.origins:
            set_kind(release, self.solution.kind, by=by)
        _name_roles(release, seed, by)
        save(release, ready.facts, by=by)
        plan_release(release, ReleasePlan(number=seed.version, audience=seed.audience, notes=seed.notes), by=by)
        if seed.findings == "harmless":
            confirm_harmless(release, _open_findings(release), by=by)

    def _begun(self, ready: ReadyRelease, by: Actor) -> Release:
        """The first release comes with its files, a later one from the one before it."""
        if ready.seed is self.solution.releases[0]:
            return create_solution(NewSolution(files=ready.files, id=solution_id(self.solution.slug)), by=by)
        release = start_release(demo_solution(self.solution.slug), by=by)
        _bring_files(release, ready, by)
        return release

    def _submit(self, seed: DemoRelease) -> None:
        release = demo_draft(self.solution.slug)
        lacking = [f"{item.fact_id} {item.message}".strip() for item in obstacles(release, audience=seed.audience)]
        if lacking:
            raise BrokenSeed(f"{self.solution.slug} {release.number}: {lacking}")
        submit(release, by=self._author(seed), rights_declared=True)

    def _accept(self, seed: DemoRelease) -> None:
        release = demo_draft(self.solution.slug)
        accept(release, by=self.cast.reviewing(seed.reviewed_by, self.solution.publisher), mark=draft_mark(release))

    def _withdraw(self, seed: DemoRelease) -> None:
        release = demo_release(self.solution.slug, seed.version)
        withdraw(release, by=self._decider(), reason=seed.withdrawal_reason)

    def _save_living(self, values: Mapping[str, Value | None]) -> None:
        save_living(demo_solution(self.solution.slug), values, by=self._author(self.solution.releases[0]))

    def _relate(self, relation: DemoRelation) -> None:
        target = demo_solution(relation.target)
        relate(demo_solution(self.solution.slug), relation.kind, target_slug=target.slug, by=self._decider())

    def _name_successor(self) -> None:
        self._save_living({"superseded_by": demo_solution(self.solution.superseded_by).slug})

    def _author(self, seed: DemoRelease) -> Actor:
        return self.cast.acting(seed.created_by, self.solution.publisher)

    def _decider(self) -> Actor:
        return self.cast.deciding(self.solution.publisher)


def first_published(solution: DemoSolution) -> int | None:
    """How many days ago the first release was published; None for a solution still in work."""
    return solution.releases[0].published_days_ago


def _drafted(solution: DemoSolution, seed: DemoRelease, before: int | None) -> int:
    """How many days ago the work at a release began."""
    if seed.created_days_ago is not None:
        return seed.created_days_ago
    assert seed.published_days_ago is not None  # noqa: S101 (drafts name the day they were begun)
    if before is None:
        return max(solution.created_days_ago, seed.published_days_ago)
    return min(seed.published_days_ago + DRAFTED_BEFORE, (seed.published_days_ago + before) // 2)


def _bring_files(release: Release, ready: ReadyRelease, by: Actor) -> None:
    """Make the files taken over from the last release those of this one."""
    wanted = {file.name for file in ready.files}
    for artifact in [item for item in release.artifacts if item.name not in wanted]:
        remove(artifact, by=by)
    present = {artifact.name: artifact for artifact in release.artifacts}
    for file in ready.files:
        known = present.get(file.name)
        if known is not None and known.sha256 != file.sha256:
            replace_file(known, file, by=by)
    attach(release, [file for file in ready.files if file.name not in present], by=by)


def _name_roles(release: Release, seed: DemoRelease, by: Actor) -> None:
    roles = {file.name: file.role for file in seed.files}
    for artifact in release.artifacts:
        if artifact.role is not roles[artifact.name]:
            set_role(artifact, roles[artifact.name], by=by)


def _open_findings(release: Release) -> list[Finding]:
    findings = [finding for artifact in release.artifacts for finding in artifact.findings]
    return [finding for finding in findings if finding.state is FindingState.OPEN]
