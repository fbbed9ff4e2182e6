"""Readable parts of URLs."""

import re
import unicodedata

MAX_SLUG = 80
_TRANSCRIBED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slugify(text: str) -> str:
    """`text` as lower-case ASCII words joined by hyphens; "eintrag" if nothing is left of it."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_TRANSCRIBED)
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return words[:MAX_SLUG].rstrip("-") or "eintrag"


def numbered(slug: str, number: int) -> str:
    """`slug` made distinct by a number: ``hund-anmelden-2``."""
    suffix = f"-{number}"
    return slug[: MAX_SLUG - len(suffix)].rstrip("-") + suffix
