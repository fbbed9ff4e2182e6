"""Two and more people do the same thing at the same moment: it happens once, the others are told so.

Services on real connections, each in a transaction of its own; what pages make of it stands in
`test_double_submits`.
"""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from registry.accounts.actor import Actor
from registry.accounts.models import (
    Account,
    Contact,
    Invitation,
    Membership,
    Municipality,
    PasswordReset,
    Role,
)
from registry.accounts.queries.people import find_membership
from registry.accounts.services import invitations, members, profiles, resets
from registry.accounts.services.invitations import NewPerson
from registry.accounts.services.profiles import Profile
from registry.adoption.models import Adoption, AdoptionEvent
from registry.adoption.queries import find_adoption
from registry.adoption.services.importing import import_release
from registry.adoption.services.moving import Move, move_adoption, start_adoption
from registry.adoption.stages import Stage
from registry.catalogue.models import (
    Artifact,
    Release,
    ReleaseAction,
    ReleaseEvent,
    ReleaseState,
    Solution,
    SolutionStats,
)
from registry.core import clock
from registry.core.database import session, transaction
from registry.core.errors import NotFound
from registry.outbox.models import OutboxMail
from registry.publishing.fingerprint import draft_mark
from registry.publishing.queries import find_release
from registry.publishing.services import uploads
from registry.publishing.services.drafts import NewSolution, create_solution, delete_draft, start_release
from registry.publishing.services.facts import PreparedFacts, save
from registry.publishing.services.files import attach
from registry.publishing.services.merging import state_of
from registry.publishing.services.releases import withdraw
from registry.publishing.services.review import accept, give_back, recall, submit
from registry.ratings.models import Rating, Verdict
from registry.ratings.services import Judgement, rate
from registry.web.adapters import adapters
from tests.durability.publishing import (
    Publisher,
    Town,
    actor_for,
    content,
    make_platform,
    make_town,
    opaque,
    take_in,
)
from tests.durability.racing import at_once, empty_tables
from tests.support.accounts_factories import make_account, make_member, make_municipality

pytestmark = pytest.mark.processes

PEOPLE = 4


@pytest.fixture
def here(lasting_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An empty database on real connections, with an open context for the test's own look at it."""
    monkeypatch.setattr(uploads, "read_file", opaque)
    with lasting_app.app_context():
        empty_tables()
        with transaction():
            make_platform()
        yield lasting_app


def test_solutions_of_one_title_get_different_addresses(here: Flask) -> None:
    town = _town()
    drafts = [_begun(town).id for _ in range(PEOPLE)]
    title = PreparedFacts({"title": "Hund anmelden"})

    outcome = at_once(here, *(partial(_save, draft, title, town.editor) for draft in drafts))

    slugs = set(session().scalars(select(Solution.slug)))
    assert not outcome.refusals
    assert slugs == {"hund-anmelden", *(f"hund-anmelden-{number}" for number in range(2, PEOPLE + 1))}


def test_one_form_for_a_new_solution_makes_one(here: Flask) -> None:
    town, key = _town(), uuid.uuid4()
    files = take_in(adapters().store, content()).files

    outcome = at_once(here, *[lambda: create_solution(NewSolution(id=key, files=files), by=town.editor).id] * PEOPLE)

    assert len(set(outcome.answers)) == 1
    assert (_count(Solution), _count(Release), _count(Artifact)) == (1, 1, 1)


def test_the_same_file_is_added_once(here: Flask) -> None:
    town = _town()
    draft = _begun(town).id
    files = take_in(adapters().store, content()).files

    at_once(here, *[lambda: len(attach(_release(draft), files, by=town.editor))] * PEOPLE)

    assert _count(Artifact) == 2


def test_of_two_who_save_the_same_draft_the_second_gets_the_difference(here: Flask) -> None:
    town = _town()
    draft = _begun(town).id
    seen = state_of({"title": None})
    wishes = [PreparedFacts({"title": f"Titel {number}"}) for number in range(PEOPLE)]

    outcome = at_once(here, *(partial(_save, draft, wish, town.editor, seen=seen) for wish in wishes))

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"draft.stale"}
    clashes = {clash.stored for refusal in outcome.refusals for clash in refusal.clashes}  # type: ignore[attr-defined]
    assert clashes == {_release(draft).title}


