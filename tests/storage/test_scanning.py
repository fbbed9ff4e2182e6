"""The clamd client against a small server that speaks clamd's INSTREAM protocol."""

import io
import socketserver
import struct
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.core.errors import Invalid
from registry.storage.scanning import ClamdScanner, NullScanner, ScannerUnavailable, refuse_infected

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MAX_STREAM_BYTES = 2_000_000


class Clamd(socketserver.StreamRequestHandler):
    """Answers like clamd: the signature is looked for in the joined chunks."""

    def handle(self) -> None:
        assert self._until_nul() == b"zINSTREAM"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > MAX_STREAM_BYTES:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        return command[:-1]


class Mute(socketserver.StreamRequestHandler):
    """Accepts and closes without a word."""

    def handle(self) -> None:
        self.rfile.read(1)


def _serve(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def tcp() -> Iterator[ClamdScanner]:
    for server in _serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd)):
        yield ClamdScanner(server.server_address)  # type: ignore[attr-defined]


@pytest.fixture
def unix() -> Iterator[ClamdScanner]:
    with tempfile.TemporaryDirectory() as folder:  # short: a socket's path is bounded
        path = str(Path(folder) / "clamd")
        for _ in _serve(socketserver.ThreadingUnixStreamServer(path, Clamd)):
            yield ClamdScanner(path)


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest) -> ClamdScanner:
    return request.getfixturevalue(request.param)


def test_eicar_is_found_wherever_it_stands(scanner: ClamdScanner) -> None:
    assert scanner.find(io.BytesIO(EICAR)) == "Eicar-Signature"
    across_two_chunks = bytes(256 * 1024 - 10) + EICAR + bytes(1000)
    assert scanner.find(io.BytesIO(across_two_chunks)) == "Eicar-Signature"


def test_clean_files_pass(scanner: ClamdScanner) -> None:
    assert scanner.find(io.BytesIO(b"")) is None
    assert scanner.find(io.BytesIO(bytes(700_000))) is None


def test_a_file_beyond_the_limit_of_clamd_is_never_called_clean(scanner: ClamdScanner) -> None:
    with pytest.raises(ScannerUnavailable):
        scanner.find(io.BytesIO(bytes(MAX_STREAM_BYTES + 5_000_000)))


def test_no_scanner_is_never_called_clean(tmp_path: Path) -> None:
    for address in (("127.0.0.1", 1), str(tmp_path / "missing")):
        with pytest.raises(ScannerUnavailable) as refused:
            ClamdScanner(address).find(io.BytesIO(b"x"))
        assert "nicht möglich" in str(refused.value.message)


def test_a_scanner_that_says_nothing_is_never_called_clean() -> None:
    for server in _serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mute)):
        with pytest.raises(ScannerUnavailable):
            ClamdScanner(server.server_address).find(io.BytesIO(b"x"))  # type: ignore[attr-defined]


def test_a_scanner_that_hangs_is_given_up() -> None:
    released = threading.Event()

    class Hanging(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            released.wait(30)

    for server in _serve(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Hanging)):
        with pytest.raises(ScannerUnavailable):
            ClamdScanner(server.server_address, timeout_s=0.1).find(io.BytesIO(b"x"))  # type: ignore[attr-defined]
        released.set()


def test_an_infected_upload_is_refused_by_name(scanner: ClamdScanner) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_infected(scanner, io.BytesIO(EICAR))
    assert "Schadsoftware (Eicar-Signature)" in str(refused.value.message)


def test_a_clean_upload_can_be_read_afterwards() -> None:
    stream = io.BytesIO(b"xxhello")
    stream.seek(2)
    refuse_infected(NullScanner(), stream)
    assert stream.read() == b"hello"
