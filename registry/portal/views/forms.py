"""The form in a file: as somebody fills it in, and all its fields with their rules."""

import uuid

from flask import render_template, request
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.core.errors import NotFound
from registry.core.paging import clamp_page
from registry.diagrams.form_controls import control, input_type
from registry.portal.forms import form_fields, form_preview, get_form
from registry.portal.views.blueprint import bp
from registry.text.cleaning import printable
from registry.web.caching import cached_for_visitors

MAX_QUERY = 100


@bp.get("/files/<uuid:artifact_id>/form")
@cached_for_visitors
def form(artifact_id: uuid.UUID) -> ResponseReturnValue:
    """The form as it looks to whoever fills it in; nothing can be sent."""
    shown = get_form(artifact_id, acting_or_none())
    if not shown.is_filled_in:
        raise NotFound
    preview = form_preview(shown.form, clamp_page(request.args.get("page")))
    return render_template("portal/form.html", shown=shown, preview=preview, control=control, input_type=input_type)


@bp.get("/files/<uuid:artifact_id>/fields")
@cached_for_visitors
def fields(artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Every group and field with its details, and a search among them."""
    shown = get_form(artifact_id, acting_or_none())
    query = " ".join(printable(request.args.get("q", "")[:MAX_QUERY]).split())
    found = form_fields(shown.form, clamp_page(request.args.get("page")), query)
    return render_template("portal/form_fields.html", shown=shown, fields=found)
