"""Every `Mailer` against what it promises; the SMTP ones against a real receiver."""

import io
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from registry.core.settings import SettingsError
from registry.mail import Mail, Mailer, MailNotSent, open_mailer
from registry.mail.console import ConsoleMailer
from registry.mail.memory import MemoryMailer

SENDER = "Prozessregister <register@usingen.example>"
PASSWORD = "geh:heim/1@x"
MAIL = Mail(
    to="leitung@neu-anspach.example",
    subject="Neue Version: „Hundesteuer anmelden“ für Straße & Größe – jetzt prüfen, bevor die Frist abläuft",
    text="Guten Tag,\n\nes gibt eine neue Version.\n.\n" + "äöüß " * 300 + "\nEnde\n",
    reply_to="ordnungsamt@usingen.example",
    message_id="<0a1b@usingen.example>",
    headers={"List-Unsubscribe": "<https://register.example/abmelden>"},
)


class Inbox:
    """Keeps what comes in; refuses what the address says."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(  # noqa: N802 (named by aiosmtpd)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("unknown"):
            return "550 No such user"
        if address.startswith("busy"):
            return "451 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        if message["Subject"] == "spam":
            return "554 Refused"
        self.messages.append(message)
        return "250 OK"


class ImplicitTls(Controller):
    """Serves TLS from the first byte."""

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.port), timeout=5):
            pass


@dataclass
class Receiver:
    inbox: Inbox
    port: int


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def _server_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def _check_password(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    success = (data.login, data.password) == (b"register", PASSWORD.encode())
    return AuthResult(success=success, handled=False)


Receive = Callable[..., Receiver]


@pytest.fixture
def receive() -> Iterator[Receive]:
    running: list[Controller] = []

    def start(kind: type[Controller] = Controller, inbox: Inbox | None = None, **options: Any) -> Receiver:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        controller = kind(inbox or Inbox(), hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return Receiver(controller.handler, port)

    yield start
    for controller in running:
        controller.stop()


@pytest.fixture(params=["memory", "plain", "starttls", "tls"])
def delivery(
    request: pytest.FixtureRequest, receive: Receive, authority: trustme.CA, ca_file: Path
) -> tuple[Mailer, Callable[[], Sequence[EmailMessage]]]:
    if request.param == "memory":
        memory = MemoryMailer(SENDER)
        return memory, lambda: memory.messages
    context = _server_context(authority, "127.0.0.1")
    kind, options, address = {
        "plain": (Controller, {}, "smtp://127.0.0.1:{port}"),
        "starttls": (
            Controller,
            {
                "tls_context": context,
                "require_starttls": True,
                "auth_required": True,
                "authenticator": _check_password,
            },
            "smtp://register:geh%3Aheim%2F1%40x@127.0.0.1:{port}?starttls=1&ca={ca}",
        ),
        "tls": (ImplicitTls, {"ssl_context": context}, "smtps://127.0.0.1:{port}?ca={ca}"),
    }[request.param]
    receiver = receive(kind, **options)
    return open_mailer(address.format(port=receiver.port, ca=ca_file), SENDER), lambda: receiver.inbox.messages


def test_the_mail_arrives_as_it_was_meant(
    delivery: tuple[Mailer, Callable[[], Sequence[EmailMessage]]],
) -> None:
    mailer, arrived = delivery
    mailer.send(MAIL)
    (message,) = arrived()
    assert message["From"] == SENDER
    assert message["To"] == MAIL.to
    assert message["Subject"] == MAIL.subject
    assert message["Reply-To"] == MAIL.reply_to
    assert message["Message-ID"] == MAIL.message_id
    assert message["List-Unsubscribe"] == MAIL.headers["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == MAIL.text.splitlines()


def test_two_mails_without_an_id_get_two(delivery: tuple[Mailer, Callable[[], Sequence[EmailMessage]]]) -> None:
    mailer, arrived = delivery
    for _ in range(2):
        mailer.send(Mail(to="a@b.example", subject="x", text="y"))
    ids = {message["Message-ID"] for message in arrived()}
    assert len(ids) == 2
    assert all(message_id.endswith("@usingen.example>") for message_id in ids)


def test_the_domain_of_an_address_goes_out_in_ascii(receive: Receive) -> None:
    receiver = receive()
    open_mailer(f"smtp://127.0.0.1:{receiver.port}", SENDER).send(
        Mail(to="post@bürstadt.example", subject="x", text="y")
    )
    assert receiver.inbox.messages[0]["To"] == "post@xn--brstadt-n2a.example"


def test_lines_are_short_enough_for_every_server(receive: Receive) -> None:
    receiver = receive()
    open_mailer(f"smtp://127.0.0.1:{receiver.port}", SENDER).send(
        Mail(to="a@b.example", subject="ß" * 900, text="x" * 5000)
    )
    raw = receiver.inbox.messages[0].as_bytes()
    assert max(len(line) for line in raw.splitlines()) < 998


@pytest.mark.parametrize("scheme", ["smtp://127.0.0.1:{port}?starttls=1", "smtps://127.0.0.1:{port}"])
def test_an_unknown_authority_is_refused(receive: Receive, authority: trustme.CA, scheme: str) -> None:
    context = _server_context(authority, "127.0.0.1")
    kind, options = (
        (ImplicitTls, {"ssl_context": context})
        if scheme.startswith("smtps")
        else (Controller, {"tls_context": context})
    )
    receiver = receive(kind, **options)
    with pytest.raises(MailNotSent, match="CERTIFICATE_VERIFY_FAILED") as refused:
        open_mailer(scheme.format(port=receiver.port), SENDER).send(MAIL)
    assert refused.value.is_temporary
    assert receiver.inbox.messages == []


def test_a_certificate_for_another_host_is_refused(receive: Receive, authority: trustme.CA, ca_file: Path) -> None:
    receiver = receive(tls_context=_server_context(authority, "mail.elsewhere.example"))
    mailer = open_mailer(f"smtp://127.0.0.1:{receiver.port}?starttls=1&ca={ca_file}", SENDER)
    with pytest.raises(MailNotSent, match="CERTIFICATE_VERIFY_FAILED"):
        mailer.send(MAIL)
    assert receiver.inbox.messages == []


def test_a_server_without_starttls_gets_no_mail_when_it_is_wanted(receive: Receive) -> None:
    receiver = receive()
    with pytest.raises(MailNotSent) as refused:
        open_mailer(f"smtp://127.0.0.1:{receiver.port}?starttls=1", SENDER).send(MAIL)
    assert refused.value.is_temporary
    assert receiver.inbox.messages == []


@pytest.mark.parametrize(
    ("to", "subject", "is_temporary"),
    [("unknown@b.example", "x", False), ("busy@b.example", "x", True), ("a@b.example", "spam", False)],
)
def test_the_answer_of_the_server_decides_about_another_try(
    receive: Receive, to: str, subject: str, *, is_temporary: bool
) -> None:
    mailer = open_mailer(f"smtp://127.0.0.1:{receive().port}", SENDER)
    with pytest.raises(MailNotSent) as refused:
        mailer.send(Mail(to=to, subject=subject, text="y"))
    assert refused.value.is_temporary is is_temporary


def test_a_wrong_password_is_no_reason_to_drop_the_mail(receive: Receive, authority: trustme.CA, ca_file: Path) -> None:
    receiver = receive(
        tls_context=_server_context(authority, "127.0.0.1"), auth_required=True, authenticator=_check_password
    )
    address = f"smtp://register:falsch@127.0.0.1:{receiver.port}?starttls=1&ca={ca_file}"
    with pytest.raises(MailNotSent, match="535") as refused:
        open_mailer(address, SENDER).send(MAIL)
    assert refused.value.is_temporary
    assert "falsch" not in str(refused.value)


def test_a_server_without_smtputf8_never_takes_an_address_beyond_ascii(receive: Receive) -> None:
    mailer = open_mailer(f"smtp://127.0.0.1:{receive(enable_SMTPUTF8=False).port}", SENDER)
    with pytest.raises(MailNotSent, match="ASCII") as refused:
        mailer.send(Mail(to="jörg@b.example", subject="x", text="y"))
    assert not refused.value.is_temporary


def test_a_failing_farewell_does_not_undo_the_mail(receive: Receive) -> None:
    class Rude(Inbox):
        async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
            return "421 Not so fast"

    receiver = receive(inbox=Rude())
    open_mailer(f"smtp://127.0.0.1:{receiver.port}", SENDER).send(MAIL)
    assert len(receiver.inbox.messages) == 1


def test_no_server_means_try_again_later() -> None:
    with pytest.raises(MailNotSent) as refused:
        open_mailer("smtp://127.0.0.1:1", SENDER).send(MAIL)
    assert refused.value.is_temporary


def test_the_console_shows_what_the_reader_would_see() -> None:
    stream = io.StringIO()
    ConsoleMailer(SENDER, stream=stream).send(MAIL)
    shown = stream.getvalue()
    assert f"Subject: {MAIL.subject}\n" in shown
    assert f"To: {MAIL.to}\n" in shown
    assert MAIL.text in shown


def test_the_console_is_standard_error_unless_told(capsys: pytest.CaptureFixture[str]) -> None:
    open_mailer("console", SENDER).send(MAIL)
    assert MAIL.text in capsys.readouterr().err


def test_memory_can_be_emptied() -> None:
    mailer = open_mailer("memory", SENDER)
    assert isinstance(mailer, MemoryMailer)
    mailer.send(MAIL)
    assert mailer.sent == [MAIL]
    mailer.clear()
    assert mailer.sent == []


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "sendmail",
        "smtp://",
        "smtp://host:port",
        "smtp://host?tls=1",
        "smtp://user:pass@mail.example",
        "smtps://host?ca=/nowhere/ca.pem",
    ],
)
def test_an_unusable_setting_is_said(setting: str) -> None:
    with pytest.raises(SettingsError, match="REGISTRY_MAIL"):
        open_mailer(setting, SENDER)


@pytest.mark.parametrize("sender", ["", "niemand", "a@b.example\r\nBcc: c@d.example", "Name <>"])
def test_an_unusable_sender_is_said(sender: str) -> None:
    with pytest.raises(SettingsError, match="REGISTRY_MAIL_FROM"):
        open_mailer("memory", sender)


def test_a_password_does_not_show_in_logs() -> None:
    from registry.mail.smtp import server_of

    server = server_of("smtps://user:geheim@mail.example")
    assert (server.password, server.port) == ("geheim", 465)
    assert "geheim" not in repr(server)
