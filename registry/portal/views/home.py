"""The start page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.catalogue.cards import cards_of
from registry.catalogue.labels import platform_names
from registry.catalogue.permissions import audience_of
from registry.portal.queries import newest_entries, portal_figures
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors


@bp.get("/")
@cached_for_visitors
def home() -> ResponseReturnValue:
    """What the portal is for, a search, key figures and what is new."""
    audience = audience_of(acting_or_none())
    return render_template(
        "portal/home.html",
        figures=portal_figures(audience),
        cards=cards_of(newest_entries(audience)),
        platforms=platform_names(),
    )
