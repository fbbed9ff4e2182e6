"""The fields of the index and how a document fills them."""

import re
from collections.abc import Sequence

import tantivy

from registry.search.analysis import atom_stream, gram_stream, identifier_stream, part_stream, stem_stream, word_stream
from registry.search.documents import Audience, SearchDocument, Sorting
from registry.search.excerpts import kept_lines
from registry.text.cleaning import printable
from registry.text.folding import sort_key

VERSION = 4
"""Of the fields, their contents and the analysis; a change makes every node build a new index."""

MAX_VALUE = 200
POSITION_KEY = "\x00position"
_FACET_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}\Z")
_SECONDS = 2**33

ANALYSED = (
    "title",
    "summary",
    "texts",
    "publisher",
    "identifiers",
    "title_words",
    "other_words",
    "title_atoms",
    "other_atoms",
    "parts",
    "grams",
)
SORTED_BY = {
    Sorting.NEWEST: "newest",
    Sorting.MOST_ADOPTED: "most_adopted",
    Sorting.BEST_RATED: "best_rated",
    Sorting.TITLE: "sorted_title",
}


def make_schema() -> tantivy.Schema:
    """Analysis happens in `registry.search.analysis`; tantivy only splits at spaces."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for name in ANALYSED:
        builder.add_text_field(name, tokenizer_name="whitespace")
    builder.add_json_field("facets", fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("newest", "most_adopted", "best_rated"):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field("sorted_title", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("boost", fast=True)
    builder.add_integer_field("position", stored=True)
    builder.add_bytes_field("kept", stored=True, indexed=False)
    return builder.build()


def to_tantivy(document: SearchDocument) -> tantivy.Document:
    """The document with its texts analysed; equal figures are ordered newest first."""
    seconds = max(0, int(document.published_at.timestamp()))
    rating = round((document.rating or 0) * 100)
    return tantivy.Document(
        key=document.key,
        audience=document.audience.value,
        title=stem_stream([document.title]),
        summary=stem_stream([document.summary]),
        texts=stem_stream(document.texts),
        publisher=stem_stream([document.publisher]),
        identifiers=identifier_stream(document.identifiers),
        title_words=word_stream([document.title]),
        other_words=word_stream([document.summary, document.publisher, *document.texts]),
        title_atoms=atom_stream([document.title]),
        other_atoms=atom_stream([document.summary, *document.texts]),
        grams=gram_stream([document.title]),
        parts=part_stream([document.title, document.summary]),
        facets={require_facet_name(name): facet_values(values) for name, values in document.facets.items()},
        newest=seconds,
        most_adopted=document.adoptions * _SECONDS + seconds,
        best_rated=rating * _SECONDS + seconds,
        sorted_title=sort_key(document.title),
        boost=float(document.boost),
        kept="\n".join(kept_lines(document.title, document.summary, document.texts)).encode("utf-8", "replace"),
    )


def position_document(position: int) -> tantivy.Document:
    """The note of how far the index follows the database; no search finds it, as it has no audience."""
    return tantivy.Document(key=POSITION_KEY, position=position)


def is_facet_name(name: str) -> bool:
    """Whether a facet can have that name."""
    return _FACET_NAME.match(name) is not None


def require_facet_name(name: str) -> str:
    """The name, if a facet can have it; everything else is an error of the calling code."""
    if not is_facet_name(name):
        raise ValueError(f"no name for a facet: {name!r}")
    return name


def facet_values(values: Sequence[str]) -> list[str]:
    """Each value once, in the form under which it is indexed and looked for; empty ones are none."""
    return [value for value in dict.fromkeys(printable(value)[:MAX_VALUE] for value in values) if value]


def audience_term(schema: tantivy.Schema, audience: Audience) -> tantivy.Query:
    """The condition that a document is for `audience`; without any weight."""
    return tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "audience", audience.value, "basic"), 0.0)
