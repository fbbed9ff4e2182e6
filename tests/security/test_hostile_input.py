"""Whatever is written into whichever field: a page with a sentence, nothing lost, never our fault."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from registry.models import metadata
from tests.security.sheets import Sheet, all_sheets
from tests.security.world import World
from tests.support.forms import forms_of
from tests.support.pages import problems_of
from tests.support.statements import recorded_statements

HOSTILE = {
    "nul": "Hund\x00e",
    "control characters": "\x01\x1b[2J\x7f\x9b",
    "right to left": "\u202egnp.exe\u2066",
    "byte order mark": "\ufeffa\u200b",
    "markup": "</textarea></title><script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{7*7}}${7*7}<%= 7*7 %>#{7*7}{% raw %}",
    "encoded": "%00%0d%0aSet-Cookie: a=b",
    "line ends": "a\r\nBcc: fremd@ort.example\r\n\r\nText",
    "query": "' OR 1=1; --\\",
    "number beyond 64 bits": str(2**63),
    "very long number": "9" * 5_000,
    "no finite number": "1e309",
    "no number": "NaN",
    "other digits": "٣٤",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no day": "2026-02-30",
    "no key": "00000000-0000-0000-0000-00000000000g",
    "key of nothing": "00000000-0000-0000-0000-000000000000",
    "placeholders": "%(password)s %s {0.__class__} \\N{DASH}",
    "object": '{"$gt": ""}',
    "blank": "\u00a0\u3000\t",
    "many people": "👩‍👩‍👧‍👦" * 400,
    "long": "ä" * 10_000,
    "nested lists": "[" * 3_000,
}
ANSWERS = {200, 302, 303, 400, 403, 404, 409, 413, 422, 429}
FORBIDDEN_ECHO = ("<script>alert(1)", "<img src=x", "onerror=alert(1)>", "7*749")
PARAMETERS = ("q", "page", "sort", "next", "target", "kind", "platform", "stage", "field", "lang")
EXAMPLES = 120


@pytest.fixture(scope="module")
def sheets(world: World) -> list[Sheet]:
    return all_sheets(world)


ENGLISH = ("are not valid choices", "Not a valid", "Row Version")
"""What the form library says by itself."""


def problems(answer: TestResponse) -> list[str]:
    """What is wrong with an answer to hostile input."""
    if answer.status_code not in ANSWERS:
        return [answer.status]
    unwanted = FORBIDDEN_ECHO + ENGLISH if answer.mimetype == "text/html" else ()
    wrong = [text for text in unwanted if text in answer.text]
    if any(
        char in str(answer.headers.get("Location", "")) + str(answer.headers.get("Set-Cookie", "")) for char in "\r\n"
    ):
        wrong.append("split header")
    if answer.status_code == 422 and answer.mimetype == "text/html" and "<title>Fehler: " not in answer.text:
        wrong.append("the title does not say that something is wrong")
    return wrong


def test_there_is_a_form_for_most_that_can_be_changed(sheets: list[Sheet]) -> None:
    assert len({sheet.endpoint for sheet in sheets if sheet.method == "POST"}) > 50
    assert len({sheet.endpoint for sheet in sheets if sheet.method == "GET"}) >= 1


@pytest.mark.parametrize("kind", ["nul", "markup", "template", "very long number", "last day", "no key", "long"])
def test_every_field_of_every_form_stands_it(world: World, sheets: list[Sheet], kind: str) -> None:
    for sheet in sheets:
        answer = sheet.send(world, dict.fromkeys(sheet.names, HOSTILE[kind]))
        assert problems(answer) == [], (sheet.endpoint, sheet.method)
        if kind in {"markup", "nul"} and answer.status_code == 422 and answer.mimetype == "text/html":
            assert problems_of(answer.text) == [], sheet.endpoint


@given(data=st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_any_mixture_of_input_is_answered(world: World, sheets: list[Sheet], data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(sheets))
    written = st.one_of(st.sampled_from(list(HOSTILE.values())), st.text(st.characters(codec="utf-8"), max_size=60))
    several = st.lists(written, max_size=4)
    names = st.one_of(
        st.sampled_from(sheet.names or ["x"]), st.sampled_from(("id", "role", "x[]", "x[0][y]", "__class__"))
    )
    changes = data.draw(st.dictionaries(names, st.one_of(written, several), max_size=6))
    assert problems(sheet.send(world, changes)) == []


@pytest.mark.parametrize("form", ["twice", "array", "none at all", "only the last"])
def test_fields_that_come_several_times_or_not_at_all(world: World, sheets: list[Sheet], form: str) -> None:
    for sheet in sheets:
        changes: dict[str, Any] = {
            "twice": {name: ["1", "2"] for name in sheet.names},
            "array": {f"{name}[]": ["1", "2"] for name in sheet.names},
            "none at all": {name: [] for name in sheet.names},
            "only the last": {name: [] for name in sheet.names[:-1]},
        }[form]
        assert problems(sheet.send(world, changes)) == [], sheet.endpoint


def test_what_was_typed_is_still_there_after_a_refusal(world: World, sheets: list[Sheet]) -> None:
    compared = 0
    for sheet in [sheet for sheet in sheets if sheet.method == "POST" and len(sheet.typed) > 1]:
        for spoilt in sheet.typed:
            typed = {name: f"Eintrag {number}" for number, name in enumerate(sheet.typed) if name != spoilt}
            answer = sheet.send(world, typed | {spoilt: "a\x00b"})
            if answer.status_code == 422:
                again = {form.action: form.values for form in forms_of(answer.text, page=sheet.page)}[sheet.action]
                assert {name: again[name] for name in typed} == {name: [text] for name, text in typed.items()}, spoilt
                compared += 1
    assert compared > 20


def test_no_column_can_be_set_that_the_form_does_not_show(world: World, sheets: list[Sheet]) -> None:
    columns = {column.name: "1" for table in metadata.sorted_tables for column in table.columns}
    for sheet in [sheet for sheet in sheets if sheet.method == "POST"]:
        extra = {name: value for name, value in columns.items() if name not in sheet.known}
        statements = []
        for more in ({}, extra):
            with recorded_statements() as seen:
                answer = sheet.send(world, more)
            assert problems(answer) == [], sheet.endpoint
            changes = sorted(text for text in seen if text.startswith(("INSERT", "UPDATE", "DELETE")))
            statements.append((answer.status_code, changes))
        assert statements[0] == statements[1], sheet.endpoint


@pytest.mark.parametrize(
    "kind", ["nul", "markup", "very long number", "number beyond 64 bits", "long", "right to left"]
)
def test_every_page_stands_every_query(world: World, kind: str) -> None:
    from tests.security.sweep import readers_of, rows

    for row in rows("GET"):
        path = world.url(row.endpoint, world.things.get(row.thing, {}))
        for who in readers_of(row)[:1]:
            answer = world.ask(who, path, query_string=dict.fromkeys(PARAMETERS, HOSTILE[kind][:2_000]))
            assert problems(answer) == [], f"{path} {kind}"
