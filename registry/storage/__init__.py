"""Bytes addressed by their SHA-256, and the virus scan before they are stored.

The settings choose: `open_store` takes ``REGISTRY_STORAGE``, `open_scanner` ``REGISTRY_SCANNER``.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from registry.core.settings import SettingsError
from registry.storage.local import LocalStore
from registry.storage.memory import MemoryStore
from registry.storage.scanning import ClamdScanner, NullScanner, VirusScanner
from registry.storage.store import FileStore

CLAMD_PORT = 3310

__all__ = ["FileStore", "VirusScanner", "open_scanner", "open_store"]


def open_store(setting: str) -> FileStore:
    """The store a setting names: ``memory``, a folder, or ``file:///folder``.

    Raises:
        SettingsError: no store is known by that address.
    """
    address = urlsplit(setting)
    if setting == "memory":
        return MemoryStore()
    if address.scheme == "file" and address.path.startswith("/"):
        return LocalStore(Path(unquote(address.path)))
    if setting and "://" not in setting:
        return LocalStore(Path(setting))
    raise SettingsError("REGISTRY_STORAGE muss ein Ordner, file:///Ordner oder memory sein.")


def open_scanner(setting: str) -> VirusScanner:
    """The scanner a setting names: ``none``, ``clamd://host:3310`` or ``clamd+unix:///path/to/socket``.

    Raises:
        SettingsError: no scanner is known by that address.
    """
    address = urlsplit(setting)
    if setting == "none":
        return NullScanner()
    if address.scheme == "clamd" and address.hostname:
        return ClamdScanner((address.hostname, _port(setting)))
    if address.scheme == "clamd+unix" and address.path.startswith("/"):
        return ClamdScanner(unquote(address.path))
    raise SettingsError("REGISTRY_SCANNER muss none, clamd://Rechner:3310 oder clamd+unix:///Pfad sein.")


def _port(setting: str) -> int:
    try:
        return urlsplit(setting).port or CLAMD_PORT
    except ValueError as error:
        raise SettingsError("REGISTRY_SCANNER nennt keinen gültigen Port.") from error
