"""Looking for malware before a file is stored; clamd by its INSTREAM command, or nothing."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from registry.core.errors import DomainError, Invalid
from registry.core.messages import N_, define

CHUNK_BYTES = 256 * 1024
TIMEOUT_S = 30.0
MAX_ANSWER_BYTES = 4096

INFECTED = define(
    "scanning.infected",
    N_("Die Datei enthält Schadsoftware (%(name)s). Sie wurde nicht gespeichert."),
)
UNAVAILABLE = define(
    "scanning.unavailable",
    N_("Die Prüfung auf Schadsoftware ist gerade nicht möglich. Versuchen Sie es später noch einmal."),
)


class ScannerUnavailable(DomainError):
    """The scanner gave no verdict, so the file cannot be accepted now (503); the cause is chained."""

    def __init__(self) -> None:
        super().__init__(UNAVAILABLE())


class VirusScanner(Protocol):
    """Looks for malware in a file."""

    def find(self, content: BinaryIO) -> str | None:
        """The name of the malware in `content`, read from where it stands to its end; None when clean.

        Raises:
            ScannerUnavailable: there is no verdict.
        """


class NullScanner:
    """Finds nothing; for installations without a scanner."""

    def find(self, content: BinaryIO) -> str | None:  # noqa: ARG002 (the protocol's argument)
        """See `VirusScanner.find`."""
        return None


class ClamdScanner:
    """Asks a running clamd.

    Args:
        address: host and port, or the path of its Unix socket.
        timeout_s: longest wait for the connection and for each answer.
    """

    def __init__(self, address: tuple[str, int] | str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._address = address
        self._timeout_s = timeout_s

    def find(self, content: BinaryIO) -> str | None:
        """See `VirusScanner.find`. A file beyond clamd's ``StreamMaxLength`` gets no verdict."""
        try:
            with self._connected() as connection:
                return _verdict(_ask(connection, content))
        except OSError as error:
            raise ScannerUnavailable from error

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        if isinstance(self._address, str):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self._timeout_s)
        else:
            connection = socket.create_connection(self._address, timeout=self._timeout_s)
        with connection:
            if isinstance(self._address, str):
                connection.connect(self._address)
            yield connection


def refuse_infected(scanner: VirusScanner, content: BinaryIO) -> None:
    """Let only clean files pass and set the stream back to where it stood.

    Raises:
        Invalid: malware was found.
        ScannerUnavailable: there is no verdict.
    """
    start = content.tell()
    name = scanner.find(content)
    content.seek(start)
    if name is not None:
        raise Invalid(INFECTED(name=name))


def _ask(connection: socket.socket, content: BinaryIO) -> str:
    """Send the file in chunks with their length (network order) before them; an empty one ends it."""
    connection.sendall(b"zINSTREAM\0")
    while chunk := content.read(CHUNK_BYTES):
        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))
    return _answer(connection)


def _answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER_BYTES:
        part = connection.recv(MAX_ANSWER_BYTES)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str | None:
    """Read ``stream: OK`` or ``stream: <name> FOUND``; everything else is no verdict."""
    text = answer.removeprefix("stream: ")
    if text == "OK":
        return None
    if text.endswith(" FOUND"):
        return text.removesuffix(" FOUND")
    raise ScannerUnavailable from RuntimeError(f"clamd answered {answer!r}")
