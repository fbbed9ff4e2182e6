"""No changing request works without the token of one's own session, or from another site."""

import pytest

from tests.architecture.access import Row, sent_values
from tests.security.actors import Who
from tests.security.sweep import LOOKING, rows
from tests.security.world import World
from tests.support.statements import recorded_statements

ELSEWHERE = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "http://localhost:x[::1"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8443"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
)
DOERS = (*LOOKING, Who.ADMIN, Who.REVIEWER, Who.READER, Who.PARTNER_ADMIN)


def doer_of(row: Row) -> Who:
    """Somebody who could do it, by the access table."""
    if row.endpoint == "accounts.end_session":
        return Who.READER
    return next(who for who in DOERS if row.cells[who] not in {"-", "in", "403"})


@pytest.mark.parametrize("row", rows("POST"), ids=lambda row: row.name)
def test_forged_requests_change_nothing(world: World, row: Row) -> None:
    who = doer_of(row)
    address = world.url(row.endpoint, world.things.get(row.thing, {}))
    foreign = Who.PARTNER_EDITOR if who is not Who.PARTNER_EDITOR else Who.EDITOR
    forged = ["", "erfunden", world.token(foreign), world.token(who)[:-9] + "erfunden0"]
    if who is not Who.VISITOR:
        forged.append(world.token(Who.VISITOR))
    tokens = [{}, *({"csrf_token": token} for token in forged)]
    forgeries = [(token, {}) for token in tokens] + [({"csrf_token": world.token(who)}, head) for head in ELSEWHERE]
    for token, headers in forgeries:
        values = {name: value for name, value in sent_values(world, row, who).items() if name != "csrf_token"}
        with world.undone(), recorded_statements() as statements:
            answer = world.ask(who, address, method="POST", data=values | token, headers=headers)
        assert answer.status_code == 400, (token, headers)
        assert "Laden Sie die Seite neu" in answer.text
        assert [text for text in statements if text.startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_the_token_runs_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"csrf_token": world.token(Who.READER), "name": "Redaktion", "language": "de", "row_version": "1"}
    monkeypatch.setattr("registry.web.security.TOKEN_HOURS", -1)
    assert world.ask(Who.READER, "/account", method="POST", data=values).status_code == 400


def test_the_token_may_come_as_header_of_our_own_scripts(world: World) -> None:
    headers = {"X-CSRF-Token": world.token(Who.READER)}
    with world.undone():
        assert world.ask(Who.READER, "/sign-out", method="POST", headers=headers).status_code == 302
