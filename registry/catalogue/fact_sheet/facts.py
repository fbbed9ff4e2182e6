"""All facts in one order: the order of forms, pages and exports."""

from registry.catalogue.fact_sheet.bots import BOT
from registry.catalogue.fact_sheet.declaration import Fact, Group, Home
from registry.catalogue.fact_sheet.effort import EFFORT
from registry.catalogue.fact_sheet.identity import IDENTITY
from registry.catalogue.fact_sheet.law import LAW
from registry.catalogue.fact_sheet.people import PEOPLE
from registry.catalogue.fact_sheet.privacy import PRIVACY
from registry.catalogue.fact_sheet.quality import QUALITY
from registry.catalogue.fact_sheet.technology import TECHNOLOGY

FACTS: tuple[Fact, ...] = (*IDENTITY, *LAW, *QUALITY, *TECHNOLOGY, *BOT, *PRIVACY, *EFFORT, *PEOPLE)

_BY_ID = {fact.id: fact for fact in FACTS}


def fact(fact_id: str) -> Fact:
    """The fact of this id; `KeyError` where there is none."""
    return _BY_ID[fact_id]


def find_fact(fact_id: str) -> Fact | None:
    """The fact of this id, or None."""
    return _BY_ID.get(fact_id)


def facts_of(group: Group) -> tuple[Fact, ...]:
    """The facts of one group that people enter."""
    return tuple(fact for fact in FACTS if fact.group is group and fact.home is not Home.RECORD)
