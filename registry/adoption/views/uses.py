"""The uses of a municipality: the list, the beginning of one, and everything about one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.accounts.acting import acting, login_required, member_required
from registry.accounts.permissions import require
from registry.accounts.queries.contacts import get_contact, list_contacts
from registry.adoption.checklist import LABELS
from registry.adoption.forms import StartForm
from registry.adoption.labels import ITEM_STATES, REASONS, STAGES
from registry.adoption.models import Adoption
from registry.adoption.permissions import may_adopt, may_change
from registry.adoption.queries import find_adoption, get_own_adoption, list_events, list_imports, list_own_adoptions
from registry.adoption.services.moving import start_adoption
from registry.adoption.views.blueprint import bp
from registry.adoption.views.loading import newer_release, newest_title, require_contacts
from registry.catalogue.queries import get_solution, list_releases, newest_entries_of, titles_of
from registry.core.database import transaction


@bp.get("/my/adoptions")
@member_required
def index() -> ResponseReturnValue:
    """All uses of the municipality one acts for."""
    adoptions = list_own_adoptions(acting())
    ids = [adoption.solution_id for adoption in adoptions]
    return render_template(
        "adoption/index.html", adoptions=adoptions, titles=titles_of(ids), newest=newest_entries_of(ids)
    )


@bp.route("/solutions/<slug>/adoption/start", methods=["GET", "POST"])
@login_required
def start(slug: str) -> ResponseReturnValue:
    """Express interest."""
    solution = get_solution(slug, acting())
    require(may_adopt(acting(), solution))
    if request.method == "GET" and find_adoption(acting().municipality_id, solution.id) is not None:
        return redirect(url_for("adoption.show", slug=slug))
    form = StartForm(request.form if request.method == "POST" else None)
    form.offer(list_contacts(acting().municipality_id))
    if form.is_submitted:
        require_contacts(form)
    if not form.validate_on_submit():
        page = render_template("adoption/start.html", solution=solution, title=newest_title(slug), form=form)
        return page, 422 if form.is_submitted else 200
    with transaction():
        contact = get_contact(form.chosen_contact_id, municipality_id=acting().municipality_id)
        start_adoption(get_solution(slug, acting()), by=acting(), contact=contact, text=form.text.data or "")
    flash(_("Ihr Interesse ist eingetragen. Die Checkliste begleitet Sie bis zum Start."), "success")
    return redirect(url_for("adoption.show", slug=slug))


@bp.get("/solutions/<slug>/adoption")
@login_required
def show(slug: str) -> ResponseReturnValue:
    """The own use with everything about it."""
    return _page(get_own_adoption(slug, acting()))


def _page(adoption: Adoption) -> str:
    releases = list_releases(adoption.solution, acting())
    return render_template(
        "adoption/show.html",
        adoption=adoption,
        title=newest_title(adoption.solution.slug),
        newer=newer_release(adoption, releases),
        events=list_events(adoption),
        imports=list_imports(adoption.solution_id, adoption.municipality_id),
        stages=STAGES,
        reasons=REASONS,
        item_states=ITEM_STATES,
        checklist_labels=LABELS,
        may_change=may_change(acting(), adoption),
    )
