"""The fact sheet of a draft follows its files, except where a person has spoken."""

from typing import Any

from registry.catalogue.fact_sheet.prefill import Prefilled, prefill
from registry.catalogue.models import Release, SolutionKind
from registry.publishing.choosing import choices_for
from registry.publishing.queries import find_latest
from registry.publishing.services.slugs import follow_title

KIND = "kind"


def fill_from_files(release: Release) -> Prefilled:
    """Take over anew what the files of a draft hold: facts with their origin, and the kind of solution."""
    choices = choices_for(release.solution.municipality_id, release.facts)
    kind_origin = release.origins.get(KIND)
    found = [(artifact.name, dict(artifact.summary.get("facts", {}))) for artifact in release.artifacts]
    result = prefill(release.facts, release.origins, [(name, _without_kind(facts)) for name, facts in found], choices)
    release.facts = dict(result.facts)
    release.origins = {**result.origins, **({KIND: kind_origin} if kind_origin else {})}
    _follow_kind(release)
    follow_title(release)
    return result


def _without_kind(facts: dict[str, Any]) -> dict[str, Any]:
    """The kind belongs to the solution; it is taken from what the file is, not from its facts."""
    return {fact_id: value for fact_id, value in facts.items() if fact_id != KIND}


def _follow_kind(release: Release) -> None:
    """A bot, form or process, as the files say, until a person decides or the solution is published."""
    if release.origins.get(KIND, {}).get("from") == "person" or find_latest(release.solution_id) is not None:
        return
    kinds = {artifact.summary.get("solution_kind"): artifact.name for artifact in release.artifacts}
    for kind in (SolutionKind.BOT, SolutionKind.FORM, SolutionKind.PROCESS):
        if kind.value in kinds:
            release.solution.kind = kind
            release.origins = release.origins | {KIND: {"from": "file", "artifact": kinds[kind.value]}}
            return
    release.origins = {fact_id: origin for fact_id, origin in release.origins.items() if fact_id != KIND}
