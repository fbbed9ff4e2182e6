import json
import sys

import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile

SUITE, RESOURCE = "gewerbemeldungen.robot", "anmelden.resource"


def suite(body: str) -> bytes:
    return f"*** Tasks ***\nAufgabe\n{body}".encode()


def flows_of(summary):
    return {flow.name: flow for flow in summary.bot.flows}


def test_a_suite_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(SUITE)
    assert (summary.format_id, summary.variant, summary.certainty) == ("robot", "suite", Certainty.CERTAIN)
    assert "Settings, Variables, Tasks, Keywords" in str(summary.reason)
    assert (summary.platform, summary.title, summary.identifiers.version) == (
        "robot_framework",
        "Gewerbemeldungen",
        "2.1",
    )


def test_german_headers_and_settings_are_understood_without_being_announced(summary_of):
    summary = summary_of(RESOURCE)
    assert (summary.format_id, summary.variant) == ("robot", "resource")
    assert [library.name for library in summary.bot.libraries] == ["SeleniumLibrary"]
    assert [argument.name for argument in flows_of(summary)["Im Verfahren anmelden"].arguments] == ["benutzer"]


def test_counts_equal_an_independent_count(fixture_bytes):
    section, tasks, keywords, actions = "", 0, 0, 0
    for line in fixture_bytes(SUITE).decode().splitlines():
        if line.startswith("*** "):
            section = line.strip("* ")
        elif section in {"Tasks", "Keywords"} and line.strip():
            words = line.split()
            tasks += not line.startswith(" ") and section == "Tasks"
            keywords += not line.startswith(" ") and section == "Keywords"
            is_block_part = words[0] in {"END", "ELSE", "EXCEPT", "FINALLY"} or words[0].startswith("[")
            actions += line.startswith(" ") and not is_block_part
    steps_around = 1 + 1 + 2  # suite setup, [Setup], the task teardown of both tasks
    counts = read_here(fixture_bytes(SUITE), SUITE).counts
    assert (counts["tasks"], counts["keywords"], counts["actions"]) == (tasks, keywords, actions + steps_around)


def test_tasks_begin_runs_and_keywords_are_called(summary_of):
    flows = flows_of(summary_of(SUITE))
    assert [name for name, flow in flows.items() if flow.is_entry] == [
        "Suite Setup",
        "Meldungen verteilen",
        "Anmeldung prüfen",
    ]
    calls = {action.name: action.calls for action in flows["Meldungen verteilen"].actions if action.kind == "call"}
    assert calls == {
        "Meldung lesen": flows["Meldung lesen"].id,
        "Lege finanzamt ab": flows["Lege ${ziel} ab"].id,
        "Tagesprotokoll schreiben": flows["Tagesprotokoll_schreiben"].id,
        "Run Keyword If": flows["Tagesprotokoll_schreiben"].id,
    }
    assert [(one.name, one.direction.value) for one in flows["Meldung lesen"].arguments] == [
        ("datei", "in"),
        ("streng", "in"),
        ("meldung", "out"),
    ]
    assert flows["Meldungen verteilen"].documentation == "Liest alle Meldungen des Tages."


def test_only_variables_are_given_back():
    body = "*** Keywords ***\nK\n    RETURN    ${False}\n    RETURN    ${5}    ${EMPTY}    ${treffer}\n"
    (flow,) = read_here(body.encode(), "a.robot").bot.flows
    assert [argument.name for argument in flow.arguments] == ["treffer"]


def test_loops_decisions_and_errors_are_nested(summary_of):
    actions = flows_of(summary_of(SUITE))["Meldungen verteilen"].actions
    ids = {action.id: action for action in actions}
    shown = [
        (action.kind.value, action.branch, action.name, ids[action.parent].name if action.parent else None)
        for action in actions
        if action.kind in {"loop", "gateway", "branch", "subprocess"}
    ]
    assert shown == [
        ("loop", None, "${datei} IN @{dateien}", None),
        ("gateway", None, "${meldung} is None", "${datei} IN @{dateien}"),
        ("branch", "then", "", "${meldung} is None"),
        ("branch", "case", "$datei.startswith('x')", "${meldung} is None"),
        ("branch", "else", "", "${meldung} is None"),
        ("subprocess", None, "TRY", None),
        ("branch", "try", "", "TRY"),
        ("branch", "catch", "Zugriff verweigert*", "TRY"),
        ("branch", "finally", "", "TRY"),
        ("loop", None, "True", None),
    ]


