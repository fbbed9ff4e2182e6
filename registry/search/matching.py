"""What was typed → queries, from the strict to the forgiving.

Each step finds what the one before found and more; what only the later step finds ranks lower.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import tantivy

from registry.search.analysis import Typed, parts, stem

Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

STEM_WEIGHTS = {"title": 4.0, "summary": 2.0, "publisher": 1.5, "texts": 1.0}
WORD_WEIGHTS = {"title_words": 2.0, "other_words": 0.5}
IDENTIFIER_WEIGHT = 6.0
PHRASE_WEIGHTS = {"title_words": 4.0, "other_words": 1.0}
PART_WEIGHT = 0.3
TYPO_WEIGHT = 0.2
SHORTEST_PREFIX = 2
SHORTEST_WITH_TYPO = 4
SHORTEST_WITH_TWO_TYPOS = 9


@dataclass(frozen=True, slots=True)
class Step:
    """One way to understand what was typed; it is enough when it finds `enough` documents."""

    query: tantivy.Query
    enough: int


class Matcher:
    """Makes queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def steps(self, typed: Typed) -> Iterator[Step]:
        """The steps, made when they are asked for; there is always one, and the last is always enough."""
        with_pieces = [self._stems, self._pieces]
        tolerant = [*with_pieces, self._typos]
        if typed.words:
            yield Step(self._all_of(typed, [self._stems]), enough=10)
            yield Step(self._all_of(typed, with_pieces), enough=1)
            yield Step(self._all_of(typed, tolerant), enough=1)
        yield Step(self._half_of(typed, tolerant), enough=0)

    def _all_of(self, typed: Typed, alternatives: "Sequence[_Alternatives]") -> tantivy.Query:
        queries = [(Must, query) for query in self._words(typed, alternatives)]
        together = _boolean([*queries, *self._fixed(typed)])
        if len(typed.words) < 2:
            return together
        return _boolean([(Should, together), (Should, self._joined(typed))])

    def _half_of(self, typed: Typed, alternatives: "Sequence[_Alternatives]") -> tantivy.Query:
        found = [(Should, query) for query in self._words(typed, alternatives)]
        least = -(-len(found) // 2)
        some = [(Must, tantivy.Query.boolean_query(found, minimum_number_should_match=least))] if found else []
        return _boolean([*some, *self._fixed(typed)])

    def _words(self, typed: Typed, alternatives: "Sequence[_Alternatives]") -> Iterator[tantivy.Query]:
        for number, word in enumerate(typed.words, start=1):
            choices = [choice for make in alternatives for choice in make(word)]
            if number == len(typed.words):
                choices += self._beginnings(word)
            yield _any(choices)

    def _fixed(self, typed: Typed) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        """What every step demands: the phrases, and nothing that is excluded."""
        for phrase in typed.phrases:
            yield Must, self._phrase(phrase)
        for excluded in typed.excluded:
            unwanted = list(self._stems(excluded[0])) if len(excluded) == 1 else [self._phrase(excluded)]
            yield MustNot, _any(unwanted)

    def _joined(self, typed: Typed) -> tantivy.Query:
        """An identifier written in groups, which as single words means nothing."""
        whole = _weighted(self._term("identifiers", typed.joined), IDENTIFIER_WEIGHT)
        return _boolean([(Must, whole), *self._fixed(typed)])

    def _stems(self, word: str) -> Iterator[tantivy.Query]:
        for name, weight in STEM_WEIGHTS.items():
            yield _weighted(self._term(name, stem(word)), weight)
        yield _weighted(self._term("identifiers", word), IDENTIFIER_WEIGHT)

    def _beginnings(self, word: str) -> Iterator[tantivy.Query]:
        """Words that begin like the last one, which may still be unfinished."""
        if len(word) < SHORTEST_PREFIX:
            return
        for name, weight in (WORD_WEIGHTS | {"identifiers": 1.0}).items():
            beginning = tantivy.Query.fuzzy_term_query(self._schema, name, word, distance=0, prefix=True)
            yield _weighted(beginning, weight)

    def _pieces(self, word: str) -> Iterator[tantivy.Query]:
        """Words that hold the stem somewhere: ``Hundesteueranmeldung`` for "anmelden"."""
        run = parts(stem(word))
        if len(run) > 1:
            yield _weighted(tantivy.Query.phrase_query(self._schema, "parts", list(run)), PART_WEIGHT)
        elif run:
            yield _weighted(self._term("parts", run[0]), PART_WEIGHT)

    def _typos(self, word: str) -> Iterator[tantivy.Query]:
        """Words that differ by a letter, long ones by two; swapped neighbours count as one."""
        if len(word) < SHORTEST_WITH_TYPO:
            return
        distance = 2 if len(word) >= SHORTEST_WITH_TWO_TYPOS else 1
        for name in WORD_WEIGHTS:
            similar = tantivy.Query.fuzzy_term_query(self._schema, name, word, distance=distance)
            yield _weighted(similar, TYPO_WEIGHT)

    def _phrase(self, phrase: Sequence[str]) -> tantivy.Query:
        if len(phrase) == 1:
            return _any([self._term(name, phrase[0]) for name in (*PHRASE_WEIGHTS, "identifiers")])
        return _any(
            _weighted(tantivy.Query.phrase_query(self._schema, name, list(phrase)), weight)
            for name, weight in PHRASE_WEIGHTS.items()
        )

    def _term(self, name: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, word)


_Alternatives = Callable[[str], Iterator[tantivy.Query]]


def _weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _any(queries: "Sequence[tantivy.Query] | Iterator[tantivy.Query]") -> tantivy.Query:
    """The best of several ways to match one word, the others counting a little."""
    return tantivy.Query.disjunction_max_query(list(queries), tie_breaker=0.2)


def _boolean(clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    """All clauses; where nothing is demanded, everything matches."""
    if any(occur is not MustNot for occur, _ in clauses):
        return tantivy.Query.boolean_query(list(clauses))
    return tantivy.Query.boolean_query([(Must, tantivy.Query.all_query()), *clauses])
