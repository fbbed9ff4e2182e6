"""A hit says where it holds what was typed, if title and summary do not show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search import Audience, Query, SearchIndex
from registry.search.analysis import read_typed
from registry.search.excerpts import AFTER, BEFORE, MAX_KEPT, Excerpt, excerpt_of, is_meant, kept_lines
from tests.search.samples import make_document, put

LINES = ["Gewerbe anmelden", "Anzeige eines Betriebs", "Der Bescheid zur Hundesteuer geht an die Kämmerei."]


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("hund", "Hundesteuer"),
        ("Hunde", "Hundesteuer"),
        ("steuer", "Hundesteuer"),
        ("hundesteuern", "Hundesteuer"),
        ("kaemmerei", "Kämmerei"),
        ('"bescheid zur"', "Bescheid"),
        ("gewerbe hund", "Hundesteuer"),
        ("gewerbe", None),
        ("betrieb", None),
        ("katze", None),
        ("", None),
    ],
)
def test_the_word_that_was_meant(typed: str, match: str | None) -> None:
    found = excerpt_of(LINES, read_typed(typed))
    assert (found.match if found else None) == match


def test_the_words_around_it() -> None:
    assert excerpt_of(LINES, read_typed("steuer")) == Excerpt(
        "Der Bescheid zur ", "Hundesteuer", " geht an die Kämmerei."
    )


def test_a_long_text_is_cut_between_words() -> None:
    found = excerpt_of(["", "", f"{'vorher ' * 99}Hund{' nachher' * 99}"], read_typed("hund"))
    assert found is not None
    assert found.before.startswith("… vorher")
    assert found.after.endswith("nachher …")
    assert len(found.before) <= BEFORE + 2
    assert len(found.after) <= AFTER + 2


def test_synonyms_are_meant_too() -> None:
    assert is_meant("Kraftfahrzeug", "kfz")
    assert not is_meant("Gesamt", "amt")


def test_what_is_kept_is_bounded() -> None:
    lines = kept_lines("a\nb", "c", ["x" * MAX_KEPT, "y"])
    assert lines == ["a b", "c", "x" * MAX_KEPT]


@given(st.text(), st.text())
def test_no_text_is_an_error(said: str, typed: str) -> None:
    lines = kept_lines("", "", [said])
    found = excerpt_of(lines, read_typed(typed))
    assert found is None or found.match in lines[-1]


def test_a_search_brings_them_for_its_page(index: SearchIndex) -> None:
    put(
        index,
        [
            make_document("title", "Hund anmelden", texts=["Hundesteuer"]),
            make_document("text", "Lastschrift", texts=["für die Hundesteuer\nund mehr"]),
            make_document("hidden", "Intern", texts=["Hundesteuer"], audience=Audience.PARTNERS),
        ],
    )
    result = index.search(Query(audience=Audience.PUBLIC, text="hund"))
    assert result.excerpts == {"text": Excerpt("für die ", "Hundesteuer", " und mehr")}
    assert index.search(Query(audience=Audience.PUBLIC)).excerpts == {}
