"""The two questions a supervisor asks."""

import pytest

from tests.support.client import PageClient


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_sound_installation_says_so(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")
