import json

import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile

FILE = "fristen_desktop.txt"
LAUNCH = "Excel.LaunchExcel.Launch Path: $'''a.xlsx''' Instance=> Excel\n"


def read(text, name="a.txt"):
    return read_here(text.encode(), name)


def flows_of(summary):
    return {flow.name: flow for flow in summary.bot.flows}


def names(summary):
    return [action.name for flow in summary.bot.flows for action in flow.actions if action.kind != "branch"]


def test_a_desktop_flow_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.platform) == (
        "power_desktop",
        Certainty.CERTAIN,
        "power_automate",
    )
    assert "Excel.LaunchExcel.LaunchAndOpenUnderExistingProcess" in str(summary.reason)
    assert summary.warnings == ()


def test_actions_equal_an_independent_count(fixture_bytes):
    text = fixture_bytes(FILE).decode().partition("# [ControlRepository]")[0]
    parts = text.split("'''")
    outside = "".join(part if at % 2 == 0 else "…" for at, part in enumerate(parts))
    lines = [line.strip().removeprefix("DISABLE ") for line in outside.splitlines() if line.strip()]
    starts = ("#", "@", "IMPORT", "END", "ELSE", "CASE", "DEFAULT", "ON ", "**ENDREGION", "FUNCTION")
    expected = [line for line in lines if not line.startswith(starts)]
    counts = read_here(fixture_bytes(FILE), FILE).counts
    assert (counts["actions"], counts["workflows"]) == (
        len(expected),
        1 + text.count("FUNCTION '") + text.count("FUNCTION E"),
    )
    assert counts["disabled_actions"] == text.count("DISABLE ")


def test_blocks_loops_and_decisions_are_nested(summary_of):
    actions = flows_of(summary_of(FILE))["Main"].actions
    ids = {action.id: action for action in actions}
    shown = [
        (action.kind.value, action.branch, action.name, ids[action.parent].name if action.parent else None)
        for action in actions
        if action.kind in {"loop", "gateway", "branch", "subprocess"}
    ]
    assert shown == [
        ("subprocess", None, "Liste öffnen", None),
        ("subprocess", None, "Launch And Open Under Existing Process", "Liste öffnen"),
        ("branch", "catch", "", "Launch And Open Under Existing Process"),
        ("subprocess", None, "Anmelden", None),
        ("branch", "try", "", "Anmelden"),
        ("branch", "catch", "", "Anmelden"),
        ("loop", None, "FOREACH Zeile IN Fristen", None),
        ("gateway", None, "Tage <= 14", "FOREACH Zeile IN Fristen"),
        ("branch", "then", "", "Tage <= 14"),
        ("branch", "case", "Tage <= 30", "Tage <= 14"),
        ("branch", "else", "", "Tage <= 14"),
        ("gateway", None, "Wochentag", None),
        ("branch", "case", "Wochentag = 1", "Wochentag"),
        ("branch", "else", "", "Wochentag"),
    ]


def test_subflows_are_called_and_labels_are_jumped_to(summary_of):
    flows = flows_of(summary_of(FILE))
    assert [(name, flow.is_entry) for name, flow in flows.items()] == [
        ("Main", True),
        ("Erinnern", False),
        ("Vormerken im Kalender", False),
    ]
    main = {action.name: action for action in flows["Main"].actions}
    assert main["Erinnern"].calls == flows["Erinnern"].id
    assert main["Vormerken im Kalender"].calls == flows["Vormerken im Kalender"].id
    assert main["GOTO Ende"].jumps_to == main["LABEL Ende"].id


def test_texts_over_several_lines_are_one_action(summary_of):
    (off,) = [action for action in flows_of(summary_of(FILE))["Main"].actions if action.disabled]
    assert off.type == "Display.ShowMessageDialog.ShowMessage"


def test_what_the_bot_touches_and_needs(summary_of):
    bot = summary_of(FILE).bot
    assert [(target.name, target.client) for target in bot.applications] == [
        ("Excel", "desktop"),
        ("vertraege.beispielstadt.example", "web"),
        ("Vertragsverwaltung", "desktop"),
        ("Outlook", "desktop"),
    ]
    assert [(account.name, account.type) for account in bot.accounts] == [("Kennwort", "SENSITIVE"), ("DbKennwort", "")]
    assert bot.files == ("C:\\Users\\…\\Vertraege\\Liste.xlsx",)
    assert bot.addresses == ("https://vertraege.beispielstadt.example/start",)
    assert [(one.name, one.direction.value, one.type) for one in bot.flows[0].arguments] == [
        ("Stichtag", "in", "text"),
        ("Anzahl", "out", "number"),
    ]


def test_secrets_are_found_with_their_line_and_never_shown(summary_of):
    summary = summary_of(FILE)
    assert [(found.category, str(found.place)) for found in summary.findings if found.kind == "secret"] == [
        ("password", "Zeile 20")
    ]
    assert "Sommer2031" not in json.dumps(summary.to_json())


