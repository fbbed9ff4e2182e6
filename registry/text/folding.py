"""One spelling for comparing German text, and one key for sorting it."""

import re
import unicodedata
from functools import lru_cache

MAX_SORTED = 120
"""Characters that count for sorting."""

_WITHOUT_DECOMPOSITION = str.maketrans(
    {"\N{SOFT HYPHEN}": "", "\N{ZERO WIDTH JOINER}": "", "\N{ZERO WIDTH NON-JOINER}": ""}
    | {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ſ": "s"}
)
_TRANSCRIBED_UMLAUT = re.compile(r"(?<![aeiouyq])([aou])e")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_DIGIT = re.compile(r"[0-9]")


def fold(text: str) -> str:
    """The spelling under which equal words meet: "Größe", "Groesse" and "GROSSE" all give ``grosse``.

    Compatibility forms, case, accents and umlauts are levelled, ß becomes ss, and a transcribed umlaut
    loses its e, except after a vowel or q, where it is none ("Steuer", "neue", "Quelle"). That levels a
    few words too many ("Poet" meets "Pot"), which is harmless because both sides are folded alike.
    White space becomes single spaces.
    """
    return _TRANSCRIBED_UMLAUT.sub(r"\1", " ".join(base_letters(text).split()))


def base_letters(text: str) -> str:
    """`text` in lower case without accents and umlaut marks, ß as ss; other scripts stay as they are."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_WITHOUT_DECOMPOSITION)
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=4_096)
def sort_key(text: str) -> str:
    """A key that sorts like a German dictionary (DIN 5007-1): ä with a, ß with ss, case without weight.

    Only where two texts are equal otherwise does the accented one come second. The key holds nothing
    but ``0-9a-z``, so every database sorts it the same, whatever its collation: words are parted by 0,
    a digit is written behind a 1, and 00 parts the letters from the marks of the accents.
    """
    words = _NO_WORD.split(base_letters(text[:MAX_SORTED]))
    primary = "0".join(_DIGIT.sub(r"1\g<0>", word) for word in words if word)
    return f"{primary}00{_accents(text)}"


def _accents(text: str) -> str:
    """One figure per letter, 1 where it carries more than its base letter."""
    letters = [letter for letter in unicodedata.normalize("NFC", text[:MAX_SORTED]) if letter.isalpha()]
    return "".join("0" if letter.isascii() else "1" for letter in letters).rstrip("0")
