"""Markdown people wrote → HTML that is safe to show; the only place that makes HTML from their text.

It is called once, when a text is written; the HTML is stored. The work is done in a limited child
process, because Markdown cannot be read in bounded time. Four stages, each distrusting the one before:
Markdown (its HTML switched off) → bleach → nh3, which decides → `_require_allowed`, our own look at
the result. The page's Content-Security-Policy stands behind them.
"""

import hashlib
import re
import signal
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

import bleach
import markdown
import nh3
import structlog
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

from registry.core.errors import Invalid
from registry.core.limited import LimitedCallFailed, ProcessLimits, run_limited
from registry.core.messages import N_, define
from registry.text.cleaning import CONTROL_CHARACTERS, has_control_characters, printable

MAX_BYTES = 64 * 1024
MAX_DEPTH = 40
"""Brackets open at once; nobody nests that deep, and every open one costs a search to the end."""

BEFORE_TOC = 10
"""Priority above that of the extension that numbers and shifts headings (5)."""
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))

CPU_S = 0.5
"""What one text may take; a page of prose takes a hundredth of it."""

LIMITS = ProcessLimits(wall_s=5.0, cpu_s=1, result_bytes=4 * 1024 * 1024)
"""The wall is far off on purpose: on a busy machine a harmless text waits, and only its own work may count."""

TOO_LONG = define("markdown.too_long", N_("Der Text ist zu lang. Erlaubt sind %(limit_kb)s KB."))
TOO_COMPLEX = define(
    "markdown.too_complex",
    N_("Der Text lässt sich nicht darstellen. Vereinfachen Sie verschachtelte Listen, Zitate und Klammern."),
)

