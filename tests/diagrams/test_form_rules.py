"""Rules in words, and what hangs on them."""

from registry.diagrams.form_rules import targets, worded
from tests.diagrams.building import a_field, a_rule

NAMED = {
    "F06000000001": a_field("Zählerart", id="F06000000001", key="Art des Zählers"),
    "F06000000002": a_field("Nummer", id="F06000000002"),
    "F00000463": a_field("Beschäftigung", id="F00000463"),
}


def test_a_name_that_follows_stays_alone() -> None:
    said = worded("WENN F06000000001 'Art des Zählers' = 2, DANN aktiviere F06000000002 Nummer.", NAMED)
    assert said == "WENN 'Art des Zählers' = 2, DANN aktiviere Nummer."


def test_an_identifier_alone_becomes_the_name() -> None:
    assert worded("Wenn im Datenfeld F00000463 der Wert 009 steht", NAMED) == (
        "Wenn im Datenfeld „Beschäftigung“ der Wert 009 steht"
    )


def test_versions_go_and_unknown_identifiers_stay() -> None:
    assert worded("F06000000002V1.0.0, F99999999999 und F06000000002", NAMED) == "„Nummer“, F99999999999 und „Nummer“"


def test_what_a_rule_acts_on() -> None:
    rule = a_rule("Wenn F06000000001 = 2, dann zeige F06000000002 und G06000000001 an.")
    assert targets(rule) == {"F06000000002", "G06000000001"}


def test_a_rule_without_consequence_acts_on_nothing() -> None:
    assert targets(a_rule("F06000000001 muss größer sein als F06000000002.")) == frozenset()


def test_what_only_decides_hangs_on_nothing() -> None:
    rule = a_rule("Wenn F06000000001 = 1, dann zeige F06000000002, wenn F06000000001 = 2, blende F06000000002 aus.")
    assert targets(rule) == {"F06000000002"}


def test_the_consequence_may_come_first() -> None:
    assert targets(a_rule("Zeige F06000000002, wenn F06000000001 = 1.")) == {"F06000000002"}
