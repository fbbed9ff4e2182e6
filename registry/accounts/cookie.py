"""The one cookie of the portal: only for signed-in people, a random value whose hash is the session row."""

from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from registry.accounts.models import AccountSession
from registry.accounts.sessions import TOUCH_EVERY, Lifetime, find_session
from registry.core import clock
from registry.core.database import session as database_session
from registry.core.database import transaction
from registry.core.settings import Settings
from registry.web.adapters import settings

logger = structlog.get_logger()

WITHOUT_PEOPLE = ("/static/", "/health/")
"""Addresses that are the same for everybody: no look into the database."""


class PortalSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: the row of a signed-in person, or nothing at all for a visitor."""

    def __init__(self, row: AccountSession | None = None) -> None:
        super().__init__(row.data if row is not None else {})
        self.row = row
        self.row_id = None if row is None else row.id
        self.subject = _subject_of(row)
        self.before = dict(self)
        self.new_token: str | None = None
        self.was_ended = False

    def start(self, row: AccountSession, token: str) -> None:
        """The person has just signed in: send this cookie."""
        self.row, self.row_id, self.new_token = row, row.id, token
        self.subject = _subject_of(row)

    def end(self) -> None:
        """The person has just signed out: take the cookie back."""
        self.row, self.row_id, self.was_ended = None, None, True
        self.subject = None
        self.clear()

    @property
    def is_changed(self) -> bool:
        """Whether notices were added or shown."""
        return dict(self) != self.before


class CookieSessions(SessionInterface):
    """Opens the session of a request from the database and keeps what changed in it."""

    def open_session(self, app: Flask, request: Request) -> PortalSession:
        """The living session of the cookie, or an empty one: also while the database does not answer.

        What the page itself needs of the database then fails where errors become pages.
        """
        del app
        token = request.cookies.get(cookie_name(settings()))
        if not token or request.path.startswith(WITHOUT_PEOPLE):
            return PortalSession()
        try:
            return PortalSession(find_session(token, lifetime=lifetime(settings())))
        except (OperationalError, PoolTimeout) as error:
            logger.warning("session_not_read", error=type(error).__name__)
            return PortalSession()

    def is_null_session(self, obj: object) -> bool:
        """There is always a session object, if an empty one."""
        del obj
        return False

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write notices and the time of use; set or take back the cookie."""
        del app
        if not isinstance(session, PortalSession):
            return
        if session.row_id is not None:
            _keep(session)
        if session.new_token is not None:
            _set_cookie(response, session.new_token)
        elif session.was_ended:
            _take_cookie(response)


def _subject_of(row: AccountSession | None) -> str | None:
    """To what forms are bound: session and municipality acted for, so that no form of one town writes in another."""
    return None if row is None else f"{row.id} {row.municipality_id}"


def cookie_name(current: Settings) -> str:
    """``__Host-`` binds the cookie to this host and to TLS; plain HTTP exists only for development."""
    return "__Host-registry" if current.is_https else "registry"


def lifetime(current: Settings) -> Lifetime:
    """When sessions end by themselves."""
    return Lifetime(idle=timedelta(minutes=current.session_idle_minutes), absolute=timedelta(days=current.session_days))


def _keep(current: PortalSession) -> None:
    """Write only when there is something to write: most requests stay read-only."""
    now = clock.now()
    row = database_session().get(AccountSession, current.row_id)
    if row is None or not (current.is_changed or now - row.seen_at > TOUCH_EVERY):
        return
    with transaction():
        row = database_session().get(AccountSession, current.row_id)
        if row is not None:
            row.seen_at = now
            row.data = dict(current)


def _set_cookie(response: Response, token: str) -> None:
    current = settings()
    response.set_cookie(
        cookie_name(current),
        token,
        max_age=current.session_days * 86_400,
        secure=current.is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def _take_cookie(response: Response) -> None:
    current = settings()
    response.delete_cookie(cookie_name(current), secure=current.is_https, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
