"""A form's technical details in words: cardinality, limits, types, status, conditions."""

import re
from collections.abc import Iterator, Mapping

from registry.core.messages import N_, Message, MessageKind, define
from registry.formats.fim import STATUS_2, STATUS_3
from registry.formats.form import FormElement

EXACTLY = define("form.occurs.exactly", N_("genau %(number)s"))
UP_TO = define("form.occurs.up_to", N_("%(least)s bis %(most)s"))
ANY_NUMBER = define("form.occurs.any_number", N_("%(least)s bis beliebig viele"))
REQUIRED = define("form.required", N_("Pflichtangabe"))

LENGTH = define("form.limit.length", N_("Länge %(least)s bis %(most)s"))
LENGTH_EXACT = define("form.limit.length_exact", N_("Länge genau %(number)s"))
LENGTH_LEAST = define("form.limit.length_least", N_("Länge mindestens %(least)s"))
LENGTH_MOST = define("form.limit.length_most", N_("Länge höchstens %(most)s"))
VALUE = define("form.limit.value", N_("Wert %(least)s bis %(most)s"))
VALUE_EXACT = define("form.limit.value_exact", N_("Wert genau %(number)s"))
VALUE_LEAST = define("form.limit.value_least", N_("Wert mindestens %(least)s"))
VALUE_MOST = define("form.limit.value_most", N_("Wert höchstens %(most)s"))
PATTERN = define("form.limit.pattern", N_("Muster %(pattern)s"))
MEDIA_TYPES = define("form.limit.media_types", N_("Dateiarten %(types)s"))
MAX_SIZE = define("form.limit.max_size", N_("Größe höchstens %(size)s"))
OTHER_LIMIT = define("form.limit.other", N_("%(name)s: %(value)s"))

HIDDEN_IF = define("form.condition.hidden_if", N_("verborgen, abhängig von: %(what)s"))
HIDDEN_WHEN = define("form.condition.hidden_when", N_("verborgen, wenn: %(what)s"))
SHOWN_IF = define("form.condition.shown_if", N_("nur sichtbar, wenn: %(what)s"))
REQUIRED_IF = define("form.condition.required_if", N_("Pflichtangabe, abhängig von: %(what)s"))
READ_ONLY_IF = define("form.condition.read_only_if", N_("nicht änderbar, abhängig von: %(what)s"))
DEPENDS = define("form.condition.depends", N_("abhängig von: %(what)s"))

TYPES: dict[str, MessageKind] = {
    "text": define("form.type.text", N_("Text")),
    "textarea": define("form.type.textarea", N_("mehrzeiliger Text")),
    "number": define("form.type.number", N_("Zahl")),
    "date": define("form.type.date", N_("Datum")),
    "time": define("form.type.time", N_("Uhrzeit")),
    "datetime": define("form.type.datetime", N_("Datum und Uhrzeit")),
    "choice": define("form.type.choice", N_("Auswahl")),
    "bool": define("form.type.bool", N_("Ja/Nein")),
    "file": define("form.type.file", N_("Datei")),
    "email": define("form.type.email", N_("E-Mail-Adresse")),
    "phone": define("form.type.phone", N_("Telefonnummer")),
    "postcode": define("form.type.postcode", N_("Postleitzahl")),
    "iban": define("form.type.iban", N_("IBAN")),
    "url": define("form.type.url", N_("Internetadresse")),
    "person": define("form.type.person", N_("Personendaten")),
    "address": define("form.type.address", N_("Anschrift")),
    "password": define("form.type.password", N_("Passwort")),
    "signature": define("form.type.signature", N_("Unterschrift")),
    "appointment": define("form.type.appointment", N_("Termin")),
    "map": define("form.type.map", N_("Karte")),
    "formula": define("form.type.formula", N_("berechneter Wert")),
    "rating": define("form.type.rating", N_("Bewertung")),
    "object": define("form.type.object", N_("Datenobjekt")),
}
ACTION = define("form.action.button", N_("Schaltfläche"))
ACTIONS: dict[str, MessageKind] = {
    "XBsLogin": define("form.action.sign_in", N_("Anmeldung mit einem Nutzerkonto")),
    "XCaptcha": define("form.action.captcha", N_("Prüfung, ob ein Mensch das Formular ausfüllt")),
    "XReCaptcha": define("form.action.recaptcha", N_("Prüfung, ob ein Mensch das Formular ausfüllt (reCAPTCHA)")),
    "XLanguageSwich": define("form.action.language", N_("Sprachwahl")),
    "XLanguageSwitch": define("form.action.language", N_("Sprachwahl")),
    "XNavigationBar": define("form.action.navigation", N_("Navigation zwischen den Seiten")),
}
OTHER_TYPE = define("form.type.other", N_("%(type)s"))

