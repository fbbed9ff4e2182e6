"""Mails kept in memory, for tests."""

from collections.abc import Sequence
from email.message import EmailMessage

from registry.mail.mailer import Mail, as_message


class MemoryMailer:
    """A `Mailer` that remembers: `sent` the mails, `messages` what would have gone over the wire."""

    def __init__(self, sender: str) -> None:
        self._sender = sender
        self._sent: list[tuple[Mail, EmailMessage]] = []

    @property
    def sent(self) -> Sequence[Mail]:
        """All mails so far, oldest first."""
        return [mail for mail, _ in self._sent]

    @property
    def messages(self) -> Sequence[EmailMessage]:
        """The same mails as messages."""
        return [message for _, message in self._sent]

    def send(self, mail: Mail) -> None:
        """See `Mailer.send`."""
        self._sent.append((mail, as_message(mail, sender=self._sender)))

    def clear(self) -> None:
        """Forget what was sent."""
        self._sent.clear()