def test_what_the_bot_touches_and_needs(summary_of):
    summary = summary_of(SUITE)
    bot = summary.bot
    assert [library.name for library in bot.libraries] == ["OperatingSystem", "RPA.Excel.Application", "Browser"]
    assert [target.name for target in bot.applications] == ["Excel", "portal.beispielstadt.example"]
    assert [(account.name, account.type) for account in bot.accounts] == [
        ("KENNWORT", "Variable"),
        ("PORTAL_PASSWORT", "Environment"),
        ("PortalKonto", "Secret"),
    ]
    assert bot.addresses == ("https://portal.beispielstadt.example/gewerbe",)
    assert bot.files[:2] == ("C:\\Users\\…\\Eingang", "protokoll/tag.txt")
    assert [(needed.type, needed.key) for needed in summary.dependencies] == [
        ("artifact", "empfaenger.py"),
        ("artifact", "anmelden.resource"),
        ("config_object", "einstellungen.py"),
    ]


def test_secrets_are_found_in_cells_and_never_shown(summary_of):
    summary = summary_of(SUITE)
    secrets = [(one.category, str(one.place)) for one in summary.findings if one.kind == "secret"]
    assert secrets == [("password", "Zeile 17, KENNWORT")]
    assert "Sommer2031" not in json.dumps(summary.to_json())


@pytest.mark.parametrize(
    "line",
    [
        "    Input Password    id:kennwort    Sommer2031",
        "    ${kennwort}=    Set Variable    Sommer2031",
        "    VAR    ${kennwort}    Sommer2031",
        "    Login    password=Sommer2031",
    ],
)
def test_secrets_in_actions_are_found(line):
    assert [found.category for found in read_here(suite(line), "a.robot").findings] == ["password"]


@pytest.mark.parametrize(
    "line", ["    Input Password    id:kw    ${KENNWORT}", "    VAR    ${kennwort}    %{PORTAL_KENNWORT}"]
)
def test_variables_are_no_secrets(line):
    assert read_here(suite(line), "a.robot").findings == ()


def test_reading_imports_and_opens_nothing_that_the_file_names(tmp_path, monkeypatch):
    trap = tmp_path / "falle.py"
    trap.write_text("raise SystemExit('imported')")
    (tmp_path / "andere.resource").write_text("*** Keywords ***\nGeheimes Schlüsselwort\n    Log    1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    opened, watching = [], [True]
    sys.addaudithook(lambda event, given: opened.append(given[0]) if watching and event == "open" else None)
    text = (
        f"Language: {trap}\nLanguage: falle\n*** Settings ***\nLibrary    {trap}\nVariables    falle.py\n"
        "Resource    andere.resource\n*** Tasks ***\nAufgabe\n    Geheimes Schlüsselwort\n"
        "    Evaluate    open('falle.py')\n"
    )
    summary = read_here(text.encode(), "a.robot")
    watching.clear()  # a hook stays for good
    assert "falle" not in sys.modules
    assert not [path for path in opened if str(tmp_path) in str(path) or str(path).startswith(("falle", "andere"))]
    assert [flow.name for flow in summary.bot.flows] == ["Aufgabe"]
    assert [warning.id for warning in summary.warnings] == ["robot.errors", "formats.missing_dependencies"]


def test_a_file_of_one_line_is_not_taken_for_a_path(tmp_path):
    other = tmp_path / "andere.robot"
    other.write_text("*** Tasks ***\nFremde Aufgabe\n    Log    1\n")
    with pytest.raises(UnreadableFile):
        read_here(str(other).encode(), "a.txt", format_id="robot")


def test_a_known_language_is_taken():
    text = "Language: French\n*** Unités de test ***\nTest\n    Log    1\n*** Tasks ***\nAufgabe\n    Log    1\n"
    assert [flow.name for flow in read_here(text.encode(), "a.robot").bot.flows] == ["Test", "Aufgabe"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# Anleitung\n\n* Settings\n* Variables\n* Keywords\n"),
        ("a.txt", "*** Settings ***\nNur ein Hinweis\n"),
        ("a.robot", "<robot><keywords/></robot>"),
        ("a.robot", "Ein ganz anderes Programm"),
        ("a.resource", '{"Keywords": "*** Keywords ***"}'),
    ],
)
def test_other_texts_are_none(name, text):
    assert read_here(text.encode(), name).format_id == "opaque"


