"""Taking German compounds apart: ``hundesteueranmeldung`` is about ``hunde``, ``steuer`` and an ``anmeldung``.

Which words there are is read off the names of the LeiKa services (`seeds/taxonomy/leika.csv`), the language of the
field. A compound whose beginning or end alone is known is parted there too, since towns know words that no
catalogue has. All words here are folded (`registry.text.folding.fold`).
"""

import csv
from collections import Counter
from functools import cache, lru_cache

from registry.core.settings import PROJECT
from registry.search.words import STOP_WORDS, stem, words

SOURCE = PROJECT / "seeds" / "taxonomy" / "leika.csv"

SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
SHORTEST_KNOWN_END = 5
SHORTEST_UNKNOWN = 4
SEEN_TWICE = 2
DEEPEST = 4

_LINKS = ("", "s", "es", "n", "en", "er", "e")
"""What German puts between the parts."""

_PREFIXES = frozenset(
    words(
        "ab an auf aus be bei da dar ein ent er fort frei ge gegen her hin los mit nach neu ober rück über um un unter"
        " ur ver vor weg weiter wieder zu zusammen zwischen"
    )
)
"""No parts of their own: an ``anmeldung`` is no ``meldung`` that is ``an``."""


@lru_cache(maxsize=100_000)
def atoms(word: str) -> tuple[str, ...]:
    """The stems of the parts of `word`, of itself if it has none."""
    return tuple(stem(part) for part in _parts(word, 0))


def _parts(word: str, depth: int) -> list[str]:
    pair = _pair(word) if depth < DEEPEST and len(word) >= SHORTEST_COMPOUND else None
    if pair is None:
        return [word]
    return [*_parts(pair[0], depth + 1), *_parts(pair[1], depth + 1)]


def _pair(word: str) -> tuple[str, str] | None:
    """The two halves of a compound; the most even cut between known words, else one known half."""
    cuts = [
        (min(len(head), len(tail)), -len(link), head, tail)
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        if _is_known(tail := word[at:])
        for link in _LINKS
        if word[:at].endswith(link) and _is_known(head := word[: at - len(link)])
    ]
    if cuts:
        return max(cuts)[2:]
    return None if _is_known(word) else _half_known(word)


def _half_known(word: str) -> tuple[str, str] | None:
    places = range(SHORTEST_UNKNOWN, len(word) - SHORTEST_KNOWN_END + 1)
    with_known_end = ((word[:at], word[at:]) for at in places if word[at:] in _counts())
    places = range(len(word) - SHORTEST_UNKNOWN, SHORTEST_KNOWN_END - 1, -1)
    with_known_beginning = ((word[:at], word[at:]) for at in places if _is_known(word[:at]))
    return next(with_known_end, None) or next(with_known_beginning, None)


@lru_cache(maxsize=100_000)
def _is_known(part: str) -> bool:
    if len(part) < SHORTEST_PART or part in STOP_WORDS or part in _PREFIXES:
        return False
    seen = _counts()[part] or _stem_counts()[stem(part)]
    return seen >= (SEEN_TWICE if len(part) == SHORTEST_PART else 1)


@cache
def _counts() -> Counter[str]:
    """How often each word occurs in the names of services."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return Counter(word for row in csv.DictReader(file) for word in words(row["name"]) if word.isalpha())


@cache
def _stem_counts() -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, number in _counts().items():
        counts[stem(word)] += number
    return counts
