"""One page of the fact sheet as data for its template: inputs with origin, errors and what is still missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from registry.catalogue.fact_sheet.checks import missing
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Fact, Group, Home, Value
from registry.catalogue.fact_sheet.display import ShownFact, shown_fact
from registry.catalogue.fact_sheet.facts import FACTS, fact, facts_of
from registry.catalogue.fact_sheet.inputs import FactInputs, fact_inputs
from registry.catalogue.fact_sheet.parsing import RawValues, raw_of
from registry.catalogue.fact_sheet.sheet import FactSheet, living_facts
from registry.catalogue.models import Solution, SolutionChange
from registry.core.messages import N_, Message, define
from registry.publishing.services.merging import Clash, state_of

FROM_FILE = define("origin.file", N_("aus der Datei „%(name)s“"))
FROM_PERSON = define("origin.person", N_("von Hand eingetragen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """One fact on the page."""

    inputs: FactInputs
    origin: Message | None
    is_living: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPage:
    """The inputs of one page.

    Attributes:
        seen: `state_of` the values it was made from, for the form to carry.
        errors: field name to label and message, in the order of the page.
    """

    fields: list[FactField]
    seen: str
    errors: dict[str, tuple[Message, Message]] = field(default_factory=dict)

    @property
    def required(self) -> list[FactField]:
        """What must be answered before publication."""
        return [item for item in self.fields if item.inputs.is_required]

    @property
    def optional(self) -> list[FactField]:
        """What may be answered; folded away."""
        return [item for item in self.fields if not item.inputs.is_required]

    @property
    def has_optional_error(self) -> bool:
        """Whether what is folded away must be shown."""
        return any(item.inputs.has_error for item in self.optional)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClash:
    """One fact that two people changed, both values as they read."""

    fact_id: str
    label: Message
    stored: ShownFact | None
    wanted: ShownFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """One change of a fact that lives on."""

    at: datetime
    label: Message
    old: ShownFact | None
    new: ShownFact | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """One entry of the way through the groups."""

    group: Group
    missing: int


def groups_of(sheet: FactSheet) -> list[GroupEntry]:
    """The groups that apply, with how much is still missing in each."""
    lacking = [fact(fact_id).group for fact_id, _ in missing(sheet)]
    return [GroupEntry(group=group, missing=lacking.count(group)) for group in Group if facts_in(sheet, group)]


def facts_in(sheet: FactSheet, group: Group) -> list[Fact]:
    """The facts of a group that apply and that people enter.

    What depends on another answer of the same page is always there, so that nobody has to save twice.
    """
    ids = {declared.id for declared in facts_of(group)}
    return [
        declared
        for declared in facts_of(group)
        if sheet.applies(replace(declared, when=None) if declared.when and declared.when.fact in ids else declared)
    ]


def living_inputs() -> list[Fact]:
    """The facts that live on with the solution."""
    return [declared for declared in FACTS if declared.home is Home.LIVING]


def values_of(sheet: FactSheet, facts: Sequence[Fact]) -> dict[str, Value | None]:
    """What stands in the sheet for these facts."""
    return {declared.id: sheet.value(declared) for declared in facts}


def fact_page(
    facts: Sequence[Fact],
    values: Mapping[str, Value | None],
    choices: Choices,
    *,
    origins: Mapping[str, Mapping[str, Any]],
    entered: tuple[RawValues, Mapping[str, Message]] | None = None,
    seen: str | None = None,
) -> FactPage:
    """The inputs of `facts`.

    Args:
        facts: in the order of the page.
        values: stored values of these facts.
        choices: what can be chosen.
        origins: of the release.
        entered: fields as they were sent and what is wrong with them; without it the stored values are shown.
        seen: what the form remembers, where that is not `values`.
    """
    raw, errors = entered or (_raw(facts, values), {})
    shown = [(declared, fact_inputs(declared, raw, choices, errors)) for declared in facts]
    return FactPage(
        fields=[
            FactField(inputs=inputs, origin=origin_of(origins, declared), is_living=declared.home is Home.LIVING)
            for declared, inputs in shown
        ],
        seen=state_of(values) if seen is None else seen,
        errors={name: (inputs.label, message) for _, inputs in shown for name, message in _errors(inputs, errors)},
    )


def origin_of(origins: Mapping[str, Mapping[str, Any]], declared: Fact) -> Message | None:
    """Where a value came from, for people; None where nobody gave one."""
    origin = origins.get(declared.id)
    if origin is None:
        return None
    return FROM_FILE(name=origin.get("artifact", "")) if origin.get("from") == "file" else FROM_PERSON()


def shown_clashes(clashes: Sequence[Clash], choices: Choices) -> list[ShownClash]:
    """Facts that two people changed, to choose from."""
    return [
        ShownClash(
            fact_id=clash.fact_id,
            label=fact(clash.fact_id).label,
            stored=shown_fact(fact(clash.fact_id), clash.stored, choices),
            wanted=shown_fact(fact(clash.fact_id), clash.wanted, choices),
        )
        for clash in clashes
    ]


def _raw(facts: Sequence[Fact], values: Mapping[str, Value | None]) -> dict[str, Sequence[str]]:
    raw: dict[str, Sequence[str]] = {}
    for declared in facts:
        raw |= raw_of(declared, values.get(declared.id))
    return raw


def _errors(inputs: FactInputs, errors: Mapping[str, Message]) -> Iterator[tuple[str, Message]]:
    """Each error at the input it belongs to; one of the fact as a whole at its frame."""
    own = {given.name for row in inputs.rows for given in row}
    for row in inputs.rows:
        for given in row:
            if given.error:
                yield given.name, given.error
    if inputs.error and not any(name in own for name in errors if errors[name] is inputs.error):
        yield f"fact-{inputs.id}", inputs.error


def shown_living(solution: Solution, choices: Choices) -> list[ShownFact]:
    """The facts that live on, as they read."""
    stored = living_facts(solution)
    found = (shown_fact(declared, stored.get(declared.id), choices) for declared in living_inputs())
    return [shown for shown in found if shown is not None]


def shown_changes(changes: Sequence[SolutionChange], choices: Choices) -> list[ShownChange]:
    """What changed of the facts that live on, both values as they read."""
    return [
        ShownChange(
            at=change.at,
            label=fact(change.fact).label,
            old=shown_fact(fact(change.fact), change.old, choices),
            new=shown_fact(fact(change.fact), change.new, choices),
        )
        for change in changes
    ]
