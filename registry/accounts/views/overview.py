"""«Meine Kommune»: what is to do."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting, member_required
from registry.accounts.panels import panels_for
from registry.accounts.views.blueprints import my


@my.get("")
@member_required
def index() -> ResponseReturnValue:
    """The overview of the municipality for which somebody acts."""
    actor = acting()
    return render_template("my/index.html", panels=panels_for(actor))
