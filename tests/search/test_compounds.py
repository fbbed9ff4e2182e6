"""Compounds are taken apart, other words are left whole; different words for the same thing are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.compounds import atoms
from registry.search.synonyms import synonyms
from registry.search.words import stem, words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Hundesteueranmeldung", "hunde steuer anmeldung"),
        ("Baugenehmigung", "bau genehmigung"),
        ("Geburtsanzeige", "geburts anzeige"),
        ("Führerscheinprüfung", "führerschein prüfung"),
        ("Grundbucheintragung", "grundbuch eintragung"),
        ("Quaxelgenehmigung", "quaxel genehmigung"),
        ("Anmeldung", "anmeldung"),
        ("Genehmigung", "genehmigung"),
        ("Beschwerde", "beschwerde"),
        ("Amt", "amt"),
        ("qwrtzpsdf", "qwrtzpsdf"),
    ],
)
def test_parts(word: str, expected: str) -> None:
    assert list(atoms(*words(word))) == [stem(part) for part in words(expected)]


@given(st.text(alphabet="abcdefghijklmnoprstuwz", max_size=64))
def test_any_word_has_parts(word: str) -> None:
    assert all(atoms(word)) or word == ""
    assert len(atoms(word)) <= 16


def test_synonyms_go_both_ways() -> None:
    assert (stem("kraftfahrzeug"),) in synonyms("kfz")
    assert ("kfz",) in synonyms("kraftfahrzeug")
    assert tuple(stem(word) for word in words("erneuerbare Energien")) in synonyms("eeg")
    assert synonyms("qwrtz") == ()
