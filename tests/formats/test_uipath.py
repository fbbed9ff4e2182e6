import json

import pytest
from lxml import etree

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile, resolve_dependencies
from tests.formats.hostile import archive_of

PROJECT, MAIN, CHECK = "uipath_project.json", "uipath_main.xaml", "uipath_pruefung.xaml"
STRUCTURE = {"Activity", "FlowStep", "Catch", "ActivityAction"}
NUSPEC = b"""<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
<id>Mahnlauf</id><version>1.0.4</version><authors>Firma Beispiel</authors><description>Druckt Mahnungen</description>
<dependencies><group targetFramework="net6.0"><dependency id="UiPath.Mail.Activities" version="[1.23.1]"/></group>
</dependencies>
</metadata></package>"""

ASSIGNED = (
    "<Assign><Assign.To><OutArgument>[kennwort]</OutArgument></Assign.To>"
    '<Assign.Value><InArgument><Literal>"Sommer2031"</Literal></InArgument></Assign.Value></Assign>'
)


def inner(body: str, attributes: str = "") -> bytes:
    return (
        '<Activity xmlns="http://schemas.microsoft.com/netfx/2009/xaml/activities" '
        'xmlns:ui="http://schemas.uipath.com/workflow/activities" '
        f'xmlns:x="http://schemas.microsoft.com/winfx/2006/xaml" {attributes}>{body}</Activity>'
    ).encode()


def actions_of(summary):
    return [action for flow in summary.bot.flows for action in flow.actions]


def by_name(summary):
    return {action.name: action for action in actions_of(summary)}


@pytest.mark.parametrize("name", [PROJECT, MAIN, CHECK])
def test_each_part_is_recognised_without_its_name(fixture_bytes, name):
    summary = read_here(fixture_bytes(name), "datei")
    assert (summary.format_id, summary.certainty) == ("uipath", Certainty.CERTAIN)
    assert (summary.solution_kind, summary.platform, summary.facts["kind"]) == ("bot", "uipath", "bot")


def test_a_project_names_edition_packages_and_what_it_needs(summary_of):
    summary = summary_of(PROJECT)
    assert (summary.title, summary.tool_version, summary.platform_min_version) == ("Mahnlauf", "23.10.7.0", "2023.10")
    assert [(library.name, library.version) for library in summary.bot.libraries] == [
        ("UiPath.Excel.Activities", "2.22.4"),
        ("UiPath.System.Activities", "23.10.7"),
        ("UiPath.UIAutomation.Activities", "23.10.10"),
    ]
    assert [(needed.type, needed.key) for needed in summary.dependencies] == [("artifact", "Main.xaml")]
    assert "VB.NET" in str(summary.warnings[0])


def test_project_and_workflow_of_one_upload_belong_together(fixture_bytes):
    parts = [read_here(fixture_bytes(PROJECT), "project.json"), read_here(fixture_bytes(MAIN), "Main.xaml")]
    project, main = resolve_dependencies(parts)
    assert project.dependencies[0].resolved
    assert [(needed.key, needed.resolved) for needed in main.dependencies] == [("Anmelden.xaml", False)]


@pytest.mark.parametrize("name", [MAIN, CHECK])
def test_actions_equal_an_independent_count(fixture_bytes, name):
    tree = etree.fromstring(fixture_bytes(name))
    named = tree.xpath("//*[@*[local-name()='WorkflowViewState.IdRef']]")
    expected = [etree.QName(element).localname for element in named]
    branches = [one for one in expected if one == "Transition"]
    summary = read_here(fixture_bytes(name), name)
    assert summary.counts["actions"] == len([one for one in expected if one not in STRUCTURE]) - len(branches)
    assert len([one for one in actions_of(summary) if one.kind != "branch"]) == summary.counts["actions"]


