"""The table that people read."""

from registry.benchmark.measuring import Figures

PAGES = ("catalogue", "search", "solution", "again")
NAMES = {
    "catalogue": "Katalogseite mit Filtern",
    "search": "Suche mit Filtern",
    "solution": "Seite einer Lösung",
    "again": "Katalogseite, unverändert",
}


def table(figures: list[Figures]) -> str:
    """All sizes as a Markdown table."""
    lines = [
        "| Seite | Lösungen | Anteil an nacktem Flask | p99 : p50 | Datenbankabfragen | Byte |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for item in figures:
        lines += [
            f"| {NAMES[page]} | {item.size} | {item.ratios[page]:.3f} | {item.p99_to_p50[page]:.1f} "
            f"| {item.queries[page]} | {item.bytes[page]} |"
            for page in PAGES
        ]
    lines += [
        f"\n{item.size} Lösungen: Speicher aller Prozesse das {item.memory_ratio:.2f}-Fache des nackten Flask, "
        f"dieses antwortete {item.bare_per_second:.0f}-mal je Sekunde."
        for item in figures
    ]
    return "\n".join(lines) + "\n"
