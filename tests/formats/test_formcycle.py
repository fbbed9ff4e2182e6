import json

import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile
from tests.formats.hostile import archive_of

FORM, WORKFLOW = "anwohnerparken_formular.json", "anwohnerparken_workflow.json"


@pytest.fixture
def form(fixture_bytes):
    return json.loads(fixture_bytes(FORM))


@pytest.fixture
def workflow(fixture_bytes):
    return json.loads(fixture_bytes(WORKFLOW))


def read(value, name="a.json"):
    return read_here(json.dumps(value).encode(), name)


def test_a_form_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FORM)
    assert (summary.format_id, summary.variant, summary.certainty) == ("formcycle", "form", Certainty.CERTAIN)
    assert "15" in str(summary.reason)
    assert "8.5.2" in str(summary.reason)
    assert (summary.title, summary.platform_min_version) == ("Bewohnerparkausweis beantragen", "8.5.2")


def test_the_tree_follows_parent_ids_and_lists_of_names(summary_of):
    header, person, vehicle, footer = summary_of(FORM).form.elements
    assert (header.kind, person.kind, vehicle.kind, footer.kind) == ("group", "page", "page", "group")
    login, fields = person.children
    assert (login.kind, login.name) == ("action", "Mit BundID anmelden")
    assert [field.name for field in fields.children] == ["Name", "Geburtsdatum", "E-Mail"]
    assert [field.key for field in vehicle.children] == ["selZone", "upSchein", "cbErklaerung", "blSenden", "oiGebuehr"]


def test_fields_are_read_with_type_limits_choices_and_conditions(summary_of):
    fields = {element.key: element for element in summary_of(FORM).form.walk()}
    assert [fields[key].type for key in ("tfName", "tfGeburt", "tfMail", "selZone", "upSchein", "cbErklaerung")] == [
        "text",
        "date",
        "email",
        "choice",
        "file",
        "bool",
    ]
    assert fields["tfName"].limits == {"max_length": "80"}
    assert [choice.label for choice in fields["selZone"].choices] == ["Zone A", "Zone B"]
    assert fields["upSchein"].condition == "hiddenif: selZone"
    assert fields["spTitel"].name == "Bewohnerparken"


def test_counts_leave_the_defaults_of_widgets_out(summary_of):
    assert summary_of(FORM).counts == {
        "items": 15,
        "pages": 2,
        "groups": 3,
        "fields": 7,
        "required_fields": 5,
        "uploads": 1,
    }


def test_facts(summary_of):
    facts = summary_of(FORM).facts
    assert (facts["auth_methods"], facts["trust_level"], facts["payment"]) == (["bundid"], "substanziell", "epaybl")
    assert facts["languages"] == ["de", "en"]
    assert {(one["type"], one["key"]) for one in facts["dependencies"]} == {
        ("plugin", "XBsLogin"),
        ("plugin", "XOrderItem"),
        ("datasource", "Parkzonen"),
    }


@pytest.mark.parametrize(
    ("level", "expected"),
    [("m|0", None), ("m|1", "basis"), ("e|3", "substanziell"), ("e|4", "hoch"), ("", None), (7, None)],
)
def test_levels_of_trust(form, level, expected):
    form["items"][3]["properties"]["bs_trust_level"] = level
    assert read(form).facts.get("trust_level") == expected


def test_an_unknown_login_is_a_warning(form):
    form["items"][3]["properties"]["bs_auth_ref"] = "BAYERN_ID::x"
    summary = read(form)
    assert "auth_methods" not in summary.facts
    assert "BAYERN_ID" in str(summary.warnings[0])


def test_a_form_without_version_is_likely_one(form):
    del form["version"]
    assert read(form).certainty == Certainty.LIKELY


def test_parents_in_a_circle_and_lost_parents_end(form):
    form["items"][4]["properties"]["parentid"] = "xi-tf-1"
    form["items"][5]["properties"]["parentid"] = "xi-fs-1"
    form["items"][6]["properties"]["parentid"] = "gibt-es-nicht"
    summary = read(form)
    assert len(list(summary.form.walk())) == 15
    assert [warning.id for warning in summary.warnings] == ["formcycle.loose"]


