"""The browser fixtures notice what they are for, on small pages of our own."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from registry.core.settings import Settings
from tests.support.browser import NARROW, ContextMaker, Findings, scrolls_sideways
from tests.support.live import LiveServer, Mailbox

pytestmark = pytest.mark.browser

HEAD = '<!doctype html><html lang="de"><head><title>Probe</title></head><body><main><h1>Probe</h1>'
PAGES = {
    "/sound": HEAD + "<p>Guten Tag</p></main>",
    "/unlabelled": HEAD + "<input></main>",
    "/inline": HEAD + "<p style='color:red'>rot</p></main>",
    "/elsewhere": HEAD + "<img alt='' src='http://192.0.2.1/a.png'></main>",
    "/wide": HEAD + "<pre>" + "breit" * 100 + "</pre></main>",
    "/broken": HEAD + "</main><script src='/broken.js'></script>",
    "/broken.js": "throw new Error('kaputt')",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path, f"{HEAD}</main>")
        self.send_response(200 if self.path in PAGES else 500)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src *")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def live_server() -> Iterator[LiveServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield LiveServer(f"http://127.0.0.1:{server.server_port}", Settings(), Mailbox())
        server.shutdown()


def test_a_sound_page_gives_no_trouble(page: Page, axe: Callable[[Page], Findings]) -> None:
    page.goto("/sound")
    found = axe(page)
    assert (found.violations, found.incomplete) == ([], [])
    assert not scrolls_sideways(page)


def test_axe_finds_a_missing_label(page: Page, axe: Callable[[Page], Findings]) -> None:
    page.goto("/unlabelled")
    assert any(line.startswith("label: input") for line in axe(page).violations)


def test_sideways_scrolling_is_noticed(browser_context: ContextMaker) -> None:
    page = browser_context(width=NARROW).new_page()
    page.goto("/wide")
    assert scrolls_sideways(page)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/inline", "CSP"),
        ("/elsewhere", "request elsewhere"),
        ("/broken", "script error"),
        ("/gone", "500"),
    ],
)
def test_trouble_is_noticed(browser_context: ContextMaker, path: str, told: str, javascript: bool) -> None:
    browser_context(javascript=javascript).new_page().goto(path)
    noticed: list[str] = browser_context.trouble.seen  # type: ignore[attr-defined] (what would fail this test)
    expected = [told] if javascript or told != "script error" else []
    assert [line.partition(":")[0] for line in noticed] == expected
    noticed.clear()
