"""What every search for secrets and personal data shares: a hit, how it is masked, and what is harmless."""

import re
from dataclasses import dataclass

MAX_VALUE = 300

SECRET_NAME = re.compile(
    r"(?:passwor[dt]|passwd|passphrase|kennwort|secret|geheimnis|credential|authorization|bearer|token"
    r"|api[_-]?key|access[_-]?key|private[_-]?key|zugangsschl(?:ü|ue)ssel|basic_auth_pass|pwd)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\s*(?:\[%.*%\]|\[[A-Za-z_]\w{0,80}\]|[$%]\{.*\}|#\{.*\}|=?(?:Bearer |Basic )?\{\{.*\}\}"
    r"|\$\$.*\$\$|%\w+%|<[^>]*>|\*+|x{3,}|\.{3,}|-+|n/?a"
    r"|redacted|removed|entfernt|geschw(?:ä|ae)rzt|platzhalter|changeme|todo|null|none|undefined"
    r"|true|false|ja|nein|yes|no|on|off|sichtbar|nichtsichtbar|pflichtfeld|\d{1,3})\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_SAMPLE = re.compile(
    r"muster(?:mann|frau)|max\.muster|beispiel|example\.(?:com|org|net)|12345|@email\.de", re.IGNORECASE
)
_PERSON = re.compile(
    r"(?:(?:Dr|Prof)\.\s?)?[A-ZÄÖÜ][a-zäöüßéè]{1,25}(?:-[A-ZÄÖÜ][a-zäöüß]{1,25})?,?\s(?:von\s|van\s|zu\s)?"
    r"[A-ZÄÖÜ][a-zäöüßéè]{1,30}(?:-[A-ZÄÖÜ][a-zäöüß]{1,30})?\Z"
)
_ORGANISATION = re.compile(
    r"\b(?:\w*(?:amt|ämter|stadt|kreis|gemeinde|ministerium|verwaltung|redaktion|behörde|verband|kasse|büro|dienst"
    r"|stelle|team|verlag|gericht|werk|software|system|modeler|designer|writer)|land|landes\w*|bund|bundes\w*|gmbh"
    r"|microsoft|libre\w*|office|adobe|service|portal|universität\w*)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:(?:vor|nach|familien|geburts|ruf)?name|anschrift|stra(?:ß|ss)e|telefon|mail|e-mail|datum|angaben?|auswahl"
    r"|allgemein\w*|sonstige\w*|divers\w*|keine?r?|bitte|siehe|weitere\w*|und|oder|der|die|das|mit|zur?|im|am"
    r"|\w*(?:meister|präsident|minister|direktor|leiter|professor|doktor|vorsitzende|antragsteller|halter|kolleg)\w*"
    r"|\w+(?:ung|ungen|nahme|heit|keit|schaft|formular|antrag|nummer))\b",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(
    r"software|microsoft|libre|office|adobe|acrobat|writer|modeler|designer|system|admin|service|redaktion",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"[A-Za-z][\w.\\@-]{2,60}\Z")


@dataclass(frozen=True, slots=True)
class Hit:
    """A value found; `masked` is all of it that is ever shown."""

    category: str
    value: str
    masked: str


def masked(category: str, value: str) -> Hit:
    """A hit of which at most two characters and the length are shown."""
    shown = value[:2] + "…" if len(value) >= 8 else "…"
    return Hit(category, value, f"{shown} ({len(value)})")


def masked_person(name: str) -> Hit:
    """A person, shown by initials."""
    return Hit("person", name, " ".join(f"{part[0]}…" for part in name.split()))


def masked_url(address: str) -> str:
    """An address without its path, query and credentials."""
    scheme, separator, rest = address.partition("://")
    host = rest.split("/", 1)[0].rsplit("@", 1)[-1] if separator else ""
    return f"{scheme}://{host[:60]}/…" if host else "…"


def is_placeholder(value: str) -> bool:
    """Whether a value only stands for one: a variable, asterisks, a word for nothing."""
    return _PLACEHOLDER.match(value) is not None


def is_sample(value: str) -> bool:
    """Whether it is one of the usual examples."""
    return _SAMPLE.search(value) is not None


def is_key_like(value: str) -> bool:
    """Whether a value can be a secret: no sentence, no placeholder, not just another word for a secret."""
    is_word = SECRET_NAME.fullmatch(value.strip(" :*"))
    return value.count(" ") < 2 and len(value) >= 3 and not is_placeholder(value) and not is_word


def looks_random(value: str) -> bool:
    """Whether an unquoted value is more than a word or an expression: mixed characters, no brackets."""
    kinds = sum(any(test(character) for character in value) for test in (str.isdigit, str.islower, str.isupper))
    return kinds >= 2 and any(map(str.isdigit, value)) and not set(value) & set("()[]{}$")


def is_person(value: str) -> bool:
    """Whether a value is a first and a last name, in either order, and not an office or a program."""
    return bool(_PERSON.match(value)) and not _ORGANISATION.search(value) and not is_sample(value)


def is_name(words: str) -> bool:
    """Whether words of running text, where a name may stand, can be one and are no label or office."""
    return not any(pattern.search(words) for pattern in (_ORGANISATION, _NO_NAME, _SAMPLE))


def is_account(value: str) -> bool:
    """Whether a value can be somebody's user name."""
    return _ACCOUNT.match(value) is not None and not _SOFTWARE.search(value)
