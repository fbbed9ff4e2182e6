"""What «Meine Kommune» says about uses: first what waits for the town."""

from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _

from registry.accounts.actor import Actor
from registry.accounts.panels import Panel, PanelItem
from registry.adoption.labels import STAGES
from registry.adoption.models import Adoption
from registry.adoption.queries import list_own_adoptions
from registry.adoption.stages import Stage
from registry.catalogue.models import CatalogueEntry
from registry.catalogue.queries import newest_entries_of, titles_of
from registry.core import clock
from registry.web.templating import message_text

ORDER = 20
SHOWN = 8
CONFIRM_AFTER = timedelta(days=365)
GONE = frozenset({Stage.REJECTED, Stage.RETIRED})


def adoption_panel(actor: Actor) -> Panel | None:
    """The section; none for whoever acts for no municipality."""
    if actor.municipality_id is None:
        return None
    uses = [use for use in list_own_adoptions(actor) if use.stage not in GONE]
    ids = [use.solution_id for use in uses]
    titles, newest = titles_of(ids), newest_entries_of(ids)
    items = [_item(use, titles[use.solution_id], newest.get(use.solution_id)) for use in uses]
    return Panel(
        heading=_("Nachnutzungen"),
        items=[item for _order, item in sorted(items, key=lambda pair: pair[0])][:SHOWN],
        empty=_("Ihre Kommune hat noch keine Nachnutzung eingetragen."),
        actions=[
            (_("Alle Nachnutzungen"), url_for("adoption.index")),
            (_("Im Katalog suchen"), url_for("catalogue.index")),
        ],
    )


def _item(use: Adoption, title: str, entry: CatalogueEntry | None) -> tuple[int, PanelItem]:
    """The line, and its rank: what the town must do, what it may want to do, the rest."""
    due, offered = _due(use), _offered(use, entry)
    note = due or offered or message_text(STAGES.label(use.stage.value))
    url = url_for("adoption.show", slug=use.solution.slug)
    return 0 if due else 1 if offered else 2, PanelItem(text=title, url=url, note=note, is_urgent=bool(due))


def _due(use: Adoption) -> str:
    if use.contact_id is None:
        return str(_("Es fehlt eine Ansprechstelle"))
    if use.stage is Stage.LIVE and (use.confirmed_at is None or clock.now() - use.confirmed_at > CONFIRM_AFTER):
        return str(_("Bitte bestätigen, dass die Lösung noch im Einsatz ist"))
    return ""


def _offered(use: Adoption, entry: CatalogueEntry | None) -> str:
    if use.next_release is not None:
        return str(_("Umstellung auf Version %(number)s läuft", number=use.next_release.number))
    if entry is not None and use.release is not None and entry.release.number_key > use.release.number_key:
        return str(_("Version %(number)s ist erschienen", number=entry.number))
    return ""
