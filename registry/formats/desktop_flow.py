"""The text of desktop flows of Power Automate: what the designer copies, and what its subflows look like.

One statement in a line, blocks end with ``END``, texts stand in ``$'''…'''`` and may run over several lines.
The language is documented only by example; lines of no known form are left out and counted.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from registry.core.messages import N_, define
from registry.formats.reading import Broken

MODULES = (
    "ActiveDirectory|AI|AWS|Azure|BuiltIn|Clipboard|Cloud|CMDSession|CognitiveServices|Compression|Conditionals"
    r"|Cryptography|Database|DateTime|Display|Email|Exchange|Excel|External|FTP|File|Folder|FormFilling|Google|IBM"
    r"|Loops|Microsoft\w{0,20}|MouseAndKeyboard|OCR|Outlook|Pdf|PDF|PowerAutomate\w{0,20}|Python|SAPAutomation|Scripting"
    "|Services|System|TerminalEmulation|Text|UIAutomation|Variables|Web|WebAutomation|WindowsServices|Word|WorkQueues"
    "|Workstation|XML|Xml"
)
STRING_NOT_CLOSED = define(
    "desktop_flow.string_not_closed",
    N_(
        "Die Datei „%(name)s“ ist kein lesbarer %(format)s. Der Text, der in Zeile %(line)s beginnt, endet nicht. "
        "Kopieren Sie die Aktionen im Designer erneut und laden Sie die Datei noch einmal hoch."
    ),
)

ACTION = re.compile(r"[A-Z]\w{1,60}(?:\.[A-Z]\w{1,80}){1,3}(?=\s|\Z)")
_OWN_ACTION = re.compile(rf"(?:{MODULES})\.[A-Z]\w{{1,60}}(?:\.\w{{1,80}}){{0,3}}(?=\s|\Z)")
FUNCTION = re.compile(r"FUNCTION (?:'([^'\n]{1,200})'|([^\s']{1,200}))(?: GLOBAL)?\s*\Z")
_KEYWORD = re.compile(
    r"(?:END FUNCTION|END|ELSE IF .{1,2000} THEN|ELSE|IF .{1,4000} THEN|SWITCH .{1,500}|CASE .{1,500}|DEFAULT"
    r"|LOOP .{1,1000}|BLOCK .{1,300}|ON BLOCK ERROR\b.{0,200}|ON ERROR\b.{0,200}|LABEL .{1,200}|GOTO .{1,200}"
    r"|CALL .{1,200}|EXIT FUNCTION|EXIT LOOP|NEXT LOOP|EXIT\b.{0,500}|WAIT .{1,2000}|SET \S{1,300} TO\b.{0,20000}"
    r"|THROW ERROR|REPEAT .{0,200}|\*\*REGION.{0,300}|\*\*ENDREGION|@[@A-Za-z].{0,20000}|IMPORT .{1,300}"
    r"|#.{0,20000})\Z",
    re.DOTALL,
)
_COMMENT = re.compile(r"/#.{0,20000}?#/\s*\Z", re.DOTALL)
_REPOSITORY = re.compile(r"# \[ControlRepository\]")
_QUOTE = "'''"
MAX_LINES = 60_000


class Statement(NamedTuple):
    """One statement: its text without indentation, the line it begins in, whether it is switched off."""

    text: str
    line: int
    disabled: bool = False


def statements(text: str) -> Iterator[Statement]:
    """The statements of a text, those over several lines put together; what the designer appends is left out.

    Raises:
        Broken: a text does not end.
    """
    pending: list[str] = []
    begun = 0
    for number, line in enumerate(text.splitlines()[:MAX_LINES], start=1):
        if not pending and _REPOSITORY.match(line):
            return
        begun = number if not pending else begun
        is_continued = bool(pending)
        pending.append(line)
        if (line.count(_QUOTE) % 2 == 1) is is_continued:
            whole = "\n".join(pending).strip()
            pending = []
            if whole:
                yield _statement(whole, begun)
    if pending:
        raise Broken(STRING_NOT_CLOSED, line=begun)


def is_known(statement: Statement) -> bool:
    """Whether a statement has a form of the language."""
    text = statement.text
    return bool(ACTION.match(text) or FUNCTION.match(text) or _KEYWORD.match(text) or _COMMENT.match(text))


def is_action(statement: Statement) -> bool:
    """Whether a statement is an action of any module; people may add modules of their own."""
    return bool(ACTION.match(statement.text))


def is_own_action(statement: Statement) -> bool:
    """Whether a statement is an action of a module that the product brings along."""
    return bool(_OWN_ACTION.match(statement.text))


def _statement(whole: str, line: int) -> Statement:
    disabled = whole.startswith("DISABLE ")
    return Statement(whole.removeprefix("DISABLE ").strip(), line, disabled)
