import json

import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile

FILE = "bekanntmachung_n8n.json"


@pytest.fixture
def workflow(fixture_bytes):
    return json.loads(fixture_bytes(FILE))


def read(value, name="a.json"):
    return read_here(json.dumps(value).encode(), name)


def node(name, kind="n8n-nodes-base.noOp", **more):
    return {"name": name, "type": kind, "parameters": {}, **more}


def names(summary):
    return [action.name for flow in summary.bot.flows for action in flow.actions]


def test_a_workflow_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.platform) == ("n8n", Certainty.CERTAIN, "n8n")
    assert "(12)" in str(summary.reason)
    assert (summary.title, summary.solution_kind, summary.identifiers.source_key) == (
        "Bekanntmachung verteilen",
        "bot",
        "Wf7",
    )


def test_counts_equal_an_independent_count(summary_of, workflow):
    counts = summary_of(FILE).counts
    steps = [one for one in workflow["nodes"] if "stickyNote" not in one["type"]]
    links = [
        target
        for outputs in workflow["connections"].values()
        for branches in outputs.values()
        for targets in branches
        for target in targets
    ]
    assert (counts["actions"], counts["connections"]) == (len(steps), len(links))
    assert counts["triggers"] == len([one for one in steps if one["type"].endswith("Trigger")])
    assert counts["disabled_actions"] == len([one for one in steps if one.get("disabled")])


def test_steps_stand_in_the_order_in_which_they_run(summary_of):
    assert names(summary_of(FILE)) == [
        "Alle 15 Minuten",
        "Feed lesen",
        "Wichtig?",
        "Amtsblatt informieren",
        "Stapel",
        "Kurzfassung",
        "Liste ergänzen",
        "Wohin?",
        "Archiv starten",
        "Test",
        "Sprachmodell",
    ]


def test_the_graph_has_the_real_connections_with_the_names_of_outputs(summary_of):
    (flow,) = summary_of(FILE).flow.flows
    named = {one.id: one.name for one in flow.nodes}
    edges = [(named[edge.source], named[edge.target], edge.name, edge.kind.value) for edge in flow.edges]
    assert ("Wichtig?", "Amtsblatt informieren", "true", "sequence") in edges
    assert ("Wichtig?", "Wohin?", "false", "sequence") in edges
    assert ("Wohin?", "Liste ergänzen", "Aushang", "sequence") in edges
    assert ("Wohin?", "Archiv starten", "1", "sequence") in edges
    assert ("Amtsblatt informieren", "Liste ergänzen", "error", "sequence") in edges
    assert ("Stapel", "Kurzfassung", "loop", "sequence") in edges
    assert ("Sprachmodell", "Kurzfassung", "ai_languageModel", "association") in edges
    assert (len(edges), flow.trigger) == (11, "Alle 15 Minuten")
    assert {one.kind.value for one in flow.nodes} == {"start", "task", "gateway", "call"}


def test_what_the_workflow_uses_and_needs(summary_of):
    summary = summary_of(FILE)
    assert [(account.name, account.type) for account in summary.bot.accounts] == [
        ("Postfach Hauptamt", "smtp"),
        ("Modell im Rechenzentrum", "ollamaApi"),
    ]
    assert summary.facts["interfaces"] == [
        {"system": "E-Mail (SMTP)", "kind": "api"},
        {"system": "Ollama", "kind": "api"},
    ]
    assert (summary.bot.files, summary.bot.addresses) == (
        ("/daten/aushang/liste.csv",),
        ("https://www.beispielstadt.example/feed",),
    )
    assert [library.name for library in summary.bot.libraries] == ["n8n-nodes-base", "@n8n/n8n-nodes-langchain"]
    assert [needed.key for needed in summary.dependencies] == ["Archivieren"]


def test_secrets_in_addresses_and_headers_are_found_with_their_place(summary_of):
    summary = summary_of(FILE)
    secrets = [(found.category, str(found.place)) for found in summary.findings if found.kind == "secret"]
    assert secrets == [
        ("header", "Stelle nodes.3.parameters.headerParameters.parameters.0.value"),
        ("url_credentials", "Stelle nodes.3.parameters.url"),
    ]
    stored = json.dumps(summary.to_json())
    assert "Geheim77" not in stored
    assert "Zx81Qm02KkL9" not in stored


