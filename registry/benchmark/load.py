"""A small load generator: many kept connections, one process, counts answers and their bytes."""

import json
import selectors
import socket
import sys
import time
from dataclasses import dataclass
from itertools import cycle

CONNECTIONS = 16
CHUNK = 262_144
END_OF_HEAD = b"\r\n\r\n"


@dataclass(slots=True)
class Client:
    """One connection waiting for an answer."""

    connection: socket.socket
    sent_at: float = 0.0
    received: bytes = b""


def run(port: int, paths: list[str], seconds: float, headers: dict[str, str]) -> dict[str, float]:
    """Ask for the paths in turn for some time; answers a second, median and 99th percentile in milliseconds.

    On a busy machine it takes longer: until as many answers have come as there are connections.
    """
    extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    requests = cycle([f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{extra}\r\n".encode() for path in paths])
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        client = Client(socket.create_connection(("127.0.0.1", port)))
        selector.register(client.connection, selectors.EVENT_READ, client)
        _send(client, next(requests))
    durations: list[float] = []
    failures, started = 0, time.perf_counter()
    while len(durations) < CONNECTIONS or time.perf_counter() - started < seconds:
        for key, _events in selector.select(timeout=1):
            client = key.data
            client.received += client.connection.recv(CHUNK)
            if _is_whole(client.received):
                durations.append(time.perf_counter() - client.sent_at)
                failures += not client.received.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304"))
                _send(client, next(requests))
    elapsed = time.perf_counter() - started
    _close(selector)
    return _figures(durations, failures, elapsed)


def _close(selector: selectors.BaseSelector) -> None:
    for key in list(selector.get_map().values()):
        key.data.connection.close()
    selector.close()


def _send(client: Client, request: bytes) -> None:
    client.received, client.sent_at = b"", time.perf_counter()
    client.connection.sendall(request)


def _is_whole(received: bytes) -> bool:
    head, separator, body = received.partition(END_OF_HEAD)
    if not separator:
        return False
    if head.startswith(b"HTTP/1.1 304"):
        return True
    lowered = head.lower()
    at = lowered.find(b"content-length:")
    length = int(lowered[at + 15 :].split(b"\r\n", 1)[0])
    return len(body) >= length


def _figures(durations: list[float], failures: int, elapsed: float) -> dict[str, float]:
    ordered = sorted(durations)
    return {
        "per_second": len(ordered) / elapsed,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000,
        "failures": failures,
    }


def main() -> None:
    """Read one job as JSON from standard input, write the figures as JSON."""
    job = json.load(sys.stdin)
    json.dump(run(job["port"], job["paths"], job["seconds"], job["headers"]), sys.stdout)


if __name__ == "__main__":
    main()
