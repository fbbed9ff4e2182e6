"""Reading the vocabularies."""

import re
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import ColumnElement, func, or_, select

from registry.core.database import session
from registry.core.errors import NotFound
from registry.taxonomy.models import LEIKA_DIGITS, LeikaService, Licence, OzgService, System
from registry.taxonomy.vocabulary import SYSTEM_CATEGORIES, KnownTerms
from registry.text.folding import base_letters, fold, sort_key

MAX_FOUND = 20
MAX_KEYS = 200
MAX_WORDS = 6
MAX_WORD = 40


def get_leika_service(key: str) -> LeikaService:
    """The service of a LeiKa key.

    Raises:
        NotFound: the catalogue of this portal does not hold it.
    """
    found = find_leika_service(key)
    if found is None:
        raise NotFound
    return found


def find_leika_service(key: str) -> LeikaService | None:
    """The service of a LeiKa key, or None."""
    return session().get(LeikaService, key)


def search_leika_services(text: str, *, limit: int = MAX_FOUND) -> Sequence[LeikaService]:
    """Services whose name holds all words of `text`, or whose key starts with its digits; short names first."""
    conditions = _conditions(text)
    if not conditions:
        return []
    found = select(LeikaService).where(*conditions).order_by(func.length(LeikaService.name), LeikaService.sort_key)
    return session().scalars(found.limit(min(limit, MAX_FOUND))).all()


def _conditions(text: str) -> list[ColumnElement[bool]]:
    digits = re.sub(r"\s", "", text)
    if re.fullmatch(r"[0-9]{2,14}", digits):
        return [LeikaService.key.startswith(digits)]
    words = re.findall(r"\w+", text[: MAX_WORDS * MAX_WORD])[:MAX_WORDS]
    spellings = ({_letters(base_letters(word)), _letters(fold(word))} - {""} for word in words)
    return [or_(*(LeikaService.sort_key.contains(word) for word in sorted(words))) for words in spellings if words]


def _letters(word: str) -> str:
    return re.sub(r"[^a-z]", "", word)[:MAX_WORD]


def leika_names(keys: Sequence[str]) -> dict[str, str]:
    """Key to name of the services that the portal knows; keys it does not know are missing."""
    wanted = _usable(keys, LEIKA_DIGITS)
    if not wanted:
        return {}
    rows = session().execute(select(LeikaService.key, LeikaService.name).where(LeikaService.key.in_(wanted)))
    return {row.key: row.name for row in rows}


def ozg_names(ids: Sequence[str]) -> dict[str, str]:
    """Id to name of the OZG-Leistungen that the portal knows."""
    wanted = _usable(ids, 10)
    if not wanted:
        return {}
    rows = session().execute(select(OzgService.id, OzgService.name).where(OzgService.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _usable(keys: Sequence[str], length: int) -> list[str]:
    return [key for key in dict.fromkeys(keys) if 0 < len(key) <= length and key.isdigit()][:MAX_KEYS]


def known_terms(*, leika_keys: Sequence[str] = (), ozg_ids: Sequence[str] = ()) -> KnownTerms:
    """All systems and platforms, and the names of these services: what a fact sheet needs to be read or shown."""
    systems = list_systems()
    return KnownTerms(
        systems={system.key: system_label(system) for system in systems},
        platforms={system.key: system_label(system) for system in systems if system.is_platform},
        services=leika_names(leika_keys),
        ozg_services=ozg_names(ozg_ids),
    )


def system_label(system: System) -> str:
    """Name with vendor, because names occur twice: "EMMA (Wianco OTT Robotics GmbH)"."""
    return f"{system.name} ({system.vendor})" if system.vendor else system.name


def list_systems() -> list[System]:
    """All systems by name, the catch-all entry last."""
    systems = session().scalars(select(System)).all()
    return sorted(systems, key=lambda system: (system.key == "other", sort_key(system.name), system.key))


def systems_by_category() -> dict[str, list[System]]:
    """Category to its systems, both in the order in which they are offered."""
    order = {code: place for place, code in enumerate(SYSTEM_CATEGORIES.codes)}
    systems = sorted(list_systems(), key=lambda system: order.get(system.category, len(order)))
    return {category: list(members) for category, members in groupby(systems, key=lambda system: system.category)}


def list_licences() -> list[Licence]:
    """All licences, open ones first, by name; without their texts."""
    licences = session().scalars(select(Licence)).all()
    return sorted(licences, key=lambda licence: (not licence.is_open, sort_key(licence.name)))


def find_licence(key: str) -> Licence | None:
    """A licence by SPDX id or the portal's own word, or None."""
    return session().get(Licence, key)


def get_licence(key: str) -> Licence:
    """A licence by SPDX id or the portal's own word.

    Raises:
        NotFound: there is none.
    """
    found = find_licence(key)
    if found is None:
        raise NotFound
    return found


def is_open_licence(key: object) -> bool:
    """Whether files under this licence may be downloaded by everybody; unknown ones may not."""
    licence = find_licence(key) if isinstance(key, str) else None
    return licence is not None and licence.is_open
