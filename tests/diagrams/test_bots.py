"""Bots as flows: nesting, branches, errors, jumps, calls."""

from pathlib import Path

import pytest

from registry.diagrams.bots import flow_of_bot, model_of_bot
from registry.diagrams.layout import lay_out
from registry.diagrams.text import steps_of, text_of
from registry.formats.bot import BotAction, BotFlow, BotModel, Branch
from registry.formats.child import read_here
from registry.formats.flow import NodeKind
from tests.diagrams.aloud import lines, say, told
from tests.diagrams.test_layout import check

CHECK = Path(__file__).parents[1] / "formats" / "fixtures" / "uipath_pruefung.xaml"


def action(key: str, parent: str | None = None, kind: NodeKind = NodeKind.TASK, **fields: object) -> BotAction:
    return BotAction(id=key, name=fields.pop("name", key), kind=kind, parent=parent, **fields)


def branch(key: str, parent: str, which: Branch, **fields: object) -> BotAction:
    return action(key, parent, NodeKind.BRANCH, branch=which, **({"name": ""} | fields))


def flow(*actions: BotAction) -> BotFlow:
    return BotFlow(id="f", name="Ablauf", actions=actions)


DECISION = flow(
    action("a"),
    action("if", kind=NodeKind.GATEWAY, condition="betrag > 100"),
    branch("then", "if", Branch.THEN),
    action("b", "then"),
    action("c", "then"),
    branch("else", "if", Branch.ELSE),
    action("d", "else"),
    action("e", application="SAP"),
)
GUARDED = flow(
    action("guard", kind=NodeKind.SUBPROCESS),
    branch("t", "guard", Branch.TRY),
    action("a", "t"),
    action("b", "t"),
    branch("x", "guard", Branch.CATCH, name="TimeoutError"),
    action("c", "x"),
    branch("y", "guard", Branch.FINALLY),
    action("d", "y"),
    action("end"),
)


def test_the_branches_of_a_decision_part_and_meet_again():
    assert told(flow_of_bot(DECISION, {})) == [
        "1 [Schritt] a",
        "2 [Entscheidung] if",
        "  - Wenn betrag > 100:",
        "    3 [Schritt] b",
        "    4 [Schritt] c",
        "      - on to 6",
        "  - Sonst:",
        "    5 [Schritt] d",
        "      - on to 6",
        "6 [Schritt] e (SAP)",
    ]


def test_a_decision_with_one_branch_goes_on_otherwise():
    only = flow(*DECISION.actions[:5], DECISION.actions[-1])
    assert "  - Sonst: on to 5" in told(flow_of_bot(only, {}))


def test_cases_go_by_their_name():
    cases = flow(
        action("switch", kind=NodeKind.GATEWAY),
        branch("one", "switch", Branch.CASE, name="Hund"),
        action("a", "one"),
        branch("two", "switch", Branch.CASE, condition="art = 2"),
        action("b", "two"),
    )
    labels = [line for line in told(flow_of_bot(cases, {})) if line.startswith("  - ")]
    assert labels == ["  - Wenn Hund:", "  - Wenn art = 2:"]


def test_a_guarded_block_tells_what_happens_after_an_error():
    assert told(flow_of_bot(GUARDED, {})) == [
        "1 [Teilprozess] guard",
        "  in it",
        "    2 [Versuch]",
        "      - on to 4",
        "      - Falls ein Fehler auftritt (TimeoutError):",
        "        3 [Schritt] c",
        "          - on to 6",
        "    4 [Schritt] a",
        "    5 [Schritt] b",
        "    6 [Zum Schluss]",
        "    7 [Schritt] d",
        "8 [Schritt] end",
    ]


def test_jumps_and_ends_break_the_order():
    jumping = flow(action("a"), action("b", jumps_to="a"), action("c"), action("d", kind=NodeKind.END), action("e"))
    assert told(flow_of_bot(jumping, {})) == [
        "1 [Schritt] a",
        "2 [Schritt] b",
        "  - back to 1",
        "3 [Schritt] c",
        "4 [Ende] d",
        "5 [Schritt] e",
    ]


