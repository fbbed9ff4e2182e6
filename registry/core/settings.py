"""Settings: read once from ``REGISTRY_…`` environment variables, then frozen (docs/settings.md)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
MEBIBYTE = 1024 * 1024


class SettingsError(Exception):
    """A setting is missing or unusable; the text says which and what to do."""


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
    """Read the settings.

    Raises:
        SettingsError: a value is unusable, or production lacks secret key, base URL or trusted hosts.
    """
    source = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for name, default in _defaults().items():
        raw = source.get(f"REGISTRY_{name.upper()}")
        if raw is not None:
            values[name] = _parse(name, raw.strip(), default)
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings, given=set(values))
    return settings


def _defaults() -> dict[str, object]:
    blank = Settings()
    return {name: getattr(blank, name) for name in Settings.__dataclass_fields__}


def _parse(name: str, raw: str, default: object) -> object:
    if isinstance(default, tuple):
        return tuple(part.strip() for part in raw.split(",") if part.strip())
    if isinstance(default, int):
        if not raw.isdecimal():
            raise SettingsError(f"REGISTRY_{name.upper()} muss eine ganze Zahl sein, nicht „{raw}“.")
        return int(raw)
    return raw


def _check(settings: Settings, *, given: set[str]) -> None:
    if settings.environment not in {"development", "test", "production"}:
        raise SettingsError("REGISTRY_ENVIRONMENT muss development, test oder production sein.")
    if settings.log_level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsError("REGISTRY_LOG_LEVEL muss DEBUG, INFO, WARNING oder ERROR sein.")
    if not settings.base_url.startswith(("http://", "https://")):
        raise SettingsError("REGISTRY_BASE_URL muss mit http:// oder https:// beginnen.")
    if settings.is_production:
        _check_production(settings, given)


def _check_production(settings: Settings, given: set[str]) -> None:
    missing = [name for name in ("secret_key", "base_url", "trusted_hosts") if name not in given]
    if missing:
        names = ", ".join(f"REGISTRY_{name.upper()}" for name in missing)
        raise SettingsError(f"Für den Betrieb fehlen Einstellungen: {names}. Siehe docs/settings.md.")
    if len(settings.secret_key) < 32:
        raise SettingsError("REGISTRY_SECRET_KEY ist zu kurz. Nötig sind mindestens 32 zufällige Zeichen.")
    if not settings.is_https:
        raise SettingsError("REGISTRY_BASE_URL muss im Betrieb mit https:// beginnen.")
