"""Two editors, every order of loading and saving: the second save gets the difference, nothing is lost in silence."""

from collections.abc import Callable
from itertools import permutations

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from registry.accounts.models import Municipality, Role
from registry.catalogue.models import Release, Solution
from registry.core.database import session, transaction
from registry.publishing.queries import find_release
from registry.publishing.services import uploads
from registry.web.adapters import adapters
from tests.durability.publishing import Publisher, Town, make_platform, make_town, opaque
from tests.support.accounts_factories import make_account, make_member, signed_in
from tests.support.client import PageClient
from tests.support.forms import PageForm, forms_of

ORDERS = sorted(
    {
        order
        for order in permutations(("load 0", "save 0", "load 1", "save 1"))
        if all(order.index(f"load {person}") < order.index(f"save {person}") for person in (0, 1))
    }
)
STALE = 409
REFUSED = 422
DONE = {302, 303}


Wish = dict[str, str]
Pair = tuple[PageClient, PageClient]


class Editing:
    """Two people with the same page open, each with its own wish."""

    def __init__(
        self, pair: tuple[PageClient, PageClient], path: str, wishes: tuple[dict[str, str], dict[str, str]]
    ) -> None:
        self._pair, self._path, self._wishes = pair, path, wishes
        self._forms: dict[int, PageForm] = {}
        self.answers: list[TestResponse] = []

    def carry_out(self, order: tuple[str, ...]) -> TestResponse:
        """Load and save in this order; the answer to the second save."""
        for deed, person in (step.split() for step in order):
            self.load(int(person)) if deed == "load" else self.save(int(person))
        return self.answers[-1]

    def load(self, person: int) -> None:
        """Open the page."""
        self._forms[person] = self._pair[person].form(self._path, action=self._path)

    def save(self, person: int) -> None:
        """Send the form as it was loaded, with the wish filled in."""
        self.answers.append(self.send(person, self._forms[person], self._wishes[person]))

    def send(self, person: int, form: PageForm, wish: Wish) -> TestResponse:
        """Send a form."""
        return self._pair[person].open(form.action, method="POST", data=form.values | wish)

    def again(self, person: int, wish: Wish) -> TestResponse:
        """Send the form of the page that came back, with something chosen in it."""
        self.answers.append(self.send(person, self.shown_again(), wish))
        return self.answers[-1]

    def shown_again(self) -> PageForm:
        """The form of the page that came back."""
        found = forms_of(self.answers[-1].text, page=self._path)
        return next(form for form in found if form.method == "POST" and form.action == self._path)


