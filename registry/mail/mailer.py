"""What a mail is, and what every way of sending it can do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from typing import Protocol

from registry.core import clock
from registry.core.errors import Invalid
from registry.core.messages import N_, define

MAX_HEADER = 900
"""Characters of one header; RFC 5322, 2.1.1 allows lines of 998."""

UNUSABLE = define("mail.unusable", N_("Diese E-Mail lässt sich so nicht verschicken. Prüfen Sie: %(part)s."))

_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_CONTROL_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\s@<>()\[\],;:\\\"]{1,253}\Z")
_OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "reply-to", "sender"})


class MailNotSent(Exception):
    """The mail did not go out; when `is_temporary`, the same mail may be tried again later."""

    def __init__(self, reason: str, *, is_temporary: bool) -> None:
        super().__init__(reason)
        self.is_temporary = is_temporary


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail in plain text to one person.

    `message_id` (``<…@…>``) makes a repeated attempt recognisable; without one a new one is made.
    `headers` may add others, such as ``List-Unsubscribe``, but not set those that have a field here.

    Raises:
        Invalid: a value would break out of its header or cannot be sent.
    """

    to: str
    subject: str
    text: str
    reply_to: str | None = None
    message_id: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _require_address(self.to, part="to")
        if self.reply_to is not None:
            _require_address(self.reply_to, part="reply_to")
        _require_line(self.subject, part="subject")
        if self.message_id is not None:
            _require(self.message_id[:1] + self.message_id[-1:] == "<>", part="message_id")
            _require_address(self.message_id[1:-1], part="message_id")
        for name, value in self.headers.items():
            _require(_HEADER_NAME.match(name) is not None and name.lower() not in _OURS, part="headers")
            _require_line(value, part="headers")
        _require(not _CONTROL_IN_TEXT.search(self.text), part="text")


class Mailer(Protocol):
    """A way of sending mails."""

    def send(self, mail: Mail) -> None:
        """Hand `mail` over; when this returns, somebody else is responsible for it.

        Raises:
            MailNotSent: nobody took it.
        """


def as_message(mail: Mail, *, sender: str) -> EmailMessage:
    """The mail as it goes over the wire, marked as written by a machine (RFC 3834)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _mailbox(sender)
    message["To"] = _mailbox(mail.to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = mail.message_id or make_msgid(domain=_mailbox(sender).domain)
    message["Auto-Submitted"] = "auto-generated"
    if mail.reply_to is not None:
        message["Reply-To"] = _mailbox(mail.reply_to)
    for name, value in mail.headers.items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    return message


def is_sender(text: str) -> bool:
    """Whether `text` can stand in From: an address or ``Name <address>``."""
    return not _CONTROL.search(text) and _is_address(parseaddr(text)[1])


def _mailbox(text: str) -> Address:
    """The address with its domain in ASCII (IDNA), as servers without SMTPUTF8 need it."""
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    return Address(name, local, _ascii_domain(domain))


def _ascii_domain(domain: str) -> str:
    return domain.encode("idna").decode("ascii")


def _is_address(text: str) -> bool:
    if _CONTROL.search(text) or not _ADDRESS.match(text):
        return False
    try:
        return _mailbox(text).addr_spec != ""
    except (UnicodeError, ValueError, IndexError):  # what IDNA and the address parser say of impossible parts
        return False


def _require_address(text: str, *, part: str) -> None:
    _require(_is_address(text), part=part)


def _require_line(text: str, *, part: str) -> None:
    _require(len(text) <= MAX_HEADER and not _CONTROL.search(text), part=part)


def _require(condition: bool, *, part: str) -> None:  # noqa: FBT001 (reads as a sentence)
    if not condition:
        raise Invalid(UNUSABLE(part=part))
