"""A flow as text on the page of a solution: numbers that lead to steps, words of the file as words."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import make_draft, make_town

FIXTURES = Path(__file__).parents[1] / "formats" / "fixtures"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LOOP = """
  <collaboration id="c"><participant id="p1" name="Amt" processRef="p"/><participant id="p2" name="Bürgerin"/>
    <messageFlow id="m" sourceRef="e" targetRef="p2" name="{message}"/></collaboration>
  <process id="p" name="Antrag"><startEvent id="s"/><task id="t" name="{task}"/>
    <exclusiveGateway id="g" name="Vollständig?"/><endEvent id="e"/>
    <sequenceFlow id="1" sourceRef="s" targetRef="t"/><sequenceFlow id="2" sourceRef="t" targetRef="g"/>
    <sequenceFlow id="3" sourceRef="g" targetRef="t" name="nein"/>
    <sequenceFlow id="4" sourceRef="g" targetRef="e" name="ja"/></process>
"""
HOSTILE = [
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&lt;img src=x onerror=alert(1)&gt;",
    "]]&gt;&lt;/li&gt;&lt;/ol&gt;&lt;h1&gt;",
    "&quot; onmouseover=&quot;alert(1)",
    "abc\u202edcba\u2066",
    "\U0001f46e\u200d\u2640\ufe0f Antrag",
    "x" * 10_240,
    "",
]  # fmt: skip


def loop(task: str = "Antrag prüfen", message: str = "Bescheid") -> bytes:
    return f'<definitions xmlns="{MODEL}">{LOOP.format(task=task, message=message)}</definitions>'.encode()


def test_numbers_lead_to_the_steps_of_the_same_file(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    edition = Edition(files=[("a.bpmn", loop()), ("b.bpmn", loop("Anderes prüfen"))])
    page = client.get(f"/solutions/{make_solution(make_town(app), edition, store=store).slug}").text
    ids = re.findall(r'<li id="(f[0-9a-f]{12}-\d+)" value="\d+"', page)
    links = re.findall(r'href="#(f[0-9a-f]{12}-\d+)">Schritt', page)
    assert len(ids) == 8
    assert len(set(ids)) == 8
    assert len(set(links)) == 2
    assert set(links) <= set(ids)
    text = readable(page)
    assert "Wenn nein : zurück zu Schritt 2" in text
    assert "Wenn ja :" in text
    assert "sendet „ Bescheid “ an Bürgerin" in text
    assert "Weitere Beteiligte: Bürgerin" in text


def test_the_english_page_marks_the_words_of_the_file_as_german(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app), Edition(files=[("a.bpmn", loop())]), store=store).slug
    page = client.get(f"/en/solutions/{slug}").text
    assert "If nein : back to step 2" in readable(page)
    assert '<span class="user-text" lang="de">Bescheid</span>' in page


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_words(
    name: str, app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    files = [("a.bpmn", loop(name, name))]
    page = client.get(f"/solutions/{make_solution(make_town(app), Edition(files=files), store=store).slug}").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'onmouseover="alert' not in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)
    assert "x" * 400 not in page
    assert page.count(">Vollständig?<") == 2, "once in the picture, once in the text"


def test_placeholders_in_names_are_words(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    name = "{{ 7*7 }} %(step)s %s 100 %"
    files = [("a.bpmn", loop(name, name))]
    page = client.get(f"/solutions/{make_solution(make_town(app), Edition(files=files), store=store).slug}").text
    assert f'<span class="user-text flow-text__name" lang="de">{name}</span>' in page
    assert f'„<span class="user-text" lang="de">{name}</span>“' in page


def test_the_preview_of_a_draft_shows_the_same(app: Flask, db_session: Session, store: MemoryStore) -> None:
    town = make_town(app)
    draft = make_draft(town, store, ("a.bpmn", loop()), ("b.bpmn", loop("Anderes prüfen")))
    page = town.client(Role.EDITOR).get(f"/publish/releases/{draft.id}/preview").text
    assert readable(page).count("zurück zu Schritt 2") == 2


def readable(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_workflows_of_one_name_are_told_apart_by_what_starts_them(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    content = (FIXTURES / "hundesteuer_anmeldung.xml").read_text()
    (first,) = re.findall(r"<Vorgangsworkflow .*?</Vorgangsworkflow>", content, re.DOTALL)
    second = first.replace("EG, Eingegangen", "AB, Abgeschlossen").replace('Id="1002', 'Id="1009')
    both = content.replace(first, first + second).encode()
    slug = make_solution(make_town(app), Edition(files=[("a.xml", both)]), store=store).slug
    page = readable(client.get(f"/solutions/{slug}").text)
    assert "Vorgangsworkflow (Eingegangen): 5 Schritte" in page
    assert "Vorgangsworkflow (Abgeschlossen): 5 Schritte" in page
    assert "Erfassungsworkflow: 8 Schritte" in page


def test_activity_groups_are_counted_as_such(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    content = (FIXTURES / "baumfaellgenehmigung_xprozess.xml").read_bytes()
    slug = make_solution(make_town(app), Edition(files=[("a.xml", content)]), store=store).slug
    page = readable(client.get(f"/solutions/{slug}").text)
    assert "Aktivitätengruppen: 3" in page
    assert "Aktivitätengruppe Antrag empfangen (§ 22 HVwVfG)" in page