def test_two_who_save_different_facts_both_keep_theirs(here: Flask) -> None:
    town = _town()
    draft = _begun(town).id
    wishes = {"title": "Hund anmelden", "summary": "Ein Satz.", "rights_holder": "Stadt"}
    tasks = [
        partial(_save, draft, PreparedFacts({k: v}), town.editor, seen=state_of({k: None})) for k, v in wishes.items()
    ]

    outcome = at_once(here, *tasks)

    assert not outcome.refusals
    assert _release(draft).facts.items() >= wishes.items()


def test_a_draft_is_submitted_once(here: Flask) -> None:
    town = _town()
    draft = _filled_in(town).id

    outcome = at_once(here, *[lambda: submit(_release(draft), by=town.editor, rights_declared=True).state] * PEOPLE)

    assert not outcome.refusals
    assert _events(draft, ReleaseAction.SUBMITTED) == 1
    assert _mails("release_submitted") == 1


def test_a_release_is_accepted_once(here: Flask) -> None:
    town = _town()
    draft, mark = _submitted(town)
    other = _another_reviewer(town)

    outcome = at_once(
        here, *(partial(_accept, draft, mark, reviewer) for reviewer in (town.reviewer, other) for _ in range(2))
    )

    assert len(outcome.answers) == 2, "who won did it twice, which counts once"
    assert outcome.refused_with() == {"publishing.wrong_state"}
    assert _events(draft, ReleaseAction.PUBLISHED) == 1
    assert _mails("release_accepted") == 1


def test_only_one_decision_about_a_submission_counts(here: Flask) -> None:
    town = _town()
    draft, mark = _submitted(town)
    other = _another_reviewer(town)

    outcome = at_once(
        here,
        lambda: _accept(draft, mark, town.reviewer),
        lambda: give_back(_release(draft), by=other, mark=mark, comment="Bitte ergänzen.").state,
        lambda: recall(_release(draft), by=town.editor).state,
    )

    decided = [ReleaseAction.PUBLISHED, ReleaseAction.RETURNED, ReleaseAction.RECALLED]
    assert len(outcome.answers) == 1
    assert len(outcome.refusals) == 2
    assert sum(_events(draft, action) for action in decided) == 1
    assert _release(draft).state is outcome.answers[0]


def test_a_draft_is_given_up_or_submitted(here: Flask) -> None:
    town = _town()
    draft = _filled_in(town).id

    outcome = at_once(
        here,
        lambda: delete_draft(_release(draft), by=town.editor),
        lambda: submit(_release(draft), by=town.editor, rights_declared=True).state,
    )

    assert len(outcome.answers) == 1
    assert _count(Release) == (1 if outcome.answers == [ReleaseState.SUBMITTED] else 0)
    assert _count(Solution) == _count(Release)


def test_a_next_release_is_begun_once_and_gets_one_number(here: Flask) -> None:
    town = _town()
    published = Publisher(town, adapters().store).publish()
    solution_id = _release(published.release_id).solution_id

    outcome = at_once(here, *[lambda: _start(solution_id, town.editor)] * PEOPLE)

    assert len(set(outcome.answers)) == 1
    assert sorted(session().scalars(select(Release.minor))) == [0, 1]


def test_a_release_is_withdrawn_once(here: Flask) -> None:
    town = _town()
    published = Publisher(town, adapters().store).publish().release_id

    outcome = at_once(here, *[lambda: withdraw(_release(published), by=town.reviewer, reason="Falsch.").state] * PEOPLE)

    assert not outcome.refusals
    assert _events(published, ReleaseAction.WITHDRAWN) == 1


def test_a_use_begins_once(here: Flask) -> None:
    solution_id, _ = _published(_town())
    town = _town()

    outcome = at_once(here, *[lambda: _adopt(solution_id, town)] * PEOPLE)

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"adoption.already"}
    assert (_count(Adoption), _count(AdoptionEvent)) == (1, 1)


def test_a_take_over_begins_one_use(here: Flask) -> None:
    solution_id, release_id = _published(_town())
    town = _town()

    outcome = at_once(here, *[lambda: _import(release_id, town)] * PEOPLE)

    assert not outcome.refusals
    assert _count(Adoption) == 1
    assert _stages(solution_id, town) == [Stage.INTEREST, Stage.IMPLEMENTING]


def test_a_use_is_moved_once(here: Flask) -> None:
    solution_id, release_id = _published(_town())
    town = _town()
    with transaction():
        _import(release_id, town)

    outcome = at_once(here, *[lambda: _move(solution_id, town, Stage.TESTING)] * PEOPLE)

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"adoption.illegal_move"}
    assert _stages(solution_id, town) == [Stage.INTEREST, Stage.IMPLEMENTING, Stage.TESTING]


