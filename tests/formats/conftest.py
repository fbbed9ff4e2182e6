"""What the tests of the readers share: fixture files, samples, builders of hostile files."""

from pathlib import Path

import pytest

from registry.formats.child import read_here
from registry.formats.reading import FileSummary
from registry.starting.checking import find_samples

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def fixture_bytes():
    def load(name: str) -> bytes:
        return (FIXTURES / name).read_bytes()

    return load


@pytest.fixture
def summary_of():
    def read(name: str) -> FileSummary:
        return read_here((FIXTURES / name).read_bytes(), name)

    return read


@pytest.fixture
def samples() -> Path:
    folder = find_samples()
    assert folder is not None, "REGISTRY_SAMPLES names no folder"
    return Path(folder)
