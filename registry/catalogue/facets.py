"""What a solution can be narrowed by: facet id to codes, as the search index counts them."""

from collections.abc import Sequence

from registry.catalogue.models import Audience, Release, SolutionUse

FACETS = (
    "kind",
    "platform",
    "department",
    "target_group",
    "ozg_field",
    "licence",
    "lifecycle",
    "used_by",
    "publisher",
)
"""Order of the filters on the page."""


def facets_of(
    release: Release, *, audience: Audience, uses: Sequence[SolutionUse], ozg_fields: Sequence[str]
) -> dict[str, list[str]]:
    """The codes of one release for one audience. The public learns of towns only when live and agreed."""
    facts, solution = release.facts, release.solution
    return {
        "kind": [solution.kind.value],
        "platform": _texts(facts.get("platform")),
        "department": _texts(facts.get("department")),
        "target_group": _texts(facts.get("target_groups")),
        "ozg_field": sorted(ozg_fields),
        "licence": _texts(facts.get("license")),
        "lifecycle": [solution.lifecycle.value] if solution.lifecycle else [],
        "used_by": sorted(_visible_users(uses, audience)),
        "publisher": [solution.municipality.slug],
    }


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _visible_users(uses: Sequence[SolutionUse], audience: Audience) -> set[str]:
    live = [use for use in uses if use.stage == "live"]
    return {use.municipality.slug for use in live if audience is Audience.PARTNERS or use.municipality.shows_use}
