"""German and English notation of dates, numbers, sizes and money."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.numbers import format_currency, format_decimal

from registry.core.clock import BERLIN
from registry.web.language import current_language
from registry.web.translating import gettext as _

NBSP = "\N{NO-BREAK SPACE}"
KILO = 1024
_LOCALES = {"de": "de_DE", "en": "en_GB"}


def locale() -> str:
    """The locale of the request: ``de_DE`` or ``en_GB``."""
    return _LOCALES[current_language()]


def format_date(value: date | datetime) -> str:
    """21.05.2026; a moment is shown in German time."""
    day = value.astimezone(BERLIN).date() if isinstance(value, datetime) else value
    return _date(day, current_language())


@lru_cache(maxsize=4096)
def _date(day: date, language: str) -> str:
    pattern = "dd.MM.yyyy" if language == "de" else "d MMM yyyy"
    return str(babel_date(day, pattern, locale=_LOCALES[language])).replace(" ", NBSP)


def format_datetime(value: datetime) -> str:
    """21.05.2026, 14:30 Uhr."""
    local = value.astimezone(BERLIN)
    clock = str(babel_time(local, "HH:mm", locale=locale()))
    text = _("%(date)s, %(time)s Uhr") % {"date": format_date(value), "time": clock}
    return text.replace(f"{clock} ", f"{clock}{NBSP}")


def format_number(value: float | Decimal) -> str:
    """1.234,5."""
    return _decimal(value, locale())


@lru_cache(maxsize=4096)
def _decimal(value: float | Decimal, in_locale: str) -> str:
    return str(format_decimal(value, locale=in_locale))


def format_euro(value: float | Decimal) -> str:
    """1.234,56 €."""
    return str(format_currency(value, "EUR", locale=locale()))


def format_percent(share: float) -> str:
    """12,5 % from 0.125."""
    return f"{format_number(round(share * 100, 1))}{NBSP}%"


def format_size(size_bytes: int) -> str:
    """6 KB; one decimal from megabytes on."""
    if size_bytes < KILO:
        return NBSP.join([str(format_number(size_bytes)), _("Byte")])
    if size_bytes < KILO * KILO:
        return f"{max(1, round(size_bytes / KILO))}{NBSP}KB"
    return f"{format_number(round(size_bytes / KILO / KILO, 1))}{NBSP}MB"
