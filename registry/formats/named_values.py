"""Values that stand beside a name in the texts of bots, where no sign of assignment joins the two.

Robot Framework separates cells by blanks (``${KENNWORT}    geheim``), Power Automate quotes values with
``$'''…'''``. What comes out here is searched like a value of JSON or XML under that name.
"""

import re
from collections.abc import Iterator

_ROBOT_MARK = re.compile(r"^ {0,4}\*\*\*", re.MULTILINE)
_DESKTOP_MARK = "$'''"
_GAP = r"(?:\t| {2,60})"
_CELL = r"(\S[^\n]{2,200})"
_ROBOT = (
    re.compile(
        rf"^[ \t]{{0,40}}(?:VAR{_GAP})?\$\{{([^{{}}\n:]{{1,80}})[^{{}}\n]{{0,80}}\}} ?=?{_GAP}{_CELL}$", re.MULTILINE
    ),
    re.compile(
        rf"^[ \t]{{1,40}}(?:Input|Fill|Type|Set)[ \w]{{0,20}}?(Password|Secret|Kennwort)[^\n]{{0,80}}?{_GAP}{_CELL}$",
        re.MULTILINE | re.IGNORECASE,
    ),
)
_BETWEEN = re.compile(_GAP)
_DESKTOP = (
    re.compile(r"\b(\w{1,80}): ?\$'''([^'\n]{3,300})'''"),
    re.compile(r"^\s{0,60}SET (\w{1,80}) TO \$'''([^'\n]{3,300})'''", re.MULTILINE),
)
_MOST = 5_000


def named_values(text: str) -> Iterator[tuple[str, str, int]]:
    """Name, value and position of the value; nothing for texts that are no bots."""
    patterns = (*(_ROBOT if _ROBOT_MARK.search(text) else ()), *(_DESKTOP if _DESKTOP_MARK in text else ()))
    found = 0
    for pattern in patterns:
        for match in pattern.finditer(text):
            found += 1
            if found > _MOST:
                return
            yield match[1], _last_cell(match[2]), match.start(2)


def _last_cell(value: str) -> str:
    """The last cell: what stands before it names a keyword or a field."""
    return _BETWEEN.split(value.strip())[-1]
