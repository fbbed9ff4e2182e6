"""Mails written to standard error instead of sent, for development and the demo."""

import sys
from typing import TextIO

from registry.mail.mailer import Mail, as_message

LINE = "-" * 78


class ConsoleMailer:
    """A `Mailer` for the eyes of whoever started the portal."""

    def __init__(self, sender: str, *, stream: TextIO | None = None) -> None:
        self._sender = sender
        self._stream = stream

    def send(self, mail: Mail) -> None:
        """See `Mailer.send`. Headers and text as a reader sees them, not as encoded for the wire."""
        message = as_message(mail, sender=self._sender)
        head = [f"{name}: {value}" for name, value in message.items() if name not in _ENCODING]
        stream = self._stream or sys.stderr
        stream.write("\n".join([LINE, *head, "", mail.text, LINE, ""]))
        stream.flush()


_ENCODING = frozenset({"Content-Type", "Content-Transfer-Encoding", "MIME-Version"})
