"""Mails by SMTP, certificates always checked.

The address in the setting: ``smtp://user:password@host:587?starttls=1`` or ``smtps://host:465``;
user and password percent-encoded; ``ca=/path/authority.pem`` names an authority of the house.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from registry.core.settings import SettingsError
from registry.mail.mailer import Mail, MailNotSent, as_message

TIMEOUT_S = 20.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mails are handed over, and how."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    is_starttls: bool = False
    authority: Path | None = None


class SmtpMailer:
    """A `Mailer` that opens one connection per mail.

    Raises:
        SettingsError: the file of the authority is unusable.
    """

    def __init__(self, server: SmtpServer, sender: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._sender = sender
        self._timeout_s = timeout_s
        self._context = _context(server)

    def send(self, mail: Mail) -> None:
        """See `Mailer.send`.

        Final is only what the server says of this mail; that it cannot be reached, shows a wrong
        certificate or refuses the password is temporary: somebody will put it right.
        """
        message = as_message(mail, sender=self._sender)
        is_taken = False
        try:
            with self._signed_in() as connection:
                _hand_over(message, connection)
                is_taken = True
        except OSError as error:  # smtplib's errors, time-outs and refused certificates
            if not is_taken:  # a failing farewell does not undo the mail
                raise MailNotSent(f"{type(error).__name__}: {error}", is_temporary=True) from error

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        with self._connected() as connection:
            if self._server.is_starttls:
                connection.starttls(context=self._context)
            if self._server.user:
                connection.login(self._server.user, self._server.password)
            yield connection

    def _connected(self) -> smtplib.SMTP:
        host, port = self._server.host, self._server.port
        if self._server.is_tls:
            return smtplib.SMTP_SSL(host, port, timeout=self._timeout_s, context=self._context)
        return smtplib.SMTP(host, port, timeout=self._timeout_s)


def server_of(setting: str) -> SmtpServer:
    """Read the address of a server.

    Raises:
        SettingsError: it is unusable, or a password would go over the network in the clear.
    """
    address = urlsplit(setting)
    options = parse_qs(address.query)
    if not address.hostname or options.keys() - {"starttls", "ca"}:
        raise SettingsError("REGISTRY_MAIL muss die Form smtp://Name:Passwort@Rechner:587?starttls=1 haben.")
    authority = options.get("ca", [""])[0]
    server = SmtpServer(
        host=address.hostname,
        port=_port(address),
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
        is_tls=address.scheme == "smtps",
        is_starttls=options.get("starttls") == ["1"],
        authority=Path(authority) if authority else None,
    )
    if server.user and not (server.is_tls or server.is_starttls or server.host in LOOPBACK):
        raise SettingsError("REGISTRY_MAIL würde das Passwort unverschlüsselt senden. Ergänzen Sie ?starttls=1.")
    return server


def _port(address: SplitResult) -> int:
    try:
        return address.port or DEFAULT_PORTS[address.scheme]
    except ValueError as error:
        raise SettingsError("REGISTRY_MAIL nennt keinen gültigen Port.") from error


def _context(server: SmtpServer) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.authority)
    except OSError as error:
        raise SettingsError(f"REGISTRY_MAIL: {server.authority} ist keine lesbare CA-Datei.") from error


def _hand_over(message: EmailMessage, connection: smtplib.SMTP) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        raise _not_sent(error, code=min(code for code, _ in error.recipients.values())) from error
    except smtplib.SMTPResponseException as error:
        raise _not_sent(error, code=error.smtp_code) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailNotSent("the server takes no addresses beyond ASCII", is_temporary=False) from error


def _not_sent(error: smtplib.SMTPException, *, code: int) -> MailNotSent:
    """Codes below 500 say "try later" (RFC 5321, 4.2.1); so does an answer without a code."""
    return MailNotSent(f"{type(error).__name__} {code}", is_temporary=code < 500)
