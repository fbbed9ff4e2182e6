"""Text out of foreign files as bounded plain text: no markup, no control characters, no tricks of direction."""

import html
import re

import nh3

NAME = 300
TEXT = 2_000
_MARKUP_READ = 40_000

# What could break a page, a driver or the reading order. Controls (but tab and line feed), line separators,
# surrogates, private-use and non-characters separate words; what has no width, soft hyphens and controls of
# direction vanish.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\uffff]")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"<[A-Za-z/!]")
_HIDDEN = {"script", "style", "title", "head", "noscript", "template"}


def plain(value: object, limit: int = NAME) -> str:
    """The text on one line, cleaned, at most `limit` characters (then ending in an ellipsis)."""
    if not isinstance(value, str):
        return "" if value is None or isinstance(value, dict | list | bool) else str(value)[:limit]
    text = value[: limit * 8]
    if not text.isprintable() or "  " in text or text != text.strip():
        text = _SPACES.sub(" ", _UNWANTED.sub(" ", _INVISIBLE.sub("", text))).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain_lines(value: str, limit: int = TEXT) -> str:
    """Like `plain`, but line breaks stay."""
    lines = (plain(line, limit) for line in value[: limit * 8].splitlines())
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain_markup(value: object, limit: int = NAME) -> str:
    """Plain text of a label that may hold HTML and CSS: tags go, style and script go with their content."""
    if not isinstance(value, str):
        return ""
    text = value[:_MARKUP_READ]
    if _TAG.search(text):
        spaced = _TAG.sub(lambda found: " " + found.group(), text)
        text = nh3.clean(spaced, tags=set(), clean_content_tags=_HIDDEN)
    return plain(html.unescape(text) if "&" in text else text, limit)


def file_name(name: str) -> str:
    """The name of a file as shown in sentences: without folders, cleaned, short."""
    return plain(name.replace("\\", "/").rsplit("/", 1)[-1], 120) or "?"
