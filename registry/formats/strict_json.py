"""JSON as strictly as uploads deserve: no duplicate keys, no NaN, no endless numbers, bounded depth."""

import json
from collections.abc import Iterator
from typing import Any

from registry.core.messages import N_, define
from registry.formats.reading import Broken

MAX_DEPTH = 64
MAX_INTEGER = 2**63

NOT_WELL_FORMED = define(
    "formats.json.not_well_formed",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s, Zeichen %(column)s, "
        "ist das JSON fehlerhaft oder bricht ab. Exportieren Sie sie erneut und laden Sie sie noch "
        "einmal hoch."
    ),
)
WRONG_ENCODING = define(
    "formats.json.wrong_encoding",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Ihre Zeichen sind nicht als UTF-8 kodiert"
        " (Byte %(position)s). Exportieren Sie sie erneut und laden Sie sie noch einmal hoch."
    ),
)
DUPLICATE_KEY = define(
    "formats.json.duplicate_key",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Der Schlüssel „%(key)s“ kommt in einem "
        "Objekt zweimal vor. Exportieren Sie sie erneut und laden Sie sie noch einmal hoch."
    ),
)
BAD_NUMBER = define(
    "formats.json.bad_number",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Die Zahl „%(number)s“ ist zu groß oder "
        "keine Zahl. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
TOO_DEEP = define(
    "formats.json.too_deep",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Das JSON ist tiefer als %(depth)s Ebenen "
        "verschachtelt. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)


def looks_like_json(content: bytes) -> bool:
    """Whether the bytes begin as a JSON object or list does, in UTF-8 or UTF-16."""
    return content[:100].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xfe\xff \t\r\n")[:1] in {b"{", b"["}


def parse(content: bytes) -> Any:  # noqa: ANN401 (any JSON value)
    """Parse a JSON document.

    Raises:
        Broken: not JSON, or something in it that is not accepted; with the place.
    """
    text = _decode(content)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        raise Broken(NOT_WELL_FORMED, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise Broken(TOO_DEEP, depth=MAX_DEPTH) from None
    _check_depth(value)
    return value


def walk(value: object) -> Iterator[tuple[tuple[str, ...], object]]:
    """Every value that is neither object nor list, with its path of keys, in the order of the document."""
    stack: list[tuple[tuple[str, ...], object]] = [((), value)]
    while stack:
        path, current = stack.pop()
        if isinstance(current, dict):
            stack.extend(((*path, key), part) for key, part in reversed(current.items()))
        elif isinstance(current, list):
            stack.extend(((*path, str(at)), part) for at, part in reversed(list(enumerate(current))))
        else:
            yield path, current


def _decode(content: bytes) -> str:
    try:
        return content.decode(json.detect_encoding(content))
    except UnicodeDecodeError as error:
        raise Broken(WRONG_ENCODING, position=error.start) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        raise Broken(DUPLICATE_KEY, key=next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return value


def _no_constant(name: str) -> None:
    raise Broken(BAD_NUMBER, number=name)


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -MAX_INTEGER <= int(digits) < MAX_INTEGER:
        raise Broken(BAD_NUMBER, number=digits[:24])
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise Broken(BAD_NUMBER, number=digits[:24])
    return value


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [part for current in level for part in _parts(current)]
        if not level:
            return
    raise Broken(TOO_DEEP, depth=MAX_DEPTH)


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for part in value.values() if isinstance(part, dict | list)]
    if isinstance(value, list):
        return [part for part in value if isinstance(part, dict | list)]
    return []
