"""What is missing, what is shown to whom, what is exported, what files bring and what differs."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from registry.accounts.models import Contact, Municipality, MunicipalityKind
from registry.catalogue.fact_sheet.checks import contradictions, is_outdated, missing, validate, warnings
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Group, Home
from registry.catalogue.fact_sheet.difference import differences
from registry.catalogue.fact_sheet.display import ShownFact, groups
from registry.catalogue.fact_sheet.export import csv_columns, csv_row, steckbrief, to_text
from registry.catalogue.fact_sheet.facts import FACTS, fact
from registry.catalogue.fact_sheet.prefill import enter, prefill
from registry.catalogue.fact_sheet.sheet import (
    FactSheet,
    contacts_of,
    living_columns,
    living_facts,
    of_release,
    split_living,
)
from registry.catalogue.models import (
    Lifecycle,
    NoteKind,
    Release,
    ReleaseNote,
    Solution,
    SolutionKind,
    SupportOffer,
)
from registry.core import clock
from registry.taxonomy.vocabulary import KnownTerms

TERMS = KnownTerms(
    systems={"civento": "civento (ekom21 – KGRZ Hessen)", "epay21": "ePay21 (ekom21 – KGRZ Hessen)"},
    platforms={"civento": "civento (ekom21 – KGRZ Hessen)"},
    services={"99102013002000": "Hundesteuer Festsetzung"},
)
CONTACT = str(uuid.UUID(int=1))
CHOICES = Choices(terms=TERMS, contacts={CONTACT: "Steueramt"})

FACTS_OF_A_PROCESS: dict[str, Any] = {
    "title": "Hund anmelden",
    "summary": "Hundehalter melden ihren Hund online an.",
    "description": "## Ablauf",
    "platform": "civento",
    "source_key": "HUND01",
    "leika_keys": ["99102013002000"],
    "department": "steueramt_kaemmerei",
    "target_groups": ["citizen"],
    "legal_bases": [
        {"name": "Hundesteuersatzung", "kind": "satzung"},
        {"name": "KAG", "uri": "https://example.org/kag"},
    ],
    "jurisdiction": "land:HE",
    "depends_on_local_statute": {"value": True, "note": "Steuersatz"},
    "accessibility_status": "partial",
    "accessibility_basis": "self_assessment",
    "interfaces": {"answer": "not_applicable"},
    "auth_methods": ["bundid"],
    "trust_level": "substanziell",
    "payment": {"method": "epay21"},
    "delivery_channels": ["post"],
    "local_parameters": [{"name": "Gebühr", "mandatory": True}],
    "prerequisites": [{"system": "epay21", "category": "payment"}],
    "personal_data": "ordinary",
    "dpa_status": "in_place",
    "ropa_status": "template_attached",
    "dpia_status": "not_needed_documented",
    "cases_per_year": {"count": 1200, "year": 2025},
    "minutes_before": {"minutes": 20, "basis": "estimated"},
    "minutes_after": {"minutes": 8.5, "basis": "measured"},
    "pay_grade": "E9a",
    "adoption_effort_days": {"functional": 2, "technical": 1.5},
    "cost_once": 1500,
    "cost_yearly": {"answer": "unknown"},
    "reuse_fee": 0,
    "reuse_legal_form": "kostenlos",
    "license": "EUPL-1.2",
    "rights_holder": "Stadt Usingen",
}
LIVING: dict[str, Any] = {
    "lifecycle": "productive",
    "live_since": "2026-03-01",
    "last_verified_on": "2026-05-21",
    "contact_functional": CONTACT,
    "contact_technical": CONTACT,
    "support_offer": "demo",
}


def sheet(kind: SolutionKind = SolutionKind.PROCESS, /, **changes: Any) -> FactSheet:
    facts = {fact_id: value for fact_id, value in (FACTS_OF_A_PROCESS | changes).items() if value is not None}
    return FactSheet(kind=kind, facts=facts, living=LIVING, record={"kind": kind.value, "version": "1.0.0"})


def test_a_complete_sheet_lacks_nothing_and_is_valid() -> None:
    assert missing(sheet()) == []
    assert validate(sheet().facts, CHOICES) == {}


@pytest.mark.parametrize("fact_id", [fact_id for fact_id in FACTS_OF_A_PROCESS if fact(fact_id).is_required])
def test_each_required_fact_is_missed(fact_id: str) -> None:
    assert [found for found, _ in missing(sheet(**{fact_id: None}))] == [fact_id]


def test_an_empty_process_lacks_what_every_solution_must_answer() -> None:
    found = {fact_id for fact_id, _ in missing(FactSheet(kind=SolutionKind.PROCESS))}
    assert {"title", "contact_functional", "lifecycle", "legal_bases", "cost_once"} <= found
    assert not {"bot_mode", "payment", "live_since", "version", "publisher_org", "retention"} & found


def test_a_form_must_tell_of_payment_and_a_bot_of_its_screen() -> None:
    form = {fact_id for fact_id, _ in missing(FactSheet(kind=SolutionKind.FORM))}
    bot = {fact_id for fact_id, _ in missing(FactSheet(kind=SolutionKind.BOT))}
    assert {"payment", "auth_methods", "accessibility_status"} <= form - bot
    assert {"bot_screen", "bot_mode", "bot_credentials_needed", "bot_infra"} <= bot - form


def test_a_process_for_staff_is_no_application() -> None:
    internal = sheet(target_groups=["internal_staff"], payment=None)
    assert not internal.applies(fact("payment"))
    assert missing(internal) == []
    assert sheet().applies(fact("payment"))


def test_days_of_operation_are_asked_only_while_it_runs() -> None:
    pilot = FactSheet(kind=SolutionKind.PROCESS, living={"lifecycle": "pilot"})
    assert not pilot.applies(fact("live_since"))
    assert sheet().applies(fact("live_since"))


def test_unknown_does_not_answer_a_blocking_fact() -> None:
    reasons = dict(missing(sheet(license={"answer": "unknown"}, pay_grade={"answer": "unknown"})))
    assert set(reasons) == {"license"}
    assert reasons["license"].id == "fact.no_such_answer"


def test_zero_and_no_are_answers() -> None:
    assert missing(sheet(cost_once=0, depends_on_local_statute={"value": False})) == []


def test_validate_names_the_field_of_each_error() -> None:
    errors = validate(
        {
            "title": 5,
            "cost_once": "viel",
            "minutes_before": {"minutes": 3},
            "no_such_fact": "x",
            "leika_keys": ["1"],
            "license": {"answer": "unknown"},
            "legal_bases": [{"name": "x", "nothing": "y"}],
        },
        CHOICES,
    )
    assert set(errors) == {
        "facts-title",
        "facts-cost_once",
        "facts-minutes_before-basis",
        "facts-no_such_fact",
        "facts-leika_keys",
        "facts-license",
        "facts-legal_bases",
    }


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"ozg_maturity": 3}, "facts-ozg_maturity_model"),
        ({"ozg_maturity_model": "2.0"}, "facts-ozg_maturity"),
        ({"ozg_maturity": 5, "ozg_maturity_model": "1.1"}, "facts-ozg_maturity"),
    ],
)
def test_maturity_and_model_go_together(facts: dict[str, Any], field: str) -> None:
    assert set(contradictions(facts)) == {field}


def test_maturity_within_its_model_is_fine() -> None:
    assert contradictions({"ozg_maturity": 5, "ozg_maturity_model": "2.0"}) == {}
    assert contradictions({"ozg_maturity": 0, "ozg_maturity_model": "1.1"}) == {}


def test_unusual_and_unknown_service_keys_are_hints() -> None:
    found = warnings(sheet(leika_keys=["12345678901234", "99000000000000", "99102013002000"]), TERMS)
    assert [message.id for _, message in found] == ["fact.unusual_service_key", "fact.unknown_service_key"]


def test_more_minutes_than_before_are_a_hint() -> None:
    assert warnings(sheet(), TERMS) == []
    slower = warnings(sheet(minutes_after={"minutes": 30, "basis": "measured"}), TERMS)
    assert [fact_id for fact_id, _ in slower] == ["minutes_after"]


def test_a_verification_is_outdated_after_twelve_months() -> None:
    with clock.frozen_at(datetime(2026, 5, 21, 12, tzinfo=UTC)):
        assert not is_outdated(date(2025, 5, 21))
        assert is_outdated(date(2025, 5, 20))
        assert not is_outdated(None)


def shown(viewed: FactSheet, *, partner: bool) -> dict[str, ShownFact]:
    return {line.id: line for part in groups(viewed, CHOICES, viewer_is_partner=partner) for line in part.facts}


def test_visitors_see_public_facts_only() -> None:
    everything = sheet(contributors=["Gemeinde Schmitten im Taunus"])
    hidden = set(shown(everything, partner=True)) - set(shown(everything, partner=False))
    assert hidden == {"source_key", "pay_grade", "contributors", "support_offer"}
    assert all(fact(fact_id).is_public for fact_id in shown(everything, partner=False))


def test_values_are_shown_typed() -> None:
    lines = shown(sheet(), partner=True)
    assert str(lines["department"].pieces[0].value) == "Steueramt und Kämmerei"
    assert lines["live_since"].pieces[0].value == date(2026, 3, 1)
    assert (lines["cost_once"].pieces[0].value, str(lines["cost_once"].pieces[0].unit)) == (1500, "€")
    assert lines["platform"].pieces[0].value == "civento (ekom21 – KGRZ Hessen)"
    assert lines["leika_keys"].pieces[0].note == "Hundesteuer Festsetzung"
    assert lines["contact_functional"].pieces[0].value == "Steueramt"
    assert str(lines["cost_yearly"].answer) == "unbekannt"


def test_records_are_tables_of_the_columns_in_use() -> None:
    bases = shown(sheet(), partner=False)["legal_bases"]
    assert [str(column) for column in bases.columns] == ["Vorschrift", "Art", "Internetadresse"]
    assert [[cell and str(cell.value) for cell in row] for row in bases.rows] == [
        ["Hundesteuersatzung", "Satzung", None],
        ["KAG", None, "https://example.org/kag"],
    ]
    assert bases.rows[1][2] is not None
    assert bases.rows[1][2].href == "https://example.org/kag"
    assert not bases.is_record
    assert shown(sheet(), partner=False)["payment"].is_record


def test_what_has_its_own_place_and_what_does_not_apply_is_left_out() -> None:
    lines = shown(sheet(target_groups=["council"], bot_infra="Server"), partner=True)
    assert not {"title", "summary", "description", "payment", "bot_infra"} & set(lines)


def test_groups_come_in_order_and_only_with_content() -> None:
    ids = [part.id for part in groups(sheet(), CHOICES, viewer_is_partner=True)]
    assert ids == [group for group in Group if group is not Group.BOT]


@pytest.mark.parametrize(
    ("fact_id", "text"),
    [
        ("cost_once", "1.500\u00a0€"),
        ("minutes_after", "Minuten: 8,5\u00a0Minuten, Grundlage: Gemessen"),
        ("depends_on_local_statute", "Abhängig: ja, Was ist anzupassen?: Steuersatz"),
        ("interfaces", "entfällt"),
        ("leika_keys", "99102013002000 (Hundesteuer Festsetzung)"),
        ("jurisdiction", "Hessen"),
        (
            "legal_bases",
            "Vorschrift: Hundesteuersatzung, Art: Satzung; Vorschrift: KAG, Internetadresse: https://example.org/kag",
        ),
    ],
)
def test_text_is_german(fact_id: str, text: str) -> None:
    assert to_text(fact(fact_id), FACTS_OF_A_PROCESS[fact_id], CHOICES) == text


def test_steckbrief_holds_every_fact_but_no_contact() -> None:
    made = json.loads(json.dumps(steckbrief(sheet(), CHOICES, viewer_is_partner=True)))
    entries = {entry["id"]: entry for entry in made["facts"]}
    applicable = [
        found.id for found in sheet().applicable if found.group is not Group.PEOPLE or "contact" not in found.id
    ]
    assert list(entries) == applicable
    assert not [fact_id for fact_id in entries if fact_id.startswith("contact")]
    assert "Steueramt" not in json.dumps(made, ensure_ascii=False).replace("Steueramt und", "")
    assert entries["title"] == {
        "id": "title",
        "group": "identity",
        "label": "Titel",
        "living": False,
        "value": "Hund anmelden",
        "text": "Hund anmelden",
    }
    assert entries["retention"]["value"] is None
    assert entries["lifecycle"]["living"] is True
    assert (made["schema"], made["schema_version"]) == ("prozessregister/steckbrief", 1)


def test_steckbrief_for_visitors_holds_public_facts_only() -> None:
    entries = steckbrief(sheet(), CHOICES, viewer_is_partner=False)["facts"]
    assert {entry["id"] for entry in entries} <= {found.id for found in FACTS if found.is_public}


def test_csv_rows_fit_their_header() -> None:
    row = dict(zip(csv_columns(), csv_row(sheet(), CHOICES), strict=True))
    assert row["title"] == "Hund anmelden"
    assert row["live_since"] == "01.03.2026"
    assert row["bot_infra"] == ""
    assert not {"contact_functional", "contact_technical", "pay_grade"} & set(row)


def test_files_fill_in_and_say_so() -> None:
    made = prefill(
        {}, {}, [("hund.xml", {"title": " Hund  anmelden ", "tags": ["Hund"], "platform": "civento"})], CHOICES
    )
    assert made.facts == {"title": "Hund anmelden", "tags": ["Hund"], "platform": "civento"}
    assert made.origins["title"] == {"from": "file", "artifact": "hund.xml"}
    assert made.refused == []


def test_several_files_add_up_and_the_first_decides() -> None:
    made = prefill({}, {}, [("a", {"title": "A", "tags": ["x", "y"]}), ("b", {"title": "B", "tags": ["y", "z"]})])
    assert made.facts == {"title": "A", "tags": ["x", "y", "z"]}
    assert made.origins["tags"]["artifact"] == "a"


def test_what_a_person_wrote_or_emptied_stays() -> None:
    facts, origins = enter({"title": "A", "tags": ["x"]}, {"tags": {"from": "file", "artifact": "a"}}, {"tags": None})
    made = prefill(facts, origins, [("a", {"title": "B", "tags": ["x"]})])
    assert made.facts == {"title": "A"}
    assert made.origins == {"tags": {"from": "person"}}


def test_reading_again_replaces_what_files_brought() -> None:
    first = prefill({}, {}, [("a", {"title": "A", "source_key": "K"})])
    again = prefill(first.facts, first.origins, [("b", {"title": "B"})])
    assert again.facts == {"title": "B"}
    assert again.origins == {"title": {"from": "file", "artifact": "b"}}


def test_saving_unchanged_keeps_the_origin() -> None:
    made = prefill({}, {}, [("a", {"title": "A", "source_key": "K"})])
    facts, origins = enter(made.facts, made.origins, {"title": "A", "source_key": "L", "ozg_id": None})
    assert facts == {"title": "A", "source_key": "L"}
    assert origins == {"title": {"from": "file", "artifact": "a"}, "source_key": {"from": "person"}}


def test_unusable_values_are_left_out_with_a_reason() -> None:
    keys = ["99102013002000", "kein Schlüssel"]
    found = {"leika_keys": keys, "title": "x" * 151, "license": "MIT", "nonsense": 1, "tags": "Hund", "kind": "form"}
    made = prefill({}, {}, [("a", found)])
    assert made.facts == {"leika_keys": ["99102013002000"]}
    assert {(refused.fact, refused.reason.id) for refused in made.refused} == {
        ("leika_keys", "fact.bad_service_key"),
        ("title", "text.too_long"),
        ("license", "fact.not_from_file"),
        ("nonsense", "fact.not_from_file"),
        ("tags", "fact.wrong_shape"),
    }


def test_a_record_from_a_file_may_be_its_first_column_and_loses_what_is_unusable() -> None:
    bases = [{"name": "A", "kind": "", "uri": "siehe dort"}, {"name": "", "uri": "https://example.org/"}, {"uri": "x"}]
    made = prefill({}, {}, [("a", {"payment": "epay21", "legal_bases": bases})], CHOICES)
    assert made.facts == {"payment": {"method": "epay21"}, "legal_bases": [{"name": "A"}]}
    assert [refused.reason.id for refused in made.refused] == [
        "fact.bad_address",
        "fact.part_missing",
        "fact.bad_address",
    ]


def test_a_list_from_files_ends_at_its_limit_and_says_so() -> None:
    needed = [{"type": "config_object", "key": f"K{number}"} for number in range(120)]
    made = prefill({}, {}, [("a", {"dependencies": needed})])
    assert made.facts["dependencies"] == needed[:100]
    assert [refused.reason.id for refused in made.refused] == ["fact.too_many_items"]


def test_differences_come_in_the_order_of_the_sheet() -> None:
    found = differences(
        {"title": "A", "license": "MIT", "tags": ["x"]}, {"title": "B", "tags": ["x"], "retention": "y"}
    )
    assert [(item.fact.id, item.old, item.new) for item in found] == [
        ("title", "A", "B"),
        ("retention", None, "y"),
        ("license", "MIT", None),
    ]


def solution() -> Solution:
    town = Municipality(name="Usingen", designation="Stadt", kind=MunicipalityKind.TOWN)
    contact = Contact(id=uuid.UUID(CONTACT), role="Steueramt", municipality=town)
    return Solution(
        slug="hund-anmelden",
        kind=SolutionKind.PROCESS,
        municipality=town,
        lifecycle=Lifecycle.PRODUCTIVE,
        live_since=date(2026, 3, 1),
        last_verified_on=date(2026, 5, 21),
        support_offer=SupportOffer.DEMO,
        contact_functional=contact,
        contact_functional_id=contact.id,
        contact_technical=contact,
        contact_technical_id=contact.id,
    )


def test_a_release_gives_its_sheet() -> None:
    note = ReleaseNote(kind=NoteKind.ADDED, text="Bezahlung")
    release = Release(solution=solution(), facts=FACTS_OF_A_PROCESS, major=1, minor=2, patch=0, notes=[note])
    made = of_release(release)
    assert made.living == LIVING
    assert made.record == {
        "kind": "process",
        "version": "1.2.0",
        "changelog": ["Bezahlung"],
        "publisher_org": "Stadt Usingen",
    }
    assert missing(made) == []
    assert contacts_of(release.solution) == {CONTACT: "Steueramt"}


def test_the_successor_is_named_by_its_slug() -> None:
    old, new = solution(), solution()
    new.slug, new.id = "hund-anmelden-2", uuid.uuid4()
    old.superseded_by, old.superseded_by_id = new, new.id
    assert living_facts(old)["superseded_by"] == "hund-anmelden-2"


def test_entered_values_part_into_release_and_solution() -> None:
    frozen, living = split_living(
        {"title": "A", "lifecycle": "pilot", "live_since": {"answer": "unknown"}, "support_offer": None}
    )
    assert frozen == {"title": "A", "lifecycle": None, "live_since": {"answer": "unknown"}, "support_offer": None}
    assert living == {"lifecycle": "pilot", "live_since": None, "support_offer": None}


def test_living_values_become_columns() -> None:
    values = {found.id: LIVING.get(found.id) for found in FACTS if found.home is Home.LIVING}
    columns = living_columns(values)
    assert columns["lifecycle"] is Lifecycle.PRODUCTIVE
    assert columns["live_since"] == date(2026, 3, 1)
    assert columns["contact_technical_id"] == uuid.UUID(CONTACT)
    assert columns["maintained_until"] is None
    assert [name for name in columns if not hasattr(Solution, name)] == []


def test_an_answer_without_value_to_a_living_fact_counts_until_there_is_a_value() -> None:
    answered = {"contact_technical": {"answer": "not_applicable"}}
    without = FactSheet(kind=SolutionKind.PROCESS, facts=answered)
    assert "contact_technical" not in dict(missing(without))
    with_value = FactSheet(kind=SolutionKind.PROCESS, facts=answered, living={"contact_technical": CONTACT})
    assert with_value.value(fact("contact_technical")) == CONTACT


def test_outdated_counts_in_days_of_germany() -> None:
    with clock.frozen_at(datetime(2026, 5, 21, 22, 30, tzinfo=UTC)):
        assert is_outdated(clock.today() - timedelta(days=366))
        assert is_outdated(date(2025, 5, 21))
