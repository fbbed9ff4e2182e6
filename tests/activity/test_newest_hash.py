"""One question tells whether anything changed."""

import pytest
from flask import Flask
from sqlalchemy import create_engine

from registry.activity.queries import newest_hash
from registry.activity.services import record
from registry.core.database import db, transaction


def write() -> str:
    with transaction():
        return record("text.written", subject=("page_text", 1), actor_id=None).hash


@pytest.mark.processes
def test_it_is_another_one_after_every_change(own_app: Flask) -> None:
    with own_app.app_context():
        ask = newest_hash(db.engine)
        seen = [ask(), write(), ask(), write(), ask()]
    assert seen[0] == ""
    assert seen[1] == seen[2] != seen[3] == seen[4]


def test_without_a_database_nothing_is_known() -> None:
    engine = create_engine("sqlite:////does/not/exist/registry.db")
    assert newest_hash(engine)() is None
    assert newest_hash(create_engine("sqlite://"))() is None
