import pytest

from registry.formats.child import read_here
from registry.formats.reading import Certainty, UnreadableFile, resolve_dependencies

PROCESS, SETTINGS, OTHER = "hundesteuer_anmeldung.xml", "hundesteuer_einstellungen.xml", "sondernutzung.xml"


def flow_named(summary, name):
    return next(flow for flow in summary.flow.flows if flow.name == name)


def node_named(flow, name):
    return next(node for node in flow.nodes if node.name == name)


def test_a_process_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(PROCESS)
    assert (summary.format_id, summary.variant, summary.certainty) == ("civento", "process", Certainty.CERTAIN)
    assert "Vorgangsdefinition" in str(summary.reason)
    assert (summary.title, summary.identifiers.source_key) == ("Hund zur Hundesteuer anmelden", "HundAnmeldung")
    assert (summary.tool, summary.tool_version, summary.platform, summary.solution_kind) == (
        "civento",
        "2.5",
        "civento",
        "process",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"ns2", b"ns3"), (b"ns2", b"x"), (b'xmlns:ns2=""', b'xmlns:ns2="http://example.org/b"'), (b'""', b"''")],
)
def test_prefix_and_address_of_the_namespace_do_not_matter(fixture_bytes, summary_of, before, after):
    changed = read_here(fixture_bytes(PROCESS).replace(before, after), PROCESS)
    assert changed.counts == summary_of(PROCESS).counts


def test_lines_in_messages_stay_those_of_the_file(fixture_bytes):
    content = fixture_bytes(PROCESS).replace(b"</Metadatenliste>", b"", 1)
    line = content[: content.index(b"</Objekt>", content.index(b"Metadatenliste"))].count(b"\n") + 1
    with pytest.raises(UnreadableFile) as refusal:
        read_here(content, PROCESS)
    assert f"Zeile {line}" in str(refusal.value.message)
    assert "civento-XML" in str(refusal.value.message)


def test_fields_are_read_with_their_settings(summary_of):
    fields = {element.id: element for element in summary_of(PROCESS).form.walk()}
    name, breed, mark = fields["Hund.Rufname"], fields["Hund.Rasse"], fields["Halter.WeitereHunde.Objekt.Steuermarke"]
    assert (name.name, name.type, name.required, name.limits) == ("Rufname", "text", True, {"max_length": "40"})
    assert name.help == "Der Name, auf den der Hund hört."
    assert next((choice.code, choice.label) for choice in breed.choices) == ("1", "Mischling")
    assert mark.limits == {"min_value": "1", "max_value": "99999"}
    assert fields["Halter.WeitereHunde"].occurs == "0:*"
    assert fields["Hund.ListenhundErlaubnis"].limits == {"media_types": "pdf;jpg", "max_size": "10"}
    assert fields["Halter.Vorgangsnummer"].hidden
    assert [fields[key].type for key in ("Halter.Person", "Halter.Anschrift", "Hund.Wurfdatum")] == [
        "person",
        "address",
        "date",
    ]


def test_markup_and_styles_in_labels_are_gone(summary_of):
    fields = {element.id: element for element in summary_of(PROCESS).form.walk()}
    assert fields["Halter.Datenschutz"].name == "Datenschutz Ich habe die Hinweise gelesen"


def test_workflows_keep_order_branches_and_disabled_steps(summary_of):
    entry = summary_of(PROCESS).flow.flows[0]
    names = [node.name for node in entry.nodes if node.parent is None]
    assert names[1:4] == ["Antragstellerdaten anfordern", "Willkommen", "Angaben zum Hund"]
    assert names[-1] == "Fertig"
    warning = node_named(entry, "Erlaubnis nötig")
    assert warning.disabled
    branch = next(edge for edge in entry.edges if edge.name == "Listenhund")
    assert branch.condition.startswith('V.Z.Hund.Rasse = "9"')
    assert warning.parent == branch.target
    assert not any(node.id == "55" for node in entry.nodes)


def test_what_starts_a_workflow_is_told(summary_of):
    flows = summary_of(PROCESS).flow.flows
    assert [flow.trigger for flow in flows] == ["", "Eingegangen", "", "Ereignis"]
    assert (
        flow_named(summary_of(PROCESS), "Bescheid noch einmal senden").documentation
        == "Sendet den Steuerbescheid erneut"
    )
    assert summary_of(PROCESS).flow.states == ("Eingegangen", "Abgeschlossen")


def test_a_step_of_an_unknown_type_is_a_step(summary_of):
    step = summary_of(OTHER).flow.flows[0].nodes[-1]
    assert (step.type, step.kind) == ("NeueSchrittartSenden", "task")


