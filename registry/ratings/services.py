"""Rating, taking a rating back, answering."""

from dataclasses import dataclass

from sqlalchemy import func, select

from registry.accounts.actor import Actor
from registry.accounts.models import Role
from registry.accounts.permissions import require
from registry.activity.services import record
from registry.catalogue.models import Release, ReleaseState, Solution
from registry.catalogue.services import refresh, set_ratings
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define
from registry.notifications.recipients import recipient_of
from registry.outbox.services import NewMail, queue
from registry.ratings.models import MAX_STARS, MIN_STARS, Rating, Verdict
from registry.ratings.permissions import may_answer, may_rate
from registry.ratings.queries import find_rating

STARS = define("rating.stars", N_("Bitte geben Sie einen bis fünf Sterne."))
ANSWERED = define("rating.answered", N_("Diese Bewertung hat schon eine Antwort."))
EMPTY_ANSWER = define("rating.empty_answer", N_("Bitte schreiben Sie eine Antwort."))
WRONG_RELEASE = define("rating.wrong_release", N_("Bitte wählen Sie die Version, die Sie bewerten."))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a municipality says."""

    stars: int
    worked_as_described: Verdict
    effort_as_stated: Verdict
    would_take_again: Verdict
    text: str = ""


def rate(release: Release, *, by: Actor, judgement: Judgement) -> Rating:
    """Record the judgement of `by`'s municipality, replacing its earlier one.

    Raises:
        NotAllowed: the municipality published the solution itself, or never tested it.
        Invalid: no such number of stars, or a release that was never published.
    """
    solution = release.solution
    require(may_rate(by, solution))
    if not MIN_STARS <= judgement.stars <= MAX_STARS:
        raise Invalid(STARS(), {"stars": STARS()})
    if release.state not in {ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN}:
        raise Invalid(WRONG_RELEASE(), {"release_id": WRONG_RELEASE()})
    earlier = find_rating(by.municipality_id, solution.id)
    rating = earlier or _new_rating(solution, by)
    _take(rating, release, judgement, by)
    session().add(rating)
    _recount(solution)
    _record("rating.given", rating, by)
    if earlier is None:
        _tell_publisher(rating, release)
    return rating


def withdraw_rating(rating: Rating, *, by: Actor) -> None:
    """Take the own rating back.

    Raises:
        NotFound: it is the rating of another municipality.
    """
    solution = rating.solution
    is_own = by.acts_for(rating.municipality_id, Role.READER)
    require(is_own and may_rate(by, solution), visible=is_own)
    _record("rating.withdrawn", rating, by)
    session().delete(rating)
    _recount(solution)


def answer(rating: Rating, text: str, *, by: Actor) -> None:
    """The one answer of the publisher.

    Raises:
        NotAllowed: not a publisher of the publishing municipality.
        Conflict: there is an answer already.
        Invalid: the answer is empty.
    """
    require(may_answer(by, rating.solution), visible=by.reads_partner_content)
    if rating.answer:
        raise Conflict(ANSWERED())
    if not text.strip():
        raise Invalid(EMPTY_ANSWER(), {"answer": EMPTY_ANSWER()})
    rating.answer, rating.answered_at, rating.answered_by_id = text.strip(), clock.now(), by.recorded_id
    _record("rating.answered", rating, by)


def recount_ratings(solution: Solution) -> tuple[int, int]:
    """Number and sum of the stars, from the rows."""
    row = (
        session()
        .execute(
            select(func.count(), func.coalesce(func.sum(Rating.stars), 0)).where(Rating.solution_id == solution.id)
        )
        .one()
    )
    return int(row[0]), int(row[1])


def _new_rating(solution: Solution, by: Actor) -> Rating:
    return Rating(solution_id=solution.id, municipality_id=by.municipality_id)


def _take(rating: Rating, release: Release, judgement: Judgement, by: Actor) -> None:
    rating.release, rating.solution = release, release.solution
    rating.by_id, rating.rated_at = by.recorded_id, clock.now()
    rating.stars, rating.text = judgement.stars, judgement.text
    rating.worked_as_described = judgement.worked_as_described
    rating.effort_as_stated = judgement.effort_as_stated
    rating.would_take_again = judgement.would_take_again


def _tell_publisher(rating: Rating, release: Release) -> None:
    solution = release.solution
    recipient = recipient_of(solution.contact_functional, solution.municipality)
    if recipient is None:
        return
    queue(
        NewMail(
            key=f"new_rating:{rating.id}",
            template="new_rating",
            recipient=recipient.email,
            language=recipient.language,
            account_id=recipient.account_id,
            parameters={
                "title": release.title,
                "slug": solution.slug,
                "stars": rating.stars,
                "municipality": rating.municipality.full_name,
            },
        )
    )


def _recount(solution: Solution) -> None:
    session().flush()
    count, total = recount_ratings(solution)
    set_ratings(solution.id, count=count, total=total)
    refresh(solution)


def _record(action: str, rating: Rating, by: Actor) -> None:
    session().flush()
    record(action, subject=("rating", rating.id), actor_id=by.recorded_id, municipality_id=by.municipality_id)
