"""Likely doubles are shown: same service or similar title; what only shares its verb is not."""

import uuid
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from registry.accounts.models import Municipality, MunicipalityKind
from registry.catalogue.doubles import find_doubles
from registry.catalogue.models import Audience, CatalogueEntry, Release, ReleaseState, Solution, SolutionKind
from registry.core import clock
from tests.support.database import saved

HUNTING = [
    "Antrag auf Änderung eines Jagdscheins",
    "Antrag auf Änderung eines Falknerjagdscheins",
    "Antrag auf Änderung eines Ausländerjagdscheins",
    "Antrag auf Ersatz eines Jagdscheins",
    "Antrag auf Eintragung in einen Falknerjagdschein",
]


@pytest.fixture
def town(db_session: Session) -> Municipality:
    return saved(
        Municipality(
            slug="usingen", kind=MunicipalityKind.TOWN, name="Usingen", designation="Stadt", sort_key="usingen"
        )
    )


def publish(town: Municipality, title: str, *, keys: Any = None, audience: Audience = Audience.PARTNERS) -> uuid.UUID:
    slug = f"loesung-{uuid.uuid4().hex}"
    solution = Solution(slug=slug, kind=SolutionKind.PROCESS, municipality=town)
    release = Release(
        solution=solution,
        state=ReleaseState.PUBLISHED,
        published_at=clock.now(),
        fingerprint="f" * 64,
        facts={"title": title} | ({} if keys is None else {"leika_keys": keys}),
    )
    entry = CatalogueEntry(
        solution=solution,
        audience=audience,
        release=release,
        municipality=town,
        slug=slug,
        kind=SolutionKind.PROCESS,
        title=title,
        sort_key=title,
        summary="",
        platform="civento",
        number="1.0.0",
        is_partners_only=True,
        lifecycle="productive",
        published_at=clock.now(),
        facets={},
        updated_at=clock.now(),
    )
    saved(entry)
    return solution.id


def titles(title: str, *keys: str) -> list[str]:
    return [double.title for double in find_doubles(title, keys)]


@pytest.mark.parametrize(
    ("draft", "published"),
    [
        ("Hund anmelden", "Hundesteuer anmelden"),
        ("Gewerbe anmelden", "Gewerbeanmeldung"),
        ("Anwohnerparkausweis beantragen", "Bewohnerparkausweis beantragen"),
        ("Sondernutzung beantragen", "Sondernutzungserlaubnis erteilen"),
        ("Strassenreinigung melden", "Straßenreinigung anzeigen"),
    ],
)
def test_similar_titles_are_shown(town: Municipality, draft: str, published: str) -> None:
    publish(town, published)
    assert titles(draft) == [published]


@pytest.mark.parametrize(
    ("draft", "published"),
    [
        ("Hund anmelden", "Kraftfahrzeug anmelden"),
        ("Kita-Platz beantragen", "Wohnberechtigungsschein beantragen"),
        ("Fundsache melden", "Mangel melden"),
        ("", "Mangel melden"),
    ],
)
def test_the_same_verb_makes_no_double(town: Municipality, draft: str, published: str) -> None:
    publish(town, published)
    assert titles(draft) == []


def test_near_identical_titles_are_all_shown_and_none_is_merged(town: Municipality) -> None:
    for title in HUNTING:
        publish(town, title)
    assert sorted(titles("Änderung eines Jagdscheins beantragen")) == sorted(HUNTING)


def test_the_same_service_comes_first_whatever_its_title(town: Municipality) -> None:
    publish(town, "Hundesteuer anmelden", keys=["99102013000000"])
    publish(town, "Vierbeiner erfassen", keys=["99102013002000", "99999999999999"])
    publish(town, "Fundtier", keys={"answer": "unknown"})
    found = find_doubles("Hund anmelden", ["99102013002000"])
    assert [(double.title, double.same_keys) for double in found] == [
        ("Vierbeiner erfassen", ("99102013002000",)),
        ("Hundesteuer anmelden", ()),
    ]
    assert found[0].municipality == "Stadt Usingen"


def test_the_draft_itself_and_entries_for_visitors_are_left_out(town: Municipality) -> None:
    own = publish(town, "Hund anmelden")
    publish(town, "Hund anmelden", audience=Audience.PUBLIC)
    assert find_doubles("Hund anmelden", exclude=own) == []
    assert [double.solution_id for double in find_doubles("Hund anmelden")] == [own]


def test_one_query_and_a_bounded_answer(town: Municipality, db_session: Session) -> None:
    for _ in range(60):
        publish(town, "Hund anmelden")
    statements: list[str] = []
    connection = db_session.connection()
    event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert len(find_doubles("Hund anmelden")) == 50
    assert len([text for text in statements if text.lstrip().startswith("SELECT")]) == 1
