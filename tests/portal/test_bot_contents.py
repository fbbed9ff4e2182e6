"""What a page shows of a bot: its actions, and what it needs around it."""

import uuid
from pathlib import Path

import pytest
from flask import Flask
from lxml import html

from registry.diagrams.reading import MAX_DEPTH
from registry.formats.child import read_here
from registry.portal.contents import contents_html

FIXTURES = Path(__file__).parents[1] / "formats" / "fixtures"


def shown(app: Flask, content: bytes, name: str, address: str = "/") -> html.HtmlElement:
    with app.test_request_context(address):
        inside = contents_html(uuid.UUID(int=1), "0" * 64, read_here(content, name))
        return html.fromstring(f"<main>{inside}</main>")


def page_of(app: Flask, name: str) -> html.HtmlElement:
    return shown(app, (FIXTURES / name).read_bytes(), name)


def sections(page: html.HtmlElement) -> dict[str, list[str]]:
    """The lists below the headings, words joined by one blank."""
    return {
        heading.text: [" ".join(item.text_content().split()) for item in heading.getnext()]
        for heading in page.iter("h4")
        if heading.getnext().tag in {"ul", "dl"}
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


def words_of(page: html.HtmlElement) -> str:
    """All words, without those of the picture."""
    for picture in page.xpath("//*[local-name()='svg']"):
        picture.getparent().remove(picture)
    return " ".join(page.text_content().split())


def test_actions_are_told_with_their_kind_and_branch(app: Flask) -> None:
    page = page_of(app, "uipath_main.xaml")
    (summary,) = page.xpath("//summary")
    assert "Mahnungen drucken: 27 Schritte" in summary.text_content()
    text = words_of(page)
    for words in (
        "Schleife Für jeden Posten (offenePosten)",
        "Entscheidung Über der Kleinbetragsgrenze?",
        'Wenn CInt(row("Betrag")) > 5: Schritt Drucken (kasse)',
        "Falls ein Fehler auftritt (Exception)",
        "Wenn mail: Teilprozess Per Mail senden",
        "Aufruf Anmelden ruft „Ablauf/Anmelden.xaml“ auf",
        "Schritt Testausgabe abgeschaltet",
    ):
        assert words.replace(" ", "") in text.replace(" ", ""), words


def test_jumps_and_calls_name_where_they_lead(app: Flask) -> None:
    pruefung = words_of(page_of(app, "uipath_pruefung.xaml"))
    assert "Schritt Zweite Prüfung" in pruefung
    assert "zurück zu Schritt 3" in pruefung
    robot = words_of(page_of(app, "gewerbemeldungen.robot")).replace(" ", "")
    assert "RunKeywordIfruft„Tagesprotokoll_schreiben“auf" in robot
    assert "Meldunglesenruft" not in robot


@pytest.mark.parametrize("name", ["uipath_main.xaml", "gewerbemeldungen.robot", "bekanntmachung_n8n.json"])
def test_bots_have_a_picture(app: Flask, name: str) -> None:
    assert page_of(app, name).xpath("//*[local-name()='svg']")


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
    assert len(page.xpath("//li/span[contains(., 'Schleife')]")) == depth - 1
    assert max(len(item.xpath("ancestor::ol")) for item in page.iter("li")) <= 2 * MAX_DEPTH


def test_english_has_the_same_sections(app: Flask) -> None:
    content = (FIXTURES / "uipath_main.xaml").read_bytes()
    german = shown(app, content, "Main.xaml")
    english = shown(app, content, "Main.xaml", "/en/")
    assert len(german.xpath("//li")) == len(english.xpath("//li"))
