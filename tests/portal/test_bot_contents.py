"""What a page shows of a bot: its actions, and what it needs around it."""

from pathlib import Path

import pytest
from flask import Flask
from lxml import html

from registry.formats.bot import BotAction
from registry.formats.child import read_here
from registry.portal.contents import DEEPEST, by_parent, contents_html

FIXTURES = Path(__file__).parents[1] / "formats" / "fixtures"


def shown(app: Flask, content: bytes, name: str, address: str = "/") -> html.HtmlElement:
    with app.test_request_context(address):
        return html.fromstring(f"<main>{contents_html(read_here(content, name))}</main>")


def page_of(app: Flask, name: str) -> html.HtmlElement:
    return shown(app, (FIXTURES / name).read_bytes(), name)


def sections(page: html.HtmlElement) -> dict[str, list[str]]:
    """The lists below the headings, words joined by one blank."""
    return {
        heading.text: [" ".join(item.text_content().split()) for item in heading.getnext()]
        for heading in page.iter("h4")
    }


def test_sections_say_what_a_bot_works_in_and_needs(app: Flask) -> None:
    lists = sections(page_of(app, "uipath_main.xaml"))
    assert lists["Zielanwendungen"] == ["kasse Arbeitsplatzprogramm", "portal.beispielstadt.example Webbrowser"]
    assert lists["Benötigte Konten"][0] == "KontoKassenverfahren Credential"
    assert lists["Eingaben und Ausgaben"][:2] == [
        "in_Stichtag Eingabe, DateTime",
        "io_Protokoll Ein- und Ausgabe, List(String)",
    ]
    assert "C:\\Users\\…\\Ablage\\Offene Posten.xlsx" in lists["Dateien und Adressen"]
    assert sections(page_of(app, "uipath_project.json"))["Bibliotheken"][0] == "UiPath.Excel.Activities 2.22.4"


def test_actions_are_listed_with_their_kind_and_branch(app: Flask) -> None:
    page = page_of(app, "uipath_main.xaml")
    (summary,) = page.xpath("//summary")
    assert "Mahnungen drucken: 25 Aktionen" in summary.text_content()
    text = " ".join(page.text_content().split())
    for words in (
        "Schleife Für jeden Posten (offenePosten)",
        'Entscheidung Über der Kleinbetragsgrenze? (CInt(row("Betrag")) > 5)',
        "Wenn ja Drucken kasse",
        "Bei einem Fehler Exception",
        "Fall mail",
        "Anmelden UiPath – ruft Ablauf/Anmelden.xaml auf",
        "Testausgabe UiPath – abgeschaltet",
    ):
        assert words in text, words


def test_jumps_and_calls_name_where_they_lead(app: Flask) -> None:
    assert "Zweite Prüfung UiPath – weiter mit Rechnung lesen" in " ".join(
        page_of(app, "uipath_pruefung.xaml").text_content().split()
    )
    robot = " ".join(page_of(app, "gewerbemeldungen.robot").text_content().split())
    assert "Run Keyword If – ruft Tagesprotokoll_schreiben auf" in robot
    assert "Meldung lesen – ruft" not in robot
    assert robot.count("(${meldung} is None)") == 0


@pytest.mark.parametrize("name", ["bekanntmachung_n8n.json", "mangel_flow.json"])
def test_flows_with_real_connections_are_shown_once(app: Flask, name: str) -> None:
    page = page_of(app, name)
    assert len(page.xpath("//summary")) == 1
    assert "Aktionen" not in page.xpath("//summary")[0].text_content()


def test_long_lists_are_folded(app: Flask) -> None:
    lines = "".join(f"Library    Bibliothek{at}\n" for at in range(11))
    page = shown(app, f"*** Settings ***\n{lines}*** Tasks ***\nA\n    Log    1\n".encode(), "a.robot")
    assert "Bibliotheken: 11" in page.xpath("//summary")[-1].text_content()
    assert len(page.xpath("(//details)[last()]//li")) == 11


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "]]>", "\u202egpj.exe", "A" * 10_000, "🦊"])
def test_hostile_names_stay_text(app: Flask, text: str) -> None:
    content = f"*** Tasks ***\n{text}\n    {text}\n    FOR    ${{x}}    IN    {text}\n        Log    1\n    END\n"
    page = shown(app, content.encode(), "a.robot")
    assert not page.xpath("//script")
    assert "\u202e" not in page.text_content()
    assert max(len(part) for part in page.itertext()) < 700


def test_blocks_nested_deeper_than_a_page_shows_lose_nothing(app: Flask) -> None:
    depth = 60
    loops = "".join(f"{'    ' * at}FOR    ${{x}}    IN    Ebene{at}\n" for at in range(1, depth))
    ends = "".join(f"{'    ' * at}END\n" for at in range(depth - 1, 0, -1))
    page = shown(app, f"*** Tasks ***\nA\n{loops}{'    ' * depth}Log    1\n{ends}".encode(), "a.robot")
    assert len(page.xpath("//li[contains(., 'Schleife')]")) == depth - 1
    assert len(page.xpath("//ol//li[not(ol)]")) >= 1
    assert max(len(item.xpath("ancestor::ol")) for item in page.iter("li")) == DEEPEST + 1


def test_actions_without_a_known_parent_stand_outside() -> None:
    actions = [BotAction(id="a", name="a", parent="b"), BotAction(id="c", name="c", parent="a")]
    assert {key: [one.id for one in ones] for key, ones in by_parent(actions).items()} == {None: ["a"], "a": ["c"]}


def test_english_has_the_same_sections(app: Flask) -> None:
    content = (FIXTURES / "uipath_main.xaml").read_bytes()
    german = shown(app, content, "Main.xaml")
    english = shown(app, content, "Main.xaml", "/en/")
    assert len(german.xpath("//li")) == len(english.xpath("//li"))