_OCCURS = re.compile(r"(\d+):(\d+|\*)\Z")
_PLAIN_LIMITS = {"pattern": (PATTERN, "pattern"), "media_types": (MEDIA_TYPES, "types"), "max_size": (MAX_SIZE, "size")}
_RANGES = {
    ("min_length", "max_length"): (LENGTH, LENGTH_EXACT, LENGTH_LEAST, LENGTH_MOST),
    ("min_value", "max_value"): (VALUE, VALUE_EXACT, VALUE_LEAST, VALUE_MOST),
}
_CONDITIONS = {
    "hide": HIDDEN_WHEN,
    "hiddenif": HIDDEN_IF,
    "visibleif": SHOWN_IF,
    "shownif": SHOWN_IF,
    "requiredif": REQUIRED_IF,
    "readonlyif": READ_ONLY_IF,
}
_CONDITION = re.compile(r"\A(hide|\w+if): (.+)\Z", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[\w.\-]+")
_TECHNICAL = re.compile(r"[a-zäöü][A-ZÄÖÜ]|[_.\d]")
_CASE_DATA = "V.Z."


def occurs_words(occurs: str) -> Message | None:
    """``1:1`` → «genau 1», ``0:*`` → «0 bis beliebig viele»; None for what is no cardinality."""
    found = _OCCURS.match(occurs)
    if found is None:
        return None
    least, most = found.groups()
    if most == "*":
        return ANY_NUMBER(least=least)
    return EXACTLY(number=least) if least == most else UP_TO(least=least, most=most)


def is_repeated(occurs: str) -> bool:
    """Whether it may be given more than once."""
    found = _OCCURS.match(occurs)
    return found is not None and (found[2] == "*" or int(found[2][:9]) > 1)


def type_words(element: FormElement) -> Message:
    """The type of a field; one that no table knows in the words of its tool."""
    known = TYPES.get(element.type)
    return known() if known else OTHER_TYPE(type=element.source_type or element.type or "–")


def action_words(element: FormElement) -> Message:
    """What a button or other active part is."""
    return ACTIONS.get(element.source_type, ACTION)()


def status_words(code: str) -> Message | None:
    """A FIM release status in words; None for none and for unknown codes."""
    known = STATUS_3.get(code) or STATUS_2.get(code)
    return known() if known else None


def limit_words(limits: Mapping[str, str]) -> Iterator[Message]:
    """Every limit in words, those of length and value as one range each."""
    seen: set[str] = set()
    for (least, most), words in _RANGES.items():
        if least in limits or most in limits:
            seen |= {least, most}
            yield _range(limits.get(least, ""), limits.get(most, ""), words)
    for name, value in limits.items():
        if name in _PLAIN_LIMITS:
            kind, placeholder = _PLAIN_LIMITS[name]
            yield kind(**{placeholder: value})
        elif name not in seen:
            yield OTHER_LIMIT(name=name, value=value)


def _range(least: str, most: str, words: tuple[MessageKind, MessageKind, MessageKind, MessageKind]) -> Message:
    both, exact, only_least, only_most = words
    if least and most:
        return exact(number=least) if least == most else both(least=least, most=most)
    return only_least(least=least) if least else only_most(most=most)


def condition_words(condition: str, names: Mapping[str, str]) -> list[Message]:
    """A condition of the file in words, technical names replaced by what people read.

    Args:
        condition: ``hiddenif: selZone; requiredif: …`` (FORMCYCLE), ``hide: =age < 18`` (Camunda), or words.
        names: technical names and ids to labels.
    """
    parts = condition.split("; ") if _CONDITION.match(condition) else [condition]
    return [_condition(part, names) for part in parts if part.strip()]


def _condition(part: str, names: Mapping[str, str]) -> Message:
    found = _CONDITION.match(part)
    kind = _CONDITIONS.get(found[1].lower()) if found else None
    if found is None or kind is None:
        return DEPENDS(what=with_labels(part, names))
    return kind(what=with_labels(found[2], names))


def with_labels(text: str, names: Mapping[str, str]) -> str:
    """The text with technical names replaced by labels in quotation marks.

    Only what looks technical is replaced (`selZone`, ``V.Z.Hund.Rasse``): an ordinary word may be a name as well.
    """
    return _WORD.sub(lambda word: _labelled(word[0], names), text)


def _labelled(word: str, names: Mapping[str, str]) -> str:
    label = names.get(word) or names.get(word.removeprefix(_CASE_DATA))
    return f"„{label}“" if label and _TECHNICAL.search(word) else word