def test_actions_stand_in_the_order_of_the_document_and_nested(summary_of):
    summary = summary_of(MAIN)
    actions = {action.id: action for action in actions_of(summary)}
    shown = [action.name for action in actions.values() if action.kind != "branch"]
    assert shown[:6] == [
        "Mahnungen drucken",
        "Beginn protokollieren",
        "Konto holen",
        "Ablage holen",
        "Anmelden",
        "Liste lesen und drucken",
    ]
    path, action = [], by_name(summary)["Drucken"]
    while action is not None:
        path.append((action.kind.value, action.branch, action.name))
        action = actions.get(action.parent)
    assert path == [
        ("task", None, "Drucken"),
        ("branch", "then", ""),
        ("gateway", None, "Über der Kleinbetragsgrenze?"),
        ("subprocess", None, "Body"),
        ("loop", None, "Für jeden Posten"),
        ("subprocess", None, "Lesen"),
        ("branch", "try", ""),
        ("subprocess", None, "Liste lesen und drucken"),
        ("subprocess", None, "Mahnungen drucken"),
    ]


def test_decisions_errors_and_cases_are_branches(summary_of):
    summary = summary_of(MAIN)
    branches = [(action.branch, action.name) for action in actions_of(summary) if action.kind == "branch"]
    assert branches == [
        ("try", ""),
        ("then", ""),
        ("else", ""),
        ("catch", "Exception"),
        ("finally", ""),
        ("else", ""),
        ("case", "mail"),
    ]
    assert by_name(summary)["Über der Kleinbetragsgrenze?"].condition == 'CInt(row("Betrag")) > 5'


def test_arguments_have_direction_and_type(summary_of):
    (flow,) = summary_of(MAIN).bot.flows
    assert [(argument.name, argument.direction.value, argument.type) for argument in flow.arguments] == [
        ("in_Stichtag", "in", "DateTime"),
        ("io_Protokoll", "in_out", "List(String)"),
        ("out_Anzahl", "out", "Int32"),
        ("in_Kennwort", "in", "String"),
    ]
    assert flow.documentation == "Läuft nach dem Mahnlauf der Kasse."


def test_what_the_bot_touches(summary_of):
    bot = summary_of(MAIN).bot
    assert [(target.name, target.client) for target in bot.applications] == [
        ("kasse", "desktop"),
        ("portal.beispielstadt.example", "web"),
    ]
    assert [(account.name, account.type) for account in bot.accounts] == [
        ("KontoKassenverfahren", "Credential"),
        ('in_Config("Ablageordner").ToString', "Asset"),
        ("in_Kennwort", ""),
    ]
    assert bot.files == ("Ablage\\Mahnungen.xlsx", "C:\\Users\\…\\Ablage\\Offene Posten.xlsx")
    assert bot.addresses == (
        "https://versand.beispielstadt.example/api/v1/meldung",
        "https://portal.beispielstadt.example/kasse",
    )


def test_values_of_secrets_never_leave_the_file(summary_of):
    summary = summary_of(MAIN)
    stored = json.dumps(summary.to_json())
    assert "Geheim77" not in stored
    assert "abc123def456" not in stored
    found = {(finding.category, str(finding.place)) for finding in summary.findings}
    assert ("url_credentials", "Zeile 80, HttpClient/EndPoint") in found
    assert not [finding for finding in summary.findings if finding.category == "password"]


@pytest.mark.parametrize(
    "body",
    [
        '<Sequence.Variables><Variable Name="strPasswort" Default="Sommer2031"/></Sequence.Variables>',
        '<ui:GetPassword DisplayName="Kennwort" Password="Sommer2031"/>',
        '<ui:X DisplayName="a"><ui:X.Password><InArgument>["Sommer2031"]</InArgument></ui:X.Password></ui:X>',
        '<ui:X.Arguments><InArgument x:Key="in_Kennwort">["Sommer2031"]</InArgument></ui:X.Arguments>',
        ASSIGNED,
    ],
)
def test_literal_passwords_are_found_wherever_xaml_writes_them(body):
    summary = read_here(inner(body), "a.xaml")
    assert [finding.category for finding in summary.findings] == ["password"]
    assert "Sommer2031" not in json.dumps(summary.to_json())


def test_what_is_switched_off_is_marked_with_all_it_holds(summary_of):
    off = [action.name for action in actions_of(summary_of(MAIN)) if action.disabled]
    assert off == ["Comment Out", "Ignored Activities", "Testausgabe"]
    assert summary_of(MAIN).counts["disabled_actions"] == 3


