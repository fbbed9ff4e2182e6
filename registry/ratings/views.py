"""Rating a solution, and answering a rating."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.adoption.queries import find_adoption
from registry.catalogue.models import Release, Solution
from registry.catalogue.queries import current_release, get_release, get_solution, list_releases
from registry.core.database import transaction
from registry.core.errors import Invalid, NotFound
from registry.ratings.forms import AnswerForm, RatingForm
from registry.ratings.models import Rating
from registry.ratings.permissions import may_answer, may_rate
from registry.ratings.queries import find_rating, get_rating
from registry.ratings.services import answer, rate, withdraw_rating

bp = Blueprint("ratings", __name__, url_prefix="/solutions/<slug>/rating")


@bp.get("")
@login_required
def form(slug: str) -> ResponseReturnValue:
    """The form, with the own rating if there is one."""
    solution = get_solution(slug, acting())
    require(may_rate(acting(), solution))
    return _show(solution, _form_of(solution, acting()))


@bp.post("")
@login_required
def give(slug: str) -> ResponseReturnValue:
    """Store the rating of the municipality the member acts for."""
    solution = get_solution(slug, acting())
    require(may_rate(acting(), solution))
    entered = RatingForm(request.form)
    entered.release.choices = _releases(solution, acting())
    if not entered.validate():
        return _show(solution, entered), 422
    try:
        with transaction():
            rate(get_release(slug, entered.release.data, acting()), by=acting(), judgement=entered.judgement())
    except Invalid as error:
        entered.add_errors(error)
        return _show(get_solution(slug, acting()), entered), 422
    flash(_("Ihre Bewertung ist gespeichert."), "success")
    return redirect(url_for("portal.solution", slug=slug, _anchor="bewertungen"))


@bp.get("/withdraw")
@login_required
def confirm_withdrawal(slug: str) -> ResponseReturnValue:
    """Ask before the own rating is taken back."""
    solution = get_solution(slug, acting())
    rating = _own_rating(solution)
    require(may_rate(acting(), solution))
    return render_template("ratings/withdraw.html", solution=solution, title=_title(solution), rating=rating)


@bp.post("/withdraw")
@login_required
def withdraw(slug: str) -> ResponseReturnValue:
    """Take the own rating back."""
    with transaction():
        withdraw_rating(_own_rating(get_solution(slug, acting())), by=acting())
    flash(_("Ihre Bewertung ist gelöscht."), "success")
    return redirect(url_for("portal.solution", slug=slug, _anchor="bewertungen"))


@bp.route("/<uuid:rating_id>/answer", methods=["GET", "POST"])
@login_required
def answer_rating(slug: str, rating_id: uuid.UUID) -> ResponseReturnValue:
    """The publisher's one answer."""
    solution = get_solution(slug, acting())
    rating = get_rating(rating_id, solution.id)
    require(may_answer(acting(), solution), visible=acting().reads_partner_content)
    entered = AnswerForm(request.form if request.method == "POST" else None)
    if not entered.validate_on_submit():
        page = render_template("ratings/answer.html", solution=solution, rating=rating, form=entered)
        return page, 422 if entered.is_submitted else 200
    with transaction():
        solution = get_solution(slug, acting())
        answer(get_rating(rating_id, solution.id), entered.answer.data or "", by=acting())
    flash(_("Ihre Antwort ist veröffentlicht."), "success")
    return redirect(url_for("portal.solution", slug=slug, _anchor="bewertungen"))


def _form_of(solution: Solution, actor: Actor) -> RatingForm:
    own = find_rating(actor.municipality_id, solution.id)
    values = {} if own is None else {name: getattr(own, name).value for name in _VERDICT_FIELDS}
    if own is not None:
        values |= {"stars": str(own.stars), "text": own.text}
    entered = RatingForm(data={**values, "release": _default_release(solution, actor)})
    entered.release.choices = _releases(solution, actor)
    return entered


_VERDICT_FIELDS = ("worked_as_described", "effort_as_stated", "would_take_again")


def _own_rating(solution: Solution) -> Rating:
    found = find_rating(acting().municipality_id, solution.id)
    if found is None:
        raise NotFound
    return found


def _title(solution: Solution) -> str:
    return current_release(list_releases(solution, acting())).title


def _default_release(solution: Solution, actor: Actor) -> str:
    adoption = find_adoption(actor.municipality_id, solution.id)
    return adoption.release.number if adoption and adoption.release else list_releases(solution, actor)[0].number


def _releases(solution: Solution, actor: Actor) -> list[tuple[str, str]]:
    releases: list[Release] = [item for item in list_releases(solution, actor) if item.state.value != "blocked"]
    return [(item.number, item.number) for item in releases]


def _show(solution: Solution, entered: RatingForm) -> str:
    own = find_rating(acting().municipality_id, solution.id)
    return render_template("ratings/form.html", solution=solution, title=_title(solution), form=entered, own=own)
