"""Every route, every method, everybody: what the table promises is what real requests get."""

from collections.abc import Iterator
from functools import cache

import pytest
from argon2 import PasswordHasher
from flask import Flask

from registry.core.settings import Settings
from tests.architecture.access import (
    DONE,
    SIGN_IN,
    Row,
    ask_row,
    cell_of,
    missing_addresses,
    missing_cells,
    representatives,
    rows_of,
)
from tests.architecture.access_table import PUBLIC_ADDRESSES, TABLE
from tests.security.actors import Who
from tests.security.world import World, open_world
from tests.support.statements import recorded_statements

READS = {"HEAD", "OPTIONS"}
OWN_TRACES = ("UPDATE account_session", "DELETE FROM account_session", "INSERT INTO attempt", "DELETE FROM attempt")
"""What a refused request may do all the same: note the time of use, count tries, find no such session to end."""


@cache
def table() -> list[Row]:
    return rows_of(TABLE)


def is_change(statement: str) -> bool:
    return statement.startswith(("INSERT", "UPDATE", "DELETE")) and not statement.startswith(OWN_TRACES)


@pytest.fixture(scope="module")
def world(_application: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all rows; passwords cost little."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("registry.accounts.passwords._hasher", cheap)
        with open_world(_application, settings, tmp_path_factory.mktemp("world")) as made:
            yield made


def test_every_route_stands_in_the_table_and_nothing_else(world: World) -> None:
    rules = world.app.url_map.iter_rules()
    routes = {(rule.endpoint, method) for rule in rules for method in (rule.methods or set()) - READS}
    assert {(row.endpoint, row.method) for row in table()} == routes


def test_no_line_stands_twice() -> None:
    names = [row.name for row in table()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", table(), ids=lambda row: row.name)
def test_everybody_gets_what_the_table_says(world: World, row: Row) -> None:
    address = world.url(row.endpoint, world.things.get(row.thing, {}))
    found, written = {}, {}
    for who in row.cells:
        with recorded_statements() as statements:
            found[who] = cell_of(ask_row(world, row, who, address))
        if row.method == "GET" or found[who] not in {DONE, SIGN_IN}:
            written[who] = [text for text in statements if is_change(text)]
    assert found == dict(row.cells)
    assert {who: texts for who, texts in written.items() if texts} == {}, (
        "reading, or a refused request, changed something"
    )


@pytest.mark.parametrize("row", table(), ids=lambda row: row.name)
def test_what_is_not_there_or_foreign_is_unknown_to_everybody(world: World, row: Row) -> None:
    for address in missing_addresses(world, row):
        found = {who: cell_of(ask_row(world, row, who, address)) for who in representatives(row)}
        assert {who: cell for who, cell in found.items() if cell not in missing_cells(row, who)} == {}, address


def test_public_addresses_do_not_change_unnoticed(world: World) -> None:
    open_to_all = {row.endpoint for row in table() if row.method == "GET" and row.cells[Who.VISITOR] == DONE}
    rules = world.app.url_map.iter_rules()
    assert sorted({rule.rule for rule in rules if rule.endpoint in open_to_all}) == sorted(PUBLIC_ADDRESSES)
