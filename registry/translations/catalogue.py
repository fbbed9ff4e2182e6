"""Collecting the German sentences, and comparing them with the English catalogue."""

import string
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from registry.core.settings import PROJECT

FOLDER = PROJECT / "registry" / "translations" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "messages.po", FOLDER / "messages.mo"
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
_TEMPLATES = ("**.html", "**.txt", "**.md", "**.xml")
_METHODS = (
    ("registry", [("**.py", "python")]),
    ("templates", [(pattern, "jinja2") for pattern in _TEMPLATES]),
)
_OPTIONS = {pattern: {"trimmed": "true", "silent": "false"} for pattern in _TEMPLATES}
_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""In the head of both files, so that they change with a sentence, not with the clock."""


def collect() -> Catalog:
    """Every sentence that stands in the program, in order of its first place."""
    catalog = _empty()
    for folder, methods in _METHODS:
        found = extract_from_dir(PROJECT / folder, methods, _OPTIONS, KEYWORDS, strip_comment_tags=True)
        for file, _line, message, _comments, context in found:
            catalog.add(message, locations=[(f"{folder}/{Path(file).as_posix()}", 0)], context=context)
    return catalog


def stored() -> Catalog:
    """The English catalogue as it stands in the project."""
    with PO.open("rb") as source:
        return read_po(source, locale="en")


def update() -> list[str]:
    """Bring the catalogue up to the program and compile it; the sentences that still lack English."""
    catalog = stored() if PO.exists() else _empty()
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(as_mo(catalog))
    return missing(catalog)


def missing(catalog: Catalog) -> list[str]:
    """German sentences without English, or whose English lost a placeholder."""
    return [
        _id(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not _is_whole(message.id, message.string))
    ]


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, without line numbers, so that moved code does not change the file."""
    target = BytesIO()
    write_po(target, catalog, sort_by_file=True, include_lineno=False, width=110)
    return target.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The compiled catalogue."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def _empty() -> Catalog:
    name = "Prozessregister"
    return Catalog(
        locale="en",
        project=name,
        header_comment="# English for every German sentence of the program.",
        msgid_bugs_address=name,
        last_translator=name,
        language_team="English",
        creation_date=_DATE,
        revision_date=_DATE,
        fuzzy=False,
    )


def _is_whole(source: str | Sequence[str], target: str | Sequence[str] | None) -> bool:
    sources = [source] if isinstance(source, str) else source
    targets = [target] if isinstance(target, str) else (target or [])
    if len(targets) < len(sources) or not all(targets):
        return False
    wanted = placeholders(sources[-1])
    return all(placeholders(text) <= wanted | {"num"} for text in targets) and placeholders(targets[-1]) >= wanted


def placeholders(text: str) -> set[str]:
    """The names in ``%(name)s``."""
    parts = text.replace("%%", "").split("%(")[1:]
    return {part.split(")", 1)[0].strip(string.whitespace) for part in parts}


def _id(message_id: str | Sequence[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]
