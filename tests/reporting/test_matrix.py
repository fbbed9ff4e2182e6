"""The coordinator's matrix and its table file."""

import csv
import io

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Cooperation, CooperationMember, Role
from registry.adoption.stages import Stage
from registry.catalogue.models import ReleaseState, SolutionKind
from registry.catalogue.services import refresh
from registry.core.database import session, transaction
from registry.reporting.table_file import csv_file, guarded
from registry.storage.memory import MemoryStore
from tests.support.accounts_factories import make_cooperation, make_coordinator, make_operator, signed_in
from tests.support.catalogue_factories import Edition, adopt, find_release, make_solution
from tests.support.client import PageClient
from tests.support.database import saved
from tests.support.pages import parse, text_of
from tests.support.publishing_factories import Town, make_town
from tests.support.statements import recorded_statements


@pytest.fixture
def towns(app: Flask, db_session: Session, store: MemoryStore) -> dict[str, Town]:
    """Two towns of a cooperation and one outside; all use something."""
    made = {
        name: make_town(app, name, county=county)
        for name, county in (("Usingen", "Hochtaunuskreis"), ("Eppstein", "Main-Taunus-Kreis"), ("Fernau", "Anderswo"))
    }
    hund = make_solution(made["Usingen"], Edition(title="Hund anmelden"), store=store, slug="hund").slug
    bot = Edition(title="Rechnung übertragen", facts={"platform": "emma"})
    make_solution(made["Usingen"], bot, store=store, slug="bot", kind=SolutionKind.BOT)
    adopt(made["Usingen"], hund)
    adopt(made["Eppstein"], hund, Stage.PAUSED)
    adopt(made["Eppstein"], "bot", Stage.REVIEW)
    adopt(made["Fernau"], hund, Stage.INTEREST)
    return made


@pytest.fixture
def cooperation(towns: dict[str, Town]) -> Cooperation:
    """The cooperation of Usingen and Eppstein."""
    return make_cooperation("IKZ Nord", (towns["Usingen"].municipality, towns["Eppstein"].municipality))


@pytest.fixture
def coordinator(app: Flask, cooperation: Cooperation) -> PageClient:
    """Who coordinates it."""
    return signed_in(app, make_coordinator(cooperation))


@pytest.fixture
def operator(app: Flask, towns: dict[str, Town]) -> PageClient:
    """Who runs the portal."""
    return signed_in(app, make_operator())