ATTRIBUTES = {
    "a": {"href", "title"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
TAGS = ATTRIBUTES.keys() | {
    *("p", "br", "hr", "div", "span", "blockquote", "pre", "code", "strong", "em", "ul"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "noopener noreferrer nofollow"

_TARGET = re.compile(r"(https?://[^/\\\s]|mailto:[^\s]|/(?![/\\])|#)[^\s\\]*\Z", re.IGNORECASE)
_EXTENSIONS = ("tables", "fenced_code", "footnotes", "sane_lists", "toc")
_FOOTNOTES = {"BACKLINK_TITLE": "Zurück zur Stelle {} im Text"}
_HTML_READERS = ("html_block",)
_HTML_PATTERNS = ("html", "image_link", "image_reference", "short_image_ref")

_log = structlog.get_logger()


def render(text: str, *, top_level: int = 3) -> str:
    """`text` as HTML without a heading above `top_level`, without pictures, scripts, styles and foreign HTML.

    `top_level` is 3 for a text below a heading of the page, 2 for one that is the page. HTML in the
    text is shown as written. All ids carry a prefix made from the text, so that several texts can
    stand on one page.

    Raises:
        Invalid: it is longer than 64 KiB, holds control characters, or cannot be rendered in time.
    """
    _check(text)
    if not text.strip():
        return ""
    try:
        return str(run_limited(render_in_child, printable(text), top_level, limits=LIMITS))
    except LimitedCallFailed as error:
        _log.warning("markdown_refused", breach=str(error.breach), detail=error.detail)
        raise Invalid(TOO_COMPLEX()) from error


def render_in_child(text: str, top_level: int) -> str:
    """`render_here` with `CPU_S` to live: time spent waiting for a busy machine does not count."""
    signal.setitimer(signal.ITIMER_PROF, CPU_S)
    return render_here(text, top_level)


def render_here(text: str, top_level: int = 3) -> str:
    """The stages themselves, in the calling process and without a limit."""
    html = _converter(top_level).convert(text)
    html = bleach.clean(html, tags=TAGS, attributes=_attributes, protocols=SCHEMES, strip=True)
    prefix = f"t{hashlib.sha256(text.encode()).hexdigest()[:8]}-"
    html = nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_anchored(prefix),
        url_schemes=set(SCHEMES),
        link_rel=LINK_REL,
    )
    _require_allowed(html)
    return html


class ForbiddenMarkup(Exception):
    """The sanitisers let something through; the text is refused, nothing of it is shown."""


def _check(text: str) -> None:
    if has_control_characters(text):
        raise Invalid(CONTROL_CHARACTERS())
    if len(text.encode()) > MAX_BYTES:
        raise Invalid(TOO_LONG(limit_kb=MAX_BYTES // 1024))
    if _bracket_depth(text) > MAX_DEPTH:
        raise Invalid(TOO_COMPLEX())


def _bracket_depth(text: str) -> int:
    """The largest number of unclosed square brackets within one paragraph."""
    deepest = depth = 0
    for mark in re.findall(r"[\[\]]|\n\s*\n", text):
        depth = depth + 1 if mark == "[" else max(0, depth - 1) if mark == "]" else 0
        deepest = max(deepest, depth)
    return deepest


def _converter(top_level: int) -> markdown.Markdown:
    settings: dict[str, dict[str, Any]] = {"toc": {"baselevel": top_level}, "footnotes": _FOOTNOTES}
    converter = markdown.Markdown(extensions=list(_EXTENSIONS), extension_configs=settings)
    for name in _HTML_READERS:
        converter.preprocessors.deregister(name)
    for name in _HTML_PATTERNS:
        converter.inlinePatterns.deregister(name)
    converter.treeprocessors.register(_Stepwise(converter), "stepwise", BEFORE_TOC)
    converter.treeprocessors.register(_Unlinked(converter), "unlinked", 0)
    return converter


class _Stepwise(Treeprocessor):
    """Headings begin at the top and go down one level at a time, whatever the text begins with (WCAG 1.3.1)."""

    def run(self, root: Element) -> None:
        previous, open_levels = 0, list[int]()
        for heading in (item for item in root.iter() if item.tag in _HEADINGS):
            written = int(heading.tag[1])
            open_levels = [level for level in open_levels if level < written] + [written]
            previous = min(len(open_levels), previous + 1)
            heading.tag = f"h{previous}"


class _Unlinked(Treeprocessor):
    """Turns links that lead to no allowed target into mere text, so that the sanitisers leave valid HTML.

    Targets that Markdown still keeps encoded (after STX) are left for the sanitisers to decide.
    """

    def run(self, root: Element) -> None:
        for link in root.iter("a"):
            target = link.get("href", "")
            if STX not in target and not _TARGET.match(target):
                link.tag = "span"
                link.attrib.clear()


def _attributes(tag: str, name: str, value: str) -> bool:  # noqa: ARG001 (bleach passes the value)
    return name in ATTRIBUTES.get(tag, ())


def _anchored(prefix: str) -> Callable[[str, str, str], str | None]:
    """Put `prefix` before ids and links to them; drop links that lead to no allowed target."""

    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "id":
            return prefix + value
        if (tag, name) != ("a", "href"):
            return value
        if value.startswith("#"):
            return f"#{prefix}{value[1:]}"
        return value if _TARGET.match(value) else None

    return keep


def _require_allowed(html: str) -> None:
    reader = _Inspector()
    reader.feed(html)
    reader.close()


class _Inspector(HTMLParser):
    """Raises `ForbiddenMarkup` at the first tag, attribute or target that is not on the lists."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _require(tag in TAGS, f"tag {tag}")
        for name, value in attrs:
            _require(name in ATTRIBUTES.get(tag, ()) or (tag, name) == ("a", "rel"), f"attribute {name}")
            _require(name != "href" or _TARGET.match(value or "") is not None, "target")

    def handle_endtag(self, tag: str) -> None:
        _require(tag in TAGS, f"end of {tag}")

    def handle_comment(self, _data: str) -> None:
        _require(False, "comment")

    def handle_decl(self, _decl: str) -> None:
        _require(False, "declaration")

    def handle_pi(self, _data: str) -> None:
        _require(False, "processing instruction")

    def unknown_decl(self, _data: str) -> None:
        _require(False, "declaration")


def _require(condition: Any, what: str) -> None:  # noqa: ANN401 (truth of any kind)
    if not condition:
        raise ForbiddenMarkup(what)
