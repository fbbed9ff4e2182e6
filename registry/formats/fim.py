"""What the FIM formats share: status lists, identifiers, norms."""

import re
from collections.abc import Iterable, Iterator

from registry.core.messages import N_, define
from registry.formats import xml
from registry.formats.plain import NAME, plain
from registry.formats.reading import LegalBasis

STATUS_3 = {
    "1": define("fim.status.1", N_("in Planung")),
    "2": define("fim.status.2", N_("in Bearbeitung")),
    "3": define("fim.status.3", N_("Entwurf")),
    "4": define("fim.status.4", N_("methodisch freigegeben")),
    "5": define("fim.status.5", N_("fachlich freigegeben (silber)")),
    "6": define("fim.status.6", N_("fachlich freigegeben (gold)")),
    "7": define("fim.status.7", N_("inaktiv")),
    "8": define("fim.status.8", N_("vorgesehen zum Löschen")),
}
"""urn:xoev-de:xprozess:codeliste:status, the same for all FIM parts."""

STATUS_2 = {
    "inVorbereitung": define("fim.status.in_preparation", N_("in Vorbereitung")),
    "aktiv": define("fim.status.active", N_("aktiv")),
    "inaktiv": STATUS_3["7"],
}
"""urn:xoev-de:fim:codeliste:xdatenfelder.status of XDatenfelder 2."""

_IDENTIFIER = re.compile(r"[SDGFRC]\d{8,11}\Z")
_FEDERAL = re.compile(r"gesetze-im-internet\.de|bgbl\.de")
_EUROPEAN = re.compile(r"eur-lex\.europa\.eu|\(E[UG]\)|\bDSGVO\b|\bEU-")
_STATUTE = re.compile(r"satzung", re.IGNORECASE)
MAX_BASES = 100


def schema_key(identifier: str, version: str) -> str:
    """A FIM identifier as its file names write it, ``S07000000200V1.2.0``; empty if it is none."""
    if not _IDENTIFIER.match(identifier):
        return ""
    return f"{identifier}V{version}" if version else identifier


def legal_bases(references: Iterable[xml.Element]) -> Iterator[LegalBasis]:
    """The norms of `bezug` elements: one each with a link in version 3, several in one text in version 2."""
    number = 0
    for reference in references:
        uri = plain(reference.get("link"), NAME)
        text = xml.text_of(reference)
        for part in [text] if uri else text.split(";"):
            name = plain(part, NAME)
            number += bool(name)
            if name and number <= MAX_BASES:
                yield LegalBasis(name=name, kind=law_kind(name, uri), uri=uri if uri.startswith("http") else "")


def law_kind(name: str, uri: str) -> str:
    """The fact sheet's word for a norm, where its name or address gives it away."""
    if _STATUTE.search(name):
        return "satzung"
    if _EUROPEAN.search(f"{uri} {name}"):
        return "eu"
    return "bund" if _FEDERAL.search(uri) else ""
