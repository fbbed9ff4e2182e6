"""Where somebody is led next is never decided by who made the link."""

import pytest
from werkzeug.test import TestResponse

from registry.web.links import is_own_path
from tests.security.actors import Who
from tests.security.world import World

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:///evil.example",
    "//evil.example/%2e%2e",
    "//evil.example\\@localhost",
    "//localhost@evil.example",
    "//[::1]@evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "evil.example",
    ".evil.example",
    "@evil.example",
    "?next=//evil.example",
    "",
    "/\x00/evil.example",
    "\u3000//evil.example",
)
WITHIN = (
    "/my",
    "/solutions?q=a&page=2",
    "/en/account",
    "/solutions/a#b",
    "/%2f%2fevil.example",
    "/.evil.example",
    "/@evil",
)


def stays_here(answer: TestResponse) -> bool:
    """Whether a browser that follows stays at this portal."""
    target = answer.location or ""
    return target.startswith("/") and not target.replace("\\", "/").startswith("//") and "\n" not in target


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_led_elsewhere(world: World, target: str) -> None:
    signed_in = world.ask(Who.READER, "/sign-in", query_string={"next": target})
    assert signed_in.status_code == 302
    assert stays_here(signed_in)
    assert "evil" not in (signed_in.location or "")
    page = world.ask(Who.VISITOR, "/sign-in", query_string={"next": target})
    assert page.status_code == 200
    assert 'href="//' not in page.text


@pytest.mark.parametrize("target", WITHIN)
def test_pages_of_the_portal_are_reached(world: World, target: str) -> None:
    assert is_own_path(target)
    assert world.ask(Who.READER, "/sign-in", query_string={"next": target}).location == target
