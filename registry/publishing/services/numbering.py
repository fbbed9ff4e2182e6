"""Numbers of releases: MAJOR.MINOR.PATCH."""

import re
from collections.abc import Iterable

from registry.catalogue.models import NoteKind, Release
from registry.core.errors import Invalid
from registry.core.messages import N_, define

BAD_NUMBER = define(
    "release.bad_number", N_("„%(text)s“ ist keine Versionsnummer. Sie hat drei Teile, zum Beispiel 1.2.0.")
)
Number = tuple[int, int, int]

FIRST: Number = (1, 0, 0)
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})")
_SMALL = {NoteKind.FIXED, NoteKind.SECURITY}


def parse_number(text: str) -> Number:
    """The parts of a number.

    Raises:
        Invalid: it is none.
    """
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise Invalid(BAD_NUMBER(text=text[:30]), {"number": BAD_NUMBER(text=text[:30])})
    return int(found[1]), int(found[2]), int(found[3])


def proposed(last: Release | None, kinds: Iterable[NoteKind]) -> Number:
    """The number that follows from what changed: something removed counts as major, mere corrections as patch."""
    if last is None:
        return FIRST
    changed = set(kinds)
    if NoteKind.REMOVED in changed:
        return last.major + 1, 0, 0
    if changed and changed <= _SMALL:
        return last.major, last.minor, last.patch + 1
    return last.major, last.minor + 1, 0
