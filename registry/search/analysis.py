"""German words as the index knows them, and what somebody typed as words, phrases and exclusions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import local

import snowballstemmer

from registry.text.cleaning import printable
from registry.text.folding import fold

MAX_TYPED = 500
MAX_TYPED_WORDS = 16
MAX_WORD = 64
MAX_INDEXED = 200_000
"""Characters of one field that are indexed."""

PART = 3
GAP = "|"
"""Stands between values, so that no phrase reaches from one into the next; no word contains it."""

STOP_WORDS = frozenset(
    fold(
        "aber als am an auch auf aus bei beim bin bis brauche da das dass dem den der des die dies diese"
        " ein eine einem einen einer eines er es für gibt habe hat ich ihr im in ins ist kann können man"
        " mein meine meinen meiner mit möchte muss nach nicht noch ob oder sich sie sind so über um und"
        " uns unser unsere vom von vor was welche wenn wer wie will wir wird wo zu zum zur"
    ).split()
)

_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:["„“”»«](?P<phrase>[^"„“”»«]*)["“”»«]|(?P<word>[^\s"„“”»«]+))')
_PER_THREAD = local()


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


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    return [match[:MAX_WORD] for match in _WORD.findall(fold(text[:MAX_INDEXED]))]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: ``anmeldung`` and ``anmelden`` give ``anmeld``."""
    stemmer = getattr(_PER_THREAD, "stemmer", None)
    if stemmer is None:
        stemmer = _PER_THREAD.stemmer = snowballstemmer.stemmer("german")
    return str(stemmer.stemWord(word)) or word


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


def identifier_stream(identifiers: Iterable[str]) -> str:
    """Identifiers for an index field: each whole without punctuation, and its words."""
    return " ".join(form for identifier in identifiers for form in _forms(identifier))


def _forms(identifier: str) -> Iterator[str]:
    found = words(identifier)
    yield "".join(found)[:MAX_WORD]
    yield from found
