"""Saving the fact sheet of a draft: the frozen facts with the release, the living ones with the solution."""

from collections.abc import Mapping
from dataclasses import dataclass

from registry.accounts.actor import Actor
from registry.catalogue.fact_sheet.checks import contradictions
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Home, Value
from registry.catalogue.fact_sheet.facts import find_fact
from registry.catalogue.fact_sheet.parsing import INVALID, normalise
from registry.catalogue.fact_sheet.prefill import enter
from registry.catalogue.fact_sheet.sheet import of_release, split_living
from registry.catalogue.models import Release
from registry.core.database import session
from registry.core.errors import Invalid
from registry.core.messages import Message
from registry.publishing.services.guards import require_draft
from registry.publishing.services.living import change_living
from registry.publishing.services.merging import merge
from registry.publishing.services.recording import audit
from registry.publishing.services.slugs import follow_title
from registry.text import markdown

DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class PreparedFacts:
    """Values in canonical form (None: emptied), with the description rendered where it is among them."""

    values: Mapping[str, Value | None]
    description_html: str = ""


def prepare(values: Mapping[str, Value | None], choices: Choices) -> PreparedFacts:
    """Check values and render the description. Call it outside of `transaction`.

    Raises:
        Invalid: with a message for each form field that is wrong.
    """
    prepared, errors = prepare_valid(values, choices)
    if errors:
        raise Invalid(INVALID(), errors)
    return prepared


def prepare_valid(values: Mapping[str, Value | None], choices: Choices) -> tuple[PreparedFacts, dict[str, Message]]:
    """Like `prepare`, but what is wrong is left out and told: form field to message."""
    errors: dict[str, Message] = {}
    canonical: dict[str, Value | None] = {}
    for fact_id, value in values.items():
        try:
            canonical[fact_id] = _canonical(fact_id, value, choices)
        except Invalid as problem:
            errors |= problem.fields
    errors |= contradictions({fact_id: value for fact_id, value in canonical.items() if value is not None})
    description_html = _rendered(canonical, errors)
    wrong = {name.split("-")[1] for name in errors}
    kept = {fact_id: value for fact_id, value in canonical.items() if fact_id not in wrong}
    return PreparedFacts(kept, description_html), errors


def _rendered(values: Mapping[str, Value | None], errors: dict[str, Message]) -> str:
    text = values.get(DESCRIPTION)
    try:
        return markdown.render(text) if isinstance(text, str) else ""
    except Invalid as problem:
        errors[f"facts-{DESCRIPTION}"] = problem.message
        return ""


def save(release: Release, prepared: PreparedFacts, *, by: Actor, seen: str | None = None) -> list[str]:
    """Save values of the fact sheet; the answer names the facts that changed.

    `seen` is `merging.state_of` the values the person saw; None saves over everything.

    Raises:
        StaleDraft: somebody else changed the same facts since.
        Invalid: a living value refers to nothing.
    """
    require_draft(release, by)
    sheet = of_release(release)
    stored = {fact_id: sheet.value(declared) for fact_id in prepared.values if (declared := find_fact(fact_id))}
    wanted = merge(stored, prepared.values, seen)
    if not wanted:
        return []
    frozen, living = split_living(wanted)
    change_living(release.solution, living, by=by)
    release.facts, release.origins = enter(release.facts, release.origins, frozen)
    if DESCRIPTION in wanted:
        release.description_html = prepared.description_html
    follow_title(release)
    session().flush()
    audit("release.changed", release, by=by, fields=list(wanted))
    return list(wanted)


def _canonical(fact_id: str, value: Value | None, choices: Choices) -> Value | None:
    declared = find_fact(fact_id)
    if declared is None or declared.home is Home.RECORD:
        raise Invalid(INVALID(), {f"facts-{fact_id}": INVALID()})
    return None if value is None else normalise(declared, value, choices)
