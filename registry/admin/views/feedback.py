"""Messages of visitors, due within a month."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from registry.accounts.acting import acting, operator_required
from registry.admin.forms import FeedbackForm
from registry.admin.queries import get_feedback, page_feedback
from registry.admin.services import handle_feedback
from registry.admin.views.blueprint import bp
from registry.admin.views.lists import page_links
from registry.core import clock
from registry.core.paging import clamp_page
from registry.portal.models import FeedbackKind
from registry.web.conflicts import Difference
from registry.web.editing import Editing, attempt

KIND_LABELS = {
    FeedbackKind.BARRIER: lazy_gettext("Barriere"),
    FeedbackKind.MISTAKE: lazy_gettext("Fehler"),
    FeedbackKind.OTHER: lazy_gettext("Anderes"),
}


@bp.get("/feedback")
@operator_required
def list_of_feedback() -> ResponseReturnValue:
    """Open messages, or all."""
    everything = request.args.get("all", "")
    page = page_feedback(clamp_page(request.args.get("page")), only_open=everything != "1")
    return render_template(
        "admin/feedback_list.html",
        page=page,
        is_everything=everything == "1",
        kinds=KIND_LABELS,
        today=clock.today(),
        page_url=page_links("admin.list_of_feedback", all=everything),
    )


@bp.route("/feedback/<uuid:feedback_id>", methods=["GET", "POST"])
@operator_required
def feedback(feedback_id: uuid.UUID) -> ResponseReturnValue:
    """Read a message and mark it as handled."""
    found = get_feedback(feedback_id)
    values = {"note": found.note, "row_version": found.row_version}
    form = FeedbackForm(request.form if request.method == "POST" else None, data=values)

    def save() -> None:
        row, seen = get_feedback(feedback_id), form.row_version.data or 0
        handle_feedback(row, note=form.note.data or "", seen=seen, by=acting())

    def stored() -> tuple[FeedbackForm, int]:
        return FeedbackForm(data={"note": found.note}), found.row_version

    def page(changes: Sequence[Difference]) -> str:
        kind = KIND_LABELS[found.kind]
        return render_template("admin/feedback.html", form=form, feedback=found, kind=kind, changes=changes)

    answer = attempt(Editing(form=form, save=save, page=page, stored=stored))
    if answer is not None:
        return answer
    flash(_("Die Meldung ist erledigt."), "success")
    return redirect(url_for("admin.list_of_feedback"))
