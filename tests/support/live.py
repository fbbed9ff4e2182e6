"""The portal as people meet it: the production server on a real database with the demo data, and a mail server."""

import fcntl
import os
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from registry.core.settings import Settings
from registry.starting import demo
from tests.support.processes import environment, run_flask

MAIL_TIMEOUT_S = 30
SECRET = "only for tests, but long enough for everything"


@dataclass
class Mailbox:
    """Takes every mail the portal sends, as the handler of an SMTP server."""

    messages: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 (named by aiosmtpd)
        """Keep one mail."""
        self.messages.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default))
        return "250 OK"


@dataclass(frozen=True)
class LiveServer:
    """A running portal; `settings` are those of its process."""

    url: str
    settings: Settings
    mailbox: Mailbox

    def deliver_mails(self) -> None:
        """Let the outbox deliver what is due, as cron does."""
        done = run_flask(self.settings, "notifications", "deliver")
        assert done.returncode == 0, done.stderr

    def mail_to(self, address: str, *, subject: str) -> EmailMessage:
        """The mail to `address` whose subject begins so; the portal sends shortly after its answer."""
        deadline = time.monotonic() + MAIL_TIMEOUT_S
        while time.monotonic() < deadline:
            for message in self.mailbox.messages:
                if message["To"] == address and message["Subject"].startswith(subject):
                    return message
            time.sleep(0.1)
        came = [(message["To"], message["Subject"]) for message in self.mailbox.messages]
        raise AssertionError(f"no mail „{subject}“ to {address} came, but {came}")


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with database, files and index of the demo, loaded once for all workers; copy it, leave it as it is."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "demo-data"
    with (shared / "demo-data.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / demo.LOADED).exists():
            options = demo.DemoOptions(port=None, data=folder, fresh=True, serve=False)
            demo.load(options, demo.environment(folder, demo.FIRST_PORT))
    return folder


@pytest.fixture(scope="session")
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    """An SMTP server on a free port, and what it got."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield box, controller.port
    controller.stop()


@pytest.fixture(scope="session")
def live_server(
    demo_data: Path, mailbox: tuple[Mailbox, int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """The portal with a copy of the demo data, under the server that production uses."""
    box, mail_port = mailbox
    data = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(demo_data, data)
    port = free_port()
    settings = replace(
        Settings(),
        secret_key=SECRET,
        base_url=f"http://127.0.0.1:{port}",
        database_url=f"sqlite:///{data / 'registry.db'}",
        storage=str(data / "files"),
        search_path=str(data / "search"),
        mail=f"smtp://127.0.0.1:{mail_port}",
        mail_from="prozessregister@example.org",
        log_level="WARNING",
    )
    server = demo.start_server(port, environment(settings))
    try:
        demo.wait_until_it_answers(server, port)
        yield LiveServer(settings.base_url, settings, box)
    finally:
        demo.stop(server)


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
