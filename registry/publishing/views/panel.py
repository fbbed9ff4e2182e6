"""What «Meine Kommune» says about publishing: what waits for a decision, and what is in work."""

from flask import url_for
from flask_babel import gettext as _

from registry.accounts.actor import Actor
from registry.accounts.panels import Panel, PanelItem
from registry.catalogue.models import Release, ReleaseState
from registry.publishing.permissions import may_start
from registry.publishing.queries import is_for_partner, list_drafts, list_to_review
from registry.publishing.views.loading import title_of

ORDER = 30


def publishing_panel(actor: Actor) -> Panel | None:
    """The section; none for whoever acts for no municipality."""
    if actor.municipality_id is None:
        return None
    actions = [(_("Lösung anlegen"), url_for("publishing.new"))] if may_start(actor) and is_for_partner(actor) else []
    return Panel(
        heading=_("Veröffentlichen"),
        items=[
            *(_to_decide(release) for release in list_to_review(actor)),
            *(_in_work(release) for release in list_drafts(actor.municipality_id)),
        ],
        empty=_("Kein Entwurf in Arbeit."),
        actions=[*actions, (_("Alle Entwürfe und Veröffentlichungen"), url_for("publishing.index"))],
    )


def _to_decide(release: Release) -> PanelItem:
    return PanelItem(
        text=title_of(release),
        url=url_for("publishing.review", release_id=release.id),
        note=_("Wartet auf Ihre Freigabe"),
        is_urgent=True,
    )


def _in_work(release: Release) -> PanelItem:
    is_draft = release.state is ReleaseState.DRAFT
    return PanelItem(
        text=title_of(release),
        url=url_for("publishing.draft", release_id=release.id),
        note=_("Entwurf") if is_draft else _("Zur Freigabe"),
    )
