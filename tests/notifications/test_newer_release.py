"""Adopters of an older release are told once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from registry.accounts.models import Contact, Deputy, Role
from registry.adoption.stages import Stage
from registry.catalogue.models import NoteKind
from registry.core import clock
from registry.core.database import session, transaction
from registry.mail.memory import MemoryMailer
from registry.outbox.models import OutboxMail
from registry.publishing.announcing import announce
from registry.storage.memory import MemoryStore
from tests.support.accounts_factories import make_account
from tests.support.catalogue_factories import (
    Edition,
    add_release,
    adopt,
    contact_of,
    find_release,
    find_solution,
    make_solution,
)
from tests.support.publishing_factories import make_town

NEWER = Edition(number="1.1.0", notes=[(NoteKind.FIXED, "Datum berichtigt"), (NoteKind.SECURITY, "Kennwort entfernt")])


def published(slug: str) -> None:
    """What publishing does with the release 1.1.0."""
    with transaction():
        announce(find_release(slug, "1.1.0"))


def deliver(app: Flask) -> str:
    """Run the command of cron; its output."""
    result = app.test_cli_runner().invoke(args=["notifications", "deliver"])
    assert result.exit_code == 0, result.output
    return str(result.output)


def test_the_mailbox_of_the_contact_is_told_once(
    app: Flask, db_session: Session, store: MemoryStore, mailer: MemoryMailer
) -> None:
    slug = make_solution(make_town(app, "Usingen"), store=store).slug
    adopt(make_town(app, "Wehrheim"), slug)
    add_release(find_solution(slug), NEWER, store=store)
    published(slug)
    published(slug)
    assert "1 Nachrichten" in deliver(app)
    assert "0 Nachrichten" in deliver(app)
    mail = mailer.sent[0]
    assert mail.to == "steueramt@ort.example"
    assert mail.subject == "Neue Version: Hund anmelden 1.1.0"
    for part in (
        "Stadt Wehrheim nutzt Version 1.0.0",
        "- Behoben: Datum berichtigt",
        "- Sicherheit: Kennwort entfernt",
    ):
        assert part in mail.text, part
    assert f"http://localhost/solutions/{slug}/adoption\n" in mail.text


def test_the_holder_is_told_in_its_language(
    app: Flask, db_session: Session, store: MemoryStore, mailer: MemoryMailer
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    town = make_town(app)
    contact_of(town.municipality).holder_id = make_account("holder@ort.example", language="en").id
    session().commit()
    adopt(town, slug)
    add_release(find_solution(slug), NEWER, store=store)
    published(slug)
    deliver(app)
    assert mailer.sent[0].to == "holder@ort.example"
    assert f"http://localhost/en/solutions/{slug}/adoption" in mailer.sent[0].text


@pytest.mark.parametrize(("from_on", "told"), [(0, "deputy@ort.example"), (1, "holder@ort.example")])
def test_whoever_stands_in_today_is_told_instead(
    app: Flask, db_session: Session, store: MemoryStore, mailer: MemoryMailer, from_on: int, told: str
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    town = make_town(app)
    holder, deputy = make_account("holder@ort.example"), make_account("deputy@ort.example")
    contact_of(town.municipality).holder_id = holder.id
    first = clock.today() + timedelta(days=from_on)
    session().add(
        Deputy(
            municipality_id=town.municipality.id,
            absent_id=holder.id,
            deputy_id=deputy.id,
            from_on=first,
            until_on=first + timedelta(days=7),
        )
    )
    session().commit()
    adopt(town, slug)
    add_release(find_solution(slug), NEWER, store=store)
    published(slug)
    deliver(app)
    assert [mail.to for mail in mailer.sent] == [told]


def test_without_mailbox_an_administrator_is_told(
    app: Flask, db_session: Session, store: MemoryStore, mailer: MemoryMailer
) -> None:
    slug = make_solution(make_town(app), store=store).slug
    town = make_town(app)
    contact_of(town.municipality).email = ""
    admin = town.person(Role.ADMIN).email
    session().commit()
    adopt(town, slug)
    add_release(find_solution(slug), NEWER, store=store)
    published(slug)
    deliver(app)
    assert [mail.to for mail in mailer.sent] == [admin]


def test_only_users_of_an_older_release_are_told(app: Flask, db_session: Session, store: MemoryStore) -> None:
    publisher = make_town(app, "Usingen")
    slug = make_solution(publisher, store=store).slug
    for stage in (Stage.INTEREST, Stage.REJECTED, Stage.RETIRED, Stage.TESTING, Stage.PAUSED):
        adopt(make_town(app), slug, stage)
    adopt(publisher, slug)
    add_release(find_solution(slug), NEWER, store=store)
    adopt(make_town(app), slug, number="1.1.0")
    published(slug)
    told = session().query(OutboxMail).filter_by(template="newer_release").all()
    assert len(told) == 2


def test_a_town_that_cannot_be_reached_is_no_error(app: Flask, db_session: Session, store: MemoryStore) -> None:
    slug = make_solution(make_town(app), store=store).slug
    town = make_town(app)
    adopt(town, slug)
    session().query(Contact).filter_by(municipality_id=town.municipality.id).update({"email": ""})
    session().commit()
    add_release(find_solution(slug), NEWER, store=store)
    published(slug)
    assert session().query(OutboxMail).filter_by(template="newer_release").count() == 0
