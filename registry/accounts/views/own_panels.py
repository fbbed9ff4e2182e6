"""What the own house adds to «Meine Kommune»: orphans, invitations, contacts, deputies, profile."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from registry.accounts.actor import Actor
from registry.accounts.models import Municipality
from registry.accounts.panels import Panel, PanelItem
from registry.accounts.permissions import may_edit_profile, may_manage_members
from registry.accounts.queries.invitations import list_open
from registry.accounts.queries.municipalities import (
    get_municipality,
    list_contacts,
    list_deputies,
    list_orphans,
    list_own_systems,
)
from registry.accounts.queries.people import list_members
from registry.accounts.views.here import own_id
from registry.web.formatting import format_date

ORDER_TASKS = 100
ORDER_HOUSE = 110


def tasks_panel(actor: Actor) -> Panel | None:
    """What administrators should look after; nothing for the others, and nothing when all is well."""
    if not may_edit_profile(actor, own_id(actor)):
        return None
    items = [*_orphans(actor), *_vacant_contacts(actor), *_invitations(actor), *_gaps(get_municipality(own_id(actor)))]
    return Panel(heading=_("Im eigenen Haus zu erledigen"), items=items) if items else None


def house_panel(actor: Actor) -> Panel:
    """The ways to members, contacts and profile, with what stands there."""
    own = own_id(actor)
    members, contacts, systems = list_members(own), list_contacts(own), list_own_systems(own)
    items = [
        PanelItem(
            _("Mitglieder"),
            url_for("my.list_of_members"),
            ngettext("%(num)s Mitglied", "%(num)s Mitglieder", len(members)),
        ),
        PanelItem(
            _("Ansprechpersonen und Vertretung"),
            url_for("my.list_of_contacts"),
            ngettext("%(num)s Ansprechperson", "%(num)s Ansprechpersonen", len(contacts)),
        ),
        PanelItem(
            _("Profil und Systeme"),
            url_for("my.profile"),
            ngettext("%(num)s System", "%(num)s Systeme", len(systems)),
        ),
        *_deputies(actor),
    ]
    actions = [(_("Mitglied einladen"), url_for("my.invite"))] if may_manage_members(actor, own) else []
    return Panel(heading=_("Unsere Kommune im Portal"), items=items, actions=actions)


def _orphans(actor: Actor) -> list[PanelItem]:
    count = len(list_orphans(own_id(actor)))
    if not count:
        return []
    text = ngettext("%(num)s verwaiste Aufgabe übergeben", "%(num)s verwaiste Aufgaben übergeben", count)
    return [PanelItem(text, url_for("my.list_of_contacts"), is_urgent=True)]


def _vacant_contacts(actor: Actor) -> list[PanelItem]:
    vacant = [contact for contact in list_contacts(own_id(actor)) if contact.holder_id is None]
    return [
        PanelItem(
            _("Für „%(role)s“ antwortet zurzeit niemand", role=contact.role),
            url_for("my.edit_contact", contact_id=contact.id),
        )
        for contact in vacant
    ]


def _invitations(actor: Actor) -> list[PanelItem]:
    return [
        PanelItem(
            _("Einladung an %(email)s ist offen", email=invitation.email),
            url_for("my.list_of_members"),
            _("gilt bis %(date)s", date=format_date(invitation.expires_at)),
        )
        for invitation in list_open(own_id(actor))
    ]


def _gaps(municipality: Municipality) -> list[PanelItem]:
    wanted = (
        (municipality.contact_role and municipality.contact_email, _("Zuständige Stelle und Postfach eintragen")),
        (municipality.domain, _("Domain eintragen, damit Spuren Ihrer Kommune in Dateien auffallen")),
    )
    return [PanelItem(text, url_for("my.edit_profile")) for value, text in wanted if not value]


def _deputies(actor: Actor) -> list[PanelItem]:
    return [
        PanelItem(
            _("%(deputy)s vertritt %(absent)s", deputy=entry.deputy.name, absent=entry.absent.name),
            url_for("my.list_of_contacts"),
            _("%(start)s bis %(end)s", start=format_date(entry.from_on), end=format_date(entry.until_on)),
        )
        for entry in list_deputies(own_id(actor))
    ]
