"""The portal under the server that production uses, and people who send forms to it."""

import http.client
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Flask

from registry.accounts.models import Account
from registry.accounts.sessions import open_session
from registry.core.database import session, transaction
from tests.support.accounts_factories import COOKIE, LIFETIME
from tests.support.forms import PageForm, forms_of
from tests.support.pages import parse, text_of

TIMEOUT_S = 60
URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def words(self) -> str:
        """The text of the page as a reader sees it."""
        return text_of(parse(self.text)[0])


@dataclass(frozen=True)
class Sending:
    """A form ready to be sent, as often as wanted."""

    path: str
    body: bytes
    content_type: str


@dataclass(frozen=True)
class Portal:
    """A running portal; `app` reaches the same database from here."""

    url: str
    app: Flask

    def person(self, account: Account | None = None) -> "Person":
        """Somebody with a browser, signed in as `account`."""
        if account is None:
            return Person(self.url, "")
        with transaction():
            _row, token = open_session(session().get_one(Account, account.id), agent="Firefox", lifetime=LIFETIME)
        return Person(self.url, token)


@dataclass(frozen=True)
class Person:
    """A browser: knows its cookie, reads forms, sends them."""

    url: str
    token: str

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, b"", {})

    def send(self, sending: Sending) -> Answer:
        """Send a form."""
        return self._ask("POST", sending.path, sending.body, {"Content-Type": sending.content_type})

    def form(self, path: str, *, action: str = "") -> PageForm:
        """The form of the page at `path` that goes to `action`, which is the page itself unless told otherwise."""
        page = self.get(path)
        assert page.status == 200, f"{path}: {page.status} {page.words[:300]}"
        wanted = action or path
        found = [form for form in forms_of(page.text, page=path) if form.method == "POST" and form.action == wanted]
        assert len(found) == 1, f"{path} has {len(found)} forms that go to {wanted}"
        return found[0]

    def fill_in(self, path: str, values: Mapping[str, str | Sequence[str]], *, action: str = "") -> Sending:
        """The form of a page with `values` over what stands there."""
        form = self.form(path, action=action)
        return Sending(form.action, urlencode(form.values | dict(values), doseq=True).encode(), URLENCODED)

    def fill_in_with_file(self, path: str, file: tuple[str, str, bytes], values: Mapping[str, str]) -> Sending:
        """The same with a file: field, name and content."""
        form, boundary = self.form(path), uuid.uuid4().hex
        field, file_name, content = file
        given = form.values | {name: [text] for name, text in values.items()}
        head = f"--{boundary}\r\nContent-Disposition: form-data; name="
        texts = [f'{head}"{name}"\r\n\r\n{text}\r\n' for name, all_texts in given.items() for text in all_texts]
        before = "".join(texts) + f'{head}"{field}"; filename="{file_name}"\r\n\r\n'
        body = before.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return Sending(form.action, body, f"multipart/form-data; boundary={boundary}")

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=TIMEOUT_S)
        cookie = {"Cookie": f"{COOKIE}={self.token}"} if self.token else {}
        try:
            connection.request(method, path, body, headers | cookie | {"Accept": "text/html"})
            response = connection.getresponse()
            text = response.read().decode()
            return Answer(response.status, urlsplit(response.getheader("Location", "")).path, text)
        finally:
            connection.close()
