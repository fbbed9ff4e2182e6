"""Ratings: who may, once for each town, and the publisher's answer."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.accounts.models import Role
from registry.adoption.stages import Stage
from registry.catalogue.models import SolutionStats
from registry.core.database import session, transaction
from registry.mail.memory import MemoryMailer
from registry.outbox.delivery import deliver_due
from registry.ratings.models import Rating, Verdict
from registry.ratings.services import Judgement, rate
from registry.storage.memory import MemoryStore
from tests.support.catalogue_factories import Edition, adopt, find_release, find_solution, give_rating, make_solution
from tests.support.client import PageClient
from tests.support.publishing_factories import Town, make_town

JUDGEMENT = {
    "stars": "4",
    "worked_as_described": "yes",
    "effort_as_stated": "partly",
    "would_take_again": "no",
    "release": "1.0.0",
    "text": "Läuft seit März.",
}


@pytest.fixture
def publisher(app: Flask, db_session: Session) -> Town:
    """The town that publishes."""
    return make_town(app, "Usingen")


@pytest.fixture
def slug(publisher: Town, store: MemoryStore) -> str:
    """A published solution."""
    return make_solution(publisher, Edition(), Edition(number="1.1.0"), store=store).slug


@pytest.fixture
def town(app: Flask, slug: str) -> Town:
    """A town that runs it."""
    made = make_town(app, "Wehrheim")
    adopt(made, slug)
    return made


def give(town: Town, slug: str, **values: str) -> int:
    """Rate through the form; the status of the answer."""
    path = f"/solutions/{slug}/rating"
    return town.client(Role.EDITOR).submit(path, JUDGEMENT | values, action=path).status_code


def test_a_rating_is_given_and_changed(town: Town, slug: str) -> None:
    assert give(town, slug) == 302
    rating = session().query(Rating).one()
    assert (rating.stars, rating.release.number, rating.text) == (4, "1.0.0", "Läuft seit März.")
    page = town.client(Role.READER).get(f"/solutions/{slug}").text
    assert "4 von 5 Sternen" in page
    assert "Läuft seit März." in page
    assert give(town, slug, stars="2", release="1.1.0") == 302
    session().expire_all()
    rating = session().query(Rating).one()
    assert (rating.stars, rating.release.number) == (2, "1.1.0")
    stats = session().get_one(SolutionStats, find_solution(slug).id)
    assert (stats.rating_count, stats.rating_sum) == (1, 2)


@pytest.mark.parametrize("stage", list(Stage))
def test_only_who_tried_it_may_rate(app: Flask, slug: str, stage: Stage) -> None:
    town = make_town(app)
    adopt(town, slug, stage)
    may = stage in {Stage.TESTING, Stage.LIVE, Stage.RETIRED}
    client = town.client(Role.EDITOR)
    assert client.get(f"/solutions/{slug}/rating").status_code == (200 if may else 403)
    assert (f'href="/solutions/{slug}/rating"' in client.get(f"/solutions/{slug}").text) is may


def test_once_tried_always_entitled(app: Flask, slug: str) -> None:
    town = make_town(app)
    adopt(town, slug)
    path = f"/solutions/{slug}/adoption/move?target=interest"
    town.client(Role.EDITOR).submit(path, {}, action=path)
    assert give(town, slug) == 302


def test_the_own_solution_is_never_rated(publisher: Town, slug: str) -> None:
    adopt(publisher, slug)
    assert publisher.client(Role.ADMIN).get(f"/solutions/{slug}/rating").status_code == 403


def test_readers_and_strangers_do_not_rate(app: Flask, client: PageClient, town: Town, slug: str) -> None:
    path = f"/solutions/{slug}/rating"
    assert town.client(Role.READER).get(path).status_code == 403
    assert make_town(app).client(Role.ADMIN).get(path).status_code == 403
    assert "/sign-in" in client.get(path).location


@pytest.mark.parametrize(
    ("name", "entered"),
    [
        ("stars", "0"),
        ("stars", "6"),
        ("stars", "-1"),
        ("stars", "viele"),
        ("stars", ""),
        ("worked_as_described", "vielleicht"),
        ("would_take_again", ""),
        ("release", "9.9.9"),
        ("text", "x" * 2001),
        ("text", "a\x00b"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(town: Town, slug: str, name: str, entered: str) -> None:
    path = f"/solutions/{slug}/rating"
    answer = town.client(Role.EDITOR).submit(path, JUDGEMENT | {name: entered}, action=path)
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert session().query(Rating).count() == 0


def test_a_rating_is_taken_back(town: Town, slug: str) -> None:
    give(town, slug)
    path = f"/solutions/{slug}/rating"
    client = town.client(Role.EDITOR)
    assert f'href="{path}/withdraw"' in client.get(path).text
    assert client.submit(f"{path}/withdraw", {}).status_code == 302
    assert client.get(f"{path}/withdraw").status_code == 404
    assert session().query(Rating).count() == 0
    assert session().get_one(SolutionStats, find_solution(slug).id).rating_count == 0


def test_the_publisher_is_told_once_and_answers_once(
    publisher: Town, town: Town, slug: str, mailer: MemoryMailer
) -> None:
    give(town, slug)
    give(town, slug, stars="3")
    deliver_due(mailer)
    assert [mail.subject for mail in mailer.sent] == ["Neue Bewertung: Hund anmelden"]
    path = f"/solutions/{slug}/rating/{session().query(Rating).one().id}/answer"
    client = publisher.client(Role.PUBLISHER)
    assert client.submit(path, {"answer": " "}, action=path).status_code == 422
    values = client.form(path, action=path).values | {"answer": "Danke, wird geprüft."}
    assert client.post(path, data=values).status_code == 302
    assert client.post(path, data=values).status_code == 409
    assert "Danke, wird geprüft." in town.client(Role.READER).get(f"/solutions/{slug}").text


def test_only_publishers_of_the_publisher_answer(app: Flask, publisher: Town, town: Town, slug: str) -> None:
    rating = give_rating(town, slug)
    path = f"/solutions/{slug}/rating/{rating.id}/answer"
    for other in (publisher.client(Role.EDITOR), town.client(Role.ADMIN), make_town(app).client(Role.ADMIN)):
        assert other.get(path).status_code == 403
    other_slug = make_solution(publisher, store=MemoryStore()).slug
    assert publisher.client(Role.PUBLISHER).get(f"/solutions/{other_slug}/rating/{rating.id}/answer").status_code == 404


@pytest.mark.processes
def test_racing_ratings_of_one_town_are_one(own_app: Flask) -> None:
    with own_app.app_context():
        slug = make_solution(make_town(own_app), store=MemoryStore()).slug
        town = make_town(own_app)
        adopt(town, slug)
        people = [town.person(Role.EDITOR, number) for number in range(8)]
        actors = [town.actor(Role.EDITOR, number) for number in range(len(people))]
        session().commit()
    barrier, failures = threading.Barrier(len(actors)), []

    def rate_at_once(number: int) -> None:
        barrier.wait()
        try:
            with own_app.app_context(), transaction():
                judgement = Judgement(number % 5 + 1, Verdict.YES, Verdict.YES, Verdict.YES)
                rate(find_release(slug), by=actors[number], judgement=judgement)
        except Exception as error:  # noqa: BLE001 (whatever it is, the test shows it)
            failures.append(error)

    threads = [threading.Thread(target=rate_at_once, args=(number,)) for number in range(len(actors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with own_app.app_context():
        assert session().scalar(select(func.count()).select_from(Rating)) == 1
        stats = session().get_one(SolutionStats, find_solution(slug).id)
        assert (stats.rating_count, stats.rating_sum) == (1, session().scalar(select(Rating.stars)))
