"""Forms sent twice at the same moment, to the production server: it happens once, and nobody sees a server error."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from registry.accounts.models import (
    Account,
    Contact,
    Invitation,
    Membership,
    Municipality,
    MunicipalitySystem,
    PasswordReset,
    Role,
)
from registry.activity.services import broken_links
from registry.adoption.models import Adoption, AdoptionEvent, ImportRecord
from registry.adoption.services.importing import import_release
from registry.adoption.services.moving import Move, move_adoption
from registry.adoption.stages import Stage
from registry.catalogue.models import Release, ReleaseAction, ReleaseEvent, Solution, SolutionRelation
from registry.core import clock
from registry.core.database import session, transaction
from registry.publishing.queries import find_release
from registry.publishing.services import uploads
from registry.ratings.models import Rating
from registry.storage import FileStore
from registry.taxonomy.models import System
from registry.web.adapters import adapters
from registry.web.links import signed_token
from tests.durability.portal import Answer, Person, Portal, Sending
from tests.durability.publishing import Publisher, Town, content, make_platform, make_town, opaque
from tests.durability.racing import together
from tests.support.accounts_factories import make_account, make_member

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]

DONE = {302, 303}
REFUSED = 409


@pytest.fixture(autouse=True)
def look(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A context for the test's own look at the database, which must be sound at the end."""
    monkeypatch.setattr(uploads, "read_file", opaque)
    with portal.app.app_context():
        if session().get(System, "civento") is None:
            with transaction():
                make_platform()
        yield
        session().rollback()
        assert broken_links() == []


def test_a_solution_is_begun_once(portal: Portal) -> None:
    town = _town()
    editor = portal.person(_account(town.editor.account_id))
    sending = editor.fill_in_with_file("/publish/new", ("files", "ablauf.bin", content()), {"kind": "process"})

    answers = _at_once(editor, editor, sending)

    assert {answer.status for answer in answers} <= DONE
    assert len({answer.location for answer in answers}) == 1
    assert _count(Solution, Solution.municipality_id == town.municipality_id) == 1


def test_the_second_of_two_editors_sees_what_the_first_saved(portal: Portal) -> None:
    town = _town()
    draft = _draft(town)
    path = f"/publish/releases/{draft}/facts/identity"
    pair = [portal.person(account) for account in (_account(town.editor.account_id), _member(town, Role.EDITOR))]
    sendings = [person.fill_in(path, {"facts-title": f"Titel {number}"}) for number, person in enumerate(pair)]

    answers = together(*(partial(person.send, sending) for person, sending in zip(pair, sendings, strict=True)))

    saved = _release(draft).title
    refused = [answer for answer in answers if answer.status == REFUSED]
    assert len(refused) == 1
    assert "Titel 0" in refused[0].text
    assert "Titel 1" in refused[0].text
    assert saved in {"Titel 0", "Titel 1"}


def test_a_draft_is_submitted_once(portal: Portal) -> None:
    town = _town()
    draft = _draft(town, steps=2)
    editor = portal.person(_account(town.editor.account_id))
    sending = editor.fill_in(f"/publish/releases/{draft}/submission", {"rights": "y", "go": "submit"})

    answers = _at_once(editor, editor, sending)

    assert {answer.status for answer in answers} <= DONE
    assert _events(draft, ReleaseAction.SUBMITTED) == 1


def test_a_release_is_published_once(portal: Portal) -> None:
    town = _town()
    draft = _draft(town, steps=3)
    pair = [portal.person(account) for account in (_account(town.reviewer.account_id), _member(town, Role.PUBLISHER))]
    path = f"/publish/releases/{draft}/review"
    sendings = [person.fill_in(path, {"go": "accept"}) for person in pair]

    answers = together(*(partial(person.send, sending) for person, sending in zip(pair, sendings, strict=True)))

    assert sorted(answer.status in DONE for answer in answers) == [False, True]
    assert {answer.status for answer in answers} - DONE == {REFUSED}
    assert _events(draft, ReleaseAction.PUBLISHED) == 1


def test_a_reviewer_who_clicks_twice_publishes_once(portal: Portal) -> None:
    town = _town()
    draft = _draft(town, steps=3)
    reviewer = portal.person(_account(town.reviewer.account_id))
    sending = reviewer.fill_in(f"/publish/releases/{draft}/review", {"go": "accept"})

    answers = _at_once(reviewer, reviewer, sending)

    assert {answer.status for answer in answers} <= DONE
    assert _events(draft, ReleaseAction.PUBLISHED) == 1


