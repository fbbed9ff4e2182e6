"""How well the search ranks: ``python -m tests.search.quality`` prints nDCG, recall and MRR of the first ten hits.

The documents are the names of the LeiKa services, the queries the names of the OZG services that bundle them: what
people call a thing against how the catalogue of services names it. An argument names
another folder of real files.
"""

import csv
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from registry.search import Audience, Query, SearchDocument, SearchIndex
from registry.starting.checking import find_samples

FIRST = 10
DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Quality:
    """Means over all queries."""

    ndcg: float
    recall: float
    mrr: float
    queries: int


def measure(samples: Path, folder: Path) -> Quality:
    """Index the services below `folder` and ask every query."""
    index = SearchIndex(folder)
    assert index.rebuild(_documents(samples), position=1)
    relevant: dict[str, set[str]] = {}
    for row in _lines(samples / "retrieval" / "ozg_qrels.tsv"):
        relevant.setdefault(row[0], set()).add(row[2])
    queries = {row[0]: row[1] for row in _lines(samples / "retrieval" / "ozg_queries.tsv")[1:]}
    judged = [_judge(_ask(index, text), relevant[key]) for key, text in queries.items()]
    means = [sum(values) / len(judged) for values in zip(*judged, strict=True)]
    return Quality(*means, queries=len(judged))


def _documents(samples: Path) -> Iterator[SearchDocument]:
    with (samples / "leika-ozg" / "leika_leistungen.csv").open(encoding="utf-8", newline="") as file:
        names = {row["leika_key"]: row["leistung"] for row in csv.DictReader(file)}
    for key, name in names.items():
        yield SearchDocument(key=key, audience=Audience.PUBLIC, title=name, published_at=DAY)


def _lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines()]


def _ask(index: SearchIndex, text: str) -> list[str]:
    """What the first page shows: what matches, then what is similar."""
    result = index.search(Query(audience=Audience.PUBLIC, text=text, page_size=FIRST, similar=FIRST))
    return [*result.keys, *result.similar][:FIRST]


def _judge(hits: Sequence[str], relevant: set[str]) -> tuple[float, float, float]:
    places = [place for place, key in enumerate(hits) if key in relevant]
    most = min(FIRST, len(relevant))
    ideal = sum(1 / math.log2(place + 2) for place in range(most))
    ndcg = sum(1 / math.log2(place + 2) for place in places) / ideal
    return ndcg, len(places) / most, 1 / (places[0] + 1) if places else 0.0


def main() -> None:
    samples = Path(sys.argv[1]) if len(sys.argv) > 1 else find_samples()
    assert samples is not None, "REGISTRY_SAMPLES names no folder"
    with tempfile.TemporaryDirectory() as folder:
        found = measure(samples, Path(folder))
    print(f"{found.queries} queries: nDCG@10 {found.ndcg:.3f}, recall@10 {found.recall:.3f}, MRR {found.mrr:.3f}")


if __name__ == "__main__":
    main()