def test_flowcharts_and_state_machines_jump_instead_of_nesting(summary_of):
    actions = by_name(summary_of(CHECK))
    chart, machine = actions["Prüfweg"].id, actions["Zustände"].id
    assert [action.parent for action in (actions["Rechnung lesen"], actions["Freigeben"])] == [chart, chart]
    assert actions["Zweite Prüfung"].jumps_to == actions["Rechnung lesen"].id
    negative = next(action for action in actions_of(summary_of(CHECK)) if action.branch == "else")
    assert negative.jumps_to == actions["Freigeben"].id
    assert [actions[name].parent for name in ("Bereit", "In Arbeit")] == [machine, machine]
    assert actions["Neue Rechnung"].jumps_to == actions["In Arbeit"].id
    assert actions["Fertig"].jumps_to == actions["Bereit"].id
    assert actions["Rechnung lesen"].jumps_to is None


@pytest.mark.parametrize("folder", ["lib/net6.0-windows7.0/", "content/", ""])
def test_packages_are_read_as_a_whole(fixture_bytes, folder):
    entries = {
        "Mahnlauf.nuspec": NUSPEC,
        f"{folder}project.json": fixture_bytes(PROJECT),
        f"{folder}Ablauf/Anmelden.xaml": inner('<Sequence DisplayName="Im Verfahren anmelden"/>'),
        f"{folder}Main.xaml": fixture_bytes(MAIN),
    }
    summary = read_here(archive_of(entries), "Mahnlauf.1.0.4.nupkg")
    assert (summary.format_id, summary.variant, summary.title) == ("uipath", "package", "Mahnlauf")
    assert summary.identifiers.version == "1.0.4"
    assert [(flow.id, flow.is_entry) for flow in summary.bot.flows] == [
        ("main.xaml", True),
        ("ablauf/anmelden.xaml", False),
    ]
    assert by_name(summary)["Anmelden"].calls == "ablauf/anmelden.xaml"
    assert summary.dependencies == ()
    assert summary.counts["workflows"] == 2
    assert len({action.id for action in actions_of(summary)}) == len(actions_of(summary))
    assert "Firma" not in json.dumps(summary.to_json())


def test_a_package_without_project_file_is_read_from_its_nuspec(fixture_bytes):
    summary = read_here(archive_of({"a.nuspec": NUSPEC, "content/Main.xaml": fixture_bytes(MAIN)}), "a.nupkg")
    assert [(library.name, library.version) for library in summary.bot.libraries] == [
        ("UiPath.Mail.Activities", "1.23.1")
    ]
    assert [needed.key for needed in summary.dependencies] == ["Anmelden.xaml"]


def test_an_unreadable_workflow_in_a_package_is_named(fixture_bytes):
    entries = {"a.nuspec": NUSPEC, "content/Main.xaml": fixture_bytes(MAIN), "content/B.xaml": b"<Activity"}
    summary = read_here(archive_of(entries), "a.nupkg")
    assert summary.counts["workflows"] == 1
    assert "content/B.xaml" in str(summary.warnings[0])


def test_other_packages_and_other_xaml_are_none():
    window = b'<Window xmlns="http://schemas.microsoft.com/winfx/2006/xaml/presentation"/>'
    workflow = b'<Activity xmlns="http://schemas.microsoft.com/netfx/2009/xaml/activities"><Sequence/></Activity>'
    assert read_here(archive_of({"a.nuspec": NUSPEC, "lib/a.xaml": window}), "a.nupkg").format_id == "opaque"
    assert read_here(window, "a.xaml").format_id == "opaque"
    assert read_here(workflow, "a.xaml").format_id == "opaque"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8", "utf-8-sig"])
