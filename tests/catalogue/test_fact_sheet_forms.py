"""Forms: what people type becomes values, and every value stands in a form again as it was."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Column, Fact, Home, Input, InputType, Shape, Value
from registry.catalogue.fact_sheet.facts import FACTS, fact
from registry.catalogue.fact_sheet.inputs import Control, fact_inputs, inputs_of_value
from registry.catalogue.fact_sheet.parsing import normalise, parse_facts, parse_value, raw_of
from registry.catalogue.fact_sheet.syntax import (
    fim_id,
    ozg_id,
    release_number,
    service_key,
    solution_slug,
    web_address,
)
from registry.core import clock
from registry.core.errors import Invalid
from registry.core.messages import Message
from registry.taxonomy.vocabulary import KnownTerms

CHOICES = Choices(
    terms=KnownTerms(
        systems={"civento": "civento (ekom21 – KGRZ Hessen)", "epay21": "ePay21 (ekom21 – KGRZ Hessen)"},
        platforms={"civento": "civento (ekom21 – KGRZ Hessen)"},
    ),
    contacts={"2f6c1b1e-0000-4000-8000-000000000001": "Steueramt"},
)
ENTERED = [declared for declared in FACTS if declared.home is not Home.RECORD]
CANONICAL: dict[Callable[[str], str], st.SearchStrategy[str]] = {
    service_key: st.from_regex(r"[0-9]{14}", fullmatch=True),
    fim_id: st.from_regex(r"[SD][0-9]{8}(V[0-9]\.[0-9])?", fullmatch=True),
    ozg_id: st.from_regex(r"[0-9]{1,10}", fullmatch=True),
    release_number: st.from_regex(r"[0-9]\.[0-9]{1,3}\.[0-9]", fullmatch=True),
    solution_slug: st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9})?", fullmatch=True),
    web_address: st.from_regex(r"https://[a-z]{1,9}\.de/[a-z0-9]{0,9}", fullmatch=True),
}
LETTERS = st.text("abcÄöß-„“.,;:§1 ", min_size=1, max_size=20).map(str.strip).filter(bool)


def scalar(of: Input) -> st.SearchStrategy[Any]:
    if of.normalise:
        return CANONICAL[of.normalise]
    if of.vocabulary and of.type is InputType.CHOICE:
        return st.sampled_from(of.vocabulary.codes)
    steps = 10**of.decimals
    strategies: dict[InputType, st.SearchStrategy[Any]] = {
        InputType.YES_NO: st.booleans(),
        InputType.DATE: st.dates(min_value=date(1900, 1, 1), max_value=clock.today()).map(lambda day: day.isoformat()),
        InputType.PLATFORM: st.sampled_from(list(CHOICES.terms.platforms)),
        InputType.CONTACT: st.sampled_from(list(CHOICES.contacts)),
        InputType.NUMBER: st.integers(int(of.minimum * steps), int(of.maximum * steps)).map(
            lambda number: number // steps if number % steps == 0 else number / steps
        ),
    }
    return strategies.get(of.type, LETTERS.map(lambda text: text[: of.max_length].strip() or "x"))


def record(columns: tuple[Column, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {column.id: scalar(column.input) for column in columns if column.required}
    others = {column.id: scalar(column.input) for column in columns if not column.required}
    return st.fixed_dictionaries(needed, optional=others).filter(bool)


def values_of(declared: Fact) -> st.SearchStrategy[Value]:
    one = record(declared.columns) if declared.columns else scalar(declared.input or Input())
    if declared.many:
        unique = None if declared.columns else (lambda value: " ".join(str(value).split()))
        one = st.lists(one.filter(bool), min_size=1, max_size=4, unique_by=unique)
    answers = [st.just({"answer": answer}) for answer in declared.answers]
    return st.one_of(one, *answers)


@pytest.mark.parametrize("declared", ENTERED, ids=lambda declared: declared.id)
@settings(max_examples=25)
@given(data=st.data())
def test_a_value_survives_the_form(declared: Fact, data: st.DataObject) -> None:
    value = normalise(declared, data.draw(values_of(declared)), CHOICES)
    assert parse_value(declared, raw_of(declared, value), CHOICES) == value
    shown = inputs_of_value(declared, value, CHOICES)
    inputs = [given for row in shown.rows for given in row] + ([shown.answer] if shown.answer else [])
    assert parse_value(declared, {given.name: given.values for given in inputs}, CHOICES) == value


@pytest.mark.parametrize("declared", ENTERED, ids=lambda declared: declared.id)
@settings(max_examples=40)
@given(data=st.data())
def test_any_input_gives_a_value_or_a_message_at_a_field(declared: Fact, data: st.DataObject) -> None:
    names = sorted(
        {given.name for row in fact_inputs(declared, {}).rows for given in row} | {f"facts-{declared.id}-answer"}
    )
    raw = data.draw(st.dictionaries(st.sampled_from(names), st.lists(st.text(max_size=60), max_size=3)))
    parsed = parse_facts([declared], raw, CHOICES)
    assert (declared.id in parsed.values) != bool(parsed.errors)
    assert all(str(message) for message in parsed.errors.values())
    shown = fact_inputs(declared, raw, CHOICES, parsed.errors)
    assert shown.has_error is bool(parsed.errors)
    value = parsed.values.get(declared.id)
    if value is not None:
        assert normalise(declared, value, CHOICES) == value


def taken_or_refused(declared: Fact, value: object) -> tuple[Value | None, dict[str, Message]]:
    try:
        return normalise(declared, value, CHOICES), {}
    except Invalid as error:
        return None, error.fields


@pytest.mark.parametrize("declared", ENTERED, ids=lambda declared: declared.id)
@settings(max_examples=40)
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=6,
    )
)
def test_foreign_values_are_taken_or_refused_at_a_field(declared: Fact, value: object) -> None:
    taken, fields = taken_or_refused(declared, value)
    assert (taken is None) == bool(fields)
    assert all(name.startswith(f"facts-{declared.id}") for name in fields)
    assert taken is None or normalise(declared, taken, CHOICES) == taken


def read(fact_id: str, *texts: str) -> Value | None:
    return parse_value(fact(fact_id), {f"facts-{fact_id}": texts}, CHOICES)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1234,50", 1234.5),
        ("1.234", 1234),
        ("12.5", 12.5),
        ("1,234.50", 1234.5),
        ("1 200", 1200),
        ("1200 €", 1200),
        ("0", 0),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert read("cost_once", text) == value


@pytest.mark.parametrize("text", ["viel", "1.23.4", "-5", "1,234", "1e5", "٣", "9" * 31, "inf", "nan"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read("cost_once", text)
    assert set(caught.value.fields) == {"facts-cost_once"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("7,5", "fact.no_fraction"),
        ("8", "fact.out_of_range"),
        ("sieben", "fact.bad_number"),
    ],
)
def test_the_message_says_what_is_wrong_with_a_number(text: str, message: str) -> None:
    with pytest.raises(Invalid) as caught:
        read("ozg_maturity", text)
    assert caught.value.fields["facts-ozg_maturity"].id == message


@pytest.mark.parametrize("text", ["2026-05-21", "21.05.2026", "21.5.2026", "21. 5. 2026"])
def test_days_as_people_write_them(text: str) -> None:
    assert read("live_since", text) == "2026-05-21"


@pytest.mark.parametrize("text", ["31.02.2026", "21.05.26", "gestern", "21.05.0001", "2026-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read("live_since", text)


@pytest.mark.parametrize(
    "text", ["99102013002000", "99 102 013 002 000", "urn:de:fim:leika:leistung:99102013002000", " 99102013002000\t"]
)
def test_service_keys_become_14_digits(text: str) -> None:
    assert read("leika_keys", text) == ["99102013002000"]


@pytest.mark.parametrize("text", ["9910201300200", "991020130020000", "9910201300200x", "٩٩١٠٢٠١٣٠٠٢٠٠٠"])
def test_what_is_no_service_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read("leika_keys", f"99102013002000\n{text}")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("S00000094V1.0", "S00000094V1.0"),
        ("s00000094 1.0", "S00000094V1.0"),
        ("S00000000371 V1.0.0", "S00000000371V1.0.0"),
        ("D99000000001", "D99000000001"),
    ],
)
def test_fim_ids_get_one_spelling(text: str, value: str) -> None:
    assert read("fim_schema_ids", text) == [value]


@pytest.mark.parametrize("text", ["F60000243", "S0000094", "S000000941", "S00000094V1.0.0.0"])
def test_what_is_no_fim_id_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read("fim_schema_ids", text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "https://", "//example.org", "https:///x"])
def test_only_addresses_of_the_web_are_addresses(text: str) -> None:
    raw = {"facts-legal_bases-0-name": ["Satzung"], "facts-legal_bases-0-uri": [text]}
    with pytest.raises(Invalid) as caught:
        parse_value(fact("legal_bases"), raw)
    assert set(caught.value.fields) == {"facts-legal_bases-0-uri"}


def test_the_address_of_a_solution_gives_its_slug() -> None:
    raw = {"facts-derived_from-solution": ["https://portal.example/en/solutions/hund-anmelden?x=1#top"]}
    assert parse_value(fact("derived_from"), raw) == {"solution": "hund-anmelden"}


def test_systems_get_their_key_and_others_stay_text() -> None:
    raw = {"facts-interfaces-0-system": ["epay21"], "facts-interfaces-1-system": ["EPAY21 (ekom21 – KGRZ Hessen)"]}
    raw["facts-interfaces-2-system"] = ["Eigenbau"]
    value = parse_value(fact("interfaces"), raw, CHOICES)
    assert value == [{"system": "epay21"}, {"system": "epay21"}, {"system": "Eigenbau"}]


@pytest.mark.parametrize(
    ("fact_id", "text"), [("platform", "epay21"), ("department", "mars"), ("contact_functional", "x")]
)
def test_only_offered_values_can_be_chosen(fact_id: str, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(fact_id, text)
    assert caught.value.fields[f"facts-{fact_id}"].id == "fact.bad_choice"


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b", "a\x1bb"])
def test_control_characters_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read("title", text)


def test_direction_marks_do_not_reach_a_title() -> None:
    assert read("title", "\u202eHund\u202c  anmelden ") == "Hund anmelden"


def test_long_text_is_refused_with_its_length() -> None:
    with pytest.raises(Invalid) as caught:
        read("title", "x" * 151)
    assert "150" in str(caught.value.fields["facts-title"])


def test_unknown_and_not_applicable_are_answers() -> None:
    costs = fact("cost_once")
    assert parse_value(costs, {"facts-cost_once-answer": ["answer:unknown"]}) == {"answer": "unknown"}
    assert read("dpa_status", "answer:not_applicable") == {"answer": "not_applicable"}


def test_a_value_wins_over_an_answer() -> None:
    raw = {"facts-cost_once": ["5"], "facts-cost_once-answer": ["answer:unknown"]}
    assert parse_value(fact("cost_once"), raw) == 5
    assert read("target_groups", "answer:unknown", "citizen") == ["citizen"]


@pytest.mark.parametrize(
    ("fact_id", "answer"), [("license", "unknown"), ("department", "unknown"), ("license", "nonsense")]
)
def test_blocking_facts_have_no_such_answer(fact_id: str, answer: str) -> None:
    with pytest.raises(Invalid) as caught:
        read(fact_id, f"answer:{answer}")
    assert caught.value.fields[f"facts-{fact_id}"].id == "fact.no_such_answer"


def test_text_may_look_like_an_answer() -> None:
    assert read("rights_holder", "answer:unknown") == "answer:unknown"


def test_blank_rows_are_none_and_half_rows_say_what_is_missing() -> None:
    raw = {
        "facts-local_parameters-0-name": ["Gebühr"],
        "facts-local_parameters-0-mandatory": ["yes"],
        "facts-local_parameters-1-name": [" "],
        "facts-local_parameters-2-name": ["Wappen"],
    }
    declared = fact("local_parameters")
    assert parse_value(declared, raw) == [{"name": "Gebühr", "mandatory": True}, {"name": "Wappen"}]
    with pytest.raises(Invalid) as caught:
        parse_value(declared, raw | {"facts-local_parameters-1-example": ["12,00"]})
    assert set(caught.value.fields) == {"facts-local_parameters-1-name"}


def test_more_rows_than_allowed_are_refused() -> None:
    declared = fact("legal_bases")
    raw = {f"facts-legal_bases-{row}-name": [f"Satzung {row}"] for row in range(declared.max_items + 1)}
    with pytest.raises(Invalid) as caught:
        parse_value(declared, raw)
    assert caught.value.fields["facts-legal_bases"].id == "fact.too_many_items"
    assert fact_inputs(declared, raw, errors=caught.value.fields).error == caught.value.fields["facts-legal_bases"]


def test_more_lines_than_allowed_are_refused() -> None:
    with pytest.raises(Invalid):
        read("tags", "\n".join(f"Wort {number}" for number in range(51)))


def test_lines_are_taken_once_each() -> None:
    assert read("tags", "Hund\r\n\r\n Hund \r\nSteuer") == ["Hund", "Steuer"]


def test_what_was_typed_stands_in_the_form_beside_its_error() -> None:
    raw = {"facts-minutes_before-minutes": ["zwanzig"], "facts-minutes_before-basis": ["measured"]}
    declared = fact("minutes_before")
    parsed = parse_facts([declared], raw)
    shown = fact_inputs(declared, raw, errors=parsed.errors)
    minutes, basis = shown.rows[0]
    assert (minutes.value, minutes.error, basis.value) == (
        "zwanzig",
        parsed.errors["facts-minutes_before-minutes"],
        "measured",
    )
    assert isinstance(minutes.error, Message)
    assert minutes.control is Control.NUMBER


def test_records_show_two_blank_rows_more() -> None:
    shown = inputs_of_value(fact("local_parameters"), [{"name": "Gebühr"}, {"name": "Wappen"}])
    assert shown.shape is Shape.RECORDS
    assert [row[0].value for row in shown.rows] == ["Gebühr", "Wappen", "", ""]
    assert shown.answer is not None
    assert [option.value for option in shown.answer.options] == ["", "answer:unknown", "answer:not_applicable"]


def test_controls_fit_their_inputs() -> None:
    controls = {declared.id: fact_inputs(declared, {}, CHOICES).rows[0][0] for declared in ENTERED}
    assert controls["title"].control is Control.TEXT
    assert controls["title"].max_length == 150
    assert controls["description"].control is Control.TEXTAREA
    assert controls["target_groups"].control is Control.CHECKBOXES
    assert controls["live_since"].control is Control.DATE
    assert [option.value for option in controls["platform"].options] == ["", "civento"]
    assert [option.label for option in controls["contact_functional"].options][1:] == ["Steueramt"]
    assert controls["interfaces"].suggests_systems
    assert str(controls["bot_exception_rate"].unit) == "%"


def test_systems_are_shown_by_name_and_kept_by_key() -> None:
    shown = inputs_of_value(fact("interfaces"), [{"system": "civento"}], CHOICES)
    assert shown.rows[0][0].value == CHOICES.terms.systems["civento"]
    assert parse_value(fact("interfaces"), {shown.rows[0][0].name: shown.rows[0][0].values}, CHOICES) == [
        {"system": "civento"}
    ]


def test_programs_may_give_days_and_numbers_as_such() -> None:
    day = date(2026, 5, 21)
    assert normalise(fact("live_since"), day) == "2026-05-21"
    assert normalise(fact("cost_once"), "1.234,50") == 1234.5


@pytest.mark.parametrize(
    ("fact_id", "text", "reason"),
    [
        ("last_verified_on", "2999-01-15", "fact.day_out_of_range"),
        ("last_verified_on", "01.01.2099", "fact.day_ahead"),
        ("live_since", "01.01.2099", "fact.day_ahead"),
        ("live_since", "31.12.1899", "fact.day_out_of_range"),
        ("live_since", "gestern", "fact.bad_date"),
    ],
)
def test_a_refused_day_says_what_is_wrong_with_it(fact_id: str, text: str, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        normalise(fact(fact_id), text)
    assert [message.id for message in refusal.value.fields.values()] == [reason]


def test_a_day_to_come_is_fine_where_it_is_meant() -> None:
    assert normalise(fact("maintained_until"), "01.01.2099") == "2099-01-01"
