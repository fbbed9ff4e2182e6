"""A small world with one thing of every kind, made through the real services; every request is undone.

The town **Usingen** owns the things. **Wehrheim** is a partner, **Neu-Anspach** the partner that Usingen and the small
town **Weilrod** named as reviewer. **Schmitten** belongs to nobody who acts here; **Glashütten** is no partner.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from registry.core import clock
from registry.core.settings import Settings
from registry.mail.memory import MemoryMailer
from registry.search import SearchIndex
from registry.storage.memory import MemoryStore
from registry.storage.scanning import NullScanner
from registry.web.adapters import EXTENSION, Adapters
from tests.security.actors import Who
from tests.support.accounts_factories import (
    COOKIE,
)
from tests.support.client import PageClient
from tests.support.database import one_transaction
from tests.support.forms import forms_of


@dataclass
class World:
    """Who acts (cookie and form token of each), and what there is: for each thing the values of its address."""

    app: Flask
    adapters: Adapters
    connection: Connection
    cookies: dict[Who, str] = field(default_factory=dict)
    emails: dict[Who, str] = field(default_factory=dict)
    tokens: dict[Who, str] = field(default_factory=dict)
    pages: dict[tuple[Who, str], TestResponse] = field(default_factory=dict)
    filled: dict[tuple[Who, str], dict[str, dict[str, list[str]]]] = field(default_factory=dict)
    things: dict[str, dict[str, str]] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    """Ids of things of a town that nobody here belongs to."""

    def url(self, endpoint: str, values: Mapping[str, str]) -> str:
        """The address of a page, with those of `values` that it takes."""
        rule = next(iter(self.app.url_map.iter_rules(endpoint)))
        adapter = self.app.url_map.bind("localhost")
        return adapter.build(endpoint, {name: values[name] for name in rule.arguments})

    def ask(self, who: Who, path: str, *, method: str = "GET", **options: Any) -> TestResponse:
        """One request as `who`, left as it is; for changes see `undone`."""
        headers = dict(options.pop("headers", {}))
        if who in self.cookies:
            headers["Cookie"] = f"{COOKIE}={self.cookies[who]}"
        response = FlaskClient(self.app, use_cookies=False).open(
            path, method=method, headers=headers, buffered=True, **options
        )
        assert not PageClient.forgotten.paths, f"changed without commit: {PageClient.forgotten.paths}"
        return response

    def seen(self, who: Who, path: str) -> TestResponse:
        """What `who` sees at `path`; asked for once."""
        if (who, path) not in self.pages:
            with self.undone():
                self.pages[who, path] = self.ask(who, path)
        return self.pages[who, path]

    def forms(self, who: Who, page: str) -> dict[str, dict[str, list[str]]]:
        """Where the forms on a page go, and what stands in them, as `who` sees it."""
        if (who, page) not in self.filled:
            answer = self.seen(who, page)
            is_page = answer.status_code == 200 and answer.mimetype == "text/html"
            forms = forms_of(answer.text, page=page) if is_page else []
            self.filled[who, page] = {form.action.partition("?")[0]: form.values for form in forms}
        return self.filled[who, page]

    def send(self, who: Who, path: str, values: Mapping[str, Any], **options: Any) -> TestResponse:
        """A form sent as `who`, with the token its pages hold."""
        data = {"csrf_token": self.token(who)} | dict(values)
        is_upload = any(isinstance(value, tuple) for value in data.values())
        kind = {"content_type": "multipart/form-data"} if is_upload else {}
        return self.ask(who, path, method="POST", data=data, **kind, **options)

    def token(self, who: Who) -> str:
        """The form token of `who`, from a page."""
        if who not in self.tokens:
            page = "/account" if who in self.cookies and who is not Who.DEACTIVATED else "/sign-in"
            forms = forms_of(self.ask(who, page).text, page=page)
            self.tokens[who] = next(form.values["csrf_token"][0] for form in forms if "csrf_token" in form.values)
        return self.tokens[who]

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever happens inside has not happened afterwards: rows, files, mails."""
        store = self.adapters.store
        assert isinstance(store, MemoryStore)
        kept = dict(store._files)
        savepoint = self.connection.begin_nested()
        try:
            yield
        finally:
            savepoint.rollback()
            store._files = kept


@contextmanager
def open_world(app: Flask, settings: Settings, folder: Path) -> Iterator[World]:
    """Build the world in one transaction of the shared application, and undo it at the end. Time stands still."""
    adapters = Adapters(
        settings=settings,
        store=MemoryStore(),
        scanner=NullScanner(),
        mailer=MemoryMailer(settings.mail_from),
        search=SearchIndex(folder / "search"),
    )
    before = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = adapters
    PageClient.forgotten.paths.clear()
    try:
        with clock.frozen_at(clock.now()), one_transaction(app) as connection:
            world = World(app, adapters, connection)
            with app.app_context():
                from tests.security.building import Builder

                Builder(world).build()
            yield world
    finally:
        app.extensions[EXTENSION] = before
