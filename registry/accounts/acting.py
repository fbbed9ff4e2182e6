"""Who is behind a request. The only reader of Flask-Login's `current_user`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Flask, Request, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from registry.accounts.actor import Actor
from registry.accounts.cookie import CookieSessions, PortalSession
from registry.accounts.models import Account, AccountSession, GrantKind, Membership, Municipality
from registry.core.database import session as database_session
from registry.core.errors import NotFound

P = ParamSpec("P")


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login holds: the account behind the session of this request."""

    def __init__(self, row: AccountSession) -> None:
        self.row = row

    def get_id(self) -> str:
        """The id of the session row."""
        return str(self.row.id)


def register_acting(app: Flask) -> None:
    """Sessions from the database, and Flask-Login reading them."""
    app.session_interface = CookieSessions()
    login = LoginManager(app)
    login.request_loader(_load)
    login.unauthorized_handler(ask_to_sign_in)
    app.context_processor(_page_context)


def acting_or_none() -> Actor | None:
    """Who acts, or None for a visitor. Fresh from the rows: inside a transaction it is read anew."""
    if not current_user or not current_user.is_authenticated:
        return None
    row_id = portal_session().row_id
    row = None if row_id is None else database_session().get(AccountSession, row_id)
    return actor_of(row) if row is not None and row.account.is_active else None


def acting() -> Actor:
    """Who acts.

    Raises:
        NotFound: nobody is signed in (views that need somebody are marked `login_required`).
    """
    actor = acting_or_none()
    if actor is None:
        raise NotFound
    return actor


def login_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Visitors are asked to sign in, and come back to the page."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if acting_or_none() is None:
            return ask_to_sign_in()
        return view(*args, **kwargs)

    return wrapped


def member_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Visitors are asked to sign in; for whoever acts for no municipality the page does not exist."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        actor = acting_or_none()
        if actor is None:
            return ask_to_sign_in()
        if actor.municipality_id is None:
            raise NotFound
        return view(*args, **kwargs)

    return wrapped


def operator_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """For everybody but operators the page does not exist."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        actor = acting_or_none()
        if actor is None or not actor.is_operator:
            raise NotFound
        return view(*args, **kwargs)

    return wrapped


def ask_to_sign_in() -> ResponseReturnValue:
    """Lead a visitor to the sign-in page and from there back to the page it asked for."""
    target = (request.script_root + request.full_path).rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def portal_session() -> PortalSession:
    """The session of this request."""
    return cast("PortalSession", session._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001


def actor_of(row: AccountSession) -> Actor:
    """The actor of a session row, by the memberships and grants that stand now."""
    account = row.account
    membership = _current_membership(account, row)
    municipality = membership.municipality if membership else None
    return Actor(
        account_id=account.id,
        name=account.name,
        language=account.language,
        municipality_id=municipality.id if municipality else None,
        municipality_name=municipality.name if municipality else "",
        municipality_slug=municipality.slug if municipality else "",
        role=membership.role if membership else None,
        is_partner=any(item.municipality.is_partner for item in account.memberships),
        is_operator=any(grant.kind is GrantKind.OPERATOR for grant in account.grants),
        coordinates=frozenset(grant.cooperation_id for grant in account.grants if grant.cooperation_id is not None),
    )


def _current_membership(account: Account, row: AccountSession) -> Membership | None:
    chosen = [item for item in account.memberships if item.municipality_id == row.municipality_id]
    return next(iter(chosen or sorted(account.memberships, key=lambda item: item.municipality.sort_key)), None)


def _page_context() -> dict[str, Any]:
    actor = acting_or_none()
    links: dict[str, Any] = {"sign_in": url_for("accounts.sign_in")}
    if actor is not None:
        links = {
            "account": url_for("accounts.account"),
            "sign_out": url_for("accounts.sign_out"),
            "act_for": url_for("accounts.act_for"),
            "others": _other_municipalities(actor),
        }
    return {"actor": actor, "account_links": links}


def _other_municipalities(actor: Actor) -> list[Municipality]:
    row = portal_session().row
    own = [item.municipality for item in row.account.memberships] if row else []
    return sorted((item for item in own if item.id != actor.municipality_id), key=lambda item: item.sort_key)


def _load(_request: Request) -> Any:  # noqa: ANN401 (Flask-Login takes any user object)
    row = portal_session().row
    return SignedIn(row) if row is not None else None
