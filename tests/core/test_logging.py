"""Logs hold no values of rows."""

import io
import sys
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registry.accounts.models import Account
from registry.core.logging import configure_logging

ADDRESS = "geheim@ort.example"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged as in production."""
    before = structlog.get_config()
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging(level="INFO", json=True)
    yield stream
    structlog.configure(**before)


@pytest.mark.parametrize("values", [{"name": "Name"}, {"name": None}], ids=["unique", "missing"])
def test_errors_of_the_database_are_logged_without_values(
    db_session: Session, log: io.StringIO, values: dict[str, str | None]
) -> None:
    row = {"email": ADDRESS, "email_folded": ADDRESS, "name": "Name\n\nNoch eine Zeile"}
    db_session.add(Account(**row))
    db_session.flush()
    try:
        with db_session.begin_nested():
            db_session.add(Account(**row | values))
            db_session.flush()
    except IntegrityError as error:
        structlog.get_logger().error("request_failed", exc_info=error)
    text = log.getvalue()
    assert "IntegrityError" in text
    assert "INSERT INTO account" in text
    for value in (ADDRESS, "Noch eine Zeile"):
        assert value not in text
