import pytest

from registry.core.settings import SettingsError
from registry.storage import open_scanner, open_store
from registry.storage.memory import MemoryStore
from registry.storage.scanning import ClamdScanner, NullScanner


def test_the_known_settings_open() -> None:
    assert isinstance(open_store("memory"), MemoryStore)
    assert isinstance(open_scanner("none"), NullScanner)
    assert isinstance(open_scanner("clamd://scanner:3311"), ClamdScanner)
    assert isinstance(open_scanner("clamd+unix:///run/clamd.sock"), ClamdScanner)


@pytest.mark.parametrize("setting", ["", "ftp://host/files", "file://host", "s3://bucket"])
def test_an_unknown_store_is_said(setting: str) -> None:
    with pytest.raises(SettingsError, match="REGISTRY_STORAGE"):
        open_store(setting)


@pytest.mark.parametrize("setting", ["", "clamav", "clamd://", "clamd+unix://", "clamd://host:port"])
def test_an_unknown_scanner_is_said(setting: str) -> None:
    with pytest.raises(SettingsError, match="REGISTRY_SCANNER"):
        open_scanner(setting)
