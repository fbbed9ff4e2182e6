"""Partners: the list, and one page each."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.accounts.acting import acting_or_none
from registry.accounts.actor import reads_partner_content
from registry.accounts.queries.contacts import list_systems
from registry.catalogue.cards import cards_of
from registry.catalogue.labels import platform_names
from registry.catalogue.permissions import audience_of
from registry.catalogue.queries import entries_of
from registry.portal.queries import get_partner, list_partners, uses_of
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors


@bp.get("/municipalities")
@cached_for_visitors
def municipalities() -> ResponseReturnValue:
    """Everybody who takes part."""
    return render_template("portal/municipalities.html", rows=list_partners(audience_of(acting_or_none())))


@bp.get("/municipalities/<slug>")
@cached_for_visitors
def municipality(slug: str) -> ResponseReturnValue:
    """What one partner publishes and uses; its systems and contact for partners."""
    viewer = acting_or_none()
    found, audience = get_partner(slug), audience_of(viewer)
    platforms = platform_names()
    return render_template(
        "portal/municipality.html",
        municipality=found,
        cards=cards_of(entries_of(found, audience)),
        uses=uses_of(found, audience),
        systems=list_systems(found.id) if reads_partner_content(viewer) else [],
        platforms=platforms,
    )
