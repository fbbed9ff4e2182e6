"""Collecting the German sentences, and comparing them with the English catalogue."""

import string
from collections.abc import Sequence
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
_VOLATILE = (b'"POT-Creation', b'"PO-Revision')


def collect() -> Catalog:
    """Every sentence that stands in the program, in order of its first place."""
    catalog = Catalog(locale="en", fuzzy=False, project="Prozessregister", header_comment="# English for the portal")
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
    catalog = stored() if PO.exists() else Catalog(locale="en")
    catalog.update(collect(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(as_mo(catalog))
    return missing(catalog)


def missing(catalog: Catalog) -> list[str]:
    """German sentences without English, or whose English lost a placeholder."""
    return [_id(message.id) for message in catalog if message.id and not _is_whole(message.id, message.string)]


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, without dates and line numbers, so that only meaning changes the file."""
    target = BytesIO()
    write_po(target, catalog, omit_header=False, sort_by_file=True, include_lineno=False, width=110)
    lines = [
        line for line in target.getvalue().splitlines() if not line.startswith((b'"POT-Creation', b'"PO-Revision'))
    ]
    return b"\n".join(lines) + b"\n"


def as_mo(catalog: Catalog) -> bytes:
    """The compiled catalogue."""
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


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
