"""Words of German texts as the index knows them: folded, and reduced to their stems."""

import re
from functools import lru_cache
from threading import local

import snowballstemmer

from registry.text.folding import fold

MAX_WORD = 64
MAX_INDEXED = 200_000
"""Characters of one field that are indexed."""

STOP_WORDS = frozenset(
    fold(
        "aber als am an auch auf aus bei beim bin bis brauche da das dass dem den der des die dies diese"
        " ein eine einem einen einer eines er es für gibt habe hat ich ihr im in ins ist kann können man"
        " mein meine meinen meiner mit möchte muss nach nicht noch ob oder sich sie sind so über um und"
        " uns unser unsere vom von vor was welche wenn wer wie will wir wird wo zu zum zur"
    ).split()
)

_WORD = re.compile(r"[^\W_]+")
_PER_THREAD = local()


def words(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    return [match[:MAX_WORD] for match in _WORD.findall(fold(text[:MAX_INDEXED]))]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word: ``anmeldung`` and ``anmelden`` give ``anmeld``."""
    stemmer = getattr(_PER_THREAD, "stemmer", None)
    if stemmer is None:
        stemmer = _PER_THREAD.stemmer = snowballstemmer.stemmer("german")
    return str(stemmer.stemWord(word)) or word