def test_a_run_begins_with_the_first_flow_and_calls_go_by_name():
    called = BotFlow(id="2", name="Anmelden", actions=(action("x"),))
    main = BotFlow(id="1", name="Start", is_entry=True, actions=(action("y", kind=NodeKind.CALL, calls="2"),))
    text = text_of(model_of_bot(BotModel(flows=(called, main))))
    assert [part.flow.name for part in text.parts] == ["Start", "Anmelden"]
    assert [[say(note) for note in step.notes] for step in steps_of(text.parts[0].steps)] == [["ruft „Anmelden“ auf"]]


def test_bots_are_laid_out():
    for one in (DECISION, GUARDED):
        found = flow_of_bot(one, {})
        diagram = lay_out(found)
        check(found, diagram)
    names = {shape.element: shape.name for shape in diagram.shapes}
    assert (names["t"], names["x"], names["y"]) == ("TRY", "TimeoutError", "FINALLY")
    assert [line.type for line in diagram.connections].count("association") == 1


def test_a_branch_that_jumps_back_does_not_go_on_as_well():
    (part,) = text_of(model_of_bot(read_here(CHECK.read_bytes(), CHECK.name).bot)).parts
    said = list(lines(part.steps))
    assert not [line for line in said if "Gleichzeitig" in line]
    at = next(number for number, line in enumerate(said) if "Zweite Prüfung" in line)
    assert said[at + 1].strip() == "- back to 3"
    assert [said[at + 2].strip(), said[at + 3].strip()] == ["- Sonst:", "6 [Schritt] Freigeben"]


@pytest.mark.parametrize(
    ("type_", "name", "words"),
    [
        ("BREAK", "BREAK", "[Schleife verlassen]"),
        ("EXIT", "EXIT LOOP", "[Schleife verlassen]"),
        ("NEXT", "NEXT LOOP", "[Nächster Durchlauf]"),
        ("Throw", "Abbruch", "[Fehler auslösen] Abbruch"),
    ],
)
def test_what_leaves_a_block_does_not_go_on(type_, name, words):
    held = flow(
        action("loop", kind=NodeKind.LOOP),
        action("if", "loop", NodeKind.GATEWAY, condition="x"),
        branch("then", "if", Branch.THEN),
        action("out", "then", NodeKind.EVENT, type=type_, name=name),
        action("next", "loop"),
    )
    said = told(flow_of_bot(held, {}))
    assert [line.strip() for line in said[3:7]] == ["- Wenn x:", f"3 {words}", "- Sonst:", "4 [Schritt] next"]


def test_parts_that_run_at_once_do_not_follow_each_other():
    at_once = flow(
        action("p", kind=NodeKind.SUBPROCESS, type="Parallel"), action("left", "p"), action("right", "p"), action("z")
    )
    made = flow_of_bot(at_once, {})
    assert [(edge.source, edge.target) for edge in made.edges] == [("p", "z")]
    assert "[Gleichzeitige Schritte] p" in told(made)[0]


def test_the_first_of_several_events_has_no_other_way():
    waiting = flow(
        action("w", kind=NodeKind.GATEWAY, type="Pick"),
        BotAction(id="one", name="Frist", kind=NodeKind.BRANCH, type="PickBranch", parent="w"),
        BotAction(id="two", name="Antwort", kind=NodeKind.BRANCH, type="PickBranch", parent="w"),
        action("z"),
    )
    said = [line.strip() for line in told(flow_of_bot(waiting, {}))]
    assert said[1:3] == ["- Wenn Frist: on to 2", "- Wenn Antwort: on to 2"]
    assert not [line for line in said if "Sonst" in line]


def test_the_other_way_comes_last():
    switch = flow(
        action("s", kind=NodeKind.GATEWAY),
        branch("d", "s", Branch.ELSE),
        action("a", "d"),
        branch("c", "s", Branch.CASE, name="A"),
        action("b", "c"),
    )
    assert [line.strip() for line in told(flow_of_bot(switch, {})) if "- " in line] == ["- Wenn A:", "- Sonst:"]
