"""A form cut into steps and pages."""

from registry.diagrams.form_outline import Line, filled_in
from registry.diagrams.form_steps import Step, cut, pages_of, steps_of
from registry.formats.form import ElementKind, FormElement
from tests.diagrams.building import a_field, a_form, a_group, a_page


def steps(*elements: FormElement) -> list[Step]:
    return steps_of(filled_in(a_form(*elements)))


def labels(lines: tuple[Line, ...]) -> list[str]:
    return [part.label for line in lines for part in line.walk() if part.kind == "field"]


def test_pages_are_the_steps_and_a_letterhead_is_none() -> None:
    logo = FormElement(id="t", kind=ElementKind.TEXT, name="Stadt", key="sp")
    head = a_group("Kopf", logo)
    found = steps(head, a_page("Wofür?", a_field("a")), a_page("Absenden"))
    assert [(step.title, step.fields) for step in found] == [("Wofür?", 1), ("Absenden", 0)]


def test_fields_beside_the_pages_are_not_lost() -> None:
    found = steps(a_page("Eins", a_field("a")), a_group("Lose", a_field("b")))
    assert [(step.title, labels(step.lines)) for step in found] == [("Eins", ["a"]), ("", ["b"])]


def test_without_pages_the_outermost_groups_are_the_steps() -> None:
    found = steps(a_field("Art"), a_field("Jahr"), a_group("Hund", a_field("Rasse")), a_field("Ende"))
    assert [(step.title, labels(step.lines)) for step in found] == [
        ("", ["Art", "Jahr"]),
        ("Hund", ["Rasse"]),
        ("", ["Ende"]),
    ]


def test_steps_of_the_same_name_are_told_apart() -> None:
    found = steps(a_group("Person", a_field("a"), key="Person"), a_group("Person", a_field("b"), key="Person (jur.)"))
    assert [step.title for step in found] == ["Person", "Person (jur.)"]


def test_steps_without_a_technical_name_are_numbered() -> None:
    found = steps(a_page("Meldung"), a_page("Hund", a_field("a")), a_page("Meldung"), a_page("Meldung"))
    assert [step.title for step in found] == ["Meldung", "Hund", "Meldung (2)", "Meldung (3)"]


def test_a_short_form_stands_on_one_page() -> None:
    found = steps(a_group("Eins", a_field("a")), a_group("Zwei", a_field("b")))
    assert pages_of(found) == [found]


def test_a_long_form_has_a_page_for_each_step_and_cuts_what_is_too_long() -> None:
    long = a_group("Lang", *(a_group(f"g{number}", a_field(f"f{number}")) for number in range(7)))
    pages = pages_of(steps(a_group("Kurz", a_field("a")), long), limit=6)
    assert [[(step.title, step.part, step.parts) for step in page] for page in pages] == [
        [("Kurz", 1, 1)],
        [("Lang", 1, 3)],
        [("Lang", 2, 3)],
        [("Lang", 3, 3)],
    ]


def test_cutting_loses_nothing_and_repeats_the_group_around() -> None:
    deep = a_group("außen", a_group("innen", *(a_field(f"f{number}") for number in range(50))), a_field("Ende"))
    lines = filled_in(a_form(deep)).lines
    portions = cut(lines, 10)
    assert [name for portion in portions for name in labels(portion)] == [f"f{n}" for n in range(50)] + ["Ende"]
    assert all(sum(1 for line in portion for _ in line.walk()) <= 10 for portion in portions)
    assert {portion[0].label for portion in portions} == {"außen"}


def test_nothing_is_one_empty_portion() -> None:
    assert cut((), 10) == [()]
    assert pages_of([]) == [[]]
