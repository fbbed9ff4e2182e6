"""Where a hit says what was typed, if neither its title nor its summary does: the words around it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from registry.search.analysis import Typed
from registry.search.compounds import atoms
from registry.search.matching import SHORTEST_PIECE, SHORTEST_PREFIX
from registry.search.synonyms import synonyms
from registry.search.words import MAX_WORD, stem
from registry.text.folding import fold

MAX_KEPT = 4_000
"""Characters of the texts of a document that are kept for this."""

BEFORE, AFTER = 60, 90
"""Characters shown around the word, at most."""

_TOKEN = re.compile(r"[^\W_]+")
_MARKUP = re.compile(r"\*\*|`|^#{1,6} ", re.MULTILINE)
"""Of Markdown, in which descriptions are written."""

_SHOWN_ANYWAY = 2


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The word that was meant, as the text writes it, and what stands around it."""

    before: str
    match: str
    after: str


def kept_lines(title: str, summary: str, texts: Iterable[str]) -> list[str]:
    """What a document keeps to be quoted: title and summary, then the beginning of its texts, a line each."""
    lines, left = [_line(title), _line(summary)], MAX_KEPT
    for text in texts:
        line = _line(text)[:left]
        if line:
            lines.append(line)
            left -= len(line)
    return lines


def excerpt_of(lines: Sequence[str], typed: Typed) -> Excerpt | None:
    """The first place in the texts that says what title and summary leave unsaid; None when nothing is left open."""
    shown = [token.group() for line in lines[:_SHOWN_ANYWAY] for token in _TOKEN.finditer(line)]
    wanted = [*typed.words, *(word for phrase in typed.phrases for word in phrase)]
    for word in wanted:
        if not any(is_meant(token, word) for token in shown):
            found = next(_places(lines[_SHOWN_ANYWAY:], word), None)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=100_000)
def is_meant(token: str, word: str) -> bool:
    """Whether a word of a text, as it is written, is what the folded `word` looks for."""
    folded, wanted = fold(token)[:MAX_WORD], stem(word)
    if folded.startswith(word) and len(word) >= SHORTEST_PREFIX:
        return True
    if len(wanted) >= SHORTEST_PIECE and wanted in folded:
        return True
    known = {stem(folded), *atoms(folded)}
    return wanted in known or any(other in known for group in synonyms(word) if len(group) == 1 for other in group)


def _places(lines: Sequence[str], word: str) -> Iterator[Excerpt]:
    for line in lines:
        for token in _TOKEN.finditer(line):
            if is_meant(token.group(), word):
                yield Excerpt(_before(line[: token.start()]), token.group(), _after(line[token.end() :]))


def _before(text: str) -> str:
    if len(text) <= BEFORE:
        return text
    return "… " + text[-BEFORE:].partition(" ")[2]


def _after(text: str) -> str:
    if len(text) <= AFTER:
        return text
    return text[:AFTER].rpartition(" ")[0] + " …"


def _line(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split())
