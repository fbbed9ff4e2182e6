"""Which host a request names, and who claims to have forwarded it, decides nothing."""

import pytest

from tests.security.actors import Who
from tests.security.sweep import rows
from tests.security.world import World

FOREIGN = ("evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1].evil.example")
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "1234",
    "Forwarded": "for=203.0.113.9;host=evil.example;proto=https",
    "X-Original-URL": "/admin",
    "X-Rewrite-URL": "/admin",
    "X-HTTP-Method-Override": "DELETE",
}


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_refused_everywhere(world: World, host: str) -> None:
    for row in rows("GET"):
        path = world.url(row.endpoint, world.things.get(row.thing, {}))
        answer = world.ask(Who.VISITOR, path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert host not in answer.text


def test_what_claims_to_be_forwarded_changes_no_answer(world: World) -> None:
    for path in ("/", "/solutions", "/sign-in", "/feed.atom", "/sitemap.xml", "/my", "/en/about", "/robots.txt"):
        plain, claimed = world.ask(Who.VISITOR, path), world.ask(Who.VISITOR, path, headers=FORWARDED)
        assert (claimed.status_code, claimed.location) == (plain.status_code, plain.location)
        assert "evil" not in claimed.text
        assert "Strict-Transport-Security" not in claimed.headers


def test_addresses_for_others_come_from_the_settings(world: World) -> None:
    for path in ("/feed.atom", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt"):
        text = world.ask(Who.VISITOR, path, headers={"Host": "127.0.0.1"}).text
        assert "http://localhost/" in text
        assert "127.0.0.1" not in text