def test_assigned_passwords_are_found(workflow):
    workflow["nodes"][4]["parameters"] = {"assignments": {"assignments": [{"name": "passwort", "value": "Sommer2031"}]}}
    assert ("password", "Stelle nodes.4.parameters.assignments.assignments.0.value") in [
        (found.category, str(found.place)) for found in read(workflow).findings
    ]


def test_several_workflows_of_one_file_call_each_other(workflow):
    archive = {
        "name": "Archivieren",
        "nodes": [node("Beginn", "n8n-nodes-base.executeWorkflowTrigger")],
        "connections": {},
    }
    archive["nodes"][0]["parameters"] = {"workflowInputs": {"values": [{"name": "datei", "type": "string"}]}}
    summary = read([workflow, archive])
    assert (summary.variant, summary.counts["workflows"], summary.dependencies) == ("workflows", 2, ())
    first, second = summary.bot.flows
    assert next(action.calls for action in first.actions if action.kind == "call") == second.id
    assert [(argument.name, argument.type) for argument in second.arguments] == [("datei", "string")]


def test_what_no_rule_of_a_switch_takes_is_its_fallback(workflow):
    workflow["connections"]["Wohin?"]["main"].append([{"node": "Test"}])
    assert "fallback" in [edge.name for edge in read(workflow).flow.flows[0].edges]


def test_circles_lost_ends_and_workflows_without_trigger_end():
    value = {
        "nodes": [node("a"), node("b"), node("c")],
        "connections": {
            "a": {"main": [[{"node": "b"}], None, [{"node": "fehlt"}, "x"]]},
            "b": {"main": [[{"node": "a", "type": "main", "index": 0}]]},
            "fehlt": {"main": [[{"node": "a"}]]},
            "c": {"main": "x", "ai_tool": None},
        },
    }
    summary = read(value)
    assert names(summary) == ["a", "b", "c"]
    assert summary.counts["connections"] == 2


def test_nodes_of_others_alone_are_likely_n8n():
    summary = read({"nodes": [node("a", "custom-pack.thing")], "connections": {}})
    assert (summary.format_id, summary.certainty) == ("n8n", Certainty.LIKELY)


@pytest.mark.parametrize(
    "value",
    [
        {"nodes": [], "connections": {}},
        {"nodes": [{"id": 1, "type": "person"}], "connections": {}},
        {"nodes": [node("a")], "edges": []},
        {"nodes": [node("a"), "b"], "connections": {}},
        {"nodes": [node("n", "n8n-nodes-base.stickyNote")], "connections": {}},
        [],
    ],
)
def test_other_graphs_are_none(value):
    assert read(value).format_id == "opaque"


def test_broken_workflows_are_refused_with_line_and_reason(fixture_bytes):
    lines = fixture_bytes(FILE).splitlines()
    lines[7] = b'    {"id": "n4" "name": "x"},'
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"\n".join(lines), FILE)
    assert "n8n-JSON" in str(refusal.value.message)
    assert "Zeile 8" in str(refusal.value.message)


def test_a_person_may_call_anything_n8n_and_is_told_why_not():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"{}", "a.json", format_id="n8n")
    assert "keine Knoten und Verbindungen" in str(refusal.value.message)


def test_a_list_that_is_cut_says_so():
    one = {"nodes": [node("a")], "connections": {}}
    assert [warning.id for warning in read([one] * 101).warnings] == ["formats.truncated"]
    assert read([one] * 100).warnings == ()


def test_many_nodes_are_cut_and_counted():
    nodes = [node(str(at)) for at in range(6_000)]
    links = {str(at): {"main": [[{"node": str(at + 1)}]]} for at in range(5_999)}
    summary = read({"nodes": nodes, "connections": links})
    assert (summary.counts["actions"], len(names(summary))) == (6_000, 5_000)
    assert summary.bot.truncated
    assert summary.flow.truncated


def test_a_filter_is_a_step_and_decides_between_no_ways():
    nodes = [node("S", "n8n-nodes-base.manualTrigger"), node("F", "n8n-nodes-base.filter"), node("A"), node("B")]
    links = {"S": {"main": [[{"node": "F"}]]}, "F": {"main": [[{"node": "A"}, {"node": "B"}]]}}
    summary = read({"nodes": nodes, "connections": links})
    assert [action.kind for action in summary.bot.flows[0].actions if action.name == "F"] == ["task"]