def test_a_next_release_is_begun_once(portal: Portal) -> None:
    town = _town()
    solution = _published(town).solution
    editor = portal.person(_account(town.editor.account_id))
    page = f"/publish/solutions/{solution.slug}"
    sending = editor.fill_in(page, {}, action=f"{page}/new-release")

    answers = _at_once(editor, editor, sending)

    assert {answer.status for answer in answers} <= DONE
    assert _count(Release, Release.solution_id == solution.id) == 2


def test_a_relation_is_added_once(portal: Portal) -> None:
    town = _town()
    solution, target = _published(town).solution, _published(_town()).solution
    editor = portal.person(_account(town.editor.account_id))
    page = f"/publish/solutions/{solution.slug}"
    sending = editor.fill_in(page, {"kind": "needs", "target": target.slug}, action=f"{page}/relations")

    answers = _at_once(editor, editor, sending)

    assert {answer.status for answer in answers} <= DONE | {REFUSED, 422}
    assert _count(SolutionRelation, SolutionRelation.solution_id == solution.id) == 1


def test_a_use_begins_once(portal: Portal) -> None:
    slug, town = _published(_town()).solution.slug, _town()
    editor = portal.person(_account(town.editor.account_id))
    sending = editor.fill_in(f"/solutions/{slug}/adoption/start", {"contact_id": str(town.contact_id)})

    answers = _at_once(editor, editor, sending)

    assert sorted({answer.status for answer in answers} - DONE) == [REFUSED]
    assert "schon eine Nachnutzung" in next(answer for answer in answers if answer.status == REFUSED).words
    assert _count(Adoption, Adoption.municipality_id == town.municipality_id) == 1


def test_a_release_is_taken_over_once(portal: Portal) -> None:
    release, town = _published(_town()), _town()
    editor = portal.person(_account(town.editor.account_id))
    path = f"/solutions/{release.solution.slug}/releases/{release.number}/import"
    sending = editor.fill_in(path, {"contact_id": str(town.contact_id)})

    answers = _at_once(editor, editor, sending)

    assert {answer.status for answer in answers} <= DONE
    assert _count(Adoption, Adoption.municipality_id == town.municipality_id) == 1
    assert _count(ImportRecord, ImportRecord.municipality_id == town.municipality_id) == 1


def test_a_use_is_moved_once(portal: Portal) -> None:
    release, town = _published(_town()), _town()
    adoption = _adopted(release, town)
    editor = portal.person(_account(town.editor.account_id))
    path = f"/solutions/{release.solution.slug}/adoption/move?target=testing"
    sending = editor.fill_in(path, {})
    before = _count(AdoptionEvent, AdoptionEvent.adoption_id == adoption)

    answers = _at_once(editor, editor, sending)

    assert sorted({answer.status for answer in answers} - DONE) == [REFUSED]
    assert _count(AdoptionEvent, AdoptionEvent.adoption_id == adoption) == before + 1


def test_a_town_has_one_rating(portal: Portal) -> None:
    release, town = _published(_town()), _town()
    _adopted(release, town, stage=Stage.TESTING)
    pair = [portal.person(account) for account in (_account(town.editor.account_id), _member(town, Role.EDITOR))]
    answers = {"worked_as_described": "yes", "effort_as_stated": "partly", "would_take_again": "yes"}
    path = f"/solutions/{release.solution.slug}/rating"
    sendings = [person.fill_in(path, answers | {"stars": str(stars)}) for stars, person in enumerate(pair, 4)]

    told = together(*(partial(person.send, sending) for person, sending in zip(pair, sendings, strict=True)))

    assert {answer.status for answer in told} <= DONE
    assert _count(Rating, Rating.municipality_id == town.municipality_id) == 1


def test_an_invitation_is_accepted_once(portal: Portal) -> None:
    town = _town()
    with transaction():
        invitation = Invitation(
            municipality_id=town.municipality_id,
            email=(address := f"{uuid.uuid4().hex}@ort.example"),
            email_folded=address,
            role=Role.EDITOR,
            expires_at=clock.now() + timedelta(days=1),
        )
        session().add(invitation)
        session().flush()
        path = f"/invitations/{signed_token('invitation', invitation.id)}"
    visitor = portal.person()
    password = "vier ruhige Worte am Fluss"
    sending = visitor.fill_in(path, {"name": "Redaktion", "password": password, "repeated": password})

    answers = _at_once(visitor, visitor, sending)

    assert sorted({answer.status for answer in answers} - DONE) == [REFUSED]
    assert _count(Account, Account.email == address) == 1


def test_an_address_is_invited_once(portal: Portal) -> None:
    town = _town()
    admin = portal.person(_member(town, Role.ADMIN))
    sending = admin.fill_in("/my/members/invite", {"email": "neu@ort.example", "role": "editor"})

    answers = _at_once(admin, admin, sending)

    assert sorted({answer.status for answer in answers} - DONE) == [422]
    assert _count(Invitation, Invitation.municipality_id == town.municipality_id) == 1


