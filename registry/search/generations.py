"""Where an index lies on disk, so that a new one can take its place at once.

Below the folder: ``current`` names the generation in use, each generation is a folder of its own, and
``lock`` is held by whoever writes. Another version of the fields has a folder of its own.
"""

import fcntl
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry.search.fields import VERSION

CURRENT = "current"
LOCK = "lock"
POLL_S = 0.02


class Generations:
    """The generations of one index below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute() / f"v{VERSION}"

    def current(self) -> Path:
        """The folder of the generation in use.

        Raises:
            FileNotFoundError: there is none.
        """
        name = (self._folder / CURRENT).read_text("ascii")
        if not name.isalnum():
            raise FileNotFoundError(CURRENT)
        return self._folder / name

    def new(self) -> Path:
        """An empty folder that nobody uses yet."""
        place = self._folder / uuid.uuid4().hex
        place.mkdir(parents=True)
        return place

    def use(self, place: Path) -> None:
        """Make `place` the one in use, at once for everybody, and remove all others.

        Those who still read an old one keep its files open and change over with their next search.
        """
        unfinished = self._folder / f"{CURRENT}-{place.name}"
        unfinished.write_text(place.name, "ascii")
        unfinished.replace(self._folder / CURRENT)
        for other in self._folder.iterdir():
            if other.is_dir() and other != place:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def writing(self, *, wait_s: float) -> Iterator[bool]:
        """Be the only writer, over all processes; False when somebody else is, even after `wait_s`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / LOCK).open("ab") as file:
            yield _lock(file.fileno(), wait_s=wait_s)


def _lock(handle: int, *, wait_s: float) -> bool:
    """Take the lock of an open file; it ends with the file, also when the process dies."""
    give_up_at = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up_at:
                return False
            time.sleep(POLL_S)
        else:
            return True


def stamp(place: Path) -> tuple[int, int]:
    """What changes with every commit in `place`.

    Raises:
        FileNotFoundError: there is no index in it.
    """
    state = (place / "meta.json").stat()
    return state.st_ino, state.st_mtime_ns