def test_a_town_has_one_rating(here: Flask) -> None:
    solution_id, release_id = _published(_town())
    town = _town()
    with transaction():
        _import(release_id, town)
        _move(solution_id, town, Stage.TESTING)

    outcome = at_once(here, *(partial(_rate, release_id, town, stars) for stars in range(1, PEOPLE + 1)))

    stats = session().get_one(SolutionStats, solution_id)
    assert not outcome.refusals
    assert _count(Rating) == 1
    assert (stats.rating_count, stats.rating_sum) == (1, session().scalar(select(Rating.stars)))


def test_ratings_of_several_towns_all_count(here: Flask) -> None:
    solution_id, release_id = _published(_town())
    towns = [_town() for _ in range(PEOPLE)]
    with transaction():
        for town in towns:
            _import(release_id, town)
            _move(solution_id, town, Stage.TESTING)

    at_once(here, *(partial(_rate, release_id, town, 5) for town in towns))

    stats = session().get_one(SolutionStats, solution_id)
    assert (stats.rating_count, stats.rating_sum) == (PEOPLE, 5 * PEOPLE)


def test_an_invitation_is_accepted_once(here: Flask) -> None:
    invitation = _invitation()
    person = NewPerson(name="Redaktion", language="de", password_hash="x")

    outcome = at_once(
        here, *[lambda: invitations.accept_as_new(session().get_one(Invitation, invitation), person).id] * PEOPLE
    )

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"invitation.unusable"}
    assert _count(Membership) == 2, "the administrator, and who was invited"


def test_an_invitation_is_accepted_or_revoked(here: Flask) -> None:
    invitation = _invitation()
    person = NewPerson(name="Redaktion", language="de", password_hash="x")
    admin = _administrator()

    outcome = at_once(
        here,
        lambda: invitations.accept_as_new(session().get_one(Invitation, invitation), person).id,
        lambda: invitations.revoke(session().get_one(Invitation, invitation), by=admin),
    )

    row = session().get_one(Invitation, invitation)
    assert len(outcome.answers) == 1
    assert (row.accepted_at is None) != (row.revoked_at is None)


def test_an_address_is_invited_once(here: Flask) -> None:
    with transaction():
        town_id = _admin_town()
    admin = _administrator()

    outcome = at_once(
        here,
        *(
            partial(_invite, town_id, address, admin)
            for address in ("neu@ort.example", "NEU@ort.example")
            for _ in "ab"
        ),
    )

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"invitation.already_invited"}
    assert (_count(Invitation), _mails("invitation")) == (1, 1)


def test_two_administrators_cannot_both_leave(here: Flask) -> None:
    with transaction():
        town = make_municipality()
        pair = [make_member(town, Role.ADMIN, account=make_account(password=None)) for _ in range(2)]
        actors = [actor_for(account, town, Role.ADMIN) for account in pair]
        town_id = town.id

    outcome = at_once(
        here,
        *(partial(_remove, town_id, actors[1 - number].account_id, actors[number]) for number in range(2)),
    )

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"member.last_administrator"}
    assert _count(Membership) == 1


def test_a_reset_is_used_once(here: Flask) -> None:
    with transaction():
        account = make_account("person@ort.example")
        reset = PasswordReset(account_id=account.id, expires_at=clock.now() + timedelta(hours=1))
        session().add(reset)
        session().flush()
        reset_id = reset.id

    outcome = at_once(
        here, *(partial(resets.use_reset, reset_id, password_hash=f"hash {n}", secret="x") for n in range(PEOPLE))
    )

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"reset.used_up"}
    assert _mails("password_changed") == 1


def test_of_those_who_save_one_profile_the_first_wins(here: Flask) -> None:
    with transaction():
        town_id = _admin_town()
        seen = session().get_one(Municipality, town_id).row_version
    admin = _administrator()

    outcome = at_once(here, *(partial(_profile, town_id, f"Straße {n}", seen, admin) for n in range(PEOPLE)))

    assert len(outcome.answers) == 1
    assert outcome.refused_with() == {"locking.changed_meanwhile"}


def _town() -> Town:
    with transaction():
        return make_town()


def _begun(town: Town) -> Release:
    files = take_in(adapters().store, content()).files
    with transaction():
        return create_solution(NewSolution(files=files), by=town.editor)


