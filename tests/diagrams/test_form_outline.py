"""The lines of a form: numbers, repeated groups, conditions, status, depth."""

from registry.diagrams.form_outline import MAX_DEPTH, filled_in, tree
from registry.formats.form import ElementKind, FormElement
from tests.diagrams.building import a_field, a_form, a_group, a_page, a_rule

ADDRESS = a_group("Anschrift", a_field("Straße"), a_field("Ort"), id="G06000000001", version="1.0.0")


def test_a_repeated_group_is_shown_once_and_counted_each_time() -> None:
    form = a_form(a_group("Person", ADDRESS), a_group("Firma", ADDRESS))
    outline = tree(form)
    first, second = (line for line in outline.walk() if line.label == "Anschrift")
    assert (len(first.children), second.children, second.same_as) == (2, (), first.anchor)
    assert (second.fields, outline.fields) == (2, 4)


def test_the_preview_shows_every_use() -> None:
    outline = filled_in(a_form(a_group("Person", ADDRESS), a_group("Firma", ADDRESS)))
    assert [line.label for line in outline.walk()].count("Straße") == 2
    assert {line.same_as for line in outline.walk()} == {""}


def test_the_same_identifier_with_other_contents_is_another_group() -> None:
    other = a_group("Anschrift", a_field("Postfach"), id="G06000000001", version="1.0.0")
    assert [line.label for line in tree(a_form(ADDRESS, other)).walk()] == [
        "Anschrift",
        "Straße",
        "Ort",
        "Anschrift",
        "Postfach",
    ]


def test_groups_without_identifier_are_never_the_same() -> None:
    nameless = a_group("Kasten", a_field("a"), id="")
    assert {line.same_as for line in tree(a_form(nameless, nameless)).walk()} == {""}


def test_anchors_are_unique_and_the_same_in_both_views() -> None:
    form = a_form(a_group("Person", ADDRESS), a_group("Firma", ADDRESS), a_field("Ende"))
    anchors = [line.anchor for line in filled_in(form).walk()]
    assert len(set(anchors)) == len(anchors) == 9
    assert {line.anchor for line in tree(form).walk() if line.label == "Ende"} == {anchors[-1]}


def test_rules_of_the_groups_around_reach_their_fields() -> None:
    rule = a_rule("Wenn F06000000001 = 2, dann zeige F06000000002.")
    first, second = a_field("Art", id="F06000000001"), a_field("Nummer", id="F06000000002")
    group = a_group("Zähler", first, a_group("innen", second), rules=(rule,))
    lines = {line.label: line for line in tree(a_form(group, second)).walk()}
    assert [words.text for words in lines["Zähler"].rules] == ["Wenn „Art“ = 2, dann zeige „Nummer“."]
    inside, outside = (line for line in tree(a_form(group, second)).walk() if line.label == "Nummer")
    assert inside.is_conditional
    assert not outside.is_conditional
    assert not lines["Art"].is_conditional


def test_rules_of_the_form_reach_everything() -> None:
    rule = a_rule("DANN ist F06000000002 ein Pflichtfeld.")
    outline = tree(a_form(a_group("g", a_field("Nummer", id="F06000000002")), rules=(rule,)))
    assert [line.label for line in outline.walk() if line.depends_on] == ["Nummer"]
    assert [words.text for words in outline.rules] == ["DANN ist „Nummer“ ein Pflichtfeld."]


def test_status_only_where_it_differs() -> None:
    group = a_group("g", a_field("gleich", status="6"), a_field("anders", status="3"), status="6")
    shown = {line.label: str(line.status) for line in tree(a_form(group)).walk() if line.status}
    assert shown == {"g": "fachlich freigegeben (gold)", "anders": "Entwurf"}


def test_ornaments_and_mere_frames_go() -> None:
    line = FormElement(id="1", kind=ElementKind.TEXT, name="xLine", key="xLine", source_type="XLine")
    label = FormElement(id="2", kind=ElementKind.TEXT, name="spHinweis", key="spHinweis", source_type="XSpan")
    text = FormElement(id="3", kind=ElementKind.TEXT, name="Bitte lesen", key="sp2", source_type="XSpan")
    box = a_group("ctBox", line, label, text, a_field("Name"), key="ctBox", source_type="XContainer")
    assert [found.label for found in filled_in(a_form(a_page("Seite 1", box))).walk()] == [
        "Seite 1",
        "Bitte lesen",
        "Name",
    ]


def test_a_frame_with_a_condition_stays() -> None:
    box = a_group("ctBox", a_field("Name"), key="ctBox", source_type="XContainer", condition="hiddenif: cb")
    assert [line.label for line in filled_in(a_form(box)).walk()] == ["ctBox", "Name"]


def test_the_pages_of_the_file_are_the_preview() -> None:
    form = a_form(a_group("Hund", a_field("Rufname")), pages=(a_page("Start"), a_page("Hund", a_field("Rufname"))))
    assert [line.label for line in filled_in(form).lines] == ["Start", "Hund"]
    assert [line.label for line in tree(form).lines] == ["Hund"]


def test_what_lies_too_deep_follows_at_the_deepest_level() -> None:
    element = a_field("ganz unten")
    for number in range(40):
        element = a_group(f"Gruppe {number}", element)
    outline = filled_in(a_form(element))
    assert len(list(outline.walk())) == 41
    assert outline.fields == 1

    def depth(lines: tuple) -> int:
        return 1 + max(depth(line.children) for line in lines) if lines else 0

    assert depth(outline.lines) == MAX_DEPTH + 1
