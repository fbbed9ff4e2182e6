"""What people call a service is found under the name the catalogue of services gives it."""

from pathlib import Path

import pytest

from registry.starting.checking import find_samples
from tests.search.quality import measure


@pytest.mark.real_files
def test_services_are_found_by_the_words_of_people(tmp_path: Path) -> None:
    samples = find_samples()
    assert samples is not None
    found = measure(samples, tmp_path)
    assert found.queries > 300
    assert found.ndcg > 0.83
    assert found.mrr > 0.85