def _filled_in(town: Town) -> Release:
    publisher = Publisher(town, adapters().store)
    publisher.step()
    return _release(publisher.step().release_id)


def _submitted(town: Town) -> tuple[uuid.UUID, str]:
    draft = _filled_in(town).id
    with transaction():
        return draft, draft_mark(submit(_release(draft), by=town.editor, rights_declared=True))


def _published(town: Town) -> tuple[uuid.UUID, uuid.UUID]:
    release_id = Publisher(town, adapters().store).publish().release_id
    return _release(release_id).solution_id, release_id


def _release(release_id: uuid.UUID) -> Release:
    """As views load it.

    Raises:
        NotFound: it is gone.
    """
    found = find_release(release_id)
    if found is None:
        raise NotFound
    return found


def _save(draft: uuid.UUID, facts: PreparedFacts, editor: Actor, *, seen: str | None = None) -> list[str]:
    return save(_release(draft), facts, by=editor, seen=seen)


def _accept(draft: uuid.UUID, mark: str, reviewer: Actor) -> ReleaseState:
    return accept(_release(draft), by=reviewer, mark=mark).state


def _start(solution_id: uuid.UUID, editor: Actor) -> uuid.UUID:
    return start_release(session().get_one(Solution, solution_id), by=editor).id


def _another_reviewer(town: Town) -> Actor:
    with transaction():
        municipality = session().get_one(Municipality, town.municipality_id)
        account = make_member(municipality, Role.PUBLISHER, account=make_account(password=None))
        return actor_for(account, municipality, Role.PUBLISHER)


def _adopt(solution_id: uuid.UUID, town: Town) -> uuid.UUID:
    contact = session().get_one(Contact, town.contact_id)
    return start_adoption(session().get_one(Solution, solution_id), by=town.editor, contact=contact).id


def _import(release_id: uuid.UUID, town: Town) -> uuid.UUID:
    return import_release(_release(release_id), by=town.editor, contact=session().get_one(Contact, town.contact_id)).id


def _move(solution_id: uuid.UUID, town: Town, target: Stage) -> Stage:
    adoption = find_adoption(town.municipality_id, solution_id)
    assert adoption is not None
    return move_adoption(adoption, Move(target=target), by=town.editor).stage


def _stages(solution_id: uuid.UUID, town: Town) -> list[Stage]:
    adoption = find_adoption(town.municipality_id, solution_id)
    assert adoption is not None
    events = select(AdoptionEvent.to_stage).where(AdoptionEvent.adoption_id == adoption.id)
    return list(session().scalars(events.order_by(AdoptionEvent.seq)))


def _rate(release_id: uuid.UUID, town: Town, stars: int) -> int:
    judgement = Judgement(stars, Verdict.YES, Verdict.YES, Verdict.YES)
    return rate(_release(release_id), by=town.editor, judgement=judgement).stars


def _admin_town() -> uuid.UUID:
    town = make_municipality()
    make_member(town, Role.ADMIN, account=make_account("admin@ort.example", password=None))
    return town.id


def _administrator() -> Actor:
    account = session().scalar(select(Account).where(Account.email == "admin@ort.example"))
    assert account is not None
    membership = session().scalar(select(Membership).where(Membership.account_id == account.id))
    assert membership is not None
    return actor_for(account, membership.municipality, Role.ADMIN)


def _invitation() -> uuid.UUID:
    with transaction():
        town_id = _admin_town()
        return _invite(town_id, "neu@ort.example", _administrator())


def _invite(town_id: uuid.UUID, address: str, admin: Actor) -> uuid.UUID:
    town = session().get_one(Municipality, town_id)
    return invitations.invite(town, email=address, role=Role.EDITOR, by=admin).id


def _remove(town_id: uuid.UUID, account_id: uuid.UUID, admin: Actor) -> None:
    membership = find_membership(account_id, town_id)
    assert membership is not None
    members.remove_member(membership, by=admin)


def _profile(town_id: uuid.UUID, street: str, seen: int, admin: Actor) -> str:
    town = session().get_one(Municipality, town_id)
    return profiles.change_profile(town, Profile(street=street), seen=seen, by=admin).street


def _count(table: type) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0


def _events(release_id: uuid.UUID, action: ReleaseAction) -> int:
    found = select(func.count()).where(ReleaseEvent.release_id == release_id, ReleaseEvent.action == action)
    return session().scalar(found) or 0


def _mails(template: str) -> int:
    return session().scalar(select(func.count()).where(OutboxMail.template == template)) or 0