def test_a_contact_and_a_system_are_added_once(portal: Portal) -> None:
    town = _town()
    admin = portal.person(_member(town, Role.ADMIN))
    contact = admin.fill_in("/my/contacts/new", {"role": "Bauamt", "email": "bauamt@ort.example"})
    system = admin.fill_in("/my/systems/new", {"system_key": "civento"})

    for sending in (contact, system):
        answers = _at_once(admin, admin, sending)
        assert sorted({answer.status for answer in answers} - DONE) == [422]

    assert _count(Contact, Contact.municipality_id == town.municipality_id, Contact.role == "Bauamt") == 1
    assert _count(MunicipalitySystem, MunicipalitySystem.municipality_id == town.municipality_id) == 1


def test_the_second_of_two_administrators_sees_what_the_first_saved(portal: Portal) -> None:
    town = _town()
    pair = [portal.person(_member(town, Role.ADMIN)) for _ in range(2)]
    sendings = [person.fill_in("/my/profile/edit", {"street": f"Weg {number}"}) for number, person in enumerate(pair)]

    answers = together(*(partial(person.send, sending) for person, sending in zip(pair, sendings, strict=True)))

    refused = [answer for answer in answers if answer.status == REFUSED]
    assert len(refused) == 1
    assert "Weg 0" in refused[0].text
    assert "Weg 1" in refused[0].text
    assert session().get_one(Municipality, town.municipality_id).street in {"Weg 0", "Weg 1"}


def test_a_reset_link_works_once(portal: Portal) -> None:
    with transaction():
        account = make_account()
        reset = PasswordReset(account_id=account.id, expires_at=clock.now() + timedelta(hours=1))
        session().add(reset)
        session().flush()
        path = f"/password-reset/{signed_token('password_reset', reset.id)}"
    visitor = portal.person()
    password = "fünf stille Boote am Ufer"
    sending = visitor.fill_in(path, {"password": password, "repeated": password})

    answers = _at_once(visitor, visitor, sending)

    assert sorted(answer.status for answer in answers) == [200, REFUSED]


def test_a_removed_member_is_removed_once(portal: Portal) -> None:
    town = _town()
    pair = [portal.person(_member(town, Role.ADMIN)) for _ in range(2)]
    leaver = _member(town, Role.EDITOR)
    membership = session().scalar(select(Membership.id).where(Membership.account_id == leaver.id))
    path = f"/my/members/{membership}/remove"
    sendings = [person.fill_in(path, {}) for person in pair]

    answers = together(*(partial(person.send, sending) for person, sending in zip(pair, sendings, strict=True)))

    assert sorted({answer.status for answer in answers} - DONE) == [404]
    assert _count(Membership, Membership.account_id == leaver.id) == 0


def _at_once(one: Person, other: Person, sending: Sending) -> list[Answer]:
    session().rollback()
    answers = list(together(partial(one.send, sending), partial(other.send, sending)))
    assert all(answer.status < 500 for answer in answers), [answer.status for answer in answers]
    return answers


def _town() -> Town:
    with transaction():
        return make_town()


def _account(account_id: uuid.UUID) -> Account:
    return session().get_one(Account, account_id)


def _member(town: Town, role: Role) -> Account:
    with transaction():
        return make_member(
            session().get_one(Municipality, town.municipality_id), role, account=make_account(password=None)
        )


def _store() -> FileStore:
    return adapters().store


def _draft(town: Town, *, steps: int = 1) -> uuid.UUID:
    """A draft: begun, filled in, submitted."""
    publisher = Publisher(town, _store())
    return [publisher.step() for _ in range(steps)][-1].release_id


def _published(town: Town) -> Release:
    return _release(Publisher(town, _store()).publish().release_id)


def _adopted(release: Release, town: Town, *, stage: Stage = Stage.IMPLEMENTING) -> uuid.UUID:
    release_id = release.id
    with transaction():
        contact = session().get_one(Contact, town.contact_id)
        adoption = import_release(_release(release_id), by=town.editor, contact=contact)
        if stage is not Stage.IMPLEMENTING:
            move_adoption(adoption, Move(target=stage), by=town.editor)
        return adoption.id


def _release(release_id: uuid.UUID) -> Release:
    session().rollback()
    found = find_release(release_id)
    assert found is not None
    return found


def _count(table: type, *conditions: object) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(table).where(*conditions)) or 0  # type: ignore[arg-type]


def _events(release_id: uuid.UUID, action: ReleaseAction) -> int:
    return _count(ReleaseEvent, ReleaseEvent.release_id == release_id, ReleaseEvent.action == action)
