"""German words as the index knows them, and what somebody typed as words, phrases and exclusions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from registry.search.compounds import atoms
from registry.search.words import MAX_WORD, STOP_WORDS, stem, words
from registry.text.cleaning import printable

MAX_TYPED = 500
MAX_TYPED_WORDS = 16
PART = 3
GRAMS = (3, 4)
EDGE = "_"
"""Marks begin and end of a word in its grams; no word contains it."""

GAP = "|"
"""Stands between values, so that no phrase reaches from one into the next; no word contains it."""

_TYPED = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:["„“”»«](?P<phrase>[^"„“”»«]*)["“”»«]|(?P<word>[^\s"„“”»«]+))')


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: words of which the last may be unfinished, phrases, and what shall not occur.

    Words and phrases are folded; a phrase is its words in a row. `joined` is everything without
    spaces and punctuation, for identifiers written in groups.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    joined: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.phrases or self.excluded)


def read_typed(text: str) -> Typed:
    """Understand `text`; whatever is no word is left out, and so are stop words beside others."""
    kept: list[str] = []
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for match in _TYPED.finditer(printable(text[:MAX_TYPED])):
        found = tuple(words(match["phrase"] or match["word"] or ""))[:MAX_TYPED_WORDS]
        if match["minus"] and found:
            excluded.append(found)
        elif match["phrase"] and found:
            phrases.append(found)
        else:
            kept.extend(found)
    meant = [word for word in kept if word not in STOP_WORDS] or kept
    return Typed(
        tuple(meant[:MAX_TYPED_WORDS]),
        tuple(phrases[:MAX_TYPED_WORDS]),
        tuple(excluded[:MAX_TYPED_WORDS]),
        "".join(kept)[:MAX_WORD],
    )


def parts(word: str) -> list[str]:
    """The runs of three letters of a word in order; none for a shorter word."""
    return [word[start : start + PART] for start in range(len(word) - PART + 1)]


def word_stream(texts: Iterable[str]) -> str:
    """Texts for an index field of words."""
    return f" {GAP} ".join(" ".join(words(text)) for text in texts)


def stem_stream(texts: Iterable[str]) -> str:
    """Texts for an index field of stems."""
    return " ".join(stem(word) for text in texts for word in words(text))


def part_stream(texts: Iterable[str]) -> str:
    """Texts for an index field of letter groups, in which a phrase is a piece of a word."""
    return f" {GAP} ".join(" ".join(parts(word)) for text in texts for word in words(text))


def grams(word: str) -> list[str]:
    """The runs of three and of four letters of a word, its ends marked: what is left alike by a typo."""
    marked = f"{EDGE}{word}{EDGE}"
    return [marked[start : start + size] for size in GRAMS for start in range(len(marked) - size + 1)]


def atom_stream(texts: Iterable[str]) -> str:
    """Texts for an index field of the parts of compounds."""
    return " ".join(atom for text in texts for word in words(text) for atom in atoms(word))


def gram_stream(texts: Iterable[str]) -> str:
    """Texts for an index field of grams."""
    return " ".join(gram for text in texts for word in words(text) for gram in grams(word))


def identifier_stream(identifiers: Iterable[str]) -> str:
    """Identifiers for an index field: each whole without punctuation, and its words."""
    return " ".join(form for identifier in identifiers for form in _forms(identifier))


def _forms(identifier: str) -> Iterator[str]:
    found = words(identifier)
    yield "".join(found)[:MAX_WORD]
    yield from found
