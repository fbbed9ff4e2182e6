"""Addresses that nobody would type, in every place of every address that varies."""

from urllib.parse import quote

import pytest

from tests.architecture.access import Row
from tests.security.sweep import LOOKING, rows
from tests.security.world import World

PIECES = (
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "..%5c..%5cwindows",
    quote("<script>alert(1)</script>"),
    quote("{{7*7}}"),
    quote("' OR 1=1 --"),
    quote("\u202e"),
    quote("٣.٠.٠"),
    "%0d%0aSet-Cookie:%20a=b",
    "9" * 400,
    "a" * 5_000,
    "-1",
    "00000000-0000-0000-0000-00000000000g",
    "{00000000-0000-0000-0000-000000000000}",
    "1.0.0%0a",
)


@pytest.mark.parametrize("row", [row for row in rows("GET") if row.thing], ids=lambda row: row.name)
def test_no_address_is_our_fault(world: World, row: Row) -> None:
    rule = next(iter(world.app.url_map.iter_rules(row.endpoint)))
    values = world.things.get(row.thing, {})
    who = next((who for who in LOOKING if row.cells[who] == "ok"), LOOKING[1])
    for name in rule.arguments - {"version"}:
        known = world.url(row.endpoint, values)
        for piece in PIECES:
            path = known.replace(quote(values[name], safe="/"), piece, 1)
            answer = world.ask(who, path)
            assert answer.status_code in {302, 400, 404, 409}, path
            assert "Set-Cookie" not in answer.headers
            assert "<script>alert(1)" not in answer.text
            assert "root:" not in answer.text
