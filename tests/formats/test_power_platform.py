import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.formats.child import read_here
from registry.formats.reading import Certainty, FileSummary, UnreadableFile
from tests.formats.hostile import archive_of

FLOW = "mangel_flow.json"
CHILD = "aaaaaaaa-1111-4222-8333-bbbbbbbbbbbb"
FIRST = "99999999-1111-4222-8333-eeeeeeeeeeee"
SOLUTION = """<?xml version="1.0" encoding="utf-8"?><ImportExportXml version="9.2">
<SolutionManifest><UniqueName>Maengel</UniqueName><LocalizedNames>
<LocalizedName description="Defects" languagecode="1033"/>
<LocalizedName description="Mängel bearbeiten" languagecode="1031"/>
</LocalizedNames><Version>1.2.0.3</Version><Managed>1</Managed></SolutionManifest></ImportExportXml>"""
REFERENCE = """<connectionreference connectionreferencelogicalname="%s">
<connectorid>/providers/Microsoft.PowerApps/apis/%s</connectorid></connectionreference>"""
CUSTOMIZATIONS = f"""<ImportExportXml><Workflows>
<Workflow WorkflowId="{{{FIRST}}}" Name="Meldungen verteilen">
<JsonFileName>/Workflows/Verteilen-{FIRST.upper()}.json</JsonFileName><Category>5</Category></Workflow></Workflows>
<connectionreferences>{REFERENCE % ("stadt_postfach", "shared_office365")}
{REFERENCE % ("stadt_karte", "shared_azuremaps")}</connectionreferences></ImportExportXml>"""
SECRET = """<environmentvariabledefinition schemaname="stadt_schluessel"><type>100000005</type>
</environmentvariabledefinition>"""
LEAF = {
    "properties": {
        "definition": {
            "contentVersion": "1.0.0.0",
            "triggers": {"manual": {"type": "Request"}},
            "actions": {"Antwort": {"type": "Response", "runAfter": {}}},
        }
    }
}


@pytest.fixture
def flow(fixture_bytes):
    return json.loads(fixture_bytes(FLOW))


@pytest.fixture
def solution(fixture_bytes):
    return {
        "[Content_Types].xml": b"<Types/>",
        "solution.xml": SOLUTION.encode(),
        "customizations.xml": CUSTOMIZATIONS.encode(),
        f"Workflows/Verteilen-{FIRST.upper()}.json": fixture_bytes(FLOW),
        f"Workflows/Nacharbeiten-{CHILD.upper()}.json": json.dumps(LEAF).encode(),
        "environmentvariabledefinitions/stadt_schluessel/environmentvariabledefinition.xml": SECRET.encode(),
    }


def read(value, name="a.json"):
    return read_here(json.dumps(value).encode(), name)


def named(summary, name):
    return next(action for flow in summary.bot.flows for action in flow.actions if action.name == name)


