"""Moving in the model of a BPMN file: an addition for those with JavaScript, loaded when somebody asks for it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Enter
from tests.browser.test_keyboard import tab_to
from tests.browser.walking import SMALL_TARGETS
from tests.support.browser import NARROW, WIDE, Axe, Scheme, scrolls_sideways
from tests.support.publishing_factories import bpmn

pytestmark = pytest.mark.browser

SOLUTION = "/solutions/eingangsrechnung-pruefen-und-anordnen"
OFFER = "Modell vergrößern und verschieben"
LOADED_LATER = re.compile(r"bpmn-js|model/viewer|model-viewer\.css|/files/[^/]+$")
SECOND = '<di:BPMNDiagram name="Noch einmal" xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
CONTRAST = """
    () => {
        const [ink, ground] = [".djs-container text", "[data-canvas]"].map((name) => document.querySelector(name));
        return [getComputedStyle(ink).fill, getComputedStyle(ground).backgroundColor];
    }
"""


def open_picture(page: Page, *, language: str = "") -> None:
    page.goto(language + SOLUTION)
    page.goto(page.locator("a[href$='/pictures/1']").first.get_attribute("href") or "")


def open_model(page: Page) -> Locator:
    page.get_by_role("button", name=OFFER).click()
    drawing = page.get_by_role("application", name="Modell zum Bewegen")
    expect(drawing).to_be_focused()
    return drawing


def serve(page: Page, answer: Callable[[Route], None]) -> None:
    """Let another file stand at the download address."""
    page.route(re.compile(r"/files/[0-9a-f-]{36}$"), answer)


def level(page: Page) -> int:
    """The percentage that is told."""
    return int(re.sub(r"\D", "", page.get_by_role("group", name="Modell zum Bewegen").locator("output").inner_text()))


def place(page: Page) -> list[float]:
    """Where the drawing stands in its window: left, top."""
    return page.evaluate("(m => [m.e, m.f])(document.querySelector('.djs-container g.viewport').getCTM())")  # type: ignore[no-any-return]


def test_without_javascript_nothing_of_it_is_there(enter: Enter) -> None:
    page = enter(javascript=False)
    open_picture(page)
    expect(page.get_by_role("region", name="Ablauf als Bild")).to_be_visible()
    expect(page.locator("[data-behaviour=model-viewer]")).to_be_hidden()
    expect(page.get_by_role("button", name=OFFER)).to_have_count(0)


def test_it_is_loaded_when_somebody_asks(enter: Enter) -> None:
    page = enter()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_picture(page)
    expect(page.get_by_role("button", name=OFFER)).to_be_visible()
    assert [url for url in asked if LOADED_LATER.search(url)] == []
    open_model(page)
    assert len([url for url in asked if LOADED_LATER.search(url)]) == 5
    expect(page.get_by_role("region", name="Ablauf als Bild")).to_be_hidden()
    expect(page.get_by_title("Powered by bpmn.io")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("region", name="Ablauf als Bild")).to_be_visible()


def test_keys_and_buttons(enter: Enter) -> None:
    page = enter()
    open_picture(page)
    tab_to(page, OFFER)
    page.keyboard.press("Enter")
    expect(page.get_by_role("application")).to_be_focused()
    fitting, (left, top) = level(page), place(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert place(page) == pytest.approx([left - 60, top + 60], abs=1)
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("-")
    assert level(page) == pytest.approx(fitting * 1.25, abs=1)
    page.keyboard.press("0")
    assert (level(page), place(page)) == (fitting, pytest.approx([left, top], abs=1))
    for name, change in (("Größer", 1), ("Kleiner", 0), ("Kleiner", -1), ("Alles zeigen", 0)):
        page.get_by_role("button", name=name).click()
        assert (level(page) > fitting) - (level(page) < fitting) == change
    for name, dx, dy in (("links", 120, 0), ("rechts", 0, 0), ("oben", 0, 120), ("unten", 0, 0)):
        page.get_by_role("button", name=f"Nach {name}").click()
        assert place(page) == pytest.approx([left + dx, top + dy], abs=1)


def test_full_screen_and_back_to_the_picture(enter: Enter) -> None:
    page = enter()
    open_picture(page)
    open_model(page)
    full = page.get_by_role("button", name="Vollbild")
    full.click()
    expect(full).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.fullscreenElement.className") == "model-viewer"
    page.keyboard.press("Escape")
    expect(full).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Zurück zum Bild").click()
    expect(page.get_by_role("region", name="Ablauf als Bild")).to_be_visible()
    expect(page.get_by_role("application")).to_have_count(0)
    expect(page.get_by_role("button", name=OFFER)).to_be_focused()
    open_model(page)


def test_what_bpmn_io_says_about_itself_can_be_closed_by_key(enter: Enter) -> None:
    page = enter()
    open_picture(page)
    open_model(page)
    page.get_by_role("button", name="Vollbild").click()
    page.get_by_title("Powered by bpmn.io").click()
    expect(page.get_by_text("Web-based tooling")).to_be_visible()
    assert page.evaluate("document.fullscreenElement") is None
    page.keyboard.press("Escape")
    expect(page.get_by_text("Web-based tooling")).to_have_count(0)


def test_fingers_move_and_pinch(enter: Enter) -> None:
    page = enter()
    open_picture(page)
    drawing = open_model(page)
    box = drawing.bounding_box()
    assert box is not None
    (left, top), before = place(page), level(page)
    touch = page.context.new_cdp_session(page)

    def fingers(kind: str, *offsets: int) -> None:
        points = [{"x": box["x"] + 200 + dx, "y": box["y"] + 100, "id": number} for number, dx in enumerate(offsets)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 0)
    fingers("touchMove", 50)
    fingers("touchEnd")
    assert place(page) == pytest.approx([left + 50, top], abs=1)
    fingers("touchStart", 0)
    fingers("touchStart", 0, 100)
    fingers("touchMove", 0, 150)
    fingers("touchEnd")
    assert level(page) == pytest.approx(before * 1.5, abs=1)


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (NARROW, "light"), (WIDE, "dark"), (NARROW, "dark")])
def test_it_is_accessible(enter: Enter, axe: Axe, width: int, scheme: Scheme) -> None:
    page = enter(width=width, color_scheme=scheme)
    open_picture(page)
    open_model(page)
    found = axe(page)
    assert (found.violations, found.incomplete) == ([], [])
    small = [target for target in page.evaluate(SMALL_TARGETS) if "bjs-powered-by" not in target]
    assert (small, scrolls_sideways(page)) == ([], False)
    assert page.evaluate(CONTRAST)[1] == "rgb(255, 255, 255)"
    assert level(page) >= 50


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_several_diagrams_in_any_encoding(enter: Enter, encoding: str) -> None:
    model = bpmn(task="Hund prüfen &lt;script&gt;").decode()
    twice = model.replace("</bpmn:definitions>", re.findall(r"<di:BPMNDiagram.*</di:BPMNDiagram>", model, re.DOTALL)[0])
    twice = SECOND.join(twice.rsplit('<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"', 1))
    content = f'<?xml version="1.0" encoding="{encoding}"?>\n{twice}</bpmn:definitions>'.encode(encoding)
    page = enter()
    serve(page, lambda route: route.fulfill(body=content))
    open_picture(page)
    drawing = open_model(page)
    expect(drawing).to_contain_text("prüfen")
    choice = page.get_by_role("combobox", name="Diagramm")
    expect(choice.locator("option")).to_have_text(["Hund anmelden", "Noch einmal"])
    expect(choice.locator("option:checked")).to_have_text("Hund anmelden")
    choice.select_option(label="Noch einmal")
    expect(drawing).to_contain_text("<script>")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda route: route.abort(), "Das Modell ließ sich nicht laden."),
        (lambda route: route.fulfill(status=404), "Das Modell ließ sich nicht laden."),
        (lambda route: route.fulfill(body="kein XML"), "Dieses Modell lässt sich hier nicht öffnen"),
        (lambda route: route.fulfill(body=bpmn().replace(b"BPMNShape", b"Shape")), "Dieses Modell lässt sich hier"),
    ],
    ids=["offline", "gone", "no model", "nothing drawn"],
)
def test_a_failure_is_told_and_leaves_the_picture(enter: Enter, answer: Callable[[Route], None], told: str) -> None:
    page = enter()
    serve(page, answer)
    open_picture(page)
    page.get_by_role("button", name=OFFER).click()
    expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    expect(page.get_by_role("region", name="Ablauf als Bild")).to_be_visible()
    expect(page.get_by_role("application")).to_have_count(0)


def test_in_english(enter: Enter) -> None:
    page = enter()
    open_picture(page, language="/en")
    page.get_by_role("button", name="Enlarge and move the model").click()
    expect(page.get_by_role("application", name="Model to move in")).to_be_focused()
    expect(page.get_by_role("button", name="Back to the picture")).to_be_visible()
