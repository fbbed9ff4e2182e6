"""Settings: read once from ``REGISTRY_…`` environment variables, then frozen (docs/settings.md)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROJECT = Path(__file__).resolve().parent.parent.parent
MEBIBYTE = 1024 * 1024


DATABASES = ("sqlite:///", "postgresql+psycopg://")
LANDS = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
MIN_SECRET = 32
OTHERS = ("REGISTRY_SAMPLES", "REGISTRY_TEST_")
"""Variables of the tests, which begin like settings."""


class SettingsError(SystemExit):
    """A setting is missing or unusable; the text says which and what to do.

    Nobody catches it: the program ends, and people read the sentence without a traceback.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that differs between installations."""

    environment: str = "development"
    secret_key: str = "development only, never in production"  # noqa: S105 (refused in production)
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost")
    trusted_proxies: int = 0
    name: str = "Prozessregister"
    land: str = "HE"
    database_url: str = f"sqlite:///{PROJECT / 'var' / 'registry.db'}"
    storage: str = f"{PROJECT / 'var' / 'files'}"
    search_path: str = f"{PROJECT / 'var' / 'search'}"
    mail: str = "console"
    mail_from: str = "prozessregister@localhost"
    scanner: str = "none"
    max_file_bytes: int = 50 * MEBIBYTE
    max_request_bytes: int = 200 * MEBIBYTE
    page_memory_bytes: int = 32 * MEBIBYTE
    session_idle_minutes: int = 60
    session_days: int = 14
    sign_in_attempts: int = 8
    log_level: str = "INFO"

    @property
    def is_production(self) -> bool:
        """Whether the strict rules of a public installation apply."""
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """Whether people reach the portal by TLS; decides about `Secure` cookies and HSTS."""
        return self.base_url.startswith("https://")


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. An empty value is no value.

    Raises:
        SettingsError: a name is unknown, a value unusable, or production lacks secret key, base URL or trusted hosts.
    """
    source = os.environ if environ is None else environ
    given = {name: raw.strip() for name, raw in source.items() if name.startswith("REGISTRY_") and raw.strip()}
    defaults = _defaults()
    _refuse_unknown(given, defaults)
    values = {
        name: _parse(name, given[variable], default)
        for name, default in defaults.items()
        if (variable := _variable(name)) in given
    }
    settings = Settings(**values)  # type: ignore[arg-type]
    if settings.is_production:
        _check_production(settings, given=set(values))
    _check(settings)
    return settings


def _defaults() -> dict[str, object]:
    blank = Settings()
    return {name: getattr(blank, name) for name in Settings.__dataclass_fields__}


def _variable(name: str) -> str:
    return f"REGISTRY_{name.upper()}"


def _refuse_unknown(given: Mapping[str, str], defaults: Mapping[str, object]) -> None:
    """A misspelt name would silently leave the default, in the worst case the lax rules of development."""
    known = {_variable(name) for name in defaults}
    unknown = sorted(name for name in given if name not in known and not name.startswith(OTHERS))
    if unknown:
        raise SettingsError(f"Diese Einstellungen gibt es nicht: {', '.join(unknown)}. Siehe docs/settings.md.")


def _parse(name: str, raw: str, default: object) -> object:
    if isinstance(default, tuple):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    if isinstance(default, int):
        if not (raw.isascii() and raw.isdecimal() and len(raw) < 16):
            raise SettingsError(f"{_variable(name)} muss eine ganze Zahl sein, nicht „{raw}“.")
        return int(raw)
    return raw


_MAY_BE_NONE = frozenset({"trusted_proxies", "page_memory_bytes"})
"""Numbers of which zero means something."""


def _check(settings: Settings) -> None:
    _check_choices(settings)
    _check_addresses(settings)
    for name, default in _defaults().items():
        is_number = isinstance(default, int) and name not in _MAY_BE_NONE
        if is_number and getattr(settings, name) < 1:
            raise SettingsError(f"{_variable(name)} muss mindestens 1 sein.")


def _check_choices(settings: Settings) -> None:
    if settings.environment not in {"development", "test", "production"}:
        raise SettingsError("REGISTRY_ENVIRONMENT muss development, test oder production sein.")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError("REGISTRY_LOG_LEVEL muss DEBUG, INFO, WARNING oder ERROR sein.")
    if settings.land not in LANDS:
        raise SettingsError(f"REGISTRY_LAND muss eines von {', '.join(LANDS)} sein.")
    if not settings.database_url.startswith(DATABASES):
        raise SettingsError(f"REGISTRY_DATABASE_URL muss mit {' oder '.join(DATABASES)} beginnen.")


def _check_addresses(settings: Settings) -> None:
    """The base URL names a host, and requests may carry it: otherwise nobody would get any page."""
    if not settings.base_url.startswith(("http://", "https://")):
        raise SettingsError("REGISTRY_BASE_URL muss mit http:// oder https:// beginnen.")
    host = _host_of(settings.base_url)
    if not host:
        raise SettingsError("REGISTRY_BASE_URL nennt keinen gültigen Rechner, zum Beispiel https://register.ort.de.")
    if not any(_covers(trusted.lower(), host) for trusted in settings.trusted_hosts):
        raise SettingsError(f"REGISTRY_TRUSTED_HOSTS muss den Rechner aus REGISTRY_BASE_URL nennen: {host}.")


def _covers(trusted: str, host: str) -> bool:
    """Whether an entry of the trusted hosts admits `host`; a leading dot admits everything below."""
    return trusted.partition(":")[0] == host or (trusted.startswith(".") and f".{host}".endswith(trusted))


def _host_of(url: str) -> str | None:
    """The host name of an address, without its port; None where there is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts.hostname if port != 0 else None


def _check_production(settings: Settings, *, given: set[str]) -> None:
    missing = [name for name in ("secret_key", "base_url", "trusted_hosts") if name not in given]
    if missing:
        names = ", ".join(_variable(name) for name in missing)
        raise SettingsError(f"Für den Betrieb fehlen Einstellungen: {names}. Siehe docs/settings.md.")
    if settings.secret_key == Settings().secret_key or len(settings.secret_key) < MIN_SECRET:
        raise SettingsError("REGISTRY_SECRET_KEY ist zu kurz. Nötig sind mindestens 32 zufällige Zeichen.")
    if not settings.is_https:
        raise SettingsError("REGISTRY_BASE_URL muss im Betrieb mit https:// beginnen.")
