"""Start page, municipalities, texts of the operator, feedback, and what programs read."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import MunicipalitySystem, Role
from registry.catalogue.models import Audience
from registry.core.database import session, transaction
from registry.portal.models import Feedback, FeedbackKind
from registry.portal.services import NewText, write_text
from registry.storage.memory import MemoryStore
from tests.support.accounts_factories import make_cooperation, make_municipality
from tests.support.catalogue_factories import Edition, adopt, make_solution
from tests.support.client import PageClient
from tests.support.database import saved
from tests.support.frozen import FrozenClock
from tests.support.pages import parse, text_of
from tests.support.publishing_factories import make_town
from tests.support.statements import recorded_statements

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_start_page_counts_what_it_says(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    assert "Lösungen von Kommunen" in client.get("/").text
    slug = make_solution(make_town(app), store=store).slug
    adopt(make_town(app), slug)
    page = client.get("/").text
    assert "Zuletzt veröffentlicht" in page
    assert f'href="/solutions/{slug}"' in page


def test_the_start_page_leads_into_the_catalogue(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    assert "Nach Fachamt" not in client.get("/").text
    town = make_town(app, "Usingen")
    make_solution(town, Edition(facts={"department": "standesamt"}), store=store)
    make_solution(town, Edition(facts={"department": "standesamt"}, audience=Audience.PARTNERS), store=store)
    for page, count in ((client.get("/"), 1), (town.client(Role.READER).get("/"), 2)):
        links = {item.get("href"): text_of(item) for item in parse(page.text)[0].iter("a")}
        assert links["/solutions?kind=process"].startswith(f"Prozess {count}{count} Lösung")
        assert links["/solutions?department=standesamt"].startswith(f"Standesamt {count}{count} Lösung")
        assert "/solutions?kind=bot" not in links


def test_a_town_names_its_cooperations(app: Flask, client: PageClient, db_session: Session) -> None:
    town = make_town(app, "Usingen")
    make_cooperation("IKZ Hochtaunus", (town.municipality,))
    make_town(app, "Einzelgang")
    assert "IKZ Hochtaunus" in client.get("/municipalities/usingen").text
    assert "IKZ Hochtaunus" not in client.get("/municipalities/einzelgang").text
    assert client.get("/municipalities").text.count("IKZ Hochtaunus") == 1


def test_members_find_the_public_pages_too(app: Flask, client: PageClient, db_session: Session) -> None:
    """They are not in the navigation of members, so the footer leads there."""
    page = make_town(app).client(Role.READER).get("/").text
    for path in ("/municipalities", "/guides", "/about"):
        assert page.count(f'href="{path}"') == 1


def test_municipalities_are_partners_by_name(app: Flask, client: PageClient, db_session: Session) -> None:
    make_municipality("Zella")
    make_municipality("Ähren")
    make_municipality("Fremdstadt", partner=False)
    page = client.get("/municipalities").text
    assert page.index("Ähren") < page.index("Zella")
    assert "Fremdstadt" not in page
    assert client.get("/municipalities/fremdstadt").status_code == 404
    assert client.get("/municipalities/gibt-es-nicht").status_code == 404


def test_contacts_and_systems_of_a_town_are_for_partners(app: Flask, client: PageClient, db_session: Session) -> None:
    town = make_town(app, "Usingen", contact_role="Digitalisierung", contact_email="digital@usingen.example")
    saved(MunicipalitySystem(municipality_id=town.municipality.id, system_key="civento", provider="Geheimanbieter"))
    public, partner = (
        client.get("/municipalities/usingen").text,
        town.client(Role.READER).get("/municipalities/usingen"),
    )
    assert "Digitalisierung" in public
    for hidden in ("digital@usingen.example", "Geheimanbieter"):
        assert hidden not in public
        assert hidden in partner.text


def test_texts_of_the_operator_are_versioned(app: Flask, client: PageClient, db_session: Session) -> None:
    _write("imprint", "de", "Impressum", "<p>Erste Fassung</p>")
    _write("imprint", "de", "Impressum", "<p>Zweite Fassung</p>")
    page = client.get("/imprint").text
    assert "Zweite Fassung" in page
    assert "Fassung 2" in page
    assert "Zweite Fassung" in client.get("/en/imprint").text
    _write("imprint", "en", "Imprint", "<p>First edition</p>")
    assert "First edition" in client.get("/en/imprint").text
    assert "Zweite Fassung" in client.get("/imprint").text


@pytest.mark.parametrize("path", ["/imprint", "/privacy", "/accessibility", "/about", "/guides", "/contact"])
def test_a_text_nobody_wrote_yet_says_so(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "noch nicht" in answer.text


def test_feedback_is_kept_and_due_within_a_month(
    client: PageClient, db_session: Session, frozen_clock: FrozenClock
) -> None:
    frozen_clock.set(datetime(2026, 5, 21, 12, 0, tzinfo=UTC))
    values = {"kind": "barrier", "text": "Der Knopf sagt nichts.", "email": "leserin@ort.example"}
    answer = client.submit("/feedback?page=/solutions", values)
    assert answer.status_code == 200
    assert "20.06.2026" in answer.text
    assert "Set-Cookie" not in answer.headers
    kept = session().query(Feedback).one()
    assert (kept.kind, kept.page, kept.due_on.isoformat()) == (FeedbackKind.BARRIER, "/solutions", "2026-06-20")


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_feedback_names_only_pages_of_ours(client: PageClient, db_session: Session, page: str) -> None:
    assert "Ihre Meldung betrifft" not in client.get("/feedback", query_string={"page": page}).text
    client.submit("/feedback", {"kind": "other", "text": "x", "page": page})
    assert session().query(Feedback).one().page == ""


@pytest.mark.parametrize(
    "values",
    [
        {"text": ""},
        {"text": "x" * 4001},
        {"text": "a\x00b"},
        {"text": "ok", "email": "keine adresse"},
        {"text": "ok", "kind": "unbekannt"},
        {"text": "ok", "email": "a@b.example\nBcc: c@d.example"},
    ],
)
def test_feedback_that_does_not_hold(client: PageClient, db_session: Session, values: dict[str, str]) -> None:
    answer = client.submit("/feedback", {"kind": "barrier"} | values)
    assert answer.status_code == 422
    assert "<title>Fehler: " in answer.text
    assert session().query(Feedback).count() == 0


def test_feedback_is_limited_for_a_whole_network(client: PageClient) -> None:
    values = client.form("/feedback", action="/feedback").values | {"kind": "other", "text": "x"}
    codes = [
        client.post("/feedback", data=values, environ_base={"REMOTE_ADDR": f"2001:db8:1:2::{number}"}).status_code
        for number in range(1, 13)
    ]
    assert codes[-1] == 429


def test_feedback_is_limited(client: PageClient, db_session: Session) -> None:
    codes = [client.submit("/feedback", {"kind": "other", "text": "x"}).status_code for _ in range(12)]
    assert codes[:10] == [200] * 10
    assert codes[-1] == 429


def test_the_feed_is_atom_with_absolute_addresses(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    edition = Edition(title="Hund & Katze <b>", published_at=datetime(2026, 5, 21, 12, 0, tzinfo=UTC))
    slug = make_solution(make_town(app, "Usingen"), edition, store=store).slug
    answer = client.get("/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Hund & Katze <b> 1.0.0"
    assert entry.findtext(f"{ATOM}updated") == "2026-05-21T12:00:00+00:00"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Stadt Usingen"
    assert entry.findtext(f"{ATOM}id") == f"http://localhost/solutions/{slug}/releases/1.0.0"
    assert all(link.get("href", "").startswith("http://localhost/") for link in feed.iter(f"{ATOM}link"))
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")


def test_the_feed_speaks_english(app: Flask, client: PageClient, db_session: Session, store: MemoryStore) -> None:
    make_solution(make_town(app), store=store)
    feed = ET.fromstring(client.get("/en/feed.atom").data)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert feed.findtext(f"{ATOM}id") == "http://localhost/en/feed.atom"


def test_an_empty_feed_is_valid_too(client: PageClient) -> None:
    assert ET.fromstring(client.get("/feed.atom").data).findtext(f"{ATOM}updated")


def test_the_sitemap_names_public_pages_in_both_languages(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    slug = make_solution(make_town(app, "Usingen"), store=store).slug
    places = [place.text for place in ET.fromstring(client.get("/sitemap.xml").data).iter(f"{SITEMAP}loc")]
    texts = ("/", "/en/", "/solutions", "/municipalities/usingen", "/privacy", "/en/contact")
    for path in (*texts, f"/solutions/{slug}", f"/en/solutions/{slug}"):
        assert f"http://localhost{path}" in places
    assert len(places) == len(set(places))
    for place in places:
        assert client.get(str(place).removeprefix("http://localhost")).status_code == 200, place


def test_a_foreign_host_names_no_address(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    make_solution(make_town(app), store=store)
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt"):
        answer = client.get(path, headers={"X-Forwarded-Host": "evil.example"})
        assert b"evil" not in answer.data
    assert client.get("/feed.atom", headers={"Host": "evil.example"}).status_code == 400


def test_robots_and_security_contact(client: PageClient, frozen_clock: FrozenClock) -> None:
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Sitemap: http://localhost/sitemap.xml" in robots.text
    for path in ("/sign-in", "/en/sign-in", "/feedback", "/en/feedback"):
        assert f"Disallow: {path}\n" in robots.text
    security = client.get("/.well-known/security.txt").text
    assert "Contact: http://localhost/contact" in security
    assert "Expires: 2026-08-29T00:00:00Z" in security


def test_the_number_of_statements_does_not_grow(
    app: Flask, client: PageClient, db_session: Session, store: MemoryStore
) -> None:
    counts = []
    publisher, adopter = make_town(app, "Usingen"), make_town(app, "Nachnutzer", shows_use=True)
    for number in (3, 27):
        for _ in range(number):
            adopt(adopter, make_solution(publisher, store=store).slug)
            make_town(app)
        found = []
        for path in ("/", "/municipalities", "/municipalities/usingen", "/municipalities/nachnutzer", "/feed.atom"):
            with recorded_statements() as statements:
                client.get(path)
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]


def _write(key: str, language: str, title: str, html: str) -> None:
    with transaction():
        write_text(NewText(key=key, language=language, title=title, markdown=title, html=html), by_id=None)
