"""Likely doubles: what partners publish already for the same service or under a similar title.

A hint for people, never a merge: schemas whose titles differ in one word are different things.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from rapidfuzz import fuzz
from sqlalchemy import Row, select

from registry.accounts.models import Municipality
from registry.catalogue.models import Audience, CatalogueEntry, Release
from registry.core.database import session
from registry.text.folding import fold

SIMILAR = 80
"""From which likeness (0 to 100) a title is shown."""

_SAID_OF_MUCH = frozenset(
    fold(
        "abmelden Abmeldung ändern Änderung anfordern anmelden Anmeldung Antrag Anzeige anzeigen auf beantragen "
        "Beantragung bearbeiten Bearbeitung bestellen Bestellung das dem den der des die ein eine einen einer eines "
        "eintragen Eintragung erteilen Erteilung für in melden Meldung mit nach und verlängern Verlängerung von zum "
        "zur"
    ).split()
)
"""What is done, and small words: two titles are not alike because both end in "beantragen"."""

_Found: TypeAlias = Row[uuid.UUID, str, str, str, str, Any]

MAX_COMPARED = 25_000
MAX_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """A published solution that may be the same.

    Attributes:
        likeness: of the titles, 0 to 100.
        same_keys: LeiKa keys that both have.
    """

    solution_id: uuid.UUID
    slug: str
    title: str
    municipality: str
    likeness: int
    same_keys: tuple[str, ...]


def find_doubles(title: str, leika_keys: Sequence[str] = (), *, exclude: uuid.UUID | None = None) -> list[Double]:
    """What partners may read already and what looks the same: same key first, then by likeness of the title.

    Args:
        title: of the draft.
        leika_keys: of the draft.
        exclude: the solution of the draft itself.
    """
    found = [double for row in _candidates(exclude) if (double := _compare(_subject(title), set(leika_keys), row))]
    return sorted(found, key=lambda double: (not double.same_keys, -double.likeness, double.title))[:MAX_SHOWN]


def _candidates(exclude: uuid.UUID | None) -> Iterator[_Found]:
    query = (
        select(
            CatalogueEntry.solution_id,
            CatalogueEntry.slug,
            CatalogueEntry.title,
            Municipality.designation,
            Municipality.name,
            Release.facts["leika_keys"],
        )
        .join(Release, CatalogueEntry.release_id == Release.id)
        .join(Municipality, CatalogueEntry.municipality_id == Municipality.id)
        .where(CatalogueEntry.audience == Audience.PARTNERS)
        .order_by(CatalogueEntry.published_at.desc())
        .limit(MAX_COMPARED)
    )
    if exclude is not None:
        query = query.where(CatalogueEntry.solution_id != exclude)
    return iter(session().execute(query))


def _subject(title: str) -> str:
    """What the title is about: "Anmeldung eines Hundes" gives ``hundes``; all of it where nothing is left."""
    words = re.findall(r"\w+", fold(title))
    return " ".join(word for word in words if word not in _SAID_OF_MUCH) or " ".join(words)


def _compare(subject: str, keys: set[str], row: _Found) -> Double | None:
    solution_id, slug, title, designation, name, found_keys = row
    same = sorted(keys & set(found_keys)) if isinstance(found_keys, list) else []
    likeness = round(fuzz.WRatio(subject, _subject(title), score_cutoff=SIMILAR)) if subject else 0
    if not (same or likeness):
        return None
    return Double(
        solution_id=solution_id,
        slug=slug,
        title=title,
        municipality=f"{designation} {name}".strip(),
        likeness=likeness,
        same_keys=tuple(same),
    )
