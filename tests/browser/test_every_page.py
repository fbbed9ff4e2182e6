"""Every page that people reach is accessible and holds together: axe, width, targets, titles, light and dark."""

import pytest

from tests.browser.conftest import Enter
from tests.browser.walking import Person, problems_of, walk
from tests.support.browser import Axe

pytestmark = pytest.mark.browser

FRIEDRICHSDORF, HOFHEIM, KRONBERG = (
    f"{role}@{town}.example"
    for role, town in (("redaktion", "friedrichsdorf"), ("freigabe", "hofheim"), ("redaktion", "kronberg"))
)
PICTURED = "/solutions/eingangsrechnung-pruefen-und-anordnen"
PEOPLE = {
    Person(None, ("/", "/solutions?q=xyzzy", PICTURED, "/no-such-page", "/sign-in")): 17,
    Person(None, ("/en/", "/en/solutions?q=dog", "/en/solutions/hund-anmelden", "/en/sign-in"), "/en/none"): 4,
    Person("lesezugang@usingen.example", ("/", "/my", "/solutions/kita-platz-vormerken/adoption"), "/(my|account)"): 9,
    Person("verwaltung@usingen.example", ("/my",), "/(my|account)"): 18,
    Person(FRIEDRICHSDORF, ("/publish", "/solutions/kita-platz-vormerken"), "/publish"): 22,
    Person(KRONBERG, ("/solutions/hund-anmelden", "/my/adoptions"), "/solutions/.*/(import|adoption|rating)"): 7,
    Person(HOFHEIM, ("/publish",), "/publish/(solutions|releases)/.*/(review|withdraw|preview|open)"): 2,
    Person("koordination@ikz-hochtaunus-nord.example", ("/coordination",), "/coordination"): 1,
    Person("betrieb@prozessregister.example", ("/admin", "/publish"), "/admin|/publish/releases/.*/block"): 18,
}
"""With the number of kinds of pages they see at least; what is new is found by its links."""


@pytest.mark.parametrize(("person", "kinds"), PEOPLE.items(), ids=str)
def test_every_page(enter: Enter, axe: Axe, person: Person, kinds: int) -> None:
    page = enter(person.email)
    seen: list[str] = []
    problems: list[str] = []
    for kind in walk(page, person):
        seen.append(kind)
        problems += [f"{kind}: {problem}" for problem in problems_of(page, axe)]
    assert problems == []
    assert len(seen) >= kinds, seen
    if person.email is None:
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