def test_counts(summary_of):
    expected = {
        "fields": 9,
        "groups": 4,
        "workflows": 4,
        "ad_hoc_workflows": 1,
        "steps": 10,
        "decisions": 1,
        "branches": 2,
        "loops": 1,
        "pages": 4,
        "disabled_steps": 1,
    }
    assert summary_of(PROCESS).counts == expected


def test_dependencies_are_read_from_elements_and_expressions(summary_of):
    found = {(needed.type, needed.key): needed.detail for needed in summary_of(PROCESS).dependencies}
    assert found == {
        ("artifact", "HundMarke"): "",
        ("artifact", "HundListenhund"): "",
        ("config_object", "HundKonfig"): "LinkListenhund, NaechsteNummer",
        ("template", "HundesteuerAnmeldung"): "",
    }
    assert "HundKonfig" in str(summary_of(PROCESS).warnings[-1])


def test_a_process_does_not_depend_on_itself(fixture_bytes):
    summary = read_here(fixture_bytes(PROCESS).replace(b'"HundListenhund"', b'"HundAnmeldung"'), PROCESS)
    assert "HundAnmeldung" not in [needed.key for needed in summary.dependencies]


def test_the_settings_object_resolves_its_dependency(summary_of):
    process, settings = resolve_dependencies([summary_of(PROCESS), summary_of(SETTINGS)])
    assert (settings.variant, settings.solution_kind, settings.flow) == ("settings", None, None)
    assert {needed.key for needed in process.dependencies if needed.resolved} == {"HundKonfig"}
    assert "HundKonfig" not in str(process.warnings[-1])
    assert process.facts["dependencies"][-2]["resolved"] is True
    (alone,) = resolve_dependencies([process])
    assert "HundKonfig" in str(alone.warnings[-1])


def test_a_password_field_is_seen_as_one(summary_of):
    fields = {element.id: element for element in summary_of(SETTINGS).form.walk()}
    assert fields["HundKonfig.KasseKennwort"].type == "password"


def test_facts_hold_only_what_the_file_says(summary_of):
    process, other = summary_of(PROCESS).facts, summary_of(OTHER).facts
    assert (process["auth_methods"], process["trust_level"]) == (["none", "servicekonto_he"], "hoch")
    assert (process["payment"], other["payment"], other["auth_methods"]) == ("other", "none", ["bundid"])
    assert not {"license", "leika_keys", "legal_bases"} & set(process)


def test_literals_for_secret_variables_are_found(summary_of):
    findings = {finding.category: finding for finding in summary_of(OTHER).findings}
    assert findings["password"].kind == "secret"
    assert "Sommer" not in findings["password"].excerpt
    assert findings["email"].excerpt == "s…@example-stadt.de"


def test_addresses_of_the_installation_are_found(summary_of):
    assert [(found.category, found.kind) for found in summary_of(SETTINGS).findings] == [("installation", "internal")]


def test_an_export_without_content_is_refused():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b'<Bibliothek Schluessel="A" Rubrik="Vorgangsdefinition"/>', "a.xml")
    assert refusal.value.message.id == "civento.no_content"


def test_another_library_of_the_tool_is_likely_civento():
    content = b'<Bibliothek Schluessel="A" Rubrik="Textbaustein"><Metadatendefinition/></Bibliothek>'
    assert read_here(content, "a.xml").certainty == Certainty.LIKELY


@pytest.mark.parametrize(
    "content", [b"<Bibliothek/>", b'<Bibliothek Schluessel="A"/>', b'<Library Schluessel="A" Rubrik="B"/>']
)
def test_other_libraries_are_not_civento(content):
    assert read_here(content, "a.xml").format_id == "opaque"


def test_a_start_that_breaks_off_in_the_root_element_claims_civento(fixture_bytes):
    with pytest.raises(UnreadableFile) as refusal:
        read_here(fixture_bytes(PROCESS)[:150], "a.xml")
    assert "civento-XML" in str(refusal.value.message)


@pytest.mark.parametrize(
    "before", [b"<!-- Export der Bibliothek > civento -->", b'<?xml-stylesheet href="Bibliothek.xsl"?>']
)
def test_what_stands_before_the_root_element_does_not_matter(fixture_bytes, summary_of, before):
    content = fixture_bytes(PROCESS).replace(b"?>\n", b"?>\n" + before + b"\n", 1)
    assert read_here(content, "a.xml").counts == summary_of(PROCESS).counts