def test_a_workflow_is_recognised_and_read(summary_of):
    summary = summary_of(WORKFLOW)
    assert (summary.format_id, summary.variant, summary.certainty) == ("formcycle", "workflow", Certainty.CERTAIN)
    assert summary.counts == {"tasks": 2, "steps": 5, "states": 2, "emails": 1, "requests": 1}
    assert summary.flow.states == ("Eingegangen", "In Prüfung")
    assert summary.platform_min_version == "8.5.2"


def test_nodes_take_their_names_from_the_parameters(summary_of):
    first, second = summary_of(WORKFLOW).flow.flows
    assert [(node.name, node.kind) for node in first.nodes] == [
        ("Absenden gedrückt", "start"),
        ("Fachverfahren benachrichtigen", "task"),
        ("FC_FOR_EACH_LOOP", "loop"),
        ("Bestätigung senden", "task"),
        ("Status setzen", "event"),
        ("Abschlussseite", "task"),
    ]
    assert first.nodes[3].parent == first.nodes[2].id
    assert first.nodes[3].disabled
    assert [(edge.source, edge.target) for edge in first.edges] == [
        ("t1", "n2"),
        ("n2", "n6"),
        ("n6", "n4"),
        ("n4", "n5"),
    ]
    assert second.disabled


def test_interfaces_and_templates_of_a_workflow(summary_of):
    facts = summary_of(WORKFLOW).facts
    assert facts["interfaces"] == [{"system": "Fachverfahren benachrichtigen", "kind": "api"}]
    assert facts["dependencies"] == [{"type": "template", "key": "Danke-Seite"}]


def test_the_leak_spots_of_a_workflow_are_found_and_never_shown(summary_of):
    findings = summary_of(WORKFLOW).findings
    assert [(found.category, found.kind) for found in findings] == [
        ("header", "secret"),
        ("email", "personal"),
        ("endpoint", "internal"),
    ]
    assert str(findings[0].place) == "Stelle params.1.element.headerParameters.0.value"
    assert "9f8e7d6c5b4a" not in json.dumps([found.to_json() for found in findings])


@pytest.mark.parametrize("key", ["xrecaptcha_secret_key", "xmap_http_settings_basic_auth_pass"])
def test_secrets_in_widgets_are_found(form, key):
    form["items"][0]["properties"][key] = "a8Kd02mvXq"
    assert [found.category for found in read(form).findings] == ["password"]


def test_the_login_of_a_map_is_found(form):
    form["items"][0]["properties"]["xmap_http_settings_basic_auth_user"] = "geodienst"
    assert [found.category for found in read(form).findings] == ["login"]


def test_secrets_in_the_script_are_found(form):
    form["script"] = "var apiKey = 'Zx81Qm02';"
    assert [found.category for found in read(form).findings] == ["password"]


def test_form_and_workflow_in_one_archive(fixture_bytes):
    content = archive_of(
        {
            "export/formular.json": fixture_bytes(FORM),
            "export/ablauf.json": fixture_bytes(WORKFLOW),
            "lies mich.txt": b"x",
        }
    )
    summary = read_here(content, "paket.zip")
    assert (summary.format_id, summary.variant, summary.title) == (
        "formcycle",
        "package",
        "Bewohnerparkausweis beantragen",
    )
    assert (len(summary.flow.flows), summary.counts["fields"], summary.counts["steps"]) == (2, 7, 5)
    assert (summary.facts["kind"], summary.facts["title"]) == ("form", "Bewohnerparkausweis beantragen")
    assert "header" in {found.category for found in summary.findings}


def test_an_archive_of_a_workflow_alone(fixture_bytes):
    summary = read_here(archive_of({"w.json": fixture_bytes(WORKFLOW)}), "w.zip")
    assert (summary.form, len(summary.flow.flows), summary.warnings) == (None, 2, ())


def test_an_archive_of_two_forms_says_so(fixture_bytes):
    summary = read_here(archive_of({"a.json": fixture_bytes(FORM), "b.json": fixture_bytes(FORM)}), "w.zip")
    assert summary.warnings[-1].id == "formcycle.several"


@pytest.mark.parametrize("name", [FORM, WORKFLOW])
def test_exports_that_break_off_are_refused_with_the_place(fixture_bytes, name):
    content = fixture_bytes(name)[:-200]
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, name)
    assert "FORMCYCLE-JSON" in str(refusal.value.message)
    line = content.count(b"\n") + 1
    assert f"Zeile {line}" in str(refusal.value.message)