def test_actions_copied_from_the_designer_are_read_in_any_encoding(encoding):
    text = (
        '<?xml version="1.0" encoding="utf-16"?>\n'
        '<ClipboardData Version="1.0" xmlns="http://schemas.microsoft.com/netfx/2009/xaml/activities/presentation" '
        'xmlns:scg="clr-namespace:System.Collections.Generic;assembly=mscorlib" '
        'xmlns:ui="http://schemas.uipath.com/workflow/activities">'
        '<ClipboardData.Data><scg:List><ui:Click DisplayName="Prüfen drücken"/></scg:List></ClipboardData.Data>'
        "</ClipboardData>"
    )
    summary = read_here(text.encode(encoding), "aktionen.txt")
    assert (summary.format_id, summary.bot.flows[0].actions[0].name) == ("uipath", "Prüfen drücken")


@pytest.mark.parametrize("name", [PROJECT, MAIN])
def test_files_that_break_off_are_refused_with_line_and_reason(fixture_bytes, name):
    content = fixture_bytes(name)[:-30]
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, name)
    sentence = str(refusal.value.message)
    assert "UiPath-Projekt" in sentence
    last = content.rstrip(b"\n").count(b"\n") + 1
    assert any(f"Zeile {line}" in sentence for line in (last, last + 1))


def test_a_person_may_call_anything_uipath_and_is_told_why_not():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"nur Text", "a.txt", format_id="uipath")
    assert "weder ein Projekt noch einen Ablauf" in str(refusal.value.message)


@pytest.mark.parametrize(
    "value",
    [
        {"name": "web", "main": "index.js", "dependencies": {"UiPath": "1"}},
        {"name": "a", "main": 7},
        {"main": "Main.xaml"},
        [],
    ],
)
def test_other_json_is_no_project(value):
    assert read_here(json.dumps(value).encode(), "package.json").format_id == "opaque"


def test_a_project_without_packages_is_likely_one():
    summary = read_here(b'{"name": "Alt", "main": "Main.xaml", "toolVersion": "19.10.1"}', "project.json")
    assert (summary.format_id, summary.certainty, summary.platform_min_version) == (
        "uipath",
        Certainty.LIKELY,
        "2019.10",
    )


def test_older_files_name_the_place_of_an_activity_in_an_element():
    place = '<v:WorkflowViewState.IdRef xmlns:v="urn:v">Assign_1</v:WorkflowViewState.IdRef>'
    engine = '<ui:X.OCREngine><ui:Ocr DisplayName="Erkennung"/></ui:X.OCREngine>'
    summary = read_here(inner(f'<Delay>{place}</Delay><ui:X DisplayName="Text lesen">{engine}</ui:X>'), "a.xaml")
    assert [action.name for action in actions_of(summary)] == ["Delay", "Text lesen"]


def test_activities_without_name_and_place_are_known_by_where_they_stand():
    text = (
        '<Activity x:Class="A" xmlns="http://schemas.microsoft.com/netfx/2009/xaml/activities" '
        'xmlns:ui="clr-namespace:UiPath.Core.Activities;assembly=UiPath.System.Activities" '
        'xmlns:x="http://schemas.microsoft.com/winfx/2006/xaml"><Sequence><ui:LogMessage Message="a"/>'
        '<If><If.Then><ui:Beep/></If.Then></If><ui:Type><ui:Type.Target><ui:Target Id="x"/></ui:Type.Target></ui:Type>'
        "</Sequence></Activity>"
    )
    summary = read_here(text.encode(), "a.xaml")
    assert [action.type for action in actions_of(summary) if action.kind == "task"] == ["LogMessage", "Beep", "Type"]
    assert actions_of(summary)[1].module == "UiPath.System.Activities"


def test_references_in_circles_and_thousands_of_actions_end():
    steps = "".join(
        f'<FlowStep x:Name="r{at}"><ui:Click DisplayName="{at}"/>'
        f"<FlowStep.Next><x:Reference>r{at}</x:Reference></FlowStep.Next></FlowStep>"
        for at in range(6_000)
    )
    summary = read_here(inner(f"<Flowchart>{steps}</Flowchart>"), "a.xaml")
    assert summary.counts["actions"] == 6_001
    assert (len(actions_of(summary)), summary.bot.truncated) == (5_000, True)
    assert [warning.id for warning in summary.warnings] == ["formats.truncated"]
