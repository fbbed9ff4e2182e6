"""The catalogue: search, facets, order, pages; every state in the URL."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.catalogue.models import CatalogueEntry, SolutionKind, SolutionStats
from registry.catalogue.search_documents import last_change
from registry.core.database import session, transaction
from registry.storage.memory import MemoryStore
from registry.web.adapters import Adapters
from tests.support.catalogue_factories import Edition, adopt, find_solution, give_rating, make_solution
from tests.support.client import PageClient
from tests.support.pages import parse, text_of
from tests.support.publishing_factories import Town, bpmn, make_town
from tests.support.statements import recorded_statements

DAY = datetime(2026, 3, 2, tzinfo=UTC)
JUDGEMENT = {"stars": "4", "worked_as_described": "yes", "effort_as_stated": "partly", "would_take_again": "yes"}


@pytest.fixture
def town(app: Flask, db_session: Session) -> Town:
    """The publisher of these tests."""
    return make_town(app, "Usingen")


def many(town: Town, store: MemoryStore, count: int) -> None:
    """`count` solutions, the last one the newest."""
    for number in range(count):
        edition = Edition(title=f"Lösung {number:02}", published_at=DAY + timedelta(days=number))
        make_solution(town, edition, store=store)


def titles(client: PageClient, path: str) -> list[str]:
    """The titles on a screen in their order."""
    document, _ = parse(client.get(path).text)
    headings = [item for item in document.iter() if "solution-card__title" in (item.get("class") or "")]
    return [text_of(heading) for heading in headings]


def test_search_speaks_german(client: PageClient, town: Town, store: MemoryStore) -> None:
    make_solution(town, Edition(title="Hund anmelden"), store=store)
    make_solution(town, Edition(title="Hundesteuer festsetzen"), store=store)
    make_solution(town, Edition(title="Gewerbe abmelden"), store=store)
    assert titles(client, "/solutions?q=hunde+anmelden")[0] == "Hund anmelden"
    assert "Hundesteuer festsetzen" in titles(client, "/solutions?q=hundesteuer")
    assert titles(client, "/solutions?q=gewerb") == ["Gewerbe abmelden"]


def test_a_search_begun_on_the_page_is_ordered_by_relevance(client: PageClient, town: Town, store: MemoryStore) -> None:
    """The form sends the order along: what nobody chose must not outweigh what was searched for."""
    make_solution(town, Edition(title="Hund anmelden", published_at=DAY), store=store)
    summary = "Fragt auch, ob ein Hund im Haushalt lebt und ob er schon angemeldet ist."
    other = Edition(title="Umzug", facts={"summary": summary}, published_at=DAY + timedelta(days=9))
    make_solution(town, other, store=store)
    document, _ = parse(client.get("/solutions").text)
    chosen = [item.get("value") for item in document.iter() if item.get("selected") == ""]
    assert chosen == [""]
    assert titles(client, "/solutions?q=hund+anmelden&sort=") == ["Hund anmelden", "Umzug"]
    assert titles(client, "/solutions?q=hund+anmelden&sort=newest") == ["Umzug", "Hund anmelden"]


def test_search_knows_the_platform_and_the_situation_in_life(
    client: PageClient, town: Town, store: MemoryStore
) -> None:
    make_solution(town, Edition(title="Trautermin", facts={"life_situation": ["Heirat"]}), store=store)
    assert titles(client, "/solutions?q=heirat") == ["Trautermin"]
    assert titles(client, "/solutions?q=civento") == ["Trautermin"]
    assert titles(client, "/solutions?q=formcycle") == []


def test_search_looks_into_files_and_keys(client: PageClient, town: Town, store: MemoryStore) -> None:
    edition = Edition(
        title="Ohne Hinweis",
        facts={"leika_keys": ["99102013002000"]},
        files=[("x.bpmn", bpmn(task="Hundemarke verschicken"))],
    )
    make_solution(town, edition, store=store)
    for query in ("Hundemarke", "99102013002000", "99 102 013 002 000", "x.bpmn"):
        assert titles(client, f"/solutions?q={query}") == ["Ohne Hinweis"], query


def test_facets_narrow_and_say_how_many(client: PageClient, town: Town, store: MemoryStore) -> None:
    make_solution(town, Edition(title="Prozess eins"), store=store)
    make_solution(town, Edition(title="Formular eins"), store=store, kind=SolutionKind.FORM)
    make_solution(town, Edition(title="Formular zwei"), store=store, kind=SolutionKind.FORM)
    page = client.get("/solutions?kind=form").text
    assert "2 Lösungen" in page
    assert 'Formular <span class="facet__count">(2)</span>' in page
    assert 'Prozess <span class="facet__count">(1)</span>' in page
    assert "3 Lösungen" in client.get("/solutions?kind=form&kind=process").text
    assert "0 Lösungen" in client.get("/solutions?kind=form&publisher=anderswo").text


def test_used_by_a_town(app: Flask, client: PageClient, town: Town, store: MemoryStore) -> None:
    slug = make_solution(town, Edition(title="Genutzt"), store=store).slug
    make_solution(town, Edition(title="Ungenutzt"), store=store)
    adopt(make_town(app, "Wehrheim", shows_use=True), slug)
    assert titles(client, "/solutions?used_by=wehrheim") == ["Genutzt"]
    assert "Wehrheim" in client.get("/solutions").text


def test_orders(app: Flask, client: PageClient, town: Town, store: MemoryStore) -> None:
    old = make_solution(town, Edition(title="Alt", published_at=DAY), store=store).slug
    make_solution(town, Edition(title="Neu", published_at=DAY + timedelta(days=9)), store=store)
    for _number in range(3):
        user = make_town(app)
        adopt(user, old)
        give_rating(user, old, 4)
    assert titles(client, "/solutions") == ["Neu", "Alt"]
    assert titles(client, "/solutions?sort=most_adopted") == ["Alt", "Neu"]
    assert titles(client, "/solutions?sort=best_rated") == ["Alt", "Neu"]
    assert titles(client, "/solutions?sort=newest") == ["Neu", "Alt"]


def test_pages_keep_the_state_in_their_addresses(client: PageClient, town: Town, store: MemoryStore) -> None:
    many(town, store, 23)
    first, second = titles(client, "/solutions?kind=process"), titles(client, "/solutions?kind=process&page=2")
    assert (len(first), len(second)) == (20, 3)
    assert not set(first) & set(second)
    page = client.get("/solutions?kind=process&sort=most_adopted&q=L%C3%B6sung").text
    assert "kind=process&amp;q=L%C3%B6sung&amp;sort=most_adopted&amp;page=2" in page


def test_a_chosen_filter_can_be_taken_away(client: PageClient, town: Town, store: MemoryStore) -> None:
    make_solution(town, store=store)
    page = client.get("/solutions?kind=process&department=steueramt_kaemmerei&q=hund").text
    assert 'href="/solutions?department=steueramt_kaemmerei&amp;q=hund"' in page
    assert 'href="/solutions?kind=process&amp;q=hund"' in page
    assert "Alle Filter entfernen" in page


def test_no_hits_say_what_to_do(client: PageClient, town: Town, store: MemoryStore) -> None:
    make_solution(town, store=store)
    page = client.get("/solutions?q=xyzzyplugh").text
    assert "Zu „xyzzyplugh“ gibt es keine Lösung." in page
    assert "Alle Lösungen ansehen" in page
    assert "Auswahl anwenden" not in page
    filtered = client.get("/solutions?q=xyzzyplugh&kind=bot").text
    assert "Filter entfernen" in filtered
    assert "Auswahl anwenden" in filtered


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 100_000,
        "q=%00",
        "q=a%00b%01",
        "q=%E2%80%AEabc",
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=%22%22%22%20-%20-%22",
        "q=%3Cscript%3Ealert(1)%3C/script%3E",
        "q=*&q=?&q=~1000",
        "q=" + "%22a%22%20" * 500,
        "kind=unbekannt&platform=%00&department=" + "y" * 10_000,
        "&".join(f"publisher=stadt-{number}" for number in range(900)),
        "page=99999999",
        "page=0",
        "page=-1",
        "page=1e9",
        "page=%C2%B2",
        "page=10000",
        "sort=unbekannt",
        "sort=relevance",
        "kind%5B%5D=form&__proto__=1&facets=x",
    ],
)
def test_whatever_stands_in_the_address_gives_a_page(
    client: PageClient, town: Town, store: MemoryStore, query: str
) -> None:
    make_solution(town, store=store)
    answer = client.get(f"/solutions?{query}")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "<script>alert" not in answer.text


def test_signed_in_or_not_the_page_looks_the_same(client: PageClient, town: Town, store: MemoryStore) -> None:
    make_solution(town, store=store)
    partner = town.client(Role.READER)
    assert titles(client, "/solutions") == titles(partner, "/solutions")


def test_the_index_follows_a_change_without_a_search(
    app: Flask, town: Town, store: MemoryStore, adapters: Adapters
) -> None:
    slug = make_solution(town, store=store).slug
    user = make_town(app)
    adopt(user, slug)
    before, address = last_change(), f"/solutions/{slug}/rating"
    assert user.client(Role.EDITOR).submit(address, JUDGEMENT, action=address).status_code == 302
    assert adapters.search.position() == last_change() > before


def test_a_lost_index_is_made_anew(
    app: Flask, client: PageClient, town: Town, store: MemoryStore, adapters: Adapters
) -> None:
    make_solution(town, store=store)
    assert titles(client, "/solutions?q=hund") == ["Hund anmelden"]
    result = app.test_cli_runner().invoke(args=["catalogue", "index"])
    assert result.exit_code == 0, result.output
    assert titles(client, "/solutions?q=hund") == ["Hund anmelden"]


@pytest.mark.parametrize("address", ["/", "/solutions"])
def test_nobody_keeps_a_page_made_while_the_index_is_behind(
    address: str, client: PageClient, town: Town, store: MemoryStore, adapters: Adapters
) -> None:
    make_solution(town, store=store)
    with adapters.search.writing(wait_s=10):
        assert client.get(address).headers["Cache-Control"] == "no-store"
    assert client.get(address).headers["Cache-Control"] == "public, max-age=60"


def test_derived_tables_can_be_rebuilt(app: Flask, client: PageClient, town: Town, store: MemoryStore) -> None:
    slug = make_solution(town, store=store).slug
    user = make_town(app)
    adopt(user, slug)
    with transaction():
        session().query(CatalogueEntry).delete()
        session().get_one(SolutionStats, find_solution(slug).id).live_count = 77
    result = app.test_cli_runner().invoke(args=["catalogue", "rebuild"])
    assert result.exit_code == 0, result.output
    assert titles(client, "/solutions") == ["Hund anmelden"]
    assert "Von 1 Kommune genutzt" in client.get("/solutions").text


def test_a_hit_shows_where_it_says_what_was_searched_for(client: PageClient, town: Town, store: MemoryStore) -> None:
    facts = {"description": "Danach geht ein Bescheid über die <b>Hundesteuer</b> heraus."}
    make_solution(town, Edition(title="Lastschrift erteilen", facts=facts), store=store)
    page = client.get("/solutions?q=hund").text
    assert "Bescheid über die &lt;b&gt;<mark>Hundesteuer</mark>&lt;/b&gt; heraus." in page
    assert "<mark>" not in client.get("/solutions?q=lastschrift").text


def test_what_is_only_similar_is_offered_apart_and_not_counted(
    client: PageClient, town: Town, store: MemoryStore
) -> None:
    make_solution(town, Edition(title="Sondernutzung öffentlicher Flächen beantragen"), store=store)
    page = client.get("/solutions?q=Sondernutzungserlaubnis")
    before, _, similar = page.text.partition("Ähnliche Lösungen")
    assert "0 Lösungen" in before
    assert "Sondernutzung öffentlicher Flächen beantragen" in similar
    assert "Ähnliche Lösungen" not in client.get("/solutions?q=qwrtzp").text


def test_the_number_of_statements_does_not_grow(client: PageClient, town: Town, store: MemoryStore) -> None:
    counts = []
    for more in (3, 27):
        many(town, store, more)
        client.get("/solutions?kind=process")
        with recorded_statements() as statements:
            client.get("/solutions?kind=process&q=L%C3%B6sung")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 6
