"""Every feature with pages, commands or listeners, by name: the list a newcomer reads first."""

from click import Group
from flask import Blueprint, Flask, has_request_context

from registry.accounts import departure, panels
from registry.accounts.acting import acting_or_none
from registry.accounts.cli import accounts_cli
from registry.accounts.services import contacts
from registry.accounts.views import accounts, my
from registry.accounts.views.own_panels import ORDER_HOUSE, ORDER_TASKS, house_panel, tasks_panel
from registry.activity.cli import activity_cli
from registry.admin.views import bp as admin
from registry.adoption.services.telling import tell_adopters
from registry.adoption.views import bp as adoption
from registry.adoption.views.panel import ORDER as ORDER_ADOPTION
from registry.adoption.views.panel import adoption_panel
from registry.catalogue import services as catalogue_services
from registry.catalogue.cli import catalogue_cli
from registry.catalogue.search_documents import follow_change
from registry.catalogue.views import bp as catalogue
from registry.diagrams.cli import diagrams as diagrams_cli
from registry.formats.cli import formats as formats_cli
from registry.keeping.cli import backup_cli, storage_cli
from registry.notifications.cli import notifications_cli
from registry.outbox import services as outbox
from registry.outbox.cli import outbox_cli
from registry.outbox.delivery import Courier
from registry.portal.contents import contents_html
from registry.portal.views import bp as portal
from registry.publishing import announcing, previewing
from registry.publishing.departure import DRAFTS
from registry.publishing.views import bp as publishing
from registry.publishing.views.panel import ORDER as ORDER_PUBLISHING
from registry.publishing.views.panel import publishing_panel
from registry.ratings.views import bp as ratings
from registry.reporting.views import bp as reporting
from registry.seeding.cli import demo_cli, seeding_cli
from registry.translations.cli import translations_cli
from registry.web import health
from registry.web.adapters import adapters
from registry.web.navigation import register_navigation

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.bp,
    accounts,
    my,
    portal,
    catalogue,
    adoption,
    ratings,
    publishing,
    reporting,
    admin,
)

COMMANDS: tuple[Group, ...] = (
    accounts_cli,
    activity_cli,
    catalogue_cli,
    formats_cli,
    diagrams_cli,
    notifications_cli,
    outbox_cli,
    storage_cli,
    backup_cli,
    demo_cli,
    seeding_cli,
    translations_cli,
)


def register_listeners(app: Flask) -> None:
    """Let features react to each other without knowing each other."""
    register_navigation(app, acting_or_none)
    departure.register(contacts.BELONGINGS)
    departure.register(DRAFTS)
    previewing.show_contents_with(contents_html)
    announcing.on_published(tell_adopters)
    catalogue_services.on_changed(_follow_change)
    panels.add_panel("adoption", adoption_panel, order=ORDER_ADOPTION)
    panels.add_panel("tasks", tasks_panel, order=ORDER_TASKS)
    panels.add_panel("publishing", publishing_panel, order=ORDER_PUBLISHING)
    panels.add_panel("house", house_panel, order=ORDER_HOUSE)
    if not app.testing:
        outbox.on_queued(Courier(app).wake)


def _follow_change() -> None:
    """Let the index follow what a page changed; commands leave it to the next search, once for all."""
    if has_request_context():
        follow_change(adapters().search)
