"""The first page of the administration."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import operator_required
from registry.admin.queries import operator_figures
from registry.admin.views.blueprint import bp


@bp.get("")
@operator_required
def index() -> ResponseReturnValue:
    """What there is to look after."""
    return render_template("admin/index.html", counted=operator_figures())