@pytest.fixture
def town(db_session: Session, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(uploads, "read_file", opaque)
    with transaction():
        make_platform()
        return make_town()


@pytest.fixture
def pair(app: Flask, town: Town) -> Pair:
    """Two administrators of the town, which makes them editors too."""
    municipality = session().get_one(Municipality, town.municipality_id)
    one, other = (make_member(municipality, Role.ADMIN, account=make_account(password=None)) for _ in range(2))
    return signed_in(app, one), signed_in(app, other)


@pytest.fixture
def draft(town: Town) -> Callable[[], Release]:
    """A draft that somebody has filled in; read anew at each call."""
    publisher = Publisher(town, adapters().store)
    release_id = [publisher.step() for _ in range(2)][-1].release_id

    def now() -> Release:
        session().expire_all()
        found = find_release(release_id)
        assert found is not None
        return found

    return now


@pytest.mark.parametrize("order", ORDERS)
def test_two_editors_of_the_same_fact(order: tuple[str, ...], pair: Pair, draft: Callable[[], Release]) -> None:
    editing = _editing_facts(pair, draft, {"facts-title": "Titel 0"}, {"facts-title": "Titel 1"})

    last = editing.carry_out(order)

    first, second = _in_order_of_saving(order)
    assert editing.answers[0].status_code in DONE
    if _overlaps(order):
        assert last.status_code == STALE
        assert f"Titel {first}" in last.text
        assert f"Titel {second}" in last.text
        assert draft().title == f"Titel {first}"
    else:
        assert last.status_code in DONE
        assert draft().title == f"Titel {second}"


@pytest.mark.parametrize("order", ORDERS)
def test_two_editors_of_different_facts(order: tuple[str, ...], pair: Pair, draft: Callable[[], Release]) -> None:
    editing = _editing_facts(pair, draft, {"facts-title": "Titel 0"}, {"facts-summary": "Satz 1."})

    last = editing.carry_out(order)

    assert last.status_code in DONE
    assert (draft().facts["title"], draft().facts["summary"]) == ("Titel 0", "Satz 1.")


@pytest.mark.parametrize(("choice", "title"), [("mine", "Titel 1"), ("theirs", "Titel 0")])
def test_a_decision_about_one_fact_leaves_the_other_changes_of_both(
    choice: str, title: str, pair: Pair, draft: Callable[[], Release]
) -> None:
    editing = _editing_facts(
        pair,
        draft,
        {"facts-title": "Titel 0", "facts-summary": "Satz 0."},
        {"facts-title": "Titel 1", "facts-source_key": "Schlüssel 1"},
    )
    editing.carry_out(("load 0", "load 1", "save 0", "save 1"))

    answer = editing.again(1, {"choice-title": choice})

    facts = draft().facts
    assert answer.status_code in DONE
    assert (facts["title"], facts["summary"], facts["source_key"]) == (title, "Satz 0.", "Schlüssel 1")


def test_a_corrected_mistake_does_not_undo_what_somebody_else_saved(pair: Pair, draft: Callable[[], Release]) -> None:
    editing = _editing_facts(
        pair, draft, {"facts-summary": "Satz 0."}, {"facts-title": "Titel 1", "facts-leika_keys": "keine Ziffern"}
    )
    refused = editing.carry_out(("load 0", "load 1", "save 0", "save 1"))

    answer = editing.again(1, {"facts-leika_keys": ""})

    assert refused.status_code == REFUSED
    assert answer.status_code in DONE
    assert (draft().facts["title"], draft().facts["summary"]) == ("Titel 1", "Satz 0.")


def test_a_mistake_beside_a_decision_does_not_undo_the_decision(pair: Pair, draft: Callable[[], Release]) -> None:
    wrong = {"facts-title": "Titel 1", "facts-leika_keys": "keine Ziffern"}
    editing = _editing_facts(pair, draft, {"facts-title": "Titel 0"}, wrong)
    editing.carry_out(("load 0", "load 1", "save 0", "save 1"))

    editing.again(1, {"choice-title": "theirs"})
    answer = editing.again(1, {"facts-leika_keys": ""})

    assert [told.status_code for told in editing.answers[1:3]] == [STALE, REFUSED]
    assert answer.status_code in DONE
    assert draft().title == "Titel 0"


def test_saving_while_typing_does_not_undo_what_somebody_else_saved(pair: Pair, draft: Callable[[], Release]) -> None:
    editing = _editing_facts(pair, draft, {"facts-summary": "Satz 0."}, {})
    path = _facts_path(draft)
    form = pair[1].form(path, action=path)
    editing.load(0)
    editing.save(0)

    for title in ("Titel", "Titel 1"):
        answer = pair[1].post(f"{path}/autosave", data=form.values | {"facts-title": title})
        assert answer.status_code == 200
        form.values["row_version"] = [answer.get_json()["row_version"]]

    assert (draft().facts["title"], draft().facts["summary"]) == ("Titel 1", "Satz 0.")


@pytest.mark.parametrize("order", ORDERS)
def test_two_editors_of_facts_that_live_on(order: tuple[str, ...], pair: Pair, town: Town) -> None:
    Publisher(town, adapters().store).publish()
    slug = session().query(Solution.slug).scalar()
    wishes = ({"facts-lifecycle": "pilot", "facts-support_offer": "demo"}, {"facts-lifecycle": "development"})
    editing = Editing(pair, f"/publish/solutions/{slug}/facts", wishes)

    last = editing.carry_out(order)

    _first, second = _in_order_of_saving(order)
    if _overlaps(order):
        assert last.status_code == STALE
        assert editing.again(second, {"choice-lifecycle": "mine"}).status_code in DONE
    session().expire_all()
    stored = session().query(Solution).one()
    assert stored.lifecycle == wishes[second]["facts-lifecycle"]
    assert stored.support_offer == "demo"


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("other", ["street", "contact_role"])
def test_two_editors_of_one_profile(order: tuple[str, ...], other: str, pair: Pair, town: Town) -> None:
    editing = Editing(pair, "/my/profile/edit", ({"street": "Weg 0"}, {other: "Weg 1"}))

    last = editing.carry_out(order)

    first, second = _in_order_of_saving(order)
    assert editing.answers[0].status_code in DONE
    stored = _stored_profile(town)
    if _overlaps(order):
        assert last.status_code == STALE
        assert f"Weg {first}" in last.text
        assert f"Weg {second}" in last.text
        assert getattr(stored, ("street", other)[first]) == f"Weg {first}"
        assert editing.again(second, {}).status_code in DONE
        assert getattr(_stored_profile(town), ("street", other)[second]) == f"Weg {second}"
    else:
        assert last.status_code in DONE
        assert getattr(stored, ("street", other)[second]) == f"Weg {second}"


def _facts_path(draft: Callable[[], Release]) -> str:
    return f"/publish/releases/{draft().id}/facts/identity"


def _editing_facts(pair: Pair, draft: Callable[[], Release], wish: Wish, other_wish: Wish) -> Editing:
    return Editing(pair, _facts_path(draft), (wish, other_wish))


def _stored_profile(town: Town) -> Municipality:
    session().expire_all()
    return session().get_one(Municipality, town.municipality_id)


def _overlaps(order: tuple[str, ...]) -> bool:
    """Whether both had the page open before anybody saved."""
    return {step.split()[0] for step in order[:2]} == {"load"}


def _in_order_of_saving(order: tuple[str, ...]) -> tuple[int, int]:
    first, second = (int(step.split()[1]) for step in order if step.startswith("save"))
    return first, second