def test_a_broken_export_names_its_line(fixture_bytes):
    lines = fixture_bytes(FORM).splitlines()
    lines[9] = b'  {"className": "XSpan" "properties": {}},'
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b"\n".join(lines), FORM)
    assert "Zeile 10" in str(refusal.value.message)


@pytest.mark.parametrize(
    "value",
    [
        [],
        {},
        {"items": []},
        {"items": [{"className": "Text", "properties": {}}]},
        {"items": ["XTextField"]},
        {"process": {"tasks": []}},
        {"process": {"tasks": [{"name": "x"}]}},
        {"items": 7, "process": None},
        "XTextField",
    ],
)
def test_other_json_is_not_formcycle(value):
    assert read(value).format_id == "opaque"


def test_lists_of_names_may_stand_beside_the_properties(form, summary_of):
    page = form["items"][8]
    page["elements"] = page["properties"].pop("elements")
    assert read(form).form == summary_of(FORM).form


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        ("8.5.2", "8.5.2"),
        ("larissa-8.5.2", "8.5.2"),
        ({"majorVersion": 6, "minorVersion": 2, "patchVersion": 1}, "6.2.1"),
    ],
)
def test_versions_of_a_form(form, version, shown):
    form["version"] = version
    assert (read(form).certainty, read(form).platform_min_version) == (Certainty.CERTAIN, shown)


def test_a_widget_without_properties_is_an_element(form):
    form["items"].append({"className": "XLine", "properties": {}})
    assert read(form).counts["items"] == 16


def test_a_workflow_without_tasks_is_one(workflow):
    workflow["process"]["tasks"] = []
    workflow["params"] = []
    summary = read(workflow)
    assert (summary.format_id, summary.variant, summary.counts["tasks"]) == ("formcycle", "workflow", 0)


@pytest.mark.parametrize(("missing", "steps"), [("trigger", 5), ("node", 0)])
def test_tasks_that_lack_a_part(workflow, missing, steps):
    for task in workflow["process"]["tasks"]:
        del task[missing]
    assert (read(workflow).counts["tasks"], read(workflow).counts["steps"]) == (2, steps)


@pytest.mark.parametrize(("name", "size"), [(FORM, 300), (WORKFLOW, 120)])
def test_exports_that_break_off_near_the_start_are_refused(fixture_bytes, name, size):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(name)[:size], name)
    assert "FORMCYCLE-JSON" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('"lang": "de"', '"lang": "de", "lang": "en"', "duplicate_key"),
        ('"pagemax": 2', '"pagemax": NaN', "bad_number"),
        ('"pagemax": 2', '"pagemax": 92233720368547758080', "bad_number"),
        ('"metadata": {}', '"metadata": ' + "[" * 70 + "]" * 70, "too_deep"),
        ('"metadata": {}', '"metadata": ' + "[" * 99_000, "too_deep"),
    ],
)
def test_what_json_allows_and_we_do_not_is_refused_with_its_line(fixture_bytes, before, after, reason):
    content = fixture_bytes(FORM).decode().replace(before, after)
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content.encode(), FORM)
    assert refusal.value.message.id == f"formats.json.{reason}"
    assert "Zeile 3 " in str(refusal.value.message)


def test_a_wrong_encoding_is_refused_with_its_line(fixture_bytes):
    content = fixture_bytes(FORM)
    line = content[: content.index("ü".encode())].count(b"\n") + 1
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content.decode().encode("windows-1252"), FORM)
    assert f"Zeile {line} " in str(refusal.value.message)


@pytest.mark.parametrize("options", [{"a": "Zone A", "b": "Zone B"}, "Zone A\n\nZone B\n"])
def test_options_may_be_an_object_or_lines_of_text(options, fixture_bytes):
    form = fixture_bytes(FORM).decode()
    given = json.loads(form)
    changed = [item for item in walk_objects(given) if isinstance(item.get("options"), list) and item["options"]]
    assert changed
    for item in changed:
        item["options"] = options
    fields = {element.key: element for element in read(given).form.walk()}
    assert [choice.label for choice in fields["selZone"].choices] == ["Zone A", "Zone B"]


def walk_objects(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk_objects(part)
