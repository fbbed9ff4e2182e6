"""The load generator measures also where nothing is quick."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry.benchmark.load import run


class Slow(BaseHTTPRequestHandler):
    """Answers after a while, as a worker that has yet to load everything."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One word."""
        time.sleep(0.1)
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"Hallo")

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked has left
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_slow_start_is_waited_for(port: int) -> None:
    figures = run(port, ["/", "/?a"], 0.0, {})
    assert figures["failures"] == 0
    assert figures["p50_ms"] >= 100
    assert figures["per_second"] > 0
