"""A catalogue of any size with German titles and texts, written in bulk (for measuring only)."""

import csv
import random
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.engine import Connection

from registry.accounts.models import Municipality
from registry.catalogue.models import (
    Artifact,
    CatalogueChange,
    CatalogueEntry,
    Release,
    Solution,
    SolutionStats,
)
from registry.core.settings import PROJECT
from registry.core.slugs import numbered, slugify
from registry.formats.child import read_here
from registry.text.folding import sort_key

TOWNS = 50
BATCH = 1_000
START = datetime(2024, 1, 1, tzinfo=UTC)
_PLATFORMS = ("civento", "formcycle", "emma", "camunda", "uipath")
_DEPARTMENTS = ("ordnungsamt", "buergerbuero", "bauamt", "steueramt_kaemmerei", "jugend_kita", "standesamt")
_WORDS = (
    "Antrag",
    "Bescheid",
    "Prüfung",
    "Unterlagen",
    "Gebühr",
    "Frist",
    "Satzung",
    "Nachweis",
    "Anzeige",
    "Genehmigung",
    "Sachbearbeitung",
    "Postfach",
    "Zahlung",
    "Rückfrage",
    "Anhörung",
    "Bürgerbüro",
    "Zuständigkeit",
    "Formular",
    "Anlage",
    "Widerspruch",
)


def generate(connection: Connection, size: int, *, seed: int = 1) -> None:
    """Fill an empty database with `size` published solutions of `TOWNS` towns."""
    chance = random.Random(seed)  # noqa: S311 (data for measuring, no secret)
    towns = _towns()
    connection.execute(insert(_table(Municipality)), towns)
    names = _service_names()
    for start in range(0, size, BATCH):
        numbers = range(start, min(size, start + BATCH))
        rows = [_solution(number, names[number % len(names)], towns, chance) for number in numbers]
        for model in (Solution, Release, Artifact, SolutionStats, CatalogueEntry, CatalogueChange):
            connection.execute(insert(_table(model)), [row for item in rows for row in item[model.__tablename__]])


def sample_queries(count: int, *, seed: int = 2) -> list[str]:
    """What people might search for: words of titles, often the same few (Zipf)."""
    chance = random.Random(seed)  # noqa: S311 (data for measuring, no secret)
    words = sorted({word for name in _service_names()[:400] for word in name.split() if len(word) > 5})
    weights = [1 / (rank + 1) for rank in range(len(words))]
    return chance.choices(words, weights, k=count)


def _solution(number: int, name: str, towns: Sequence[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    town, kind = chance.choice(towns), chance.choice(("process", "form", "bot"))
    solution_id, release_id = uuid.UUID(int=chance.getrandbits(128)), uuid.UUID(int=chance.getrandbits(128))
    title = f"{name[:120]} {number}"
    summary = " ".join(chance.choices(_WORDS, k=18))[:300]
    moment = START + timedelta(minutes=number)
    slug = numbered(slugify(name), number + 1)
    facts = _facts(title, summary, chance)
    common = {"solution_id": solution_id, "municipality_id": town["id"], "slug": slug, "kind": kind}
    return {
        "solution": [_living(solution_id, slug, kind, town, moment)],
        "release": [_release(release_id, solution_id, facts, moment)],
        "artifact": [_artifact(release_id, chance, moment)],
        "solution_stats": [_stats(solution_id, chance)],
        "catalogue_entry": [
            _entry(common, facts, moment, release_id, town["slug"], audience) for audience in ("public", "partners")
        ],
        "catalogue_change": [{"seq": number + 1, "solution_id": solution_id, "at": moment}],
    }


def _facts(title: str, summary: str, chance: random.Random) -> dict[str, Any]:
    return {
        "title": title,
        "summary": summary,
        "description": " ".join(chance.choices(_WORDS, k=120)),
        "platform": chance.choice(_PLATFORMS),
        "department": chance.choice(_DEPARTMENTS),
        "target_groups": ["citizen"],
        "license": "EUPL-1.2",
        "rights_holder": "Stadt",
        "personal_data": "ordinary",
    }


def _living(solution_id: uuid.UUID, slug: str, kind: str, town: dict[str, Any], moment: datetime) -> dict[str, Any]:
    return {
        "id": solution_id,
        "slug": slug,
        "kind": kind,
        "municipality_id": town["id"],
        "lifecycle": "productive",
        "created_at": moment,
        "row_version": 1,
    }


def _release(release_id: uuid.UUID, solution_id: uuid.UUID, facts: dict[str, Any], moment: datetime) -> dict[str, Any]:
    return {
        "id": release_id,
        "solution_id": solution_id,
        "state": "published",
        "audience": "public",
        "major": 1,
        "minor": 0,
        "patch": 0,
        "facts": facts,
        "origins": {},
        "description_html": f"<p>{facts['description']}</p>",
        "fingerprint": "0" * 64,
        "published_at": moment,
        "created_at": moment,
        "row_version": 1,
    }


def _artifact(release_id: uuid.UUID, chance: random.Random, moment: datetime) -> dict[str, Any]:
    return {
        "id": uuid.UUID(int=chance.getrandbits(128)),
        "release_id": release_id,
        "sha256": f"{chance.getrandbits(256):064x}",
        "name": "export.bin",
        "role": "export",
        "size_bytes": chance.randint(1_000, 900_000),
        "position": 0,
        "format_id": "opaque",
        "summary": _summary(),
        "created_at": moment,
    }


@cache
def _summary() -> dict[str, Any]:
    return read_here(b"bin", "export.bin").to_json()


def _stats(solution_id: uuid.UUID, chance: random.Random) -> dict[str, Any]:
    count = chance.randint(0, 8)
    return {
        "solution_id": solution_id,
        "live_count": chance.randint(0, 12),
        "adopting_count": chance.randint(0, 5),
        "rating_count": count,
        "rating_sum": sum(chance.randint(2, 5) for _ in range(count)),
    }


def _entry(
    common: dict[str, Any], facts: dict[str, Any], moment: datetime, release_id: uuid.UUID, town: str, audience: str
) -> dict[str, Any]:
    facets = {
        "kind": [common["kind"]],
        "platform": [facts["platform"]],
        "department": [facts["department"]],
        "target_group": ["citizen"],
        "licence": [facts["license"]],
        "lifecycle": ["productive"],
        "publisher": [town],
    }
    return {
        **common,
        "audience": audience,
        "release_id": release_id,
        "title": facts["title"],
        "sort_key": sort_key(facts["title"])[:200],
        "summary": facts["summary"],
        "platform": facts["platform"],
        "number": "1.0.0",
        "is_partners_only": False,
        "lifecycle": "productive",
        "published_at": moment,
        "facets": facets,
        "updated_at": moment,
    }


def _towns() -> list[dict[str, Any]]:
    rows = _csv("municipalities/hessen.csv")
    return [
        {
            "id": uuid.UUID(int=index + 1),
            "slug": numbered(slugify(row["name"]), index + 1),
            "kind": "town",
            "name": row["name"],
            "sort_key": sort_key(row["name"]),
            "designation": "Stadt",
            "ags": row["ags"],
            "land": "HE",
            "is_partner": True,
            "shows_use": True,
            "created_at": START,
            "row_version": 1,
        }
        for index, row in zip(range(TOWNS), rows, strict=False)
    ]


def _service_names() -> list[str]:
    return [row["name"] for row in _csv("taxonomy/leika.csv")]


def _csv(path: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / path).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def _table(model: type) -> Table:
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)  # noqa: S101 (a mapped class)
    return table
