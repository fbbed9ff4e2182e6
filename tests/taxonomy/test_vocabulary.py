"""Code lists in the program and the seed tables say the same."""

import csv

import pytest

from registry.core.settings import PROJECT
from registry.taxonomy.vocabulary import (
    DEPARTMENTS,
    JURISDICTIONS,
    LEGAL_BASIS_KINDS,
    LICENCES,
    PAY_GRADES,
    SYSTEM_CATEGORIES,
    TARGET_GROUPS,
    KnownTerms,
    Vocabulary,
)

SEEDS = PROJECT / "seeds" / "taxonomy"


def rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("vocabulary", "name", "key"),
    [
        (DEPARTMENTS, "departments.csv", "key"),
        (LICENCES, "licences.csv", "id"),
        (SYSTEM_CATEGORIES, "system_categories.csv", "key"),
    ],
)
def test_lists_say_what_the_seeds_say(vocabulary: Vocabulary, name: str, key: str) -> None:
    assert {term.code: str(term.label) for term in vocabulary.terms} == {row[key]: row["name"] for row in rows(name)}


def test_seeds_use_known_codes_only() -> None:
    assert {row["kind"] for row in rows("legal_bases.csv")} <= set(LEGAL_BASIS_KINDS.codes)
    assert {row["category"] for row in rows("systems.csv")} <= set(SYSTEM_CATEGORIES.codes)


def test_a_list_knows_its_codes() -> None:
    assert "citizen" in TARGET_GROUPS
    assert "nobody" not in TARGET_GROUPS
    assert str(TARGET_GROUPS.label("citizen")) == "Bürgerinnen und Bürger"
    with pytest.raises(KeyError):
        TARGET_GROUPS.label("nobody")


def test_jurisdictions_are_federal_16_laender_and_local() -> None:
    assert len(JURISDICTIONS.codes) == 19
    assert str(JURISDICTIONS.label("land:HE")) == "Hessen"


def test_pay_grades_are_those_of_the_rate_sets() -> None:
    assert [str(PAY_GRADES.label(code)) for code in ("E9a", "A16", "gehobener_dienst")] == [
        "E9a",
        "A16",
        "Gehobener Dienst",
    ]
    assert len(PAY_GRADES.codes) == 16 + 11 + 3


@pytest.mark.parametrize("text", ["civento", "CIVENTO", "civento (ekom21)", "Civento (EKOM21)"])
def test_a_system_is_found_as_people_type_it(text: str) -> None:
    terms = KnownTerms(systems={"other": "Andere", "civento": "civento (ekom21)"})
    assert terms.system_key(text) == "civento"
    assert terms.system_key("cive") is None
