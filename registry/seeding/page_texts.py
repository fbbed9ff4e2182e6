"""The default texts of the operator's pages (``seeds/pages``), written where there is no edition yet."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from registry.core import clock
from registry.portal.queries import list_editions
from registry.portal.services import NewText, write_text
from registry.text import markdown

KEYS = ("imprint", "privacy", "accessibility", "about", "guides", "contact")
LANGUAGES = ("de", "en")
UNKNOWN_LAND = "other"
TOP_LEVEL = 2
NO_PLACES: Mapping[str, str] = {}


def read_texts(folder: Path, *, land: str, places: Mapping[str, str] = NO_PLACES) -> list[NewText]:
    """Read and render all texts for a Land (``REGISTRY_LAND``). Call it outside of `transaction`.

    `places` says what stands for places in square brackets; whoever runs a portal fills in those that stay.
    """
    words = _words_of(folder / "laender.csv", land)
    return list(_texts(folder, words, places))


def read_places(path: Path) -> Mapping[str, str]:
    """What the demo puts into the places in square brackets."""
    today = f"{clock.today():%d.%m.%Y}"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["place"]: row["text"].replace("{today}", today) for row in csv.DictReader(file)}


def write_missing_texts(texts: list[NewText]) -> int:
    """Write the texts of which there is no edition; how many were written."""
    missing = [text for text in texts if not list_editions(text.key, text.language)]
    for text in missing:
        write_text(text, by_id=None)
    return len(missing)


def _texts(folder: Path, words: Mapping[str, str], places: Mapping[str, str]) -> Iterator[NewText]:
    for key in KEYS:
        for language in LANGUAGES:
            title, body = _parts((folder / f"{key}.{language}.md").read_text("utf-8"))
            body = _placed(_filled(body, words), places)
            html = markdown.render(body, top_level=TOP_LEVEL)
            yield NewText(key=key, language=language, title=title, markdown=body, html=html)


def _parts(text: str) -> tuple[str, str]:
    """The first heading as title, and the rest with its headings one level up."""
    heading, _, body = text.partition("\n")
    return heading.removeprefix("# ").strip(), re.sub(r"^#(?=#+ )", "", body.strip(), flags=re.MULTILINE)


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Put what is known of the Land in the places marked ``{{name}}``."""
    return re.sub(r"\{\{(\w+)\}\}", lambda found: words[found[1]], text)


def _placed(text: str, places: Mapping[str, str]) -> str:
    """Put in what is known of the places in square brackets, which may run over two lines."""
    return re.sub(r"\[[^\]]*\]", lambda found: places.get(" ".join(found[0].split()), found[0]), text)


def _words_of(path: Path, land: str) -> Mapping[str, str]:
    """The row of a Land; for one whose law and body the file does not name, the neutral wording."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["land"]: row for row in csv.DictReader(file)}
    known, neutral = rows.get(land, {}), rows[UNKNOWN_LAND]
    return {name: known.get(name) or neutral[name] for name in neutral}
