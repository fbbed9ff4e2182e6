"""What the tests of this folder share: the small world, and everything that can be looked at in it."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask

from registry.core.settings import Settings
from tests.security.sweep import Sweep, look_at_everything
from tests.security.world import World, open_world


@pytest.fixture(scope="module")
def world(_application: Flask, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all tests of a module; passwords cost little."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("registry.accounts.passwords._hasher", cheap)
        with open_world(_application, settings, tmp_path_factory.mktemp("world")) as made:
            yield made


@pytest.fixture(scope="module")
def sweep(world: World) -> Sweep:
    """Every page and file, as everybody who may see it."""
    return look_at_everything(world)
