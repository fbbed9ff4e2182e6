"""Default texts: complete in both languages, fitting the Land, never over what the operator wrote."""

import re
from itertools import pairwise

import pytest
from sqlalchemy.orm import Session

from registry.core.database import transaction
from registry.portal.queries import find_text, list_editions
from registry.portal.services import NewText, write_text
from registry.seeding.facts import SEEDS
from registry.seeding.page_texts import KEYS, LANGUAGES, read_places, read_texts, write_missing_texts

PAGES = SEEDS / "pages"


def by_key(land: str) -> dict[tuple[str, str], NewText]:
    return {(text.key, text.language): text for text in read_texts(PAGES, land=land)}


def test_every_page_has_a_text_in_both_languages() -> None:
    texts = by_key("HE")
    assert set(texts) == {(key, language) for key in KEYS for language in LANGUAGES}
    for text in texts.values():
        assert text.title
        assert not text.title.startswith("#")
        assert len(text.html) > 500


def test_headings_follow_the_title_of_the_page() -> None:
    for text in by_key("HE").values():
        levels = [int(level) for level in re.findall(r"<h(\d)", text.html)]
        assert levels[0] == 2
        assert "<h1" not in text.html
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_enforcement_body_of_hessen_is_named() -> None:
    assert "LBIT" in by_key("HE")["accessibility", "de"].markdown


@pytest.mark.parametrize("land", ["BY", "", "XX"])
def test_nothing_is_invented_for_other_laender(land: str) -> None:
    text = by_key(land)["accessibility", "de"].markdown
    assert "LBIT" not in text
    assert "[Name und Anschrift der Durchsetzungs- oder Schlichtungsstelle Ihres Landes]" in text


def test_no_place_stays_unfilled() -> None:
    for land in ("HE", "BY"):
        assert not [text for text in by_key(land).values() if "{{" in text.markdown]


def test_the_demo_leaves_no_place_open() -> None:
    texts = read_texts(PAGES, land="HE", places=read_places(SEEDS / "demo" / "places.csv"))
    left = [place for text in texts for place in re.findall(r"\[[^\]]*\](?!\()", text.markdown)]
    assert left == []
    assert "betrieb@prozessregister.example" in {text.key: text.html for text in texts}["contact"]


def test_what_the_operator_wrote_stays(db_session: Session) -> None:
    own = NewText(key="imprint", language="de", title="Impressum", markdown="Stadt", html="<p>Stadt</p>")
    with transaction():
        write_text(own, by_id=None)
    texts = read_texts(PAGES, land="HE")
    with transaction():
        assert write_missing_texts(texts) == len(texts) - 1
    with transaction():
        assert write_missing_texts(texts) == 0
    found = find_text("imprint", "de")
    assert found is not None
    assert found.html == "<p>Stadt</p>"
    assert len(list_editions("imprint", "en")) == 1
