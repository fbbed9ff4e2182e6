"""What differs between two sets of facts: between releases, and between two people's versions of a draft."""

from dataclasses import dataclass

from registry.catalogue.fact_sheet.declaration import Fact, Facts, Value
from registry.catalogue.fact_sheet.facts import FACTS


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact with two values; None where one side has none."""

    fact: Fact
    old: Value | None
    new: Value | None


def differences(old: Facts, new: Facts) -> list[Difference]:
    """The facts whose values differ, in the order of the sheet."""
    pairs = ((fact, old.get(fact.id), new.get(fact.id)) for fact in FACTS)
    return [Difference(fact, before, after) for fact, before, after in pairs if before != after]
