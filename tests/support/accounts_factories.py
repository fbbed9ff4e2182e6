"""Municipalities, people and signed-in clients for tests."""

from datetime import timedelta
from functools import cache
from itertools import count
from typing import Any

from argon2 import PasswordHasher
from flask import Flask

from registry.accounts.addresses import folded_email
from registry.accounts.models import (
    Account,
    Cooperation,
    CooperationMember,
    Credential,
    Grant,
    GrantKind,
    Invitation,
    Membership,
    Municipality,
    MunicipalityKind,
    Role,
)
from registry.accounts.sessions import Lifetime, open_session
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.slugs import slugify
from registry.text.folding import sort_key
from tests.support.client import PageClient
from tests.support.database import saved

PASSWORD = "drei lange Wörter am Bach"
COOKIE = "registry"
LIFETIME = Lifetime(idle=timedelta(hours=1), absolute=timedelta(days=14))
_numbers = count(1)


@cache
def cheap_hash(password: str = PASSWORD) -> str:
    """An Argon2id hash that costs next to nothing; checking it costs as little."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def make_municipality(name: str = "", *, partner: bool = True, **values: Any) -> Municipality:
    """A town, a partner unless told otherwise."""
    name = name or f"Musterstadt {next(_numbers)}"
    given = {"kind": MunicipalityKind.TOWN, "designation": "Stadt", "slug": slugify(name)} | values
    return saved(Municipality(name=name, sort_key=sort_key(name), is_partner=partner, **given))


def make_account(email: str = "", *, name: str = "", password: str | None = PASSWORD, **values: Any) -> Account:
    """A person; with `password` unless that is None."""
    email = email or f"person{next(_numbers)}@ort.example"
    account = Account(email=email, email_folded=folded_email(email), name=name or f"Redaktion {email}", **values)
    saved(account)
    if password is not None:
        saved(Credential(account_id=account.id, password_hash=cheap_hash(password), changed_at=clock.now()))
    return account


def make_member(municipality: Municipality, role: Role = Role.ADMIN, *, account: Account | None = None) -> Account:
    """A person who acts for `municipality`."""
    account = account or make_account()
    saved(Membership(account_id=account.id, municipality_id=municipality.id, role=role))
    session().refresh(account)
    return account


def make_operator(email: str = "") -> Account:
    """A person who runs the portal."""
    account = make_account(email)
    saved(Grant(account_id=account.id, kind=GrantKind.OPERATOR))
    session().refresh(account)
    return account


def make_cooperation(name: str = "", members: tuple[Municipality, ...] = ()) -> Cooperation:
    """A cooperation with members."""
    name = name or f"Verbund {next(_numbers)}"
    cooperation = saved(Cooperation(name=name, slug=slugify(name)))
    for municipality in members:
        saved(
            CooperationMember(cooperation_id=cooperation.id, municipality_id=municipality.id, joined_on=clock.today())
        )
    return cooperation


def make_coordinator(cooperation: Cooperation) -> Account:
    """A person who coordinates `cooperation`."""
    account = make_account()
    saved(Grant(account_id=account.id, kind=GrantKind.COORDINATOR, cooperation_id=cooperation.id))
    session().refresh(account)
    return account


def make_invitation(municipality: Municipality, email: str = "", *, role: Role = Role.EDITOR) -> Invitation:
    """An open invitation, good for 14 days."""
    email = email or f"eingeladen{next(_numbers)}@ort.example"
    return saved(
        Invitation(
            municipality_id=municipality.id,
            email=email,
            email_folded=folded_email(email),
            role=role,
            expires_at=clock.now() + timedelta(days=14),
        )
    )


def signed_in(app: Flask, account: Account, *, acting_for: Municipality | None = None) -> PageClient:
    """A client with a session of `account`, without the way through the sign-in page.

    Needs an open application context (fixture ``db_session``).
    """
    wanted = acting_for.id if acting_for else None
    with transaction():
        current = session().get_one(Account, account.id)
        row, token = open_session(current, agent="Firefox, Linux", lifetime=LIFETIME)
        if wanted is not None:
            row.municipality_id = wanted
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.set_cookie(COOKIE, token)
    return client
