"""``flask accounts …`` and what loads municipalities."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registry.accounts.actor import Actor, system_actor
from registry.accounts.cli import accounts_cli
from registry.accounts.models import (
    Account,
    AccountSession,
    Attempt,
    Contact,
    Grant,
    Invitation,
    Membership,
    Municipality,
    MunicipalityKind,
    Orphan,
    PasswordReset,
)
from registry.accounts.services.municipalities import load_counties, load_municipalities
from registry.activity.models import AuditEntry
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.errors import NotAllowed
from registry.core.settings import PROJECT
from registry.outbox.models import OutboxMail
from registry.outbox.services import NewMail, queue
from registry.portal.models import Feedback, FeedbackKind
from registry.portal.services import NewFeedback, receive_feedback
from tests.support.accounts_factories import (
    PASSWORD,
    make_account,
    make_invitation,
    make_member,
    make_municipality,
    make_operator,
    signed_in,
)
from tests.support.database import saved
from tests.support.frozen import FrozenClock

pytestmark = pytest.mark.usefixtures("db_session")

SEEDS = PROJECT / "seeds" / "municipalities"


def run(app: Flask, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(accounts_cli, list(arguments), input=typed)
    return result.exit_code, result.output


def test_an_operator_is_created_and_can_sign_in(app: Flask, db_session: Session) -> None:
    arguments = ("create-operator", "betrieb@ort.example", "--name", "Betrieb", "--password-stdin")
    assert run(app, *arguments, typed=PASSWORD + "\n")[0] == 0
    client = app.test_client()
    answer = client.submit("/sign-in", {"email": "betrieb@ort.example", "password": PASSWORD})
    assert answer.location == "/admin"
    assert run(app, *arguments)[0] == 0, "an account that exists keeps its password"
    assert db_session.scalar(select(func.count()).select_from(Grant)) == 1


@pytest.mark.parametrize(("email", "password"), [("kein Postfach", PASSWORD), ("a@ort.example", "kurz")])
def test_an_operator_is_refused_with_a_sentence(app: Flask, db_session: Session, email: str, password: str) -> None:
    code, output = run(app, "create-operator", email, "--name", "Betrieb", "--password-stdin", typed=password)
    assert code == 1
    assert "Error: " in output
    assert db_session.scalar(select(func.count()).select_from(Account)) == 0


def test_from_an_empty_portal_to_the_first_administrator(app: Flask, db_session: Session) -> None:
    code, output = run(app, "create-municipality", "Usingen", "--designation", "Stadt", "--ags", "06434011")
    assert (code, output) == (0, "Usingen ist angelegt. Kurzname: usingen\n")
    code, output = run(app, "invite-admin", "usingen", "verwaltung@usingen.example")
    assert code == 0
    link = re.search(r"http://localhost(/invitations/\S+)", output)
    assert link is not None
    client = app.test_client()
    answer = client.submit(link[1], {"name": "Verwaltung Usingen", "password": PASSWORD})
    assert answer.location == "/my"
    assert db_session.scalars(select(Membership)).one().role == "admin"
    assert db_session.scalars(select(Municipality)).one().is_partner


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("create-municipality", "Usingen", "--ags", "1"), "hat acht Ziffern"),
        (("invite-admin", "nirgendwo", "a@ort.example"), "Kurznamen „nirgendwo“ gibt es nicht"),
        (("make-partner", "nirgendwo"), "Kurznamen „nirgendwo“ gibt es nicht"),
        (("erase", "niemand@ort.example", "--yes"), "Zu niemand@ort.example gibt es kein Konto"),
    ],
)
def test_commands_say_what_is_wrong(app: Flask, arguments: tuple[str, ...], sentence: str) -> None:
    code, output = run(app, *arguments)
    assert code == 1
    assert "Error: " in output
    assert sentence in output


def test_purging(app: Flask, db_session: Session, frozen_clock: FrozenClock) -> None:
    account = make_member(make_municipality())
    client = signed_in(app, account)
    client.get("/my")
    visitor = app.test_client()
    visitor.submit("/password-reset", {"email": account.email})
    assert run(app, "purge")[0] == 0
    assert db_session.scalar(select(func.count()).select_from(AccountSession)) == 1
    frozen_clock.advance(timedelta(days=3))
    assert run(app, "purge")[0] == 0
    for table in (AccountSession, Attempt, PasswordReset):
        assert db_session.scalar(select(func.count()).select_from(table)) == 0


def test_purging_forgets_addresses_in_time(app: Flask, db_session: Session, frozen_clock: FrozenClock) -> None:
    invitation = make_invitation(make_municipality(), "neu@ort.example")
    with transaction():
        handled = receive_feedback(NewFeedback(FeedbackKind.BARRIER, "/", "Eine Frage", "gast@ort.example"))
        receive_feedback(NewFeedback(FeedbackKind.BARRIER, "/", "Noch eine", "offen@ort.example"))
        handled.handled_at = clock.now()
        queue(NewMail(key="weg", template="invitation", recipient="nirgends@ort.example"))
        session().scalars(select(OutboxMail)).one().failed_at = clock.now()
    assert invitation.expires_at < clock.now() + timedelta(days=15)
    for days, left in ((29, {"offen", "gast", "nirgends", "neu"}), (16, {"offen", "gast"}), (46, {"offen"})):
        frozen_clock.advance(timedelta(days=days))
        assert run(app, "purge")[0] == 0
        db_session.expire_all()
        columns = (Feedback.email, OutboxMail.recipient, Invitation.email)
        found = {value.partition("@")[0] for column in columns for value in db_session.scalars(select(column))}
        assert found - {""} == left


def test_erasing_leaves_nothing_of_the_person(app: Flask, db_session: Session) -> None:
    account = make_member(make_municipality(), account=make_account("weg@ort.example", name="Weggang"))
    town = account.memberships[0].municipality_id
    contact = saved(Contact(municipality_id=town, role="Steueramt", holder_id=account.id))
    app.test_client().submit("/password-reset", {"email": account.email})
    account_id = account.id
    with transaction():
        receive_feedback(NewFeedback(FeedbackKind.OTHER, "/", "Eine Frage", "Weg@Ort.Example"))
        queue(NewMail(key="früher", template="invitation", recipient="weg@ort.example", parameters={"name": "Weggang"}))
    assert run(app, "erase", "Weg@Ort.example", "--yes")[0] == 0
    db_session.expire_all()
    assert db_session.get(Account, account_id) is None
    assert db_session.get_one(Contact, contact.id).holder_id is None
    assert db_session.scalars(select(Orphan.label)).one() == "Steueramt"
    for table in db_session.get_bind().dialect and Account.metadata.sorted_tables:
        for row in db_session.execute(select(table)):
            assert "weg@ort.example" not in str(tuple(row)).casefold()
            assert "Weggang" not in str(tuple(row))


def test_the_last_operator_is_not_erased(app: Flask) -> None:
    operator = make_operator("betrieb@ort.example")
    assert run(app, "erase", operator.email, "--yes")[0] == 1


def load(path: Path = SEEDS) -> tuple[int, int]:
    with transaction():
        towns = load_municipalities(path / "hessen.csv", by=system_actor())
        return towns, load_counties(path / "kreise_hessen.csv", by=system_actor())


def test_the_municipalities_of_hessen_are_loaded_once(db_session: Session) -> None:
    assert load() == (421, 21)
    assert load() == (0, 0)
    usingen = db_session.scalars(select(Municipality).where(Municipality.ags == "06434011")).one()
    assert (usingen.slug, usingen.full_name, usingen.kind) == ("usingen", "Stadt Usingen", MunicipalityKind.TOWN)
    assert not usingen.is_partner
    kassel = db_session.scalars(select(Municipality).where(Municipality.name == "Kassel")).all()
    assert {(row.kind, row.slug) for row in kassel} == {
        (MunicipalityKind.TOWN, "kassel"),
        (MunicipalityKind.COUNTY, "landkreis-kassel"),
    }
    assert db_session.scalars(select(AuditEntry.action)).all() == ["municipalities.loaded"] * 2


def test_loading_again_keeps_what_administrators_changed(db_session: Session) -> None:
    town = make_municipality("Usingen am Taunus", ags="06434011", population=15_000, designation="")
    load()
    db_session.refresh(town)
    assert (town.name, town.population, town.designation) == ("Usingen am Taunus", 15_000, "Stadt")


def test_only_operators_load(db_session: Session) -> None:
    somebody = Actor(account_id=make_account().id, name="Amt")
    with pytest.raises(NotAllowed), transaction():
        load_municipalities(SEEDS / "hessen.csv", by=somebody)
    assert db_session.scalar(select(func.count()).select_from(Invitation)) == 0
