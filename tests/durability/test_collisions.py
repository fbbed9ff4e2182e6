"""Where no service looks first, the constraints of the database do: a sentence for the second, never a server error."""

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.accounts.models import Account, Membership
from registry.adoption.services import moving
from registry.catalogue.models import Solution
from registry.core.database import is_collision, session, transaction, violated_constraint
from registry.publishing.services import uploads
from registry.web.adapters import adapters
from tests.durability.publishing import Publisher, make_platform, make_town, opaque
from tests.support.accounts_factories import make_municipality, signed_in


def test_a_second_row_is_a_conflict_with_a_sentence(
    app: Flask, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "read_file", opaque)
    monkeypatch.setattr(moving, "_refuse_second", lambda *_: None)
    with transaction():
        make_platform()
        publisher, town = make_town(), make_town()
    Publisher(publisher, adapters().store).publish()
    editor = signed_in(app, session().get_one(Account, town.editor.account_id))
    path = f"/solutions/{_slug()}/adoption/start"
    form = editor.form(path)

    answers = [editor.post(path, data=form.values | {"contact_id": str(town.contact_id)}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert "Jemand anderes hat das inzwischen geändert" in answers[1].text


@pytest.mark.parametrize(
    ("change", "constraint", "expected"),
    [
        ({}, "uq_municipality_slug", True),
        ({"slug": "anderswo", "population": -1}, "population_not_negative", False),
        ({"slug": "anderswo", "name": None}, None, False),
    ],
)
def test_only_what_somebody_else_did_first_is_a_collision(
    change: dict[str, Any], constraint: str | None, expected: bool, db_session: Session
) -> None:
    town = make_municipality("Musterstadt")
    names = [column.name for column in type(town).__table__.columns]
    values = {name: getattr(town, name) for name in names} | {"id": uuid.uuid4()} | change

    with pytest.raises(IntegrityError) as caught, session().begin_nested():
        session().execute(insert(type(town)).values(values))

    assert is_collision(caught.value) is expected
    assert constraint is None or constraint in (violated_constraint(caught.value) or "")


def test_a_reference_to_what_is_gone_is_a_collision(db_session: Session) -> None:
    town = make_municipality()
    membership = Membership(account_id=uuid.uuid4(), municipality_id=town.id, role="reader")

    with pytest.raises(IntegrityError) as caught, session().begin_nested():
        session().add(membership)

    assert is_collision(caught.value)


def _slug() -> str:
    return session().query(Solution).one().slug
