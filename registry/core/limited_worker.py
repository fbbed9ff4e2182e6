"""The other side of `registry.core.limited`: the warm interpreter, its forks, and the wire between.

Kept free of other imports of the project, so that a module that is to run alone stays alone.
"""

import gc
import importlib
import json
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from typing import Any, NoReturn

_LENGTH = struct.Struct("!Q")
_CHUNK = 1024 * 1024


def send(connection: socket.socket, data: bytes) -> None:
    """Send one frame: eight bytes of length, then the data."""
    connection.sendall(_LENGTH.pack(len(data)))
    connection.sendall(data)


def receive(connection: socket.socket, limit: int | None = None) -> bytes:
    """Receive one frame.

    Raises:
        EOFError: the other side is gone, or the frame is longer than `limit`.
    """
    size = int(_LENGTH.unpack(_exactly(connection, _LENGTH.size))[0])
    if limit is not None and size > limit:
        raise EOFError
    return _exactly(connection, size)


def receive_json(connection: socket.socket, limit: int) -> dict[str, Any]:
    """Receive one frame of JSON; a broken one counts as a dead child."""
    try:
        answer = json.loads(receive(connection, limit + _CHUNK))
    except ValueError as error:
        raise EOFError from error
    if not isinstance(answer, dict):
        raise EOFError  # noqa: TRY004 (a child that answers wrongly counts as gone)
    return answer


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        part = connection.recv(min(_CHUNK, size - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def serve(control_fd: int, module: str) -> None:
    """Import `module`, then fork one child for every socket that arrives; end when the control closes."""
    importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps the children
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the control
    gc.collect()
    gc.freeze()
    control = socket.socket(fileno=control_fd)
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not data:
            return
        if os.fork() == 0:
            control.close()
            _work(socket.socket(fileno=descriptors[0]))
        os.close(descriptors[0])


def _work(connection: socket.socket) -> NoReturn:
    try:
        limits = pickle.loads(receive(connection))  # noqa: S301 (from the server, which is trusted)
        _confine(limits)
        module, name, args = pickle.loads(receive(connection))  # noqa: S301
        send(connection, _answer(module, name, args, int(limits["result_bytes"])))
    except (OSError, EOFError):
        os._exit(1)
    os._exit(0)


def _confine(limits: dict[str, float]) -> None:
    """Let the kernel stop this process: CPU and wall time, memory, no files written, no core dumps."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stderr.fileno())
    _limit(resource.RLIMIT_CPU, int(limits["cpu_s"]))
    _limit(resource.RLIMIT_AS, int(limits["memory_bytes"]))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits["wall_s"])


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def _answer(module: str, name: str, args: tuple[Any, ...], most: int) -> bytes:
    try:
        function = getattr(importlib.import_module(module), name)
        answer = json.dumps({"result": function(*args), **_used()}).encode("ascii")
    except MemoryError:
        return _failure("memory")
    except Exception as error:  # noqa: BLE001 (whatever it was, the caller is told by type and place)
        return _failure("error", _where(error))
    return answer if len(answer) <= most else _failure("result")


def _used() -> dict[str, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 1 if sys.platform == "darwin" else 1024
    return {"cpu_s": usage.ru_utime + usage.ru_stime, "peak_bytes": usage.ru_maxrss * unit}


def _failure(breach: str, detail: str = "") -> bytes:
    return json.dumps({"breach": breach, "detail": detail}).encode("ascii")


def _where(error: Exception) -> str:
    """Type and place of an error, without its text: that may quote the untrusted data."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace is not None else ""
    return type(error).__name__ + place
