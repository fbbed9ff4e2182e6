"""Chromium on the running portal: contexts that watch what pages do, and axe."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    StorageState,
    sync_playwright,
)

from registry.starting.checking import NO_BROWSER, find_browser
from registry.starting.front_end import MODULES
from tests.support.live import LiveServer

WIDE = 1280
NARROW = 320
HEIGHT = 900
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OPEN_WINDOWS = """
    for (const table of document.querySelectorAll(".table-wrap--matrix")) {
        table.style.overflow = "visible";
        table.style.maxBlockSize = "none";
        for (const cell of table.querySelectorAll("th")) cell.style.position = "static";
    }
"""
Scheme = Literal["light", "dark"]


@dataclass
class Trouble:
    """What went wrong behind the page, where a reader may not notice."""

    seen: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext, *, home: str) -> None:
        """Note violations of the content security policy, script errors, answers 5xx, requests elsewhere."""

        def note_message(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text:
                self.seen.append(f"CSP: {message.text}")

        def note_request(request: Request) -> None:
            if request.url.startswith("http") and urlsplit(request.url).netloc != urlsplit(home).netloc:
                self.seen.append(f"request elsewhere: {request.url}")

        def note_response(response: Response) -> None:
            if response.status >= 500:
                self.seen.append(f"{response.status}: {response.url}")

        context.on("console", note_message)
        context.on("request", note_request)
        context.on("response", note_response)
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))


@dataclass(frozen=True)
class Findings:
    """What axe found, a line each: rule, element, reason."""

    violations: list[str]
    incomplete: list[str]


ContextMaker = Callable[..., BrowserContext]
Axe = Callable[..., Findings]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests of a worker; the machine's, never one that Playwright downloads."""
    executable = find_browser()
    if executable is None:
        pytest.skip(NO_BROWSER)
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=flags)
        yield started
        started.close()


@pytest.fixture
def browser_context(browser: Browser, live_server: LiveServer) -> Iterator[ContextMaker]:
    """Makes separate visitors: ``browser_context(javascript=False, color_scheme="dark", width=NARROW)``.

    `storage_state` holds the cookies to begin with. Paths are enough in ``goto``. After the test, any trouble in any
    of them fails it.
    """
    made: list[BrowserContext] = []
    trouble = Trouble()

    def make(
        *,
        javascript: bool = True,
        color_scheme: Scheme = "light",
        width: int = WIDE,
        storage_state: StorageState | None = None,
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=javascript,
            color_scheme=color_scheme,
            viewport={"width": width, "height": HEIGHT},
            locale="de-DE",
            timezone_id="Europe/Berlin",
            storage_state=storage_state,
        )
        trouble.watch(context, home=live_server.url)
        made.append(context)
        return context

    make.trouble = trouble  # type: ignore[attr-defined] (the tests of this fixture look at it)
    yield make
    for context in made:
        context.close()
    assert trouble.seen == []


@pytest.fixture
def page(browser_context: ContextMaker) -> Page:
    """A page of a visitor with JavaScript, wide and light."""
    return browser_context().new_page()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Runs axe over a page, all rules or only those named; the context needs JavaScript.

    Tables that scroll in their own window are opened first: axe cannot decide the contrast of cells out of sight.
    Nor can it see the ground of letters in a drawing; `tests/diagrams` computes their contrast on every colour.
    """
    source = (MODULES / "axe-core" / "axe.min.js").read_text("utf-8")

    def run(page: Page, *rules: str) -> Findings:
        page.evaluate(source)
        page.evaluate(OPEN_WINDOWS)
        chosen = {"runOnly": list(rules)} if rules else {"rules": {"target-size": {"enabled": True}}}
        options = {"resultTypes": ["violations", "incomplete"], **chosen}
        found = page.evaluate("options => axe.run({exclude: ['svg.dg text', '.djs-container text']}, options)", options)
        return Findings(_lines(found["violations"]), _lines(found["incomplete"]))

    return run


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _lines(results: list[dict[str, Any]]) -> list[str]:
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in results
        for node in rule["nodes"]
    ]
