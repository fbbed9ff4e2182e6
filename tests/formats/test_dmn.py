import pytest

from registry.formats import decisions
from registry.formats.child import read_here
from registry.formats.decisions import Clause, DecisionRule, Requirement
from registry.formats.reading import Certainty, UnreadableFile

FILE = "sondernutzungsgebuehr.dmn"
NEEDS = '<informationRequirement><requiredInput href="%s"/></informationRequirement>'
MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def document(inner: str, *, namespace: str = MODEL, root: str = "definitions", **attributes: str) -> bytes:
    text = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    return f'<{root} xmlns="{namespace}" {text}>{inner}</{root}>'.encode()


def table(rules: int, columns: str = '<input label="A"/><output name="B"/>') -> str:
    rule = "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"
    return f'<decision id="d" name="D"><decisionTable>{columns}{rule * rules}</decisionTable></decision>'


def test_a_model_is_recognised_and_the_reason_says_why(summary_of):
    summary = summary_of(FILE)
    assert (summary.format_id, summary.certainty, summary.solution_kind) == ("dmn", Certainty.CERTAIN, "process")
    assert str(summary.reason).endswith("gehört zum Namensraum von DMN 1.3.")
    assert (summary.title, summary.tool, summary.tool_version) == (
        "Gebühr für eine Sondernutzung",
        "Beispiel-Modeler",
        "5.20",
    )
    assert (summary.platform, summary.platform_min_version) == ("camunda", "7.21.0")
    assert summary.identifiers.leika_keys == ("99108002002000",)


def test_counts(summary_of):
    assert summary_of(FILE).counts == {
        "decisions": 2,
        "knowledge_models": 1,
        "input_data": 2,
        "knowledge_sources": 1,
        "tables": 1,
        "inputs": 2,
        "outputs": 1,
        "rules": 3,
        "expressions": 6,
    }


def test_a_table_keeps_columns_rules_remarks_and_policy(summary_of):
    rate = summary_of(FILE).decisions.decisions[1]
    (piece,) = rate.pieces
    assert (rate.question, rate.answers, rate.type) == ("Wie hoch ist der Satz je Tag?", "Betrag in Euro", "number")
    assert (piece.table.hit_policy, piece.table.rules_total, piece.table.notes) == ("FIRST", 3, ("Fundstelle", ""))
    assert piece.table.inputs[0] == Clause(
        name="Zone", expression="zone", type="string", values='"Innenstadt", "übriges Gebiet"'
    )
    assert piece.table.outputs == (Clause(name="Satz in Euro", expression="satz", type="number", default="1.5"),)
    assert piece.table.rules[:2] == (
        DecisionRule(inputs=('"Innenstadt"', "<= 7"), outputs=("4.00",), notes=("Nummer 3 a", "")),
        DecisionRule(inputs=('"Innenstadt"', "-"), outputs=("3.00",), notes=("", "Dauernutzung")),
    )


def test_expressions_are_text_with_what_they_are_the_value_of(summary_of):
    knowledge, _, fee = summary_of(FILE).decisions.decisions
    assert (knowledge.is_knowledge, knowledge.parameters, [piece.text for piece in knowledge.pieces]) == (
        True,
        ("betrag",),
        ["ceiling(betrag)"],
    )
    assert [(piece.label, piece.text) for piece in fee.pieces] == [
        ("Summe", "satz * tage"),
        ("if", "Summe < 10"),
        ("then", "10"),
        ("else", "Auf volle Euro(betrag)"),
        ("else › Auf volle Euro › betrag", "Summe"),
    ]


def test_requirements_are_named(summary_of):
    model = summary_of(FILE).decisions
    assert model.decisions[1].requires == (
        Requirement(kind="input", name="Zone"),
        Requirement(kind="authority", name="Sondernutzungssatzung"),
    )
    assert [needed.name for needed in model.decisions[2].requires] == [
        "Gebührensatz",
        "Dauer in Tagen",
        "Auf volle Euro",
    ]
    assert [(named.name, named.detail) for named in model.types] == [("Zone", '"Innenstadt", "übriges Gebiet"')]


@pytest.mark.parametrize(
    ("namespace", "version"),
    [
        ("http://www.omg.org/spec/DMN/20130901", "1.0"),
        ("http://www.omg.org/spec/DMN/20151101/dmn.xsd", "1.1"),
        ("http://www.omg.org/spec/DMN/20180521/MODEL/", "1.2"),
        ("https://www.omg.org/spec/DMN/20191111/MODEL/", "1.3"),
        ("https://www.omg.org/spec/DMN/20211108/MODEL/", "1.4"),
        ("https://www.omg.org/spec/DMN/20230324/MODEL/", "1.5"),
        ("https://www.omg.org/spec/DMN/20991231/MODEL/", "20991231"),
    ],
)
def test_every_edition_is_read(namespace, version):
    summary = read_here(document(table(2), namespace=namespace), "x.xml")
    assert (summary.format_id, summary.reason.params["version"], summary.counts["rules"]) == ("dmn", version, 2)


