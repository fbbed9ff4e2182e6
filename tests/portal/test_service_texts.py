"""How pages show the description of a service."""

from pathlib import Path

from flask import Flask
from lxml import html
from sqlalchemy.orm import Session

from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import make_town

FILE = Path(__file__).parent.parent / "formats" / "fixtures" / "zweitwohnungsteuer_xzufi.xml"


def test_the_text_modules_stand_on_the_page(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    edition = Edition(files=((FILE.name, FILE.read_bytes()),))
    slug = make_solution(make_town(app), edition, store=store).slug
    shown = html.fromstring(client.get(f"/solutions/{slug}").text)
    facts = {
        row.findtext("dt").strip(): " ".join(row.find("dd").itertext()).strip()
        for row in shown.xpath("//details[contains(summary, 'Zweitwohnungssteuer Festsetzung')]//dl/div")
    }
    assert facts["Leistungsschlüssel"] == "99102017002000"
    assert facts["Volltext"] == "Für eine weitere Wohnung zahlen Sie Steuer. bei Miete bei Eigentum"
    assert facts["Frist"] == "Einen Monat nach dem Einzug."
    assert facts["Andere Begriffe"] == "Nebenwohnung, Ferienwohnung"
