"""Asking as everybody for everything: how a row of the access table is turned into requests and answers into cells."""

import io
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.architecture.access_forms import FILLED, Filled
from tests.security.actors import SIGNED_OUT, Who
from tests.security.world import World

DONE, SIGN_IN, UNKNOWN = "ok", "in", "-"
COLUMNS = tuple(who for who in Who if who is not Who.DEACTIVATED)
MISSING = dict.fromkeys(("slug", "group", "deed", "key", "language", "token", "path"), "gibt-es-nicht") | {
    "number": "9.9.9",
    "place": "9999",
}
"""Values of addresses that name nothing; every other kind is a UUID."""
IGNORED = {"version"}
"""Parts of addresses that may be anything: a page of yesterday still finds its stylesheet."""
REFUSED, USED_UP = "403", "409"


@dataclass(frozen=True)
class Row:
    """One line of the table: what everybody gets who asks for one thing in one way."""

    endpoint: str
    method: str
    thing: str
    cells: Mapping[Who, str]

    @property
    def name(self) -> str:
        """How the row is called in reports."""
        return f"{self.method} {self.endpoint} {self.thing}".strip()


def rows_of(table: str) -> list[Row]:
    """The rows of a table in text form; see `access_table`."""
    lines = [re.sub(r"\s*\|\s*", "  ", line) for line in table.splitlines()]
    return [_row(line.split()) for line in lines if line.strip() and not line.lstrip().startswith("#")]


def _row(words: list[str]) -> Row:
    endpoint, method, thing, *cells = words
    assert len(cells) == len(COLUMNS), f"{endpoint} {method} {thing} has {len(cells)} cells, not {len(COLUMNS)}"
    found = dict(zip(COLUMNS, cells, strict=True))
    return Row(endpoint, method, thing.strip("."), found | {Who.DEACTIVATED: found[Who.VISITOR]})


def cell_of(response: TestResponse) -> str:
    """An answer in the words of the table."""
    if response.status_code in {301, 302, 303}:
        leads_to_sign_in = re.match(r"(/en)?/sign-in(\?|$)", response.location or "")
        return SIGN_IN if leads_to_sign_in else DONE
    return {200: DONE, 204: DONE, 404: UNKNOWN}.get(response.status_code, str(response.status_code))


def ask_row(world: World, row: Row, who: Who, address: str) -> TestResponse:
    """One request of a row; whatever it changed is undone."""
    if row.method == "GET":
        with world.undone():
            return world.ask(who, address)
    values = sent_values(world, row, who)
    with world.undone():
        return world.send(who, address, values)


def sent_values(world: World, row: Row, who: Who) -> dict[str, Any]:
    """The fields of the form as `who` would send it, or would if it saw the form."""
    filled = FILLED.get(row.endpoint, Filled())
    values = _values_of(world, row, who)
    address = world.url(row.endpoint, values)
    page = _page_of(world, filled, values) or address
    able = [other for other, cell in row.cells.items() if cell == DONE and other is not Who.DEACTIVATED]
    forms = (form_on(world, person, page, action=address) for person in (who, *able))
    form = next((form for form in forms if form is not None), {})
    given = {name: _given(value, values) for name, value in filled.values.items()}
    return {name: value for name, value in form.items() if name != "csrf_token"} | given


def form_on(world: World, who: Who, page: str, *, action: str) -> dict[str, list[str]] | None:
    """The fields of the form on a page that goes to `action`, or back to the page, as `who` sees it."""
    forms = world.forms(who, page)
    return forms.get(action, forms.get(page.partition("?")[0]))


def _page_of(world: World, filled: Filled, values: Mapping[str, str]) -> str:
    endpoint, _, query = filled.page.partition("?")
    return f"{world.url(endpoint, values)}?{query}".rstrip("?") if endpoint else ""


def _values_of(world: World, row: Row, who: Who) -> dict[str, str]:
    return world.things.get(row.thing, {}) | {"email": world.emails.get(who, "niemand@ort.example")}


def _given(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return io.BytesIO(value[0]), value[1]
    return value.format(**values) if value.startswith("{") else value


def missing_addresses(world: World, row: Row) -> Iterator[str]:
    """Addresses of the row that name nothing, or a part of something that belongs to nobody here."""
    values = world.things.get(row.thing, {})
    rule = next(iter(world.app.url_map.iter_rules(row.endpoint)))
    for name in sorted(rule.arguments - IGNORED):
        yield world.url(row.endpoint, values | {name: MISSING.get(name, str(uuid.uuid4()))})
        if name in world.foreign and _is_private(row, name):
            yield world.url(row.endpoint, values | {name: world.foreign[name]})


def missing_cells(row: Row, who: Who) -> set[str]:
    """What an address that names nothing answers.

    Unknown, perhaps after asking visitors to sign in, or refusing whoever may not do it to what is there either.
    A link from a mail that leads nowhere looks like one that was used.
    """
    if row.cells[who] == SIGN_IN and who in SIGNED_OUT:
        return {SIGN_IN}
    if row.thing in {"invitation", "reset"}:
        return {USED_UP}
    return {UNKNOWN, REFUSED} if row.cells[who] == REFUSED else {UNKNOWN}


def representatives(row: Row) -> list[Who]:
    """Somebody of each sort that the row tells apart: the first and the last column with each answer."""
    sorts = dict.fromkeys(row.cells.values())
    found = {cell: [who for who in row.cells if row.cells[who] == cell] for cell in sorts}
    return list(dict.fromkeys(who for people in found.values() for who in (people[0], people[-1])))


def _is_private(row: Row, name: str) -> bool:
    """Whether that thing of another town is out of reach for every column: operators and coordinators see more."""
    is_steered = row.endpoint.startswith(("admin.", "reporting.")) or row.endpoint == "publishing.block"
    return not is_steered and (name != "slug" or row.endpoint.startswith("publishing."))
