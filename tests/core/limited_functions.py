"""Functions that the tests of `registry.core.limited` run in children."""

import ctypes
import json
import os
import signal
import time
import warnings
from collections.abc import Callable
from pathlib import Path

_seen: list[int] = []


def echo(value: object) -> object:
    return value


def length_of(content: bytes) -> int:
    return len(content)


def process() -> int:
    return os.getpid()


def parent() -> int:
    return os.getppid()


def remember(value: int) -> list[int]:
    _seen.append(value)
    return _seen


def spin() -> None:
    while True:
        pass


def wait() -> None:
    time.sleep(60)


def allocate(size: int) -> int:
    return len(bytearray(size))


def letters(size: int) -> str:
    return "x" * size


def crash() -> None:
    ctypes.string_at(0)


def fail(text: str) -> None:
    raise ValueError(text)


def recurse() -> None:
    recurse()


def environment() -> list[str]:
    return sorted(os.environ)


def open_files() -> list[str]:
    handles = [handle for handle in Path("/proc/self/fd").iterdir() if handle.is_symlink()]
    paths = [str(handle.readlink()) for handle in handles if os.path.lexists(handle)]
    return [path for path in paths if path.startswith("/") and path != "/dev/null" and not path.startswith("/proc/")]


def write(path: str) -> str:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        Path(path).write_text("x" * 100_000)
    except OSError:
        return "OSError"
    return "written"


def in_fork(work: Callable[[], object]) -> list:
    """The answer of `work` in a fork of this process, as a server's worker is one."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.write(writer, json.dumps(work()).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text)
