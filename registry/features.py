"""Every feature with pages, commands or listeners, by name: the list a newcomer reads first."""

from flask import Blueprint, Flask
from flask.cli import AppGroup

from registry.accounts.acting import acting_or_none
from registry.accounts.views import accounts, my
from registry.adoption.views import bp as adoption
from registry.catalogue.views import bp as catalogue
from registry.outbox import services as outbox
from registry.outbox.cli import outbox_cli
from registry.outbox.delivery import Courier
from registry.portal.views import bp as portal
from registry.publishing.views import bp as publishing
from registry.ratings.views import bp as ratings
from registry.web import health
from registry.web.navigation import register_navigation

BLUEPRINTS: tuple[Blueprint, ...] = (health.bp, accounts, my, portal, catalogue, adoption, ratings, publishing)

COMMANDS: tuple[AppGroup, ...] = (outbox_cli,)


def register_listeners(app: Flask) -> None:
    """Let features react to each other without knowing each other."""
    register_navigation(app, acting_or_none)
    if not app.testing:
        outbox.on_queued(Courier(app).wake)
