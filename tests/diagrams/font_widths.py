"""The widths of Fira Sans as `registry.diagrams.widths` holds them, from the font files that the set-up installs.

`python -m tests.diagrams.font_widths` prints them; the test beside this file compares.
"""

from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path("static/vendor/fira-sans")
FILES = ("fira-sans-latin-400-normal.woff2", "fira-sans-latin-ext-400-normal.woff2")
RANGES = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x2010, 0x2040), (0x20AC, 0x2122, 0x2191, 0x2193, 0x2212))


def widths() -> dict[int, str]:
    """Advance in thousandths of the size to the characters that have it."""
    advances: dict[int, int] = {}
    for name in FILES:
        font = TTFont(FOLDER / name)
        cmap, metrics, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        for code, glyph in cmap.items():
            advances.setdefault(code, round(metrics[glyph][0] * 1000 / unit))
    wanted = {code for part in RANGES for code in part}
    grouped: dict[int, list[str]] = defaultdict(list)
    for code in sorted(advances.keys() & wanted):
        if chr(code).isprintable() or code == 0x20:
            grouped[advances[code]].append(chr(code))
    return {width: "".join(characters) for width, characters in sorted(grouped.items())}


if __name__ == "__main__":
    for width, characters in widths().items():
        print(f"    {width}: {characters!r},")
