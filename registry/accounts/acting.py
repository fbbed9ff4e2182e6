"""Who is behind a request. The only reader of Flask-Login's `current_user`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from flask import Flask, Request, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from registry.accounts.actor import Actor
from registry.accounts.cookie import CookieSessions, PortalSession
from registry.accounts.models import Account, AccountSession, GrantKind, Membership
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
    login.unauthorized_handler(_ask_to_sign_in)
    app.context_processor(lambda: {"actor": acting_or_none(), "memberships": _memberships()})


def acting_or_none() -> Actor | None:
    """Who acts, or None for a visitor. Fresh from the rows: inside a transaction it is read anew."""
    if not current_user or not current_user.is_authenticated:
        return None
    return actor_of(cast("SignedIn", current_user._get_current_object()).row)  # noqa: SLF001 (no public way)


def acting() -> Actor:
    """Who acts.

    Raises:
        NotFound: nobody is signed in (views that need somebody are marked `login_required`).
    """
    actor = acting_or_none()
    if actor is None:
        raise NotFound
    return actor


def operator_required(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """For everybody but operators the page does not exist."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        actor = acting_or_none()
        if actor is None or not actor.is_operator:
            raise NotFound
        return view(*args, **kwargs)

    return wrapped


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
    return (chosen or sorted(account.memberships, key=lambda item: item.municipality.sort_key) or [None])[0]


def _memberships() -> list[Membership]:
    row = portal_session().row
    return sorted(row.account.memberships, key=lambda item: item.municipality.sort_key) if row else []


def _load(_request: Request) -> Any:  # noqa: ANN401 (Flask-Login takes any user object)
    row = portal_session().row
    return SignedIn(row) if row is not None else None


def _ask_to_sign_in() -> ResponseReturnValue:
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))
