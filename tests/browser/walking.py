"""Walking through the portal by its links: one page of every kind that a person reaches."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.support.browser import HEIGHT, NARROW, WIDE, Axe, Scheme, scrolls_sideways

VARIABLE = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "ID"),
    (re.compile(r"(?<=/solutions/)(?!new)[^/]+"), "SOLUTION"),
    (re.compile(r"(?<=/municipalities/)(?!new|ID)[^/]+"), "MUNICIPALITY"),
    (re.compile(r"(?<=/releases/)\d+\.\d+\.\d+"), "NUMBER"),
    (re.compile(r"(?<=/texts/)[^/]+/[^/]+"), "TEXT"),
)
NO_PAGES = re.compile(
    r"/files/[^/]+$|/download$|/package$|\.csv$|\.svg$|\.atom$|\.xml$|\.txt$|/account/data$|^/en(/|$)"
)
HEADINGS = "[...document.querySelectorAll('h1')].map(heading => heading.textContent.replaceAll('\\u00ad', '').trim())"
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
SMALL_TARGETS = """
    () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((target) => {
            const box = target.getBoundingClientRect();
            const isHidden = box.width <= 1 || target.closest(".skip-link, .visually-hidden");
            const isInText = target.matches("a") && getComputedStyle(target).display === "inline";
            return !isHidden && !isInText && (box.width < 24 || box.height < 24);
        })
        .map((target) => `${target.outerHTML.slice(0, 100)}`)
"""


@dataclass(frozen=True)
class Person:
    """Whose way it is (None: a visitor), where it begins, and which addresses belong to it."""

    email: str | None
    starts: tuple[str, ...]
    area: str = ""

    def __str__(self) -> str:
        return self.email or "visitor"


def kind_of(url: str) -> str:
    """The address with everything replaced that differs between pages of the same kind."""
    path = urlsplit(url).path
    for pattern, word in VARIABLE:
        path = pattern.sub(word, path)
    return path


def walk(page: Page, person: Person) -> Iterator[str]:
    """Open every start, then one page of every further kind in the area; yields the kind of the page that is open."""
    ahead, seen = list(person.starts), {kind_of(start) for start in person.starts}
    while ahead:
        url = ahead.pop(0)
        page.goto(url)
        yield kind_of(url)
        for link in page.evaluate(LINKS):
            kind = kind_of(link)
            if kind not in seen and _is_ahead(page, link, person):
                seen.add(kind)
                ahead.append(link)


def _is_ahead(page: Page, link: str, person: Person) -> bool:
    here, there = urlsplit(page.url), urlsplit(link)
    is_ours = here.netloc == there.netloc and not NO_PAGES.search(there.path)
    return is_ours and re.match(person.area, there.path) is not None


def problems_of(page: Page, axe: Axe) -> Iterator[str]:
    """What is wrong with the open page: wide and narrow, light and (only the contrast can differ) dark."""
    headings = page.evaluate(HEADINGS)
    if len(headings) != 1 or not page.title().removeprefix("Fehler: ").startswith(headings[0]):
        yield f"title {page.title()!r}, headings {headings}"
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        yield from (f"{width} px: {problem}" for problem in _problems_at(page, axe))
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def _problems_at(page: Page, axe: Axe) -> Iterator[str]:
    if scrolls_sideways(page):
        yield "scrolls sideways"
    yield from (f"target under 24 px: {target}" for target in page.evaluate(SMALL_TARGETS))
    schemes: tuple[tuple[Scheme, tuple[str, ...]], ...] = (("dark", ("color-contrast",)), ("light", ()))
    for scheme, rules in schemes:
        page.emulate_media(color_scheme=scheme)
        found = axe(page, *rules)
        yield from (f"{scheme}: {line}" for line in found.violations)
        yield from (f"{scheme}: undecided: {line}" for line in found.incomplete)
