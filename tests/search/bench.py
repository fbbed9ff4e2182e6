"""How long searches take over 20,000 generated documents; run by hand: ``python tests/search/bench.py``."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from registry.search import Audience, Batch, Query, SearchDocument, SearchIndex, Sorting

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = 30
START = datetime(2024, 1, 1, tzinfo=UTC)
OBJECTS = (
    *("Hundesteuer", "Gewerbe", "Anwohnerparken", "Sondernutzung", "Kita-Platz", "Wasserzähler"),
    *("Geburtsurkunde", "Fundsache", "Rechnung", "Vergnügungssteuer", "Grundsteuer", "Führungszeugnis"),
    *("Wohnsitz", "Reisepass", "Straßensperrung", "Baumfällung", "Sperrmüll", "Bewohnerparkausweis"),
)
ACTIONS = ("anmelden", "abmelden", "beantragen", "ändern", "melden", "bezahlen", "verlängern", "prüfen")
FACETS = {"kind": 3, "platform": 10, "department": 15, "target_group": 5, "publisher": 400, "used_by": 421}


def documents() -> Iterator[SearchDocument]:
    chance = random.Random(1)
    for number in range(COUNT):
        title = f"{chance.choice(OBJECTS)} {chance.choice(ACTIONS)} {chance.choice(OBJECTS)} {number % 97}"
        facets = {
            name: [f"{name}-{chance.randrange(values)}" for _ in range(1 if name != "used_by" else 6)]
            for name, values in FACETS.items()
        }
        for audience in Audience:
            yield SearchDocument(
                key=str(number),
                audience=audience,
                title=title,
                summary=f"{chance.choice(OBJECTS)} online {chance.choice(ACTIONS)}",
                texts=[" ".join(chance.choices(OBJECTS + ACTIONS, k=60))],
                identifiers=[f"99{chance.randrange(10**12):012d}"],
                facets=facets,
                published_at=START + timedelta(minutes=number),
                adoptions=chance.randrange(40),
                rating=chance.choice([None, 3.5, 4.25]),
            )


QUERIES = {
    "no text": Query(audience=Audience.PUBLIC, counted=list(FACETS)[:5]),
    "no text, two selected": Query(
        audience=Audience.PUBLIC,
        counted=list(FACETS)[:5],
        selected={"kind": ["kind-1"], "platform": ["platform-1", "platform-2"]},
    ),
    "by title": Query(audience=Audience.PUBLIC, sorting=Sorting.TITLE),
    "one word": Query(audience=Audience.PUBLIC, text="Hundesteuer", counted=list(FACETS)[:5]),
    "two words": Query(audience=Audience.PUBLIC, text="hund anmelden", counted=list(FACETS)[:5]),
    "beginning": Query(audience=Audience.PUBLIC, text="anwo", counted=list(FACETS)[:5]),
    "one letter pair": Query(audience=Audience.PUBLIC, text="an", counted=list(FACETS)[:5]),
    "typo": Query(audience=Audience.PUBLIC, text="gewebre", counted=list(FACETS)[:5]),
    "phrase": Query(audience=Audience.PUBLIC, text="„hundesteuer anmelden“", counted=list(FACETS)[:5]),
    "nothing found": Query(audience=Audience.PUBLIC, text="xylophon zzzz qqqq", counted=list(FACETS)[:5]),
    "16 words": Query(audience=Audience.PUBLIC, text=" ".join(OBJECTS), counted=list(FACETS)[:5]),
    "used by": Query(audience=Audience.PUBLIC, text="steuer", counted=["used_by", "publisher"]),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder))
        started = time.perf_counter()
        index.rebuild(documents(), position=1)
        print(f"{2 * COUNT} documents built in {time.perf_counter() - started:.1f} s")
        one = next(documents())
        with index.writing() as writer:
            assert writer is not None
            for position in (2, 3, 4):
                started = time.perf_counter()
                writer.apply(Batch(position=position, keys=frozenset({one.key}), documents=[one]))
                print(f"one change {(time.perf_counter() - started) * 1000:.1f} ms")
        for name, query in QUERIES.items():
            print(f"{name:24} {_median_ms(index, query):6.2f} ms  {index.search(query).total:6d} hits")
        started = time.perf_counter()
        for _ in range(ROUNDS):
            index.position()
        print(f"position {(time.perf_counter() - started) * 1000 / ROUNDS:.2f} ms")


def _median_ms(index: SearchIndex, query: Query) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        index.search(query)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
