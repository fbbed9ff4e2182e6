"""What happens to accounts: by their owner, and by the operator."""

from dataclasses import dataclass, field

from sqlalchemy import delete, func, or_, select, update

from registry.accounts import sessions
from registry.accounts.actor import Actor
from registry.accounts.addresses import checked_email, folded_email
from registry.accounts.models import Account, AccountSession, Grant, GrantKind, Invitation
from registry.accounts.permissions import may_operate, require
from registry.accounts.personal_data import forget_address
from registry.accounts.queries.people import count_operators, find_account, find_password_hash
from registry.accounts.services.members import let_go
from registry.accounts.services.resets import set_password, tell_password_changed
from registry.activity.services import record
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.locking import require_version
from registry.core.messages import N_, define
from registry.outbox.models import OutboxMail

TAKEN = define("account.taken", N_("Zu dieser Adresse gibt es schon ein Konto."))
WRONG_PASSWORD = define("account.wrong_password", N_("Das bisherige Passwort stimmt nicht."))
LAST_OPERATOR = define(
    "account.last_operator",
    N_("Das ist das letzte Konto mit Verwaltung des Portals. Geben Sie dieses Recht zuerst einem anderen Konto."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A person who shall be able to sign in. Without a password, a reset by mail sets the first one."""

    email: str
    name: str
    language: str = "de"
    password_hash: str | None = field(default=None, repr=False)


def create_account(new: NewAccount, *, by: Actor) -> Account:
    """Open an account without invitation (operator, seeds).

    Raises:
        NotAllowed: `by` does not run the portal.
        Invalid: no address, or one that has an account.
    """
    require(may_operate(by))
    address = checked_email(new.email)
    if find_account(address) is not None:
        raise Invalid(TAKEN(), {"email": TAKEN()})
    account = Account(email=address, email_folded=folded_email(address), name=new.name, language=new.language)
    session().add(account)
    session().flush()
    if new.password_hash is not None:
        set_password(account, password_hash=new.password_hash)
    record("account.created", subject=("account", account.id), actor_id=by.recorded_id)
    return account


def change_details(account: Account, *, name: str, language: str, seen: int) -> Account:
    """Change one's own name and language.

    Raises:
        Stale: changed meanwhile in another window.
    """
    require_version(account, seen)
    changed = [key for key, value in (("name", name), ("language", language)) if getattr(account, key) != value]
    account.name, account.language = name, language
    session().flush()
    record("account.changed", subject=("account", account.id), actor_id=account.id, fields=changed)
    return account


def change_password(account: Account, *, proved: str, password_hash: str, here: AccountSession) -> None:
    """Set one's own new password; other sessions end, the owner gets a mail.

    Args:
        account: whose.
        proved: the stored hash that the old password fitted.
        password_hash: of the new one.
        here: the session that stays.

    Raises:
        Conflict: the password was changed meanwhile.
    """
    if find_password_hash(account.email) != proved:
        raise Conflict(WRONG_PASSWORD())
    set_password(account, password_hash=password_hash)
    sessions.end_sessions(account.id, but=here.id)
    entry = record("password.changed", subject=("account", account.id), actor_id=account.id, fields=["password"])
    tell_password_changed(account, cause=str(entry.seq))


def deactivate(account: Account, *, by: Actor) -> None:
    """Switch an account off: nobody signs in with it, its sessions end at once. Memberships stay,
    what it was contact for is listed as orphaned.

    Raises:
        NotAllowed: `by` does not run the portal.
        Conflict: nobody would be left to run the portal.
    """
    require(may_operate(by))
    _keep_an_operator(account)
    for membership in account.memberships:
        let_go(account.id, membership.municipality_id)
    account.is_active = False
    sessions.end_sessions(account.id)
    session().flush()
    record("account.deactivated", subject=("account", account.id), actor_id=by.recorded_id, fields=["is_active"])


def activate(account: Account, *, by: Actor) -> None:
    """Switch an account on again."""
    require(may_operate(by))
    account.is_active = True
    session().flush()
    record("account.activated", subject=("account", account.id), actor_id=by.recorded_id, fields=["is_active"])


def end_all_sessions(account: Account, *, by: Actor) -> None:
    """Sign somebody out everywhere."""
    require(may_operate(by))
    sessions.end_sessions(account.id)
    record("account.sessions_ended", subject=("account", account.id), actor_id=by.recorded_id)


def grant_operator(account: Account, *, by: Actor) -> None:
    """Let somebody run the portal. Its sessions end, because its rights change."""
    require(may_operate(by))
    if any(grant.kind is GrantKind.OPERATOR for grant in account.grants):
        return
    account.grants.append(Grant(kind=GrantKind.OPERATOR))
    sessions.end_sessions(account.id)
    session().flush()
    record("operator.granted", subject=("account", account.id), actor_id=by.recorded_id)


def revoke_operator(account: Account, *, by: Actor) -> None:
    """Take the right to run the portal back.

    Raises:
        NotFound: the person does not run it.
        Conflict: nobody would be left.
    """
    require(may_operate(by))
    found = [grant for grant in account.grants if grant.kind is GrantKind.OPERATOR]
    if not found:
        raise NotFound
    _keep_an_operator(account)
    for grant in found:
        account.grants.remove(grant)
    sessions.end_sessions(account.id)
    session().flush()
    record("operator.revoked", subject=("account", account.id), actor_id=by.recorded_id)


def erase(account: Account, *, by: Actor) -> None:
    """Delete a person (Art. 17 DSGVO): what it wrote on duty stays with its municipality, without a name.

    Raises:
        NotAllowed: `by` does not run the portal.
        Conflict: nobody would be left to run the portal.
    """
    require(may_operate(by))
    _keep_an_operator(account)
    for membership in account.memberships:
        let_go(account.id, membership.municipality_id)
    session().execute(delete(Invitation).where(Invitation.email_folded == account.email_folded))
    forget_address(account.email)
    _withdraw_mails(account)
    record("account.erased", subject=("account", account.id), actor_id=by.recorded_id)
    session().delete(account)
    session().flush()


def _withdraw_mails(account: Account) -> None:
    """Nothing goes out to somebody who is gone, also not what was addressed before there was an account."""
    is_theirs = or_(OutboxMail.account_id == account.id, func.lower(OutboxMail.recipient) == account.email.lower())
    ids = session().scalars(select(OutboxMail.id).where(is_theirs)).all()
    theirs = update(OutboxMail).where(OutboxMail.id.in_(ids))
    session().execute(theirs.values(recipient="", parameters={}))
    session().execute(theirs.where(OutboxMail.sent_at.is_(None)).values(failed_at=clock.now()))


def _keep_an_operator(account: Account) -> None:
    if any(grant.kind is GrantKind.OPERATOR for grant in account.grants) and count_operators(but=account.id) == 0:
        raise Conflict(LAST_OPERATOR())
