"""Mails wait in the database and go out once, in the language of the recipient."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import session, transaction
from registry.mail import MailNotSent
from registry.mail.mailer import Mail
from registry.mail.memory import MemoryMailer
from registry.notifications.cli import notifications_cli
from registry.outbox import services
from registry.outbox.cli import outbox_cli
from registry.outbox.delivery import MAX_ATTEMPTS, Courier, compose, deliver_due
from registry.outbox.models import OutboxMail
from registry.outbox.services import NewMail, queue
from registry.web.adapters import EXTENSION
from tests.support.frozen import FrozenClock

CHANGED = NewMail(key="a", template="password_changed", recipient="amt@ort.example")


class FailingMailer:
    def __init__(self, error: Exception) -> None:
        self.error = error
        self.tries = 0

    def send(self, _mail: Mail) -> None:
        self.tries += 1
        raise self.error


def queued(mail: NewMail = CHANGED) -> OutboxMail:
    with transaction():
        assert queue(mail)
    return session().scalars(select(OutboxMail).where(OutboxMail.key == mail.key)).one()


def test_a_mail_goes_out_once_and_forgets_its_recipient(db_session: Session, mailer: MemoryMailer) -> None:
    row = queued()
    assert deliver_due(mailer) == 1
    assert deliver_due(mailer) == 0
    assert [mail.to for mail in mailer.sent] == ["amt@ort.example"]
    db_session.refresh(row)
    assert row.recipient == ""
    assert row.sent_at is not None


def test_a_cause_is_told_once(db_session: Session, mailer: MemoryMailer) -> None:
    queued()
    with transaction():
        assert not queue(CHANGED)
    assert deliver_due(mailer) == 1


def test_a_change_that_is_undone_tells_nobody(db_session: Session, mailer: MemoryMailer) -> None:
    heard: list[str] = []
    services.on_queued(lambda: heard.append("queued"))
    with pytest.raises(ZeroDivisionError), transaction():
        assert queue(CHANGED) / 0
    assert deliver_due(mailer) == 0
    assert not heard
    queued()
    assert heard == ["queued"]
    services.forget_listeners()


def test_a_mail_to_nobody_is_written_and_never_sent(db_session: Session, mailer: MemoryMailer) -> None:
    row = queued(NewMail(key="b", template="password_changed", recipient=""))
    assert row.sent_at is not None
    assert deliver_due(mailer) == 0


def test_subject_text_and_message_id(db_session: Session) -> None:
    row = queued()
    mail = compose(row)
    assert mail.subject == "Ihr Passwort wurde geändert"
    assert mail.text.startswith("Guten Tag,\n\ndas Passwort Ihres Kontos wurde geändert.")
    assert "http://localhost/password-reset" in mail.text
    assert mail.text.rstrip().endswith("zur Sicherheit Ihres Kontos.")
    assert mail.message_id == f"<{row.id}@localhost>"


def test_links_lead_to_the_language_of_the_recipient(db_session: Session) -> None:
    mail = compose(queued(NewMail(key="c", template="password_changed", recipient="a@ort.example", language="en")))
    assert "http://localhost/en/password-reset" in mail.text


def test_a_line_break_in_a_value_does_not_reach_the_head(db_session: Session, mailer: MemoryMailer) -> None:
    values = {"municipality": "Ort\nBcc: boese@evil.example"}
    queued(NewMail(key="d", template="membership_ended", recipient="a@ort.example", parameters=values))
    assert deliver_due(mailer) == 1
    assert mailer.messages[0]["Bcc"] is None
    assert "Bcc" not in mailer.sent[0].subject


def test_a_mail_that_fails_is_tried_again_and_given_up_in_the_end(
    db_session: Session, frozen_clock: FrozenClock, mailer: MemoryMailer
) -> None:
    row = queued()
    failing = FailingMailer(MailNotSent("451 amt@ort.example busy", is_temporary=True))
    assert deliver_due(failing) == 0
    assert deliver_due(failing) == 0
    assert failing.tries == 1, "not before the next try is due"
    for _ in range(MAX_ATTEMPTS):
        frozen_clock.advance(timedelta(days=1))
        deliver_due(failing)
    assert failing.tries == MAX_ATTEMPTS
    db_session.refresh(row)
    assert row.failed_at is not None
    assert row.error == "MailNotSent: 451 … busy"
    assert deliver_due(mailer) == 0


@pytest.mark.parametrize(
    ("error", "is_final"),
    [
        (MailNotSent("550", is_temporary=False), True),
        (MailNotSent("451", is_temporary=True), False),
        (OSError(), False),
    ],
)
def test_what_cannot_succeed_is_not_tried_again(db_session: Session, error: Exception, is_final: bool) -> None:
    row = queued()
    deliver_due(FailingMailer(error))
    db_session.refresh(row)
    assert (row.failed_at is not None) is is_final


def test_one_bad_mail_does_not_hold_up_the_others(
    db_session: Session, mailer: MemoryMailer, frozen_clock: FrozenClock
) -> None:
    bad = queued(NewMail(key="e", template="password_reset", recipient="a@ort.example"))
    queued()
    assert deliver_due(mailer) == 1
    db_session.refresh(bad)
    assert bad.error.startswith("UndefinedError")
    assert bad.sent_at is None


def test_what_a_dead_process_had_claimed_is_sent_by_the_next(
    db_session: Session, mailer: MemoryMailer, frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued()

    def die(_mail: Mail) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mailer, "send", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_due(mailer)
    assert deliver_due(mailer) == 0
    frozen_clock.advance(timedelta(minutes=6))
    assert deliver_due(mailer) == 1


def test_the_commands(app: Flask, db_session: Session, mailer: MemoryMailer) -> None:
    queued()
    runner = app.test_cli_runner()
    assert "wartend: 1, endgültig gescheitert: 0" in runner.invoke(outbox_cli, ["status"]).output
    assert "1 Nachrichten versandt." in runner.invoke(notifications_cli, ["deliver"]).output
    assert len(mailer.sent) == 1


def test_the_courier_sends_in_the_background(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = threading.Event()

    class Telling(MemoryMailer):
        def send(self, mail: Mail) -> None:
            super().send(mail)
            sent.set()

    adapters: Any = own_app.extensions[EXTENSION]
    monkeypatch.setattr(type(adapters), "mailer", Telling("portal@ort.example"), raising=False)
    courier = Courier(own_app)
    services.on_queued(courier.wake)
    try:
        with own_app.app_context(), transaction():
            queue(CHANGED)
        assert sent.wait(10)
    finally:
        services.forget_listeners()
    with courier._running:
        assert not courier._wanted.is_set()


def test_a_process_without_free_thread_still_answers(own_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    Courier(own_app).wake()
