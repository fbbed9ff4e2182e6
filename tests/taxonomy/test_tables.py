"""The tables of the taxonomy: loading twice gives the same, and services are found as people type them."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from registry.core.database import transaction
from registry.core.errors import NotFound
from registry.core.settings import PROJECT
from registry.taxonomy.models import LeikaService, Licence, OzgService, System
from registry.taxonomy.queries import (
    find_licence,
    get_leika_service,
    get_licence,
    is_open_licence,
    known_terms,
    leika_names,
    list_licences,
    ozg_names,
    search_leika_services,
    systems_by_category,
)
from registry.taxonomy.services import Loaded, load_taxonomy

SEEDS = PROJECT / "seeds" / "taxonomy"


@pytest.fixture
def loaded(db_session: Session) -> Loaded:
    with transaction():
        return load_taxonomy(SEEDS)


def counts(db_session: Session) -> list[int | None]:
    return [
        db_session.scalar(select(func.count()).select_from(table))
        for table in (System, OzgService, LeikaService, Licence)
    ]


def test_loading_twice_gives_the_same(db_session: Session, loaded: Loaded) -> None:
    first = counts(db_session)
    assert first == [loaded.systems, loaded.ozg_services, loaded.leika_services, loaded.licences]
    assert first == [86, 557, 3276, 9]
    with transaction():
        assert load_taxonomy(SEEDS) == loaded
        assert not db_session.dirty
    assert counts(db_session) == first


def test_loading_brings_changed_entries_up_to_date_and_keeps_others(db_session: Session, loaded: Loaded) -> None:
    with transaction() as current:
        current.get_one(System, "civento").name = "falsch"
        current.add(System(key="eigenbau", category="other", name="Eigenbau"))
    with transaction():
        load_taxonomy(SEEDS)
    assert db_session.get_one(System, "civento").name == "civento"
    assert db_session.get(System, "eigenbau") is not None


def test_a_missing_file_is_an_error(db_session: Session, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), transaction():
        load_taxonomy(tmp_path)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("hundesteuer", "99102013000000"),
        ("Hundesteuer Festsetzung", "99102013002000"),
        ("festsetzung  HUNDESTEUER", "99102013002000"),
        ("99102013", "99102013000000"),
        ("99 102 013 002", "99102013002000"),
        ("abfallgebuehr", "99001001000000"),
        ("Abfallgebühr", "99001001000000"),
    ],
)
def test_services_are_found(loaded: Loaded, text: str, key: str) -> None:
    assert key in [service.key for service in search_leika_services(text)]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "§§", "9", "zzzz", "hundesteuer %", "\x00"])
def test_nothing_is_found_for_nothing_or_wildcards(loaded: Loaded, text: str) -> None:
    assert [service.key for service in search_leika_services(text) if "hunde" not in service.name.casefold()] == []


def test_a_search_is_bounded(loaded: Loaded) -> None:
    assert len(search_leika_services("a", limit=10_000)) == 20


def test_names_of_services(loaded: Loaded) -> None:
    assert leika_names(["99102013002000", "99999999999999", "x", ""]) == {"99102013002000": "Hundesteuer Festsetzung"}
    assert leika_names([]) == {}
    assert list(ozg_names(["10160", "nonsense"])) == ["10160"]
    assert get_leika_service("99102013002000").ozg_id == "10160"
    with pytest.raises(NotFound):
        get_leika_service("99999999999999")


def test_known_terms_hold_systems_with_their_vendor(loaded: Loaded) -> None:
    terms = known_terms(leika_keys=["99102013002000"], ozg_ids=["10160"])
    assert terms.systems["emma"] == "EMMA (Wianco OTT Robotics GmbH)"
    assert set(terms.platforms) == {
        "civento", "formcycle", "emma", "uipath", "power_automate", "n8n", "robot_framework", "camunda", "fim", "other",
    }  # fmt: skip
    assert list(terms.platforms)[-1] == "other"
    assert terms.services == {"99102013002000": "Hundesteuer Festsetzung"}
    assert list(terms.ozg_services) == ["10160"]


def test_systems_come_by_category(loaded: Loaded) -> None:
    by_category = systems_by_category()
    assert list(by_category)[:3] == ["process", "forms", "rpa"]
    assert sum(map(len, by_category.values())) == loaded.systems
    assert {system.category for system in by_category["payment"]} == {"payment"}


def test_licences_say_whether_they_are_open_and_bring_their_text(db_session: Session, loaded: Loaded) -> None:
    assert is_open_licence("EUPL-1.2")
    assert not is_open_licence("unclear")
    assert not is_open_licence("no such licence")
    assert not is_open_licence(None)
    assert [licence.is_open for licence in list_licences()] == [True] * 6 + [False] * 3
    assert find_licence("nonsense") is None
    with pytest.raises(NotFound):
        get_licence("nonsense")
    texts = {
        licence.key: licence.text for licence in db_session.scalars(select(Licence).options(undefer(Licence.text)))
    }
    assert "european union public licence" in texts["EUPL-1.2"].casefold()
    assert [key for key, text in texts.items() if not text] == ["unclear"]