def test_an_empty_namespace_may_stand_anywhere(fixture_bytes, summary_of):
    content = fixture_bytes(PROCESS).replace(b"<Vorgang>", b"<Vorgang xmlns:ns3='' xmlns=\"\">")
    content = content.replace(b'Schluessel="HundAnmeldung"', b'Schluessel="Hund>Anmeldung"')
    assert read_here(content, "a.xml").counts == summary_of(PROCESS).counts


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8", "iso-8859-1", "windows-1252"])
def test_encodings(fixture_bytes, summary_of, encoding):
    declared = "UTF-16" if "16" in encoding else encoding
    text = fixture_bytes(PROCESS).decode().replace("UTF-8", declared, 1)
    content = (("\ufeff" if "16" in encoding else "") + text).encode(encoding)
    assert read_here(content, "a.xml").form == summary_of(PROCESS).form


def test_a_branch_without_a_number_keeps_its_steps(fixture_bytes, summary_of):
    content = fixture_bytes(PROCESS).replace(b'<Entscheidungszweig Id="100106">', b"<Entscheidungszweig>")
    summary = read_here(content, PROCESS)
    assert summary.counts == summary_of(PROCESS).counts
    entry = summary.flow.flows[0]
    branch = next(edge for edge in entry.edges if edge.name == "Listenhund")
    assert node_named(entry, "Erlaubnis nötig").parent == branch.target


def test_a_field_without_a_way_of_showing_keeps_its_title(fixture_bytes):
    content = fixture_bytes(PROCESS).replace(
        b'<Darstellung>Pflichtfeld</Darstellung>\n                        <Titel Standard="Rasse"/>',
        b'<Titel Standard="Hunderasse"/>',
    )
    fields = {element.id: element for element in read_here(content, PROCESS).form.walk()}
    assert (fields["Hund.Rasse"].name, fields["Hund.Rasse"].required) == ("Hunderasse", False)


def test_workflows_have_german_names(summary_of):
    names = [flow.name for flow in summary_of(PROCESS).flow.flows]
    assert names == ["Erfassungsworkflow", "Vorgangsworkflow", "Abschlussworkflow", "Bescheid noch einmal senden"]


def test_a_start_without_prefix_that_breaks_off_claims_civento():
    with pytest.raises(UnreadableFile) as refusal:
        read_here(b'<?xml version="1.0"?>\n<Bibliothek Schluessel="Hund" Rubrik="Vorgangsdefin', "a.xml")
    assert "civento-XML" in str(refusal.value.message)
    assert "Zeile 2" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("element", "name"),
    [
        ("BefehlAusfuehren", "Befehl ausführen"),
        ("EreignisAusloesen", "Ereignis auslösen"),
        ("AlleWeiterenWorkflowsBeenden", "Alle weiteren Workflows beenden"),
        ("SequenzielleListe", "Sequenzielle Liste"),
        ("Entscheidungselement", "Entscheidung"),
        ("NeueSchrittart", "Neue schrittart"),
    ],
)
def test_steps_without_a_name_read_as_german(element, name):
    content = (
        '<Bibliothek Schluessel="A" Rubrik="Vorgangsdefinition"><Vorgang><Erfassungsworkflow Id="1">'
        f'<Startelement Id="2"><{element} Id="3"/></Startelement></Erfassungsworkflow></Vorgang></Bibliothek>'
    )
    assert read_here(content.encode(), "a.xml").flow.flows[0].nodes[1].name == name


def test_languages_of_titles(fixture_bytes):
    content = fixture_bytes(PROCESS).replace(
        b'<Titel Standard="Rasse"/>', b'<Titel Standard="Rasse" en_US="Breed" fr="Race"/>'
    )
    assert read_here(content, PROCESS).facts["languages"] == ["de", "en", "fr"]


def test_the_steps_of_a_parallel_list_do_not_follow_each_other():
    steps = '<MeldungAnzeigen Id="{0}1"/><MeldungAnzeigen Id="{0}2"/>'
    content = (
        '<Bibliothek Schluessel="K" Rubrik="Vorgangsdefinition" Version="2.5"><Vorgang><Erfassungsworkflow Id="w">'
        f'<Startelement Id="s"><ParalleleListe Id="p">{steps.format("p")}</ParalleleListe>'
        f'<SequenzielleListe Id="q">{steps.format("q")}</SequenzielleListe></Startelement>'
        "</Erfassungsworkflow></Vorgang></Bibliothek>"
    )
    (flow,) = read_here(content.encode(), "x.xml").flow.flows
    assert {node.id: node.marks for node in flow.nodes if node.marks} == {"p": ("parallel",)}
    assert [(edge.source, edge.target) for edge in flow.edges] == [("q1", "q2"), ("s", "p"), ("p", "q")]


def test_names_of_workflows_and_of_what_they_call_are_found(summary_of):
    texts = summary_of(PROCESS).texts
    assert {"Bescheid noch einmal senden", "Steuermarke bestellen"} <= set(texts)
