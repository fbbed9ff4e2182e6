"""How pages show the decisions of a DMN file."""

from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from sqlalchemy.orm import Session

from registry.formats.child import read_here
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import make_town

FILE = Path(__file__).parent.parent / "formats" / "fixtures" / "sondernutzungsgebuehr.dmn"


@pytest.fixture
def page(app: Flask, client: PageClient, db_session: Session, store: MemoryStore):
    def load(content: bytes, language: str = "") -> html.HtmlElement:
        edition = Edition(files=(("gebuehr.dmn", content),))
        slug = make_solution(make_town(app), edition, store=store).slug
        return html.fromstring(client.get(f"{language}/solutions/{slug}").text)

    return load


def rows(table: html.HtmlElement) -> list[list[str]]:
    return [[cell.text_content().strip() for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]


def test_a_table_stands_on_the_page_with_columns_rules_and_policy_in_words(page):
    shown = page(FILE.read_bytes())
    (table,) = shown.xpath("//table[starts-with(normalize-space(caption), 'Entscheidungstabelle')]")
    assert table.xpath("string(caption)").strip() == "Entscheidungstabelle „Gebührensatz“"
    assert rows(table) == [
        ["Nr.", "Wenn: Zone", "Wenn: Dauer in Tagen", "Dann: Satz in Euro", "Fundstelle", "Bemerkung"],
        ["Erlaubt", '"Innenstadt", "übriges Gebiet"', "", "", "", ""],
        ["1", '"Innenstadt"', "<= 7", "4.00", "Nummer 3 a", ""],
        ["2", '"Innenstadt"', "-", "3.00", "", "Dauernutzung"],
        ["3", "", "", "2.00", "", ""],
        ["Sonst", "", "", "1.5", "", ""],
    ]
    text = " ".join(shown.text_content().split())
    assert "Die erste Regel, die zutrifft, gilt." in text
    assert "Wiederverwendbare Logik „Auf volle Euro“" in text
    for expression in ("ceiling(betrag)", "satz * tage", "Auf volle Euro(betrag)", "Sondernutzungssatzung"):
        assert expression in text, expression


def test_english_has_the_same_table(page):
    shown = page(FILE.read_bytes(), "/en")
    assert "The first rule that applies is used." in " ".join(shown.text_content().split())


def test_a_table_that_was_cut_says_so(page):
    rule = "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"
    inner = f"<decision name='D'><decisionTable><input/><output/>{rule * 900}</decisionTable></decision>"
    shown = page(f"<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'>{inner}</definitions>".encode())
    assert "Gezeigt werden die ersten 200 von 900 Regeln." in shown.text_content()


def test_hostile_names_stay_text(page):
    name = "&lt;script&gt;alert(1)&lt;/script&gt;"
    content = FILE.read_text().replace('label="Zone"', f'label="{name}"').replace("Gebührensatz", name)
    assert read_here(content.encode(), "x.dmn").counts["rules"] == 3
    shown = page(content.encode())
    assert shown.xpath("//script[contains(., 'alert(1)')]") == []
    assert "alert(1)" in shown.text_content()


def test_few_short_decisions_stand_open_and_long_ones_folded(page):
    rule = "<rule><inputEntry><text>1</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"
    for rules, is_open in ((2, True), (13, False)):
        table = f"<decision name='D'><decisionTable><input/><output/>{rule * rules}</decisionTable></decision>"
        content = f"<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'>{table}</definitions>"
        (details,) = page(content.encode()).xpath("//details[contains(summary, 'Entscheidung „D“')]")
        assert (details.get("open") is not None) is is_open


def test_the_parts_of_a_file_have_a_heading_below_that_of_the_file(page):
    shown = page(FILE.read_bytes())
    section = "//section[@aria-labelledby='inhalt-der-dateien']"
    assert [heading.text_content() for heading in shown.xpath(f"{section}//h3|{section}//h4")] == [
        "gebuehr.dmn",
        "Entscheidungen",
    ]
