"""What the readers hand on fits the fact sheet: nothing of the fixtures is refused."""

import csv
from pathlib import Path

import pytest

from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.prefill import prefill
from registry.core.settings import PROJECT
from registry.formats.child import read_here
from registry.taxonomy.vocabulary import KnownTerms

FIXTURES = PROJECT / "tests" / "formats" / "fixtures"
BROUGHT = {
    "hundesteuer_anmeldung.xml": {"title", "platform", "source_key", "auth_methods", "dependencies"},
    "anwohnerparken_formular.json": {"title", "platform", "platform_min_version", "languages"},
    "anwohnerparken_workflow.json": {"platform", "platform_min_version", "interfaces"},
    "gewerbe.bpmn": {"title"},
    "S06000000001V1.0.0_xdf3.xml": {"title", "platform", "fim_schema_ids", "legal_bases", "languages"},
}


@pytest.fixture(scope="module")
def choices() -> Choices:
    with (PROJECT / "seeds" / "taxonomy" / "systems.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    platforms = {row["key"]: row["name"] for row in rows if row["is_platform"] == "1"}
    return Choices(terms=KnownTerms(systems={row["key"]: row["name"] for row in rows}, platforms=platforms))


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
def test_everything_a_reader_hands_on_is_taken(path: Path, choices: Choices) -> None:
    facts = read_here(path.read_bytes(), path.name).facts
    made = prefill({}, {}, [(path.name, facts)], choices)
    assert made.refused == []
    assert set(made.facts) == set(facts) - {"kind"}
    assert BROUGHT.get(path.name, set()) <= set(made.facts)
