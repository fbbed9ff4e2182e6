"""Other words for the same thing: ``Kfz`` is a ``Kraftfahrzeug``. The list is `seeds/taxonomy/synonyms.txt`."""

from collections import defaultdict
from functools import cache

from registry.core.settings import PROJECT
from registry.search.words import stem, words

SOURCE = PROJECT / "seeds" / "taxonomy" / "synonyms.txt"

Stems = tuple[str, ...]


def synonyms(word: str) -> tuple[Stems, ...]:
    """The stems of every other expression for a folded word; all stems of one expression belong together."""
    return _groups().get(stem(word), ())


@cache
def _groups() -> dict[str, tuple[Stems, ...]]:
    others: defaultdict[str, list[Stems]] = defaultdict(list)
    for line in SOURCE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        group = [tuple(stem(word) for word in words(expression)) for expression in line.split(",")]
        for expression in group:
            if len(expression) == 1:
                others[expression[0]] += [other for other in group if other != expression]
    return {key: tuple(dict.fromkeys(found)) for key, found in others.items()}
