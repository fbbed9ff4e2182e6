"""The isolation itself: what it undoes, what it lets through, what it notices."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from registry.core.database import after_commit, db, session, transaction
from tests.support.client import PageClient
from tests.support.database import join_by_savepoint, one_transaction, saved

PAGE = '<!doctype html><html lang="de"><head><title>Zahl</title></head><body><h1>Zahl</h1>%s</body></html>'


class Own(DeclarativeBase):
    pass


class Note(Own):
    __tablename__ = "tests_note"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(unique=True)


def small_app(url: str) -> Flask:
    app = Flask("small")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, TESTING=True)
    db.init_app(app)

    @app.post("/committed/<text>")
    def committed(text: str) -> str:
        with transaction() as current:
            current.add(Note(text=text))
        return PAGE % count()

    @app.post("/forgotten/<text>")
    def forgotten(text: str) -> str:
        session().add(Note(text=text))
        session().flush()
        return PAGE % ""

    @app.post("/forgotten-statement/<text>")
    def forgotten_statement(text: str) -> str:
        session().execute(insert(Note).values(text=text))
        return PAGE % ""

    @app.post("/undone/<text>")
    def undone(text: str) -> str:
        session().add(Note(text=text))
        session().flush()
        session().rollback()
        return PAGE % ""

    return app


def write_twice(text: str) -> None:
    with transaction() as current:
        current.add(Note(text=text))
        current.flush()
        current.add(Note(text=text))


def count() -> int:
    return session().scalar(select(func.count()).select_from(Note)) or 0


@pytest.fixture(scope="module")
def unbound(database_url: str) -> Iterator[Flask]:
    join_by_savepoint()
    app = small_app(database_url)
    app.test_client_class = PageClient
    PageClient.forgotten.watch(app)
    with app.app_context():
        engine = db.engine
        Own.metadata.create_all(engine)
    yield app
    Own.metadata.drop_all(engine)
    engine.dispose()


@pytest.fixture
def small(unbound: Flask) -> Iterator[Flask]:
    PageClient.forgotten.paths.clear()
    with one_transaction(unbound):
        yield unbound


@pytest.mark.parametrize("_again", [1, 2])
def test_what_a_request_commits_is_gone_in_the_next_test(small: Flask, _again: int) -> None:
    client = small.test_client()
    assert ">1<" in client.post("/committed/eins").text
    assert ">2<" in client.post("/committed/zwei").text


def test_the_test_and_a_request_see_each_other(small: Flask) -> None:
    with small.app_context():
        note = saved(Note(text="vom Test"))
        session().add(Note(text="noch nicht gespült"))
        assert ">3<" in small.test_client().post("/committed/eins").text
        assert count() == 3
        assert note.text == "vom Test"


def test_a_failed_transaction_takes_only_its_own_changes(small: Flask) -> None:
    with small.app_context():
        saved(Note(text="bleibt"))
        with pytest.raises(IntegrityError):
            write_twice("geht")
        assert count() == 1


def test_effects_run_after_the_commit(small: Flask) -> None:
    seen: list[int] = []
    with small.app_context():
        with transaction():
            saved(Note(text="neu"))
            after_commit(lambda: seen.append(count()))
            assert seen == []
        assert seen == [1]


@pytest.mark.parametrize("path", ["/forgotten/x", "/forgotten-statement/x"])
def test_a_request_that_forgets_its_commit_fails_the_test(small: Flask, path: str) -> None:
    with pytest.raises(pytest.fail.Exception, match="changed without commit"):
        small.test_client().post(path)


def test_a_request_that_undoes_its_change_is_fine(small: Flask) -> None:
    assert small.test_client().post("/undone/x").status_code == 200
