"""How pages show the values of a code list."""

from pathlib import Path

from flask import Flask
from lxml import html
from sqlalchemy.orm import Session

from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import make_town

FILE = Path(__file__).parent.parent / "formats" / "fixtures" / "C06000001_genericode.xml"


def test_the_values_stand_on_the_page(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    edition = Edition(files=((FILE.name, FILE.read_bytes()),))
    slug = make_solution(make_town(app), edition, store=store).slug
    shown = html.fromstring(client.get(f"/solutions/{slug}").text)
    (table,) = shown.xpath("//table[normalize-space(caption)='Art der Fundsache']")
    assert [[cell.text_content().strip() for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")] == [
        ["Code", "Bezeichnung"],
        ["01", "Fahrrad"],
        ["02", "Schlüssel"],
    ]
    text = " ".join(shown.text_content().split())
    assert "Codeliste: 2 Werte" in text
    assert "urn:de:beispiel:sachen, Version 1" in text
