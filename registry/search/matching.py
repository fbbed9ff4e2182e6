"""What was typed → queries: which documents match, from the strict to the forgiving, and in which order.

Each step lets through what the one before let through and more. How well a document fits is judged the same way in
all of them, so that what matches better stands above what only a later step lets through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import tantivy

from registry.search.analysis import Typed, grams, parts
from registry.search.compounds import atoms
from registry.search.synonyms import synonyms
from registry.search.words import stem

Must, Should, MustNot = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

STEM_WEIGHTS = {"title": 3.0, "summary": 1.5, "publisher": 1.5, "texts": 1.0}
ATOM_WEIGHTS = {"title_atoms": 4.0, "other_atoms": 1.0}
WORD_WEIGHTS = {"title_words": 2.0, "other_words": 0.5}
IDENTIFIER_WEIGHT = 12.0
PHRASE_WEIGHTS = {"title_words": 4.0, "other_words": 1.0}
SYNONYM_WEIGHT = 0.5
GRAM_WEIGHT = 2.5
SHORTEST_PREFIX = 2
SHORTEST_PIECE = 4
"""Of fewer letters too many words hold a piece: ``amt`` is in ``gesamt``."""

SHORTEST_WITH_TYPO = 4
SHORTEST_WITH_TWO_TYPOS = 9
MOST_GRAMS = 150
FEWEST_GRAMS = 4
"""That words have to share: short ones like ``hund`` and ``fund`` are not alike."""

ALIKE, SIMILAR = 0.7, 0.25
"""Share of the grams of a word that a title must have to be taken for the same word, or for a similar one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way to understand what was typed; it is enough when it finds `enough` documents."""

    query: tantivy.Query
    enough: int


class _Alternatives(Protocol):
    def __call__(self, word: str, /) -> Iterator[tantivy.Query]: ...


class Matcher:
    """Makes queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def steps(self, typed: Typed) -> Iterator[Step]:
        """The steps, made when they are asked for; there is always one, and the last is always enough."""
        meant = [self._stems, self._compounds, self._pieces, self._synonyms]
        if typed.words:
            yield Step(self._all_of(typed, meant), enough=1)
            yield Step(self._all_of(typed, [*meant, self._typos, self._alike]), enough=1)
        yield Step(self._half_of(typed, [*meant, self._typos, self._alike]), enough=0)

    def similar(self, typed: Typed) -> tantivy.Query:
        """Whatever shares something with what was typed, the most alike first."""
        choices = [choice for word in typed.words for choice in (*self._loosely(word), *self._grams(word, SIMILAR))]
        return self._ranked(typed, [(Must, _any(choices)), *self._excluded(typed)])

    def _all_of(self, typed: Typed, alternatives: Sequence[_Alternatives]) -> tantivy.Query:
        wanted = [(Must, query) for query in self._words(typed, alternatives)]
        together = _boolean([*wanted, *self._fixed(typed)])
        if len(typed.words) < 2:
            return self._ranked(typed, [(Must, together)])
        return self._ranked(typed, [(Must, _boolean([(Should, together), (Should, self._joined(typed))]))])

    def _half_of(self, typed: Typed, alternatives: Sequence[_Alternatives]) -> tantivy.Query:
        found = [(Should, query) for query in self._words(typed, alternatives)]
        least = -(-len(found) // 2)
        some = [(Must, tantivy.Query.boolean_query(found, minimum_number_should_match=least))] if found else []
        return self._ranked(typed, [*some, *self._fixed(typed)])

    def _ranked(self, typed: Typed, demands: "Sequence[tuple[tantivy.Occur, tantivy.Query]]") -> tantivy.Query:
        """What meets the demands, judged by all that speaks for it."""
        if not typed.words:
            return _boolean(demands)
        return tantivy.Query.boolean_query([(Must, _unweighted(_boolean(demands))), *self._speaking_for(typed)])

    def _speaking_for(self, typed: Typed) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        left = MOST_GRAMS
        for number, word in enumerate(typed.words, start=1):
            is_last = number == len(typed.words)
            yield (
                Should,
                _any([*self._stems(word), *self._synonyms(word), *(self._beginnings(word) if is_last else ())]),
            )
            for atom in atoms(word):
                yield Should, _any(self._weighted_terms(ATOM_WEIGHTS, atom))
            for gram in grams(word)[:left]:
                yield Should, _weighted(self._term("grams", gram), GRAM_WEIGHT)
            left = max(0, left - len(grams(word)))
        if len(typed.words) > 1:
            yield Should, _weighted(self._term("identifiers", typed.joined), IDENTIFIER_WEIGHT)

    def _words(self, typed: Typed, alternatives: Sequence[_Alternatives]) -> Iterator[tantivy.Query]:
        for number, word in enumerate(typed.words, start=1):
            choices = [choice for make in alternatives for choice in make(word)]
            if number == len(typed.words):
                choices += self._beginnings(word)
            yield _any(choices)

    def _fixed(self, typed: Typed) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        """What every step demands: the phrases, and nothing that is excluded."""
        for phrase in typed.phrases:
            yield Must, self._phrase(phrase)
        yield from self._excluded(typed)

    def _excluded(self, typed: Typed) -> Iterator[tuple[tantivy.Occur, tantivy.Query]]:
        for excluded in typed.excluded:
            unwanted = list(self._stems(excluded[0])) if len(excluded) == 1 else [self._phrase(excluded)]
            yield MustNot, _any(unwanted)

    def _joined(self, typed: Typed) -> tantivy.Query:
        """An identifier written in groups, which as single words means nothing."""
        return _boolean([(Must, self._term("identifiers", typed.joined)), *self._fixed(typed)])

    def _stems(self, word: str) -> Iterator[tantivy.Query]:
        yield from self._weighted_terms(STEM_WEIGHTS, stem(word))
        yield _weighted(self._term("identifiers", word), IDENTIFIER_WEIGHT)

    def _compounds(self, word: str) -> Iterator[tantivy.Query]:
        """Compounds that hold the word, and all parts of a compound wherever they stand."""
        yield _all([_any(self._weighted_terms(ATOM_WEIGHTS, atom)) for atom in atoms(word)])

    def _loosely(self, word: str) -> Iterator[tantivy.Query]:
        yield from self._stems(word)
        yield from self._synonyms(word)
        for atom in atoms(word):
            yield from self._weighted_terms(ATOM_WEIGHTS, atom)

    def _synonyms(self, word: str) -> Iterator[tantivy.Query]:
        for expression in synonyms(word):
            found = _all([_any(self._weighted_terms(STEM_WEIGHTS | ATOM_WEIGHTS, one)) for one in expression])
            yield _weighted(found, SYNONYM_WEIGHT)

    def _beginnings(self, word: str) -> Iterator[tantivy.Query]:
        """Words that begin like the last one, which may still be unfinished."""
        if len(word) < SHORTEST_PREFIX:
            return
        for name, weight in (WORD_WEIGHTS | {"identifiers": 1.0}).items():
            beginning = tantivy.Query.fuzzy_term_query(self._schema, name, word, distance=0, prefix=True)
            yield _weighted(beginning, weight)

    def _pieces(self, word: str) -> Iterator[tantivy.Query]:
        """Words of title and summary that hold the stem somewhere, also where nobody knows the parts."""
        piece = stem(word)
        if len(piece) >= SHORTEST_PIECE:
            yield tantivy.Query.phrase_query(self._schema, "parts", list(parts(piece)))

    def _typos(self, word: str) -> Iterator[tantivy.Query]:
        """Words that differ by a letter, long ones by two; swapped neighbours count as one."""
        if len(word) < SHORTEST_WITH_TYPO:
            return
        distance = 2 if len(word) >= SHORTEST_WITH_TWO_TYPOS else 1
        for name in WORD_WEIGHTS:
            yield tantivy.Query.fuzzy_term_query(self._schema, name, word, distance=distance)

    def _alike(self, word: str) -> Iterator[tantivy.Query]:
        """Titles that share most grams of the word: a typo inside a compound."""
        if len(word) >= SHORTEST_WITH_TYPO:
            yield from self._grams(word, ALIKE)

    def _grams(self, word: str, share: float) -> Iterator[tantivy.Query]:
        choices = [(Should, self._term("grams", gram)) for gram in dict.fromkeys(grams(word)[:MOST_GRAMS])]
        least = min(len(choices), max(FEWEST_GRAMS, round(len(choices) * share)))
        yield tantivy.Query.boolean_query(choices, minimum_number_should_match=least)

    def _phrase(self, phrase: Sequence[str]) -> tantivy.Query:
        if len(phrase) == 1:
            return _any([self._term(name, phrase[0]) for name in (*PHRASE_WEIGHTS, "identifiers")])
        return _any(
            _weighted(tantivy.Query.phrase_query(self._schema, name, list(phrase)), weight)
            for name, weight in PHRASE_WEIGHTS.items()
        )

    def _weighted_terms(self, weights: dict[str, float], word: str) -> Iterator[tantivy.Query]:
        for name, weight in weights.items():
            yield _weighted(self._term(name, word), weight)

    def _term(self, name: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, word)


def _weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, weight)


def _unweighted(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


def _all(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Must, query) for query in queries])


def _any(queries: "Sequence[tantivy.Query] | Iterator[tantivy.Query]") -> tantivy.Query:
    """The best of several ways to match one word, the others counting a little."""
    return tantivy.Query.disjunction_max_query(list(queries), tie_breaker=0.2)


def _boolean(clauses: Sequence[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query:
    """All clauses; where nothing is demanded, everything matches."""
    if any(occur is not MustNot for occur, _ in clauses):
        return tantivy.Query.boolean_query(list(clauses))
    return tantivy.Query.boolean_query([(Must, tantivy.Query.all_query()), *clauses])