def rows(client: PageClient, query: str = "") -> list[dict[str, str]]:
    """The lines of the table file."""
    answer = client.get(f"/coordination/uses.csv{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def cells(client: PageClient, query: str = "") -> dict[tuple[str, str], str]:
    """The matrix as (solution, town) to stage."""
    document, _ = parse(client.get(f"/coordination{query}").text)
    table = next(document.iter("table"), None)
    if table is None:
        return {}
    lines = [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in table.iter("tr")]
    head = lines[0][1:]
    return {
        (line[0], town): stage.split(": ", 1)[1].split(" seit")[0].removesuffix("seit").strip()
        for line in lines[1:]
        for town, stage in zip(head, line[1:], strict=True)
        if stage
    }


def test_coordinators_see_their_cooperations(coordinator: PageClient) -> None:
    shown = {place: stage.partition("seit")[0] for place, stage in cells(coordinator).items()}
    assert shown == {
        ("Hund anmelden", "Usingen"): "Produktiv",
        ("Hund anmelden", "Eppstein"): "Zurückgestellt",
        ("Rechnung übertragen", "Eppstein"): "In Prüfung",
    }
    assert "Fernau" not in coordinator.get("/coordination").text
    assert "Auswertung" in coordinator.get("/").text


def test_operators_see_everybody(operator: PageClient) -> None:
    assert ("Hund anmelden", "Fernau") in cells(operator)


def test_for_everybody_else_it_does_not_exist(client: PageClient, towns: dict[str, Town]) -> None:
    member = towns["Usingen"].client(Role.ADMIN)
    for path in ("/coordination", "/coordination/uses.csv"):
        assert member.get(path).status_code == 404
        assert "/sign-in" in client.get(path).location


def test_another_cooperation_cannot_be_asked_for(app: Flask, coordinator: PageClient, towns: dict[str, Town]) -> None:
    make_cooperation("IKZ Fern", (towns["Fernau"].municipality,))
    assert cells(coordinator, "?cooperation=ikz-fern") == {}
    assert rows(coordinator, "?cooperation=ikz-fern") == []
    assert "IKZ Fern" not in coordinator.get("/coordination").text


@pytest.mark.parametrize(
    ("query", "uses"),
    [
        ("?county=Main-Taunus-Kreis", 2),
        ("?stage=live", 1),
        ("?stage=live&stage=paused", 2),
        ("?platform=emma", 1),
        ("?kind=bot", 1),
        ("?kind=form", 0),
        ("?cooperation=ikz-nord", 3),
        ("?stage=review&county=Hochtaunuskreis", 0),
        ("?kind=unbekannt&stage=unbekannt", 3),
        ("?county=%00&platform=" + "x" * 5000, 3),
        ("?towns=99999999&solutions=-1", 3),
        ("?county=%27+OR+1%3D1", 0),
    ],
)
def test_filters(coordinator: PageClient, query: str, uses: int) -> None:
    assert len(cells(coordinator, query)) == uses
    assert len(rows(coordinator, query)) == uses


def test_the_table_file(coordinator: PageClient) -> None:
    answer = coordinator.get("/coordination/uses.csv?stage=live")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="nachnutzungen-')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith("\ufeffKommune,".encode())
    assert answer.data.endswith(b"\r\n")
    line = rows(coordinator, "?stage=live")[0]
    assert (line["Kommune"], line["Lösung"], line["Stand"], line["Version"]) == (
        "Stadt Usingen",
        "Hund anmelden",
        "Produktiv",
        "1.0.0",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    cell = f'{start}cmd|"/c calc"!A1,\r\nzweite Zeile'
    read = list(csv.reader(io.StringIO(csv_file(["Kopf"], [[cell]]).decode("utf-8-sig"), newline="")))
    assert read == [["Kopf"], [f"'{cell}"]]
    assert guarded("a=b") == "a=b"


def test_formulas_in_titles_are_guarded(app: Flask, operator: PageClient, store: MemoryStore) -> None:
    town = make_town(app, '=HYPERLINK("evil")')
    slug = make_solution(town, Edition(title='=1+1"; -x'), store=store).slug
    adopt(town, slug)
    line = next(row for row in rows(operator) if "1+1" in row["Lösung"])
    assert line["Lösung"] == "'=1+1\"; -x"


def test_withdrawn_solutions_keep_their_title(coordinator: PageClient, towns: dict[str, Town]) -> None:
    with transaction():
        release = find_release("bot")
        release.state, release.withdrawn_at = ReleaseState.WITHDRAWN, release.published_at
        release.withdrawal_reason = "Vertrag zu Ende"
        session().flush()
        refresh(release.solution)
    assert ("Rechnung übertragen", "Eppstein") in cells(coordinator)


def test_many_towns_and_solutions_have_pages(app: Flask, operator: PageClient, store: MemoryStore) -> None:
    slug = make_solution(make_town(app), Edition(title="Beliebt"), store=store).slug
    for _number in range(51):
        adopt(make_town(app), slug, Stage.INTEREST)
    first, second = operator.get("/coordination").text, cells(operator, "?towns=2")
    assert "Weitere Kommunen" in first
    assert 1 <= len({town for _solution, town in second}) < 50


def test_the_number_of_statements_does_not_grow(
    app: Flask, coordinator: PageClient, cooperation: Cooperation, store: MemoryStore
) -> None:
    counts, cooperation_id = [], cooperation.id
    for more in (3, 27):
        for number in range(more):
            town = make_town(app)
            saved(CooperationMember(cooperation_id=cooperation_id, municipality_id=town.municipality.id))
            adopt(town, make_solution(town, Edition(title=f"Neu {number}"), store=store).slug)
        found = []
        for path in ("/coordination", "/coordination/uses.csv"):
            with recorded_statements() as statements:
                coordinator.get(path)
            found.append(len(statements))
        counts.append(found)
    assert counts[0] == counts[1]
