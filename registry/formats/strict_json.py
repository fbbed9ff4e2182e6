"""JSON as strictly as uploads deserve: no duplicate keys, no NaN, no endless numbers, bounded depth."""

import json
import re
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
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht ein Zeichen, das nicht als "
        "UTF-8 kodiert ist. Exportieren Sie sie erneut und laden Sie sie noch einmal hoch."
    ),
)
DUPLICATE_KEY = define(
    "formats.json.duplicate_key",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht der Schlüssel „%(key)s“ "
        "zum zweiten Mal in einem Objekt. Exportieren Sie sie erneut und laden Sie sie noch einmal hoch."
    ),
)
BAD_NUMBER = define(
    "formats.json.bad_number",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s ist „%(number)s“ zu groß oder "
        "keine Zahl. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
TOO_DEEP = define(
    "formats.json.too_deep",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Ab Zeile %(line)s ist das JSON tiefer als %(depth)s "
        "Ebenen verschachtelt. Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:]|-?\d[\d.eE+-]*|-?Infinity|NaN', re.DOTALL)


class _Refused(Exception):
    """Something that JSON allows and we do not; where it stands is looked for afterwards."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


class _Twice(_Refused):
    """A key that an object has twice."""


class _Unusable(_Refused):
    """A number that is none or beyond every driver."""


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
        raise _too_deep(text) from None
    except _Twice as refused:
        line = _line_of(text, _second_keys(text, refused.value))
        raise Broken(DUPLICATE_KEY, key=refused.value, line=line) from None
    except _Unusable as refused:
        line = _line_of(text, (token.start() for token in _TOKEN.finditer(text) if token[0] == refused.value))
        raise Broken(BAD_NUMBER, number=refused.value[:24], line=line) from None
    if not _is_shallow(value):
        raise _too_deep(text)
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
        raise Broken(WRONG_ENCODING, line=content.count(b"\n", 0, error.start) + 1) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        seen: set[str] = set()
        raise _Twice(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return value


def _no_constant(name: str) -> None:
    raise _Unusable(name)


def _integer(digits: str) -> int:
    if len(digits) > 20 or not -MAX_INTEGER <= int(digits) < MAX_INTEGER:
        raise _Unusable(digits)
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise _Unusable(digits)
    return value


def _is_shallow(value: object) -> bool:
    level: list[object] = [value]
    for _ in range(MAX_DEPTH):
        level = [part for current in level for part in _parts(current)]
        if not level:
            return True
    return False


def _too_deep(text: str) -> Broken:
    return Broken(TOO_DEEP, depth=MAX_DEPTH, line=_line_of(text, _deep_places(text)))


def _line_of(text: str, positions: Iterator[int]) -> int:
    return text.count("\n", 0, next(positions, 0)) + 1


def _deep_places(text: str) -> Iterator[int]:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth > MAX_DEPTH:
            yield token.start()


def _second_keys(text: str, key: str) -> Iterator[int]:
    """Where a key stands for the second time in the same object."""
    seen, last = [0], ""
    place = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == ":" and json.loads(last, strict=False) == key:
            seen[-1] += 1
            if seen[-1] > 1:
                yield place
        elif sign in "{[":
            seen.append(0)
        elif sign in "}]":
            seen.pop()
        last, place = sign, token.start()


def _parts(value: object) -> list[object]:
    if isinstance(value, dict):
        return [part for part in value.values() if isinstance(part, dict | list)]
    if isinstance(value, list):
        return [part for part in value if isinstance(part, dict | list)]
    return []
