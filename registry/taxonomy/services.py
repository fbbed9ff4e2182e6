"""Filling the vocabularies from ``seeds/taxonomy``; again with the same result."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import undefer

from registry.core.database import Base, session
from registry.taxonomy.models import LeikaService, Licence, OzgService, System
from registry.text.folding import sort_key

Entry = TypeVar("Entry", bound=Base)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many entries each table was given."""

    systems: int
    ozg_services: int
    leika_services: int
    licences: int


def load_taxonomy(folder: Path) -> Loaded:
    """Add and update the entries of the CSV files in `folder` (described in ``seeds/README.md``).

    Entries that the files do not name stay: operators may have added them, and facts may refer to them.
    """
    return Loaded(
        systems=_store(System, map(_system, _rows(folder / "systems.csv"))),
        ozg_services=_store(OzgService, map(_ozg_service, _rows(folder / "ozg.csv"))),
        leika_services=_store(LeikaService, map(_leika_service, _rows(folder / "leika.csv"))),
        licences=_store(Licence, (_licence(row, folder / "licences") for row in _rows(folder / "licences.csv"))),
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _store(table: type[Entry], entries: Iterable[Mapping[str, Any]]) -> int:
    key = inspect(table).primary_key[0].name
    query = select(table)
    if table is Licence:
        query = query.options(undefer(Licence.text))
    known = {getattr(entry, key): entry for entry in session().scalars(query)}
    stored = 0
    for values in entries:
        entry = known.get(values[key])
        if entry is None:
            session().add(table(**values))
        else:
            _update(entry, values)
        stored += 1
    session().flush()
    return stored


def _update(entry: Base, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(entry, name) != value:
            setattr(entry, name, value)


def _system(row: Mapping[str, str]) -> dict[str, Any]:
    columns = {name: row[name] for name in ("key", "category", "name", "vendor")}
    return columns | {"is_platform": row["is_platform"] == "1"}


def _ozg_service(row: Mapping[str, str]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "name", "field", "situation")}


def _leika_service(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "key": row["key"],
        "name": row["name"],
        "sort_key": sort_key(row["name"]),
        "ozg_id": row["ozg_id"] or None,
    }


def _licence(row: Mapping[str, str], texts: Path) -> dict[str, Any]:
    name = row["text_file"]
    return {
        "key": row["id"],
        "name": row["name"],
        "url": row["url"],
        "is_open": row["open"] == "true",
        "text": (texts / name).read_text(encoding="utf-8") if name else "",
    }
