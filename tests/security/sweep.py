"""Every page and every file as several people see it, asked for once."""

from collections.abc import Iterator
from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.architecture.access import DONE, Row, rows_of
from tests.architecture.access_table import TABLE
from tests.security.actors import Who
from tests.security.world import World

LOOKING = (Who.VISITOR, Who.PUBLISHER, Who.PARTNER_READER, Who.COORDINATOR, Who.OPERATOR)
PATHS_THAT_FAIL = ("/gibt/es/nicht", "/solutions/gibt-es-nicht", "/files/kein-schluessel", "/static/x/fehlt.css")


@dataclass(frozen=True)
class Answer:
    """What one person got at one address."""

    endpoint: str
    path: str
    who: Who
    response: TestResponse

    @property
    def name(self) -> str:
        """For reports."""
        return f"{self.path} as {self.who}"


Sweep = list[Answer]


def rows(method: str) -> list[Row]:
    """The rows of the access table with one method."""
    return [row for row in rows_of(TABLE) if row.method == method]


def look_at_everything(world: World) -> Sweep:
    """Every address that can be read, also where it is refused, and some that do not exist."""
    return [*_pages(world), *_failures(world)]


def _pages(world: World) -> Iterator[Answer]:
    for row in rows("GET"):
        path = world.url(row.endpoint, world.things.get(row.thing, {}))
        for who in LOOKING:
            yield Answer(row.endpoint, path, who, world.seen(who, path))


def _failures(world: World) -> Iterator[Answer]:
    for path in PATHS_THAT_FAIL:
        for who in LOOKING[:2]:
            yield Answer("", path, who, world.seen(who, path))


def readers_of(row: Row) -> list[Who]:
    """Who of those that look around may do what the row says."""
    return [who for who in LOOKING if row.cells[who] == DONE]
