"""A solution of the own municipality: its releases, the facts that live on, its relations, what changed."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required
from registry.catalogue.fact_sheet.choices import Choices
from registry.catalogue.fact_sheet.sheet import living_facts
from registry.catalogue.fact_sheet.syntax import solution_slug
from registry.catalogue.models import RelationKind, Solution, SolutionRelation
from registry.core.database import session, transaction
from registry.core.errors import Invalid, NotFound
from registry.publishing import fact_page
from registry.publishing.choosing import choices_for
from registry.publishing.forms import RELATION_KINDS, RelationForm
from registry.publishing.permissions import may_decide, may_edit
from registry.publishing.queries import (
    find_open_draft,
    get_own_solution,
    list_changes,
    list_relations,
    list_releases_of,
)
from registry.publishing.services.checks import count_open
from registry.publishing.services.guards import require_editor
from registry.publishing.services.living import save_living
from registry.publishing.services.merging import StaleDraft, Values
from registry.publishing.services.relations import relate, unrelate
from registry.publishing.views.blueprint import bp
from registry.publishing.views.facts import Entered, carried_fields, read_entered, seen_of_clashes, seen_state
from registry.publishing.views.loading import title_of


@bp.get("/solutions/<slug>")
@login_required
def solution(slug: str) -> ResponseReturnValue:
    """Releases with what can be done with them, and everything that lives on."""
    return _page(get_own_solution(slug, acting()), RelationForm())


@bp.route("/solutions/<slug>/facts", methods=["GET", "POST"])
@login_required
def living(slug: str) -> ResponseReturnValue:
    """The facts that live on: contact, lifecycle, successor …; a change shows at once."""
    actor = acting()
    own = get_own_solution(slug, actor)
    require_editor(own, actor)
    if request.method == "GET":
        return _living_page(own)
    entered = read_entered(fact_page.living_inputs(), _choices(own))
    try:
        if not entered.errors:
            with transaction():
                actor = acting()
                save_living(get_own_solution(slug, actor), entered.prepared.values, by=actor, seen=seen_state())
    except StaleDraft as problem:
        return _conflict_page(get_own_solution(slug, acting()), problem), 409
    except Invalid as problem:
        entered.errors.update(problem.fields)
    if entered.errors:
        return _living_page(get_own_solution(slug, acting()), entered), 422
    flash(_("Gespeichert. Die Angaben gelten sofort."), "success")
    return redirect(url_for("publishing.solution", slug=slug))


@bp.post("/solutions/<slug>/relations")
@login_required
def add_relation(slug: str) -> ResponseReturnValue:
    """Say how this solution relates to another one."""
    form = RelationForm(request.form)
    if not form.validate():
        return _page(get_own_solution(slug, acting()), form), 422
    try:
        target = solution_slug(form.target.data or "")
        with transaction():
            actor = acting()
            relate(get_own_solution(slug, actor), RelationKind(form.kind.data), target_slug=target, by=actor)
    except Invalid as problem:
        form.add_errors(problem if problem.fields else Invalid(problem.message, {"target": problem.message}))
        return _page(get_own_solution(slug, acting()), form), 422
    flash(_("Gespeichert."), "success")
    return redirect(url_for("publishing.solution", slug=slug))


@bp.post("/solutions/<slug>/relations/remove")
@login_required
def remove_relation(slug: str) -> ResponseReturnValue:
    """Take a relation back."""
    with transaction():
        actor = acting()
        own = get_own_solution(slug, actor)
        unrelate(own, _relation(own), by=actor)
    flash(_("Die Beziehung ist entfernt."), "success")
    return redirect(url_for("publishing.solution", slug=slug))


def _relation(own: Solution) -> SolutionRelation:
    try:
        kind = RelationKind(request.form.get("kind", ""))
        target_id = uuid.UUID(request.form.get("target_id", ""))
    except ValueError as error:
        raise NotFound from error
    found = session().get(SolutionRelation, (own.id, kind, target_id))
    if found is None:
        raise NotFound
    return found


def _choices(own: Solution) -> Choices:
    return choices_for(own.municipality_id, {})


def _page(own: Solution, form: RelationForm) -> str:
    actor = acting()
    releases, choices = list_releases_of(own.id), _choices(own)
    return render_template(
        "publishing/solution.html",
        solution=own,
        releases=releases,
        draft_title=title_of(releases[0]),
        open_counts={release.id: count_open(release) for release in releases},
        draft=find_open_draft(own.id),
        relations=list_relations(own),
        relation_kinds=RELATION_KINDS,
        changes=fact_page.shown_changes(list_changes(own), choices),
        living=fact_page.shown_living(own, choices),
        may_edit=may_edit(own, actor),
        may_decide=may_decide(own, actor),
        form=form,
    )


def _living_page(own: Solution, entered: Entered | None = None) -> str:
    choices = _choices(own)
    shown, living = fact_page.living_inputs(), living_facts(own)
    stored: Values = {declared.id: living.get(declared.id) for declared in shown}
    page = fact_page.fact_page(
        shown,
        stored,
        choices,
        origins={},
        entered=(entered.shown_again(stored), entered.errors) if entered else None,
        seen=entered.seen_again(stored) if entered else None,
    )
    return render_template("publishing/living.html", solution=own, page=page, page_has_errors=bool(page.errors))


def _conflict_page(own: Solution, problem: StaleDraft) -> str:
    url = url_for("publishing.living", slug=own.slug)
    return render_template(
        "publishing/conflict.html",
        draft_title=title_of(list_releases_of(own.id)[0]),
        clashes=fact_page.shown_clashes(problem.clashes, _choices(own)),
        carried=carried_fields(),
        seen=seen_of_clashes(problem.clashes),
        action=url,
        back=url,
    )
