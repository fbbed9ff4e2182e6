"""Every form of the portal, found on the pages, with what stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.architecture.access import FILLED, Filled, Row
from tests.security.actors import Who
from tests.security.sweep import LOOKING, rows
from tests.security.world import World
from tests.support.forms import forms_of
from tests.support.pages import parse

ABLE = (*LOOKING, Who.ADMIN, Who.REVIEWER, Who.READER)
TYPED = {"text", "email", "search", "tel", "url", "date", "number", None}


@dataclass(frozen=True)
class Sheet:
    """One form as one person sees it."""

    who: Who
    page: str
    action: str
    method: str
    values: dict[str, list[str]]
    typed: tuple[str, ...]
    """Names of the fields in which people write."""
    known: frozenset[str]
    """Names of all fields, also of those that a browser would not send now."""
    endpoint: str

    @property
    def names(self) -> list[str]:
        """All fields but the token."""
        return [name for name in self.values if name != "csrf_token"]

    def filled(self, changes: dict[str, Any]) -> dict[str, Any]:
        """The fields with `changes`, as they are sent."""
        return {name: value for name, value in self.values.items() if name != "csrf_token"} | changes

    def send(self, world: World, changes: dict[str, Any]) -> TestResponse:
        """Send the form with `changes`; whatever that does is undone."""
        with world.undone():
            if self.method == "GET":
                return world.ask(self.who, urlsplit(self.action).path, query_string=self.filled(changes))
            return world.send(self.who, self.action, self.filled(changes))


def all_sheets(world: World) -> list[Sheet]:
    """One of each form: of several on pages that go to the same place, the first."""
    found: dict[tuple[str, str], Sheet] = {}
    for row in rows("GET"):
        for who in [who for who in ABLE if row.cells[who] == "ok"][:2]:
            for sheet in _sheets_on(world, row, who):
                found.setdefault((_pattern(world, sheet.action), sheet.method), sheet)
    return list(found.values())


def _sheets_on(world: World, row: Row, who: Who) -> Iterator[Sheet]:
    query = FILLED.get(row.endpoint, Filled()).page.partition("?")[2]
    page = world.url(row.endpoint, world.things.get(row.thing, {}))
    for path in (page, f"{page}?{query}") if query else (page,):
        answer = world.seen(who, path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            document, _ = parse(answer.text)
            for form, element in zip(forms_of(answer.text, page=path), document.iter("form"), strict=True):
                endpoint = _pattern(world, form.action)
                known = frozenset(str(item.get("name")) for item in element.iter() if item.get("name"))
                yield Sheet(who, path, form.action, form.method, form.values, _typed(element), known, endpoint)


def _pattern(world: World, action: str) -> str:
    path = urlsplit(action).path
    adapter = world.app.url_map.bind("localhost", script_name="/")
    for method in ("POST", "GET"):
        if adapter.test(path.removeprefix("/en") or "/", method=method):
            return str(adapter.match(path.removeprefix("/en") or "/", method=method)[0])
    raise AssertionError(f"a form goes to {action}, which does not exist")


def _typed(form: Element) -> tuple[str, ...]:
    fields = [item for item in form.iter() if item.tag in {"textarea", "input"}]
    return tuple(
        dict.fromkeys(
            str(item.get("name"))
            for item in fields
            if item.get("name") and (item.tag == "textarea" or item.get("type") in TYPED)
        )
    )
