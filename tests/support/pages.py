"""What every page must be: valid HTML with one heading, a matching title, labels, and nothing inline."""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
DATA_BLOCKS = {"application/json", "application/ld+json"}
TITLE_OF_ERRORS = "Fehler: "


def parse(html: str) -> tuple[Element, list[str]]:
    """The document, and what is not valid in it."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(html)
    return document, [f"line {place[0]}: {code} {details}" for place, code, details in parser.errors]


def problems_of(html: str) -> list[str]:
    """Everything that is wrong with a page, each in one line; empty when it is sound."""
    document, invalid = parse(html)
    checks = (_headings, _ids, _references, _labels, _images, _inline)
    return [*invalid, *(problem for check in checks for problem in check(document))]


def text_of(element: Element) -> str:
    """The text as a reader sees it: one line, without soft hyphens."""
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _headings(document: Element) -> Iterator[str]:
    if not document.get("lang"):
        yield "html has no lang"
    headings = [text_of(heading) for heading in document.iter("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1 instead of one: {headings}"
        return
    title = " ".join(text_of(title) for title in document.findall("head/title"))
    if not title.removeprefix(TITLE_OF_ERRORS).startswith(headings[0]):
        yield f"title {title!r} does not begin with the h1 {headings[0]!r}"


def _ids(document: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in _elements(document) if element.get("id") is not None)
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)


def _references(document: Element) -> Iterator[str]:
    ids = {element.get("id") for element in _elements(document)}
    for element in _elements(document):
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    yield f"{element.tag} {attribute}={name!r} points nowhere"
        href = element.get("href") or ""
        if element.tag == "a" and len(href) > 1 and href.startswith("#") and href[1:] not in ids:
            yield f"link to {href} points nowhere"


def _labels(document: Element) -> Iterator[str]:
    named = {label.get("for") for label in document.iter("label") if text_of(label)}
    wrapped = {id(inner) for label in document.iter("label") for inner in label.iter() if text_of(label)}
    for element in _elements(document):
        if element.tag not in {"input", "select", "textarea"} or element.get("type") in UNLABELLED:
            continue
        labelled = element.get("aria-label") or element.get("aria-labelledby")
        if not (labelled or element.get("id") in named or id(element) in wrapped):
            yield f"{element.tag} {element.get('name')!r} has no label"


def _images(document: Element) -> Iterator[str]:
    yield from (f"img {image.get('src')!r} has no alt" for image in document.iter("img") if image.get("alt") is None)


def _inline(document: Element) -> Iterator[str]:
    for element in _elements(document):
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{element.tag} has an inline {attribute}"
        if element.tag == "style":
            yield "inline style element"
        if element.tag == "script" and not element.get("src") and element.get("type") not in DATA_BLOCKS:
            yield "inline script"
        if (element.get("href") or element.get("action") or "").strip().lower().startswith("javascript:"):
            yield f"{element.tag} with a javascript: address"


def _elements(document: Element) -> list[Element]:
    return [element for element in document.iter() if isinstance(element.tag, str)]
