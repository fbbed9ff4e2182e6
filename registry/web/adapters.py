"""What the application reaches the outside world through; views hand on the one a service needs."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import structlog
from flask import current_app

from registry.core.settings import Settings
from registry.mail import Mailer, open_mailer
from registry.search import SearchIndex
from registry.storage import FileStore, VirusScanner, open_scanner, open_store

logger = structlog.get_logger()

EXTENSION = "registry"


@dataclass(frozen=True, slots=True)
class Adapters:
    """One implementation of each seam, chosen by the settings."""

    settings: Settings
    store: FileStore
    scanner: VirusScanner
    mailer: Mailer
    search: SearchIndex


def build_adapters(settings: Settings) -> Adapters:
    """The adapters that the settings name."""
    if settings.is_production and settings.mail == "console":
        logger.warning("mails_only_printed", remedy="set REGISTRY_MAIL")
    return Adapters(
        settings=settings,
        store=open_store(settings.storage),
        scanner=open_scanner(settings.scanner),
        mailer=open_mailer(settings.mail, settings.mail_from),
        search=SearchIndex(Path(settings.search_path)),
    )


def adapters() -> Adapters:
    """The adapters of the current application."""
    return cast("Adapters", current_app.extensions[EXTENSION])


def settings() -> Settings:
    """The settings of the current application."""
    return adapters().settings