@pytest.mark.parametrize(
    ("name", "header", "certainty"),
    [
        ("a.txt", "*** Tasks ***", Certainty.CERTAIN),
        ("a.robot", "*** settings ***", Certainty.CERTAIN),
        ("a.robot", "* Test Cases *", Certainty.LIKELY),
        ("a.robot", "***Keywords***", Certainty.CERTAIN),
        ("a.txt", "*** Test Cases ***    Argument", Certainty.CERTAIN),
        ("a.robot", "\ufeff*** Aufgaben ***", Certainty.CERTAIN),
    ],
)
def test_headers_in_every_spelling(name, header, certainty):
    summary = read_here(f"{header}\nErste\n    Log    1\n".encode(), name)
    assert (summary.format_id, summary.certainty) == ("robot", certainty)


def test_pipes_separate_cells_too():
    (flow,) = read_here(b"| *** Tasks *** |\n| Erste | Log | 1 |\n|       | No Operation |\n", "a.robot").bot.flows
    assert (flow.name, [action.name for action in flow.actions]) == ("Erste", ["Log", "No Operation"])


def test_wrong_characters_are_refused_with_the_line(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(SUITE).decode().encode("cp1252"), SUITE)
    assert "In Zeile 1 sind die Zeichen nicht als UTF-8" in str(refusal.value.message)


def test_faulty_blocks_are_read_with_a_warning_that_names_the_line():
    summary = read_here(suite("    FOR    ${i}    IN    1\n    Log    ${i}\n"), "a.robot")
    assert "Zeile 3" in str(summary.warnings[0])


def test_blocks_without_end_and_depth_end():
    body = "".join("    " * at + f"IF    {at}\n" for at in range(1, 3_000))
    with pytest.raises(UnreadableFile) as refusal:
        read_here(suite(body), "a.robot")
    assert refusal.value.message.id == "robot.too_deep"


def test_counts_hold_for_the_whole_file_when_it_is_cut():
    tasks = "".join(f"Aufgabe {at}\n    IF    $x    Log    1\n" for at in range(400))
    summary = read_here(f"*** Tasks ***\n{tasks}".encode(), "a.robot")
    assert (summary.counts["workflows"], summary.counts["actions"]) == (400, 800)
    assert (len(summary.bot.flows), summary.bot.truncated) == (300, True)


def test_names_with_arguments_match_in_linear_time():
    keywords = "".join(f"Nimm ${{a}} und ${{b}} oder ${{c}} mit ${{d}} {at}\n    Log    1\n" for at in range(200))
    calls = f"    Nimm {'und oder mit ' * 20}\n" * 300
    summary = read_here(f"*** Tasks ***\nA\n{calls}*** Keywords ***\n{keywords}".encode(), "a.robot")
    assert summary.counts["keywords"] == 200


def test_what_is_nested_too_deep_is_said_to_be_missing():
    for depth, is_cut in ((50, False), (100, True)):
        nested = "    IF    $x\n" * depth + "    Log    1\n" + "    END\n" * depth
        summary = read_here(f"*** Tasks ***\nT\n{nested}".encode(), "a.robot")
        assert summary.bot.truncated is is_cut
