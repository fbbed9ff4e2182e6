"""Text as it may be stored: nothing invisible that breaks a database, a log or the reading direction."""

import re
import unicodedata

from registry.core.errors import Invalid
from registry.core.messages import N_, define

MAX_FILE_NAME = 120
MAX_FILE_NAME_BYTES = 240
MAX_ENDING = 20
NAMELESS = "datei"

TOO_LONG = define("text.too_long", N_("Der Text hat %(length)s Zeichen. Erlaubt sind %(limit)s."))
CONTROL_CHARACTERS = define(
    "text.control_characters",
    N_("Der Text enthält unsichtbare Steuerzeichen. Entfernen Sie sie, zum Beispiel durch neues Eintippen."),
)

# C0 and C1 without white space, lone surrogates, noncharacters
_NONCHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_REFUSED = re.compile(rf"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
# what turns the reading direction, and marks that show nothing at all
_INVISIBLE = re.compile(r"[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# white space but the no-break spaces, which are meant; a run with an ordinary one in it becomes that
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_NOT_IN_FILE_NAMES = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)", re.IGNORECASE)


def clean_line(text: str, max_length: int) -> str:
    """One line for storing: NFC, runs of white space as one space, no direction marks.

    The no-break space stays: "§ 5" must not be torn apart at the end of a line.

    Raises:
        Invalid: it holds control characters or lone surrogates, or is longer than `max_length`.
    """
    return _within(_SPACES.sub(" ", _readable(text)).strip(), max_length)


def clean_text(text: str, max_length: int) -> str:
    r"""Text of several lines for storing: like `clean_line`, but lines (as ``\n``) and indents stay.

    Raises:
        Invalid: it holds control characters or lone surrogates, or is longer than `max_length`.
    """
    lines = _LINE_BREAK.sub("\n", _readable(text)).replace("\x1f", " ").split("\n")
    return _within("\n".join(line.rstrip() for line in lines).strip("\n"), max_length)


def printable(text: str) -> str:
    """`text` from a file, where nobody can be asked to correct it: what cannot be stored is left out."""
    return _without_invisible(_REFUSED.sub("", text))


def clean_file_name(name: str) -> str:
    """The name under which a file is shown and handed out; never a path, never empty, never an error.

    Folders, controls, direction marks and what Windows refuses go; a long name keeps its ending.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = _NOT_IN_FILE_NAMES.sub("_", " ".join(printable(last).split())).strip(". ")
    if _RESERVED.match(shown):
        shown = f"_{shown}"
    return _shortened(shown) or NAMELESS


def has_control_characters(text: str) -> bool:
    """Whether `text` holds what `clean_text` refuses."""
    return _REFUSED.search(text) is not None


def _readable(text: str) -> str:
    if has_control_characters(text):
        raise Invalid(CONTROL_CHARACTERS())
    return _without_invisible(text)


def _without_invisible(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _within(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise Invalid(TOO_LONG(length=len(text), limit=max_length))
    return text


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > MAX_ENDING:
        stem, dot, ending = name, "", ""
    tail = dot + ending
    stem = stem[: MAX_FILE_NAME - len(tail)]
    while len((stem + tail).encode()) > MAX_FILE_NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + tail
