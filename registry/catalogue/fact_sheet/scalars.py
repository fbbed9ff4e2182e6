"""One input: from what somebody typed to the value, and back."""

import re
from collections.abc import Container
from datetime import date
from decimal import Decimal

from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.declaration import Input, InputType, Value
from registry.core import clock
from registry.core.errors import Invalid
from registry.core.messages import N_, define
from registry.text.cleaning import clean_line, clean_text

BAD_CHOICE = define("fact.bad_choice", N_("Bitte wählen Sie einen Wert aus der Liste."))
BAD_NUMBER = define("fact.bad_number", N_("„%(text)s“ ist keine Zahl. Schreiben Sie sie zum Beispiel so: 1.234,5."))
NO_FRACTION = define("fact.no_fraction", N_("Bitte geben Sie eine ganze Zahl ein."))
TOO_EXACT = define("fact.too_exact", N_("Höchstens %(decimals)s Stellen nach dem Komma sind möglich."))
OUT_OF_RANGE = define("fact.out_of_range", N_("Möglich sind Zahlen von %(minimum)s bis %(maximum)s."))
BAD_DATE = define("fact.bad_date", N_("„%(text)s“ ist kein Datum. Schreiben Sie es zum Beispiel so: 21.05.2026."))
DAY_OUT_OF_RANGE = define("fact.day_out_of_range", N_("Möglich sind Tage vom 01.01.1900 bis zum 31.12.2100."))
DAY_AHEAD = define("fact.day_ahead", N_("Der Tag liegt in der Zukunft. Bitte prüfen Sie das Jahr."))
WRONG_SHAPE = define("fact.wrong_shape", N_("Der Wert hat nicht die erwartete Form."))

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2100, 12, 31)
_LONGEST_NUMBER = 30
_LONG = {InputType.TEXT, InputType.MARKDOWN}
_GERMAN = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[0-9]+\.[0-9]{1,2}|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_UNIT = re.compile(r"\s*(?:€|EUR|Euro|%|Prozent|Minuten|Min\.?|Fälle|Tage)$", re.IGNORECASE)


def read(given: Input, raw: str, choices: Choices) -> Value | None:
    """The value of what was typed; None for nothing.

    Raises:
        Invalid: it is no value of this input.
    """
    if given.type in _LONG:
        return clean_text(raw, given.max_length) or None
    text = clean_line(raw, given.max_length)
    return _read_line(given, text, choices) if text else None


def _read_line(given: Input, text: str, choices: Choices) -> Value:
    match given.type:
        case InputType.NUMBER:
            return _read_number(given, text)
        case InputType.DATE:
            return _read_day(text, is_past=given.is_past)
        case InputType.YES_NO:
            return _choose(text, given.vocabulary or ()) == "yes"
        case InputType.CHOICE:
            return _choose(text, given.vocabulary or ())
        case InputType.PLATFORM:
            return _choose(text, choices.terms.platforms)
        case InputType.CONTACT:
            return _choose(text, choices.contacts)
        case InputType.SYSTEM:
            return choices.terms.system_key(text) or text
        case _:
            return given.normalise(text) if given.normalise else text


def _choose(text: str, codes: Container[str]) -> str:
    if text not in codes:
        raise Invalid(BAD_CHOICE())
    return text


def _read_number(given: Input, text: str) -> int | float:
    digits = re.sub(r"\s", "", _UNIT.sub("", text))
    plain = _plain_number(digits)
    if plain is None or len(digits) > _LONGEST_NUMBER:
        raise Invalid(BAD_NUMBER(text=text[:_LONGEST_NUMBER]))
    decimals = len(plain.partition(".")[2].rstrip("0"))
    if decimals > given.decimals:
        raise Invalid(TOO_EXACT(decimals=given.decimals) if given.decimals else NO_FRACTION())
    value = float(plain)
    if not given.minimum <= value <= given.maximum:
        raise Invalid(OUT_OF_RANGE(minimum=german(given.minimum), maximum=german(given.maximum)))
    return int(value) if value.is_integer() else value


def _plain_number(digits: str) -> str | None:
    if _GERMAN.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    return digits.replace(",", "") if _ENGLISH.fullmatch(digits) else None


def _read_day(text: str, *, is_past: bool) -> str:
    found = _GERMAN_DAY.fullmatch(text)
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        raise Invalid(BAD_DATE(text=text[:_LONGEST_NUMBER])) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(DAY_OUT_OF_RANGE())
    if is_past and day > clock.today():
        raise Invalid(DAY_AHEAD())
    return day.isoformat()


def german(value: float) -> str:
    """A number as written in German, with points between thousands: ``1.234,5``."""
    text = f"{Decimal(str(value)):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def write(given: Input, value: object) -> str:
    """What stands in the input for a value; the reverse of `read`.

    Raises:
        Invalid: the value is of another type.
    """
    match given.type:
        case InputType.NUMBER if isinstance(value, int | float) and not isinstance(value, bool):
            return german(value).replace(".", "")
        case InputType.YES_NO if isinstance(value, bool):
            return "yes" if value else "no"
        case InputType.DATE if isinstance(value, date):
            return value.isoformat()
        case _ if isinstance(value, str):
            return value
        case _:
            raise Invalid(WRONG_SHAPE())