def actions_in(value):
    """Every action of a definition, at any depth, by its type."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key in {"actions", "triggers"} and isinstance(part, dict):
                yield from part.values()
            yield from actions_in(part)


def test_a_flow_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FLOW)
    assert (summary.format_id, summary.variant, summary.certainty) == ("power_platform", "flow", Certainty.CERTAIN)
    assert (summary.platform, summary.solution_kind) == ("power_automate", "bot")


def test_counts_equal_an_independent_count(summary_of, flow):
    counts = summary_of(FLOW).counts
    assert counts["actions"] == len(list(actions_in(flow)))
    assert counts["triggers"] == len(flow["properties"]["definition"]["triggers"])


def test_actions_stand_in_the_order_in_which_they_run(summary_of):
    (flow,) = summary_of(FLOW).bot.flows
    assert [action.name for action in flow.actions if action.parent is None] == [
        "Jeden Morgen – 1 Day",
        "manual",
        "Liste lesen",
        "Je Meldung",
        "Abschluss",
        "Melden",
        "Nacharbeit",
        "Desktop",
    ]
    assert flow.trigger == "Jeden Morgen – 1 Day, manual"
    assert [(argument.name, argument.type) for argument in flow.arguments] == [("Bezirk", "string")]


def test_conditions_cases_and_loops_are_nested(summary_of):
    summary = summary_of(FLOW)
    (flow,) = summary.bot.flows
    ids = {action.id: action for action in flow.actions}
    nested = [
        (action.kind.value, action.branch, action.name, ids[action.parent].name)
        for action in flow.actions
        if action.parent
    ]
    assert nested == [
        ("gateway", None, "Dringend?", "Je Meldung"),
        ("branch", "then", "", "Dringend?"),
        ("task", None, "Mail senden", ""),
        ("branch", "else", "", "Dringend?"),
        ("gateway", None, "Bezirk", ""),
        ("branch", "case", "Nord", "Bezirk"),
        ("task", None, "Nord merken", "Nord"),
        ("branch", "else", "", "Bezirk"),
        ("event", None, "Warten", ""),
    ]
    assert named(summary, "Dringend?").condition == "@items('Je_Meldung')?['Stufe'] 1"
    assert named(summary, "Je Meldung").kind == "loop"
    assert named(summary, "Mail senden").type == "OpenApiConnection/SendEmailV2"


def test_the_graph_shows_what_runs_after_what_and_on_which_outcome(summary_of):
    (flow,) = summary_of(FLOW).flow.flows
    names = {node.id: node.name for node in flow.nodes}
    edges = [(names[edge.source], names[edge.target], edge.name) for edge in flow.edges]
    assert ("Jeden Morgen – 1 Day", "Liste lesen", "") in edges
    assert ("manual", "Liste lesen", "") in edges
    assert ("Liste lesen", "Abschluss", "Failed, TimedOut") in edges
    assert ("Je Meldung", "Abschluss", "") in edges
    assert ("Bezirk", "Nord", "Nord") in edges
    assert ("Dringend?", "true", "true") in edges
    assert ("Bezirk", "default", "default") in edges


def test_what_a_flow_uses_and_needs(summary_of):
    summary = summary_of(FLOW)
    assert [(account.name, account.type) for account in summary.bot.accounts] == [
        ("stadt_postfach", "Outlook (Microsoft 365)"),
        ("stadt_ablage", "SharePoint"),
    ]
    assert summary.facts["interfaces"] == [
        {"system": "Outlook (Microsoft 365)", "kind": "api"},
        {"system": "SharePoint", "kind": "api"},
        {"system": "Power Automate Desktop", "kind": "api"},
    ]
    assert summary.bot.addresses == (
        "https://beispielstadt.example/sites/bauhof",
        "https://api.beispielstadt.example/v1/meldung",
    )
    assert [needed.key for needed in summary.dependencies] == [CHILD, "cccccccc-1111-4222-8333-dddddddddddd"]


def test_secrets_are_found_with_their_place_and_never_shown(summary_of):
    summary = summary_of(FLOW)
    secrets = [(one.category, str(one.place)) for one in summary.findings if one.kind == "secret"]
    where = "Stelle properties.definition.actions.Melden.inputs"
    assert secrets == [("header", f"{where}.headers.Authorization"), ("url_credentials", f"{where}.uri")]
    stored = json.dumps(summary.to_json())
    assert "Zx81Qm02KkL9" not in stored
    assert "Qq77Rr88Ss99" not in stored


def test_a_solution_is_read_as_a_whole(solution):
    summary = read_here(archive_of(solution), "Maengel_1_2_0_3_managed.zip")
    assert (summary.format_id, summary.variant, summary.title) == ("power_platform", "solution", "Mängel bearbeiten")
    assert (summary.identifiers.source_key, summary.identifiers.version) == ("Maengel", "1.2.0.3")
    assert [flow.name for flow in summary.bot.flows] == ["Meldungen verteilen", "Nacharbeiten"]
    assert named(summary, "Nacharbeit").calls == summary.bot.flows[1].id
    assert [node.calls for node in summary.flow.flows[0].nodes if node.name == "Nacharbeit"] == ["Nacharbeiten"]
    assert [needed.key for needed in summary.dependencies] == ["cccccccc-1111-4222-8333-dddddddddddd"]
    assert [(account.name, account.type) for account in summary.bot.accounts] == [
        ("stadt_postfach", "Outlook (Microsoft 365)"),
        ("stadt_karte", "azuremaps"),
        ("stadt_ablage", "SharePoint"),
        ("stadt_schluessel", "Secret"),
    ]
    assert [warning.id for warning in summary.warnings] == ["power_platform.managed", "formats.missing_dependencies"]


def test_the_older_package_is_read_too(flow):
    flow["properties"]["displayName"] = "Meldungen verteilen"
    entries = {
        "manifest.json": b"{}",
        f"Microsoft.Flow/flows/{FIRST}/definition.json": json.dumps(flow).encode(),
        f"Microsoft.Flow/flows/{FIRST}/connectionsMap.json": b"{}",
    }
    summary = read_here(archive_of(entries), "Meldungen.zip")
    assert (summary.format_id, summary.variant, summary.title) == ("power_platform", "package", "Meldungen verteilen")


def test_what_is_no_cloud_flow_in_a_solution_is_named(solution):
    solution["Workflows/Alt.json"] = b'{"broken'
    summary = read_here(archive_of(solution), "a.zip")
    assert "Workflows/Alt.json" in str(summary.warnings[1])
    assert len(summary.bot.flows) == 2


def test_a_solution_without_flows_stays_a_solution(solution):
    kept = {name: content for name, content in solution.items() if not name.startswith("Workflows/")}
    summary = read_here(archive_of(kept), "a.zip")
    assert (summary.format_id, summary.bot.flows, summary.flow) == ("power_platform", (), None)


@pytest.mark.parametrize("name", ["solution.xml", "customizations.xml"])
def test_a_solution_with_a_broken_description_is_refused_with_the_line(solution, name):
    solution[name] = b"<ImportExportXml>\n<SolutionManifest></ImportExportXml>"
    with pytest.raises(UnreadableFile) as refusal:
        read_here(archive_of(solution), "a.zip")
    assert "Zeile 2" in str(refusal.value.message)
    assert "Power-Platform-Paket" in str(refusal.value.message)


def test_a_broken_flow_is_refused_with_the_line(fixture_bytes):
    lines = fixture_bytes(FLOW).splitlines()
    lines[9] = b'      "triggers" {'
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"\n".join(lines), FLOW)
    assert "Zeile 10" in str(refusal.value.message)


def test_a_solution_with_more_flows_than_are_read_says_so(solution):
    content = json.dumps(LEAF).encode()
    solution.update({f"Workflows/{at}.json": content for at in range(201)})
    summary = read_here(archive_of(solution), "a.zip")
    assert len(summary.bot.flows) == 200
    assert "formats.truncated" in [warning.id for warning in summary.warnings]


def test_actions_that_wait_for_each_other_end(flow):
    definition = flow["properties"]["definition"]
    definition["actions"] = {
        "a": {"type": "Compose", "runAfter": {"b": ["Succeeded"], "fehlt": []}},
        "b": {"type": "Compose", "runAfter": {"a": ["Succeeded"]}},
        "c": {"type": "Compose", "runAfter": {"c": ["Succeeded"]}},
    }
    summary = read(flow)
    assert [action.name for action in summary.bot.flows[0].actions if action.kind == "task"] == ["c", "a", "b"]


@pytest.mark.parametrize(
    "value",
    [
        {"properties": {"definition": {"triggers": {}, "actions": {}}}},
        {"definition": {"triggers": [], "actions": {}, "contentVersion": "1"}},
        {"definition": {"triggers": {"a": {}}, "actions": {"b": {"type": "X"}}, "contentVersion": "1"}},
        {"properties": {"title": "x"}},
        {"triggers": {}, "actions": {}},
    ],
)
def test_other_json_is_no_flow(value):
    assert read(value).format_id == "opaque"


def test_other_archives_are_no_solution():
    assert read_here(archive_of({"solution.xml": SOLUTION.encode()}), "a.zip").format_id == "opaque"
    assert read_here(archive_of({"Workflows/a.json": b"{}"}), "a.zip").format_id == "opaque"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_entries_give_a_summary_or_a_refusal(solution, data):
    name = data.draw(st.sampled_from(sorted(solution)))
    content = bytearray(solution[name])
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=12))
    with suppress(UnreadableFile):
        summary = read_here(archive_of({**solution, name: bytes(content)}), "a.zip")
        assert FileSummary.from_json(json.loads(json.dumps(summary.to_json()))) == summary
