"""The acts of the towns that use solutions: adoptions with their history, imports, checklists, ratings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from sqlalchemy import select

from registry.accounts.actor import Actor
from registry.accounts.models import Contact
from registry.adoption.checklist import TEMPLATE
from registry.adoption.models import Adoption, ItemState
from registry.adoption.queries import find_adoption
from registry.adoption.services.editing import confirm_use, save_checklist
from registry.adoption.services.importing import import_release
from registry.adoption.services.moving import Move, move_adoption, start_adoption
from registry.adoption.stages import Stage
from registry.core import clock
from registry.core.database import session
from registry.ratings.queries import find_rating
from registry.ratings.services import Judgement, answer, rate
from registry.seeding.cast import Cast
from registry.seeding.demo_files import DemoAdoption, DemoRating, DemoSolution, DemoStep
from registry.seeding.finding import demo_release, demo_solution
from registry.seeding.timeline import Act, act

PLANNED_FOR = 90
"""Days from the decision to the target date, where the demo names none."""
IMPORTED_AFTER = 4
"""Days from the publication of a newer release until a live town takes it over at the earliest."""
CHANGING_FOR = 24
"""Days for which a town has been changing over at most: a change of months would look stuck."""


@dataclass(frozen=True, slots=True)
class User:
    """Plays one town that uses a solution."""

    solution: DemoSolution
    adoption: DemoAdoption
    cast: Cast
    today: date
    """The day from which the demo counts back, whatever day is being played."""

    def acts(self) -> Iterator[Act]:
        """Everything the town does with the solution."""
        adoption, about = self.adoption, f"{self.solution.slug} {self.adoption.municipality}"
        steps = adoption.history
        yield act(steps[0].days_ago, 13, about, self._start)
        for before, step in pairwise(steps):
            yield act(step.days_ago, 13, about, partial(self._move, before, step))
        if adoption.checklist:
            yield act(steps[-1].days_ago, 14, about, self._tick_off)
        if adoption.next_release:
            yield act(self._import_day(), 14, about, self._import_next)
        if adoption.confirmed_days_ago is not None and adoption.confirmed_days_ago < steps[-1].days_ago:
            yield act(adoption.confirmed_days_ago, 15, about, self._confirm)

    def _start(self) -> None:
        step = self.adoption.history[0]
        start_adoption(demo_solution(self.solution.slug), by=self._by(step), contact=self._contact(), text=step.text)

    def _move(self, before: DemoStep, step: DemoStep) -> None:
        if step.stage is Stage.IMPLEMENTING and before.stage not in {Stage.TESTING, Stage.PAUSED}:
            assert step.release is not None  # noqa: S101 (the demo names it for this stage)
            import_release(demo_release(self.solution.slug, step.release), by=self._by(step))
            return
        move_adoption(self._row(), self._as_move(step), by=self._by(step))

    def _as_move(self, step: DemoStep) -> Move:
        adoption = self.adoption
        move = Move(
            target=step.stage,
            reason=step.reason,
            text=step.text,
            release=demo_release(self.solution.slug, step.release) if step.release else None,
        )
        match step.stage:
            case Stage.PLANNED:
                return replace(move, target_on=self._target_on(), decision_reference=adoption.decision_reference)
            case Stage.LIVE:
                return self._with_figures(move)
            case Stage.RETIRED if adoption.successor:
                return replace(move, successor=demo_solution(adoption.successor))
            case _:
                return move

    def _with_figures(self, move: Move) -> Move:
        adoption = self.adoption
        assert adoption.live_days_ago is not None  # noqa: S101 (the demo names it for this stage)
        return replace(
            move,
            live_on=self.today - timedelta(days=adoption.live_days_ago),
            cases_per_year=adoption.cases_per_year,
            minutes_before=adoption.minutes_before,
            minutes_after=adoption.minutes_after,
            basis=adoption.basis,
        )

    def _target_on(self) -> date:
        if self.adoption.target_days_ahead is not None:
            return self.today + timedelta(days=self.adoption.target_days_ahead)
        return clock.today() + timedelta(days=PLANNED_FOR)

    def _tick_off(self) -> None:
        states = {key: self.adoption.checklist.get(key, ItemState.OPEN) for key in TEMPLATE}
        answers = {key: (state, "") for key, state in states.items()}
        save_checklist(self._row(), answers, by=self._by(self.adoption.history[-1]))

    def _import_next(self) -> None:
        assert self.adoption.next_release is not None  # noqa: S101 (checked by `acts`)
        release = demo_release(self.solution.slug, self.adoption.next_release)
        import_release(release, by=self._by(self.adoption.history[-1]))

    def _import_day(self) -> int:
        """Not long ago, but some days after the newer release came out and after going live."""
        found = (item for item in self.solution.releases if item.version == self.adoption.next_release)
        published = next(found).published_days_ago
        assert published is not None  # noqa: S101 (what is in use was published)
        earliest = min(published, self.adoption.history[-1].days_ago) - IMPORTED_AFTER
        return max(1, min(earliest, CHANGING_FOR))

    def _confirm(self) -> None:
        confirm_use(self._row(), by=self._by(self.adoption.history[-1]))

    def _row(self) -> Adoption:
        by = self._by(self.adoption.history[0])
        found = find_adoption(by.municipality_id, demo_solution(self.solution.slug).id)
        assert found is not None  # noqa: S101 (the first act started it)
        return found

    def _contact(self) -> Contact:
        by = self._by(self.adoption.history[0])
        query = select(Contact).where(Contact.municipality_id == by.municipality_id)
        return session().scalars(query.where(Contact.role == self.adoption.contact.role)).one()

    def _by(self, step: DemoStep) -> Actor:
        return self.cast.acting(step.by, self.adoption.municipality)


@dataclass(frozen=True, slots=True)
class Rater:
    """Plays a rating of one solution and its answer."""

    solution: DemoSolution
    rating: DemoRating
    cast: Cast

    def acts(self) -> Iterator[Act]:
        """The rating, and the answer where there is one."""
        about = f"{self.solution.slug} {self.rating.municipality}"
        yield act(self.rating.days_ago, 15, about, self._rate)
        if self.rating.answer:
            assert self.rating.answered_days_ago is not None  # noqa: S101 (the demo names it with the answer)
            yield act(self.rating.answered_days_ago, 16, about, self._answer)

    def _rate(self) -> None:
        rating = self.rating
        judgement = Judgement(
            stars=rating.stars,
            worked_as_described=rating.worked_as_described,
            effort_as_stated=rating.effort_as_stated,
            would_take_again=rating.would_take_again,
            text=rating.text,
        )
        release = demo_release(self.solution.slug, rating.release)
        rate(release, by=self.cast.acting(rating.by, rating.municipality), judgement=judgement)

    def _answer(self) -> None:
        town = self.cast.acting(self.rating.by, self.rating.municipality)
        row = find_rating(town.municipality_id, demo_solution(self.solution.slug).id)
        assert row is not None  # noqa: S101 (the act before gave it)
        answer(row, self.rating.answer, by=self.cast.acting(self.rating.answered_by, self.solution.publisher))
