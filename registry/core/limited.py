"""Run a function on untrusted data in a process of its own, with limits that the kernel enforces.

One clean interpreter per module stays warm (the *nursery*): it is started with an empty environment
and no inherited files, imports that module, and forks a fresh child for every call. So each call costs
a fork, no call sees another's data, and no child can see the secrets of the server. What the child
answers is JSON, never pickle: a child that was taken over can hand back wrong data, not code.
"""

import atexit
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from registry.core import limited_worker

MEBIBYTE = 1024 * 1024
_ROOT = Path(__file__).resolve().parent.parent.parent
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from registry.core.limited_worker import serve; serve(int(sys.argv[2]), sys.argv[3])"
)
_AT_ONCE = 4
_GRACE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessLimits:
    """What one call may use; `memory_bytes` is address space, `result_bytes` the answer as JSON."""

    wall_s: float = 20.0
    cpu_s: int = 15
    memory_bytes: int = 1024 * MEBIBYTE
    result_bytes: int = 64 * MEBIBYTE


class Breach(StrEnum):
    """Why a call gave no answer."""

    TIME = "time"
    MEMORY = "memory"
    RESULT = "result"
    CRASH = "crash"
    ERROR = "error"


class LimitedCallFailed(Exception):
    """The child was stopped by a limit, died, or its function raised (`detail` then names the error)."""

    def __init__(self, breach: Breach, detail: str = "") -> None:
        super().__init__(f"{breach}: {detail}")
        self.breach = breach
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Measured:
    """An answer and what it took: CPU seconds and the highest resident memory of the child."""

    result: Any
    cpu_s: float
    peak_bytes: int


def run_limited(function: Callable[..., Any], *args: object, limits: ProcessLimits | None = None) -> Any:  # noqa: ANN401
    """Call `function(*args)` in a limited child and return its answer.

    Args:
        function: importable by module and name; its answer must be JSON (str, int, list, dict, None …).
        args: anything picklable; they come from this process and are trusted.
        limits: defaults to `ProcessLimits()`.

    Raises:
        LimitedCallFailed: a limit was reached, the child died, or the function raised.
    """
    return measure_limited(function, *args, limits=limits).result


def measure_limited(function: Callable[..., Any], *args: object, limits: ProcessLimits | None = None) -> Measured:
    """Like `run_limited`, with the resources used."""
    limits = limits or ProcessLimits()
    call = pickle.dumps((function.__module__, function.__qualname__, args))
    with _slots:
        return _ask(function.__module__, call, limits)


def warm_up(module: str) -> None:
    """Start the nursery of a module before the first call needs it."""
    _nursery(module)


def _ask(module: str, call: bytes, limits: ProcessLimits) -> Measured:
    started = time.monotonic()
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            _adopt(module, theirs.fileno())
        ours.settimeout(limits.wall_s + _GRACE_S)
        try:
            limited_worker.send(ours, pickle.dumps(_settings(limits)))
            limited_worker.send(ours, call)
            answer = limited_worker.receive_json(ours, limits.result_bytes)
        except (OSError, EOFError) as error:
            took = time.monotonic() - started
            late = took >= min(limits.wall_s, limits.cpu_s)
            raise LimitedCallFailed(Breach.TIME if late else Breach.CRASH) from error
    return _unpack(answer)


def _settings(limits: ProcessLimits) -> dict[str, float]:
    return {
        "wall_s": limits.wall_s,
        "cpu_s": limits.cpu_s,
        "memory_bytes": limits.memory_bytes,
        "result_bytes": limits.result_bytes,
    }


def _unpack(answer: dict[str, Any]) -> Measured:
    if "breach" in answer:
        raise LimitedCallFailed(Breach(str(answer["breach"])), str(answer.get("detail", "")))
    return Measured(answer["result"], float(answer["cpu_s"]), int(answer["peak_bytes"]))


class _Nursery:
    """The warm interpreter of one module, reached by one end of a socket pair."""

    def __init__(self, module: str) -> None:
        self.control, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-I", "-c", _BOOT, str(_ROOT), str(theirs.fileno()), module]
            self.process = subprocess.Popen(  # noqa: S603 (our own interpreter and code)
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={"LC_ALL": "C.UTF-8"},
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def adopt(self, descriptor: int) -> None:
        """Hand the child's end of a call's socket over; the nursery forks and the child answers on it."""
        socket.send_fds(self.control, [b"c"], [descriptor])

    def close(self) -> None:
        """Let the interpreter end: it leaves when its control socket closes."""
        self.control.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=_GRACE_S)
            return
        self.process.kill()
        self.process.wait()


_lock = threading.Lock()
_slots = threading.BoundedSemaphore(_AT_ONCE)
_nurseries: dict[str, _Nursery] = {}


def _adopt(module: str, descriptor: int) -> None:
    nursery = _nursery(module)
    try:
        nursery.adopt(descriptor)
    except OSError:
        _forget(module, nursery)
        _nursery(module).adopt(descriptor)


def _nursery(module: str) -> _Nursery:
    with _lock:
        found = _nurseries.get(module)
        if found is not None and found.process.poll() is not None:
            found.close()
            found = None
        if found is None:
            found = _nurseries[module] = _Nursery(module)
        return found


def _forget(module: str, nursery: _Nursery) -> None:
    with _lock:
        if _nurseries.get(module) is nursery:
            del _nurseries[module]
    nursery.close()


@atexit.register
def close_all() -> None:
    """End every warm interpreter of this process."""
    with _lock:
        nurseries = list(_nurseries.values())
        _nurseries.clear()
    for nursery in nurseries:
        nursery.close()


def _after_fork() -> None:
    """A forked server process starts its own nurseries; those of its parent are not its children."""
    global _lock, _slots
    _lock, _slots = threading.Lock(), threading.BoundedSemaphore(_AT_ONCE)
    for nursery in _nurseries.values():
        nursery.control.close()
        cast("Any", nursery.process).returncode = 0
    _nurseries.clear()


os.register_at_fork(after_in_child=_after_fork)
