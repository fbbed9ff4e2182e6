"""Lines with a syntax of their own: each function gives the canonical form or raises `Invalid`."""

import re

from registry.core.errors import Invalid
from registry.core.messages import N_, define

BAD_SERVICE_KEY = define(
    "fact.bad_service_key",
    N_("„%(text)s“ ist kein Leistungsschlüssel. Er hat 14 Ziffern, zum Beispiel 99102013002000."),
)
BAD_FIM_ID = define(
    "fact.bad_fim_id",
    N_("„%(text)s“ ist keine FIM-Kennung. Sie beginnt mit S oder D, zum Beispiel S00000094V1.0."),
)
BAD_OZG_ID = define(
    "fact.bad_ozg_id",
    N_("„%(text)s“ ist keine OZG-Kennung. Sie besteht nur aus Ziffern, zum Beispiel 10160."),
)
BAD_ADDRESS = define(
    "fact.bad_address",
    N_(
        "„%(text)s“ ist keine Internetadresse. Sie beginnt mit https:// oder http://. Auch eine Kennung mit "
        "urn: ist möglich."
    ),
)
BAD_SOLUTION = define(
    "fact.bad_solution",
    N_("„%(text)s“ ist keine Lösung. Kopieren Sie die Adresse der Lösung aus diesem Portal."),
)
BAD_NUMBER_OF_RELEASE = define(
    "fact.bad_release_number",
    N_("„%(text)s“ ist keine Versionsnummer. Sie hat drei Teile, zum Beispiel 1.2.0."),
)

URN = "urn:de:fim:leika:leistung:"
_FIM = re.compile(r"([SD](?:[0-9]{8}|[0-9]{11}))(?:\s?V\s?|\s|\Z)([0-9]{1,3}(?:\.[0-9]{1,3}){0,2})?")
_ADDRESS = re.compile(r"(?:https?://[^\s/<>\"']+|urn:[A-Za-z0-9-]+:)[^\s<>\"']*")
_SOLUTION = re.compile(r"(?:[^\s]*/solutions/)?([a-z0-9]+(?:-[a-z0-9]+)*)/?")
_RELEASE_NUMBER = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}")


def service_key(text: str) -> str:
    """A Leistungsschlüssel: 14 digits, also as URN or with blanks in between."""
    digits = re.sub(r"\s", "", text)
    if digits.casefold().startswith(URN):
        digits = digits[len(URN) :]
    if not re.fullmatch(r"[0-9]{14}", digits):
        raise Invalid(BAD_SERVICE_KEY(text=text))
    return digits


def fim_id(text: str) -> str:
    """Id of a schema or document profile, with its version where known: ``S00000094V1.0``."""
    found = _FIM.fullmatch(text.upper())
    if not found:
        raise Invalid(BAD_FIM_ID(text=text))
    return found[1] + (f"V{found[2]}" if found[2] else "")


def ozg_id(text: str) -> str:
    """The number of an OZG-Leistung."""
    if not re.fullmatch(r"[0-9]{1,10}", text):
        raise Invalid(BAD_OZG_ID(text=text))
    return text


def web_address(text: str) -> str:
    """An address that a page may link to, or a URN; never a script."""
    if not _ADDRESS.fullmatch(text):
        raise Invalid(BAD_ADDRESS(text=text))
    return text


def solution_slug(text: str) -> str:
    """The slug of a solution of this portal, taken from its address where that was copied."""
    found = _SOLUTION.fullmatch(text.partition("?")[0].partition("#")[0])
    if not found:
        raise Invalid(BAD_SOLUTION(text=text))
    return found[1]


def release_number(text: str) -> str:
    """MAJOR.MINOR.PATCH."""
    if not _RELEASE_NUMBER.fullmatch(text):
        raise Invalid(BAD_NUMBER_OF_RELEASE(text=text))
    return text
