"""The declaration is complete and sound, and its documentation is up to date."""

import subprocess
import sys

import pytest

from registry.catalogue.fact_sheet.declaration import A, B, E, Fact, Group, Home, M, P
from registry.catalogue.fact_sheet.document import as_markdown
from registry.catalogue.fact_sheet.facts import FACTS, fact, facts_of, find_fact
from registry.catalogue.fact_sheet.identity import KINDS
from registry.catalogue.fact_sheet.people import SUPPORT_OFFERS
from registry.catalogue.fact_sheet.quality import LIFECYCLES
from registry.catalogue.models import Lifecycle, Solution, SolutionKind, SupportOffer
from registry.core.settings import PROJECT

FLAGS = {
    "title": "M P E",
    "summary": "M P",
    "description": "M P",
    "kind": "M P E",
    "platform": "M P E",
    "platform_min_version": "P E",
    "source_key": "E",
    "leika_keys": "P E",
    "ozg_id": "P",
    "fim_schema_ids": "P E",
    "process_level": "P",
    "derived_from": "P",
    "tags": "P E",
    "department": "M P",
    "product_code": "",
    "target_groups": "M P",
    "life_situation": "P",
    "legal_bases": "M P E",
    "jurisdiction": "M P",
    "depends_on_local_statute": "M P",
    "signature_required": "P",
    "task_type": "",
    "lifecycle": "M P",
    "ozg_maturity": "P",
    "ozg_maturity_model": "P",
    "version": "M P",
    "changelog": "M P",
    "live_since": "M P",
    "last_verified_on": "M P",
    "maintained_until": "P",
    "superseded_by": "P",
    "test_evidence": "",
    "accessibility_status": "A P",
    "accessibility_basis": "A P",
    "languages": "P E",
    "interfaces": "M P E",
    "auth_methods": "A P E",
    "trust_level": "A P E",
    "payment": "A P E",
    "delivery_channels": "A P",
    "dms": "P",
    "dependencies": "P E",
    "local_parameters": "M P",
    "prerequisites": "M P",
    "bot_target_apps": "B P E",
    "bot_screen": "B P",
    "bot_mode": "B P",
    "bot_credentials_needed": "B P E",
    "bot_runtime_s": "B P",
    "bot_exception_rate": "B P",
    "bot_license": "B P",
    "bot_infra": "B P",
    "personal_data": "M P",
    "dpa_status": "M P",
    "ropa_status": "M P",
    "dpia_status": "M P",
    "retention": "P",
    "protection_need": "P",
    "works_council": "",
    "cases_per_year": "M P",
    "minutes_before": "M P",
    "minutes_after": "M P",
    "pay_grade": "M",
    "online_share": "P",
    "adoption_effort_days": "M P",
    "cost_once": "M P",
    "cost_yearly": "M P",
    "reuse_fee": "M P",
    "reuse_legal_form": "M P",
    "funding": "P",
    "license": "M P",
    "rights_holder": "M P",
    "contact_functional": "M P",
    "contact_technical": "M P",
    "publisher_org": "M P",
    "support_offer": "",
}
"""As agreed with the municipalities."""

BLOCKING = {
    "title",
    "summary",
    "kind",
    "platform",
    "department",
    "license",
    "rights_holder",
    "personal_data",
    "contact_functional",
}


def flags_of(declared: Fact) -> set[str]:
    return {name for name, flag in {"M": M, "E": E, "A": A, "B": B, "P": P}.items() if flag in declared.flags}


@pytest.mark.parametrize("fact_id", FLAGS)
def test_flags_are_those_agreed(fact_id: str) -> None:
    assert flags_of(fact(fact_id)) == set(FLAGS[fact_id].split())


def test_only_the_agreed_facts_block() -> None:
    assert {declared.id for declared in FACTS if declared.is_blocking} == BLOCKING


def test_beyond_the_agreed_facts_only_vendor_and_contributors_exist() -> None:
    assert {declared.id for declared in FACTS} - set(FLAGS) == {"vendor", "contributors"}


def test_ids_are_distinct_and_found() -> None:
    assert len({declared.id for declared in FACTS}) == len(FACTS)
    assert find_fact("title") is fact("title")
    assert find_fact("no_such_fact") is None


@pytest.mark.parametrize("declared", FACTS, ids=lambda declared: declared.id)
def test_every_fact_says_what_to_enter_with_an_example(declared: Fact) -> None:
    help_text = str(declared.help)
    assert str(declared.label)
    assert help_text.endswith((".", ".“"))
    assert "!" not in help_text
    if declared.id != "kind":
        assert "Beispiel: " in help_text


def test_groups_hold_all_facts_that_people_enter() -> None:
    entered = [declared.id for group in Group for declared in facts_of(group)]
    assert entered == [declared.id for declared in FACTS if declared.home is not Home.RECORD]
    assert all(str(group.label) and str(group.introduction).endswith(".") for group in Group)


def test_codes_are_those_of_the_tables() -> None:
    assert set(KINDS.codes) == {kind.value for kind in SolutionKind}
    assert set(LIFECYCLES.codes) == {lifecycle.value for lifecycle in Lifecycle}
    assert set(SUPPORT_OFFERS.codes) == {offer.value for offer in SupportOffer}


def test_living_facts_are_columns_of_the_solution() -> None:
    columns = set(Solution.__table__.columns.keys())
    living = [declared.id for declared in FACTS if declared.home is Home.LIVING]
    assert [fact_id for fact_id in living if not {fact_id, f"{fact_id}_id"} & columns] == []


def test_answers_do_not_repeat_a_code() -> None:
    assert fact("accessibility_status").answers == ("not_applicable",)
    assert fact("license").answers == ()
    assert fact("retention").answers == ()
    assert fact("dpa_status").answers == ("unknown", "not_applicable")


def test_documentation_is_what_the_declaration_says() -> None:
    command = [sys.executable, "-m", "registry.catalogue.fact_sheet"]
    printed = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True).stdout.decode()
    assert printed == as_markdown()
    assert (PROJECT / "docs" / "fact-sheet.md").read_text(encoding="utf-8") == printed


def test_a_fact_has_one_input_or_columns() -> None:
    with pytest.raises(ValueError, match="either one input or columns"):
        Fact(id="broken", name="x", explanation="x", group=Group.LAW)