def test_the_draft_of_2013_with_entries_in_the_columns():
    inner = (
        '<Decision id="d" name="Rabatt"><DecisionTable hitPolicy="UNIQUE">'
        '<clause name="Status"><inputExpression><text>status</text></inputExpression>'
        '<inputEntry id="i1"><text>"gold"</text></inputEntry>'
        '<inputEntry id="i2"><text>"neu"</text></inputEntry></clause>'
        '<clause name="Rabatt"><outputEntry id="o1"><text>10</text></outputEntry></clause>'
        "<rule><condition>i1</condition><condition>i2</condition><conclusion>o1</conclusion></rule>"
        "<rule><conclusion>o1</conclusion></rule></DecisionTable></Decision>"
    )
    content = document(inner, namespace="http://www.omg.org/spec/DMN/20130901", root="Definitions")
    summary = read_here(content, "x")
    (piece,) = summary.decisions.decisions[0].pieces
    assert (summary.title, summary.counts["inputs"], summary.counts["outputs"]) == ("Rabatt", 1, 1)
    assert piece.table.rules == (
        DecisionRule(inputs=('"gold", "neu"',), outputs=("10",)),
        DecisionRule(inputs=("",), outputs=("10",)),
    )


@pytest.mark.parametrize(("name", "title"), [("Gebühren", "Gebühren"), ("DRD", "D"), ("", "D"), ("definitions", "D")])
def test_the_name_a_tool_gives_by_itself_is_no_title(name, title):
    assert read_here(document(table(1), name=name), "x").title == title


def test_a_relation_and_a_loop_are_text():
    inner = (
        '<decision name="D"><relation><column name="Ort"/><column name="Preis"/><row><literalExpression><text>Bad'
        "</text></literalExpression><literalExpression><text>3</text></literalExpression></row></relation></decision>"
        '<decision name="E"><for iteratorVariable="x">'
        "<in><literalExpression><text>Liste</text></literalExpression></in>"
        "<return><literalExpression><text>x + 1</text></literalExpression></return></for></decision>"
    )
    relation, loop = read_here(document(inner), "x").decisions.decisions
    assert [piece.text for piece in relation.pieces] == ["Ort: Bad; Preis: 3"]
    assert [(piece.label, piece.text) for piece in loop.pieces] == [("", "for x"), ("in", "Liste"), ("return", "x + 1")]


@pytest.mark.parametrize(
    ("content", "warning"),
    [
        (document(""), "dmn.no_decision"),
        (
            document(
                '<decision><informationRequirement><requiredInput href="#x"/></informationRequirement></decision>'
            ),
            "dmn.lost",
        ),
        (document(table(1, columns='<input label="A"/><output/><output/>')), "dmn.uneven"),
    ],
)
def test_what_is_incomplete_is_read_with_a_warning(content, warning):
    assert [found.id for found in read_here(content, "x").warnings] == [warning]


def test_what_lies_in_another_model_is_not_lost():
    needs = (
        '<decision><informationRequirement><requiredInput href="andere.dmn#_a"/></informationRequirement></decision>'
    )
    assert read_here(document(needs), "x").warnings == ()


def test_large_tables_are_cut_but_counted_whole():
    summary = read_here(document(table(6_000)), "x.dmn")
    (piece,) = summary.decisions.decisions[0].pieces
    assert (summary.counts["rules"], piece.table.rules_total) == (6_000, 6_000)
    assert len(piece.table.rules) == decisions.MAX_RULES
    assert summary.warnings[-1].id == "formats.truncated"


def test_many_tables_share_one_limit():
    summary = read_here(document(table(200) * 20), "x.dmn")
    cells = sum(
        len(rule.inputs) + len(rule.outputs)
        for decision in summary.decisions.decisions
        for piece in decision.pieces
        for rule in piece.table.rules
    )
    assert summary.counts["rules"] == 4_000
    assert cells <= decisions.MAX_CELLS


def test_a_table_of_very_many_columns_is_cut_quickly():
    columns = '<input label="A"/>' * 20_000 + '<output name="B"/>' * 20_000
    summary = read_here(document(table(3, columns=columns)), "x.dmn")
    (piece,) = summary.decisions.decisions[0].pieces
    assert (summary.counts["inputs"], summary.counts["outputs"]) == (20_000, 20_000)
    assert (len(piece.table.inputs), len(piece.table.outputs)) == (decisions.MAX_COLUMNS, decisions.MAX_COLUMNS)
    assert summary.warnings[-1].id == "formats.truncated"


def test_deep_nesting_is_cut():
    inner = "<list>" * 100 + "<literalExpression><text>x</text></literalExpression>" + "</list>" * 100
    summary = read_here(document(f'<decision name="D">{inner}</decision>'), "x")
    assert [found.id for found in summary.warnings] == ["formats.truncated"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"kein XML", "formats.xml.empty"),
        (b"<package xmlns='urn:xpdl'/>", "dmn.wrong_root"),
        (document("<decision>"), "formats.xml.tag_mismatch"),
        (document("")[:-5], "formats.xml.cut_off"),
    ],
)
def test_what_is_called_dmn_and_is_none_is_refused(content, reason):
    for name in ("x.dmn", "x.dmn11.xml"):
        with pytest.raises(UnreadableFile) as refusal:
            read_here(content, name)
        assert refusal.value.message.id == reason
        assert f"„{name}“ ist kein lesbares DMN" in str(refusal.value.message)


def test_broken_dmn_under_another_name_is_refused_too():
    with pytest.raises(UnreadableFile):
        read_here(document("<decision>"), "modell.xml")
