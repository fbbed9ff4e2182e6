"""Forms as a browser fills and sends them, read from the page a test got."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.support.pages import parse

NEVER_SENT = {"submit", "button", "reset", "image", "file"}


@dataclass(frozen=True)
class PageForm:
    """One form of a page: where it goes, and what a browser would send if nothing were touched.

    `is_content`: it belongs to this page, not to the frame around all pages.
    """

    action: str
    method: str
    values: dict[str, list[str]]
    is_content: bool


def forms_of(html: str, *, page: str) -> list[PageForm]:
    """All forms of a page; `page` is its own address, where a form without action goes."""
    document, _ = parse(html)
    main = {id(form) for part in document.iter("main") for form in part.iter("form")}
    return [
        PageForm(form.get("action") or page, (form.get("method") or "get").upper(), _values(form), id(form) in main)
        for form in document.iter("form")
    ]


def _values(form: Element) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name") if element.get("disabled") is None else None
        for value in _sent(element) if name else ():
            values.setdefault(str(name), []).append(value)
    return values


def _sent(element: Element) -> list[str]:
    match element.tag:
        case "textarea":
            return ["".join(element.itertext())]
        case "select":
            return _chosen(element)
        case "input" if element.get("type") in {"checkbox", "radio"}:
            return [element.get("value") or "on"] if element.get("checked") is not None else []
        case "input" if element.get("type") not in NEVER_SENT:
            return [element.get("value") or ""]
        case _:
            return []


def _chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value") if option.get("value") is not None else "".join(option.itertext()) for option in chosen]