@pytest.mark.parametrize("line", ["SET Kennwort TO $'''Sommer2031'''", "Email.Send Password: $'''Sommer2031''' To: x"])
def test_secrets_in_quotes_are_found(line):
    assert [found.category for found in read(LAUNCH + line).findings] == ["password"]


def test_variables_are_no_secrets():
    assert read(LAUNCH + "Email.Send Password: $'''%Kennwort%''' To: x").findings == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_of_windows(encoding):
    summary = read_here((LAUNCH + "Display.ShowMessage Title: $'''Prüfung für März'''\n").encode(encoding), "a.txt")
    assert (summary.format_id, names(summary)) == ("power_desktop", ["Launch", "Show Message"])


def test_the_first_subflow_that_no_other_calls_begins():
    text = (
        "FUNCTION 'Zweiter' GLOBAL\nWAIT 1\nEND FUNCTION\nFUNCTION Erster GLOBAL\nCALL Zweiter\n"
        + LAUNCH
        + "END FUNCTION\n"
    )
    assert [(flow.name, flow.is_entry) for flow in read(text).bot.flows] == [("Zweiter", False), ("Erster", True)]


def test_texts_in_conditions_stand_in_plain_quotes():
    summary = read(LAUNCH + "IF Grund = $'''Defekt''' THEN\nWAIT 1\nEND\n")
    assert names(summary)[1] == 'Grund = "Defekt"'


def test_handlers_without_actions_leave_no_trace():
    summary = read(LAUNCH + "ON ERROR\nEND\nCALL Weiter\n")
    assert [(action.name, action.kind.value) for action in summary.bot.flows[0].actions] == [
        ("Launch", "task"),
        ("Weiter", "call"),
    ]
    assert summary.counts["actions"] == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (LAUNCH + "LOOP 3 TIMES\n" + LAUNCH, 2),
        ("FUNCTION A GLOBAL\n" + LAUNCH, 1),
        (LAUNCH + LAUNCH + "FUNCTION A GLOBAL\nIF a THEN\nEND FUNCTION\n", 4),
        (LAUNCH + "Display.ShowMessage Title: $'''Anfang\nohne Ende\n", 2),
    ],
)
def test_texts_that_break_off_are_refused_with_line_and_reason(text, line):
    with pytest.raises(UnreadableFile) as refusal:
        read(text)
    assert "Desktop-Flow" in str(refusal.value.message)
    assert f"Zeile {line} beginnt, endet nicht" in str(refusal.value.message)


def test_modules_of_others_are_actions_but_prove_nothing():
    assert names(read(LAUNCH + "Eigenes.Pruefen Wert: 1 Ergebnis=> Gut\n")) == ["Launch", "Pruefen"]
    assert read("Eigenes.Pruefen Wert: 1 Ergebnis=> Gut\n").format_id == "opaque"


def test_lines_of_no_known_form_are_counted():
    summary = read(LAUNCH * 8 + "ganz etwas anderes\nEND\n")
    assert [(warning.id, warning.params) for warning in summary.warnings] == [("power_desktop.unknown", {"count": 2})]


@pytest.mark.parametrize(
    "text",
    [
        "Sehr geehrte Damen und Herren,\n" + LAUNCH + "\nso beginnt der Ablauf.\nMit freundlichen Grüßen\n",
        "# Notizen\nIF es regnet THEN\n",
        "FUNCTION BLOCK: Zahl => Wert\n",
        "System.Console.WriteLine(1);\nFile.Copy(a, b);\n",
        "Excel.Application\nWord.Application\n",
        "",
    ],
)
def test_other_texts_are_none(text):
    assert read(text).format_id == "opaque"


def test_a_person_may_call_anything_a_desktop_flow_and_is_told_why_not():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"nur Text", "a.txt", format_id="power_desktop")
    assert "keine Aktionen" in str(refusal.value.message)


def test_deep_and_long_texts_end():
    text = LAUNCH + "LOOP 2 TIMES\n" * 3_000 + LAUNCH * 6_000 + "END\n" * 3_000
    summary = read(text)
    assert summary.counts["actions"] == 9_001
    assert (len(names(summary)), summary.bot.truncated) == (5_000, True)


def test_a_case_names_what_it_compares():
    text = "SWITCH Art\n    CASE = $'''Hund'''\n        Excel.Close Instance: E\nEND\nSET Art TO $'''x'''\n"
    actions = read_here(text.encode(), "a.txt").bot.flows[0].actions
    assert [action.condition for action in actions if action.kind == "branch"] == ['Art = "Hund"']


def test_a_sensitive_variable_is_one_account():
    text = "@SENSITIVE: [Passwort]\nSET Passwort TO $'''x'''\nOutlook.Launch Instance=> O\nOutlook.Close Instance: O\n"
    assert [account.name for account in read_here(text.encode(), "a.txt").bot.accounts] == ["Passwort"]
