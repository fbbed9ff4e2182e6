"""``python -m registry.benchmark``: prints the table of docs/performance.md."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from registry.benchmark.measuring import Plan, measure
from registry.benchmark.report import table


def main() -> None:
    """Measure all sizes in one run and print the table; ``--json`` writes the figures too."""
    parser = argparse.ArgumentParser(prog="python3 -m registry bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small and short, for continuous integration")
    parser.add_argument("--sizes", type=int, nargs="+", help="numbers of generated solutions")
    parser.add_argument("--json", type=Path, help="file for the figures")
    given = parser.parse_args()
    plan = Plan(rounds=2, seconds=0.5) if given.quick else Plan(rounds=5, seconds=2.0)
    sizes = given.sizes or ([200] if given.quick else [1_000, 20_000])
    figures = []
    with tempfile.TemporaryDirectory(prefix="registry-bench-") as folder:
        for size in sizes:
            sys.stderr.write(f"{size} Lösungen werden erzeugt und gemessen …\n")
            figures.append(measure(size, plan, Path(folder) / str(size)))
    sys.stdout.write(table(figures))
    if given.json:
        given.json.write_text(json.dumps([item.to_json() for item in figures], indent=2) + "\n")


if __name__ == "__main__":
    main()
