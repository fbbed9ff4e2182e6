"""The navigation: an entry appears when its page exists and the person may use it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for
from flask_babel import gettext

from registry.core.messages import N_


@dataclass(frozen=True, slots=True)
class Entry:
    """One link: label, page, and for whom."""

    label: str
    endpoint: str
    wanted: Callable[[Any], bool]
    """Given the actor or None."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the page being shown."""

    label: str
    url: str
    is_current: bool


def _visitor(actor: Any) -> bool:  # noqa: ANN401 (an `accounts.actor.Actor`; web knows no feature)
    return actor is None


def _member(actor: Any) -> bool:  # noqa: ANN401
    return actor is not None and actor.municipality_id is not None


NAVIGATION = (
    Entry(N_("Katalog"), "catalogue.index", lambda _actor: True),
    Entry(N_("Kommunen"), "portal.municipalities", _visitor),
    Entry(N_("Anleitungen"), "portal.guides", _visitor),
    Entry(N_("Über das Portal"), "portal.about", _visitor),
    Entry(N_("Meine Kommune"), "my.index", _member),
    Entry(N_("Veröffentlichen"), "publishing.index", lambda actor: actor is not None and actor.is_editor),
    Entry(N_("Auswertung"), "reporting.index", lambda actor: actor is not None and actor.is_coordinator),
    Entry(N_("Verwaltung"), "admin.index", lambda actor: actor is not None and actor.is_operator),
)

FOOTER = (
    Entry(N_("Kommunen"), "portal.municipalities", lambda actor: actor is not None),
    Entry(N_("Anleitungen"), "portal.guides", lambda actor: actor is not None),
    Entry(N_("Über das Portal"), "portal.about", lambda actor: actor is not None),
    Entry(N_("Impressum"), "portal.imprint", lambda _actor: True),
    Entry(N_("Datenschutz"), "portal.privacy", lambda _actor: True),
    Entry(N_("Erklärung zur Barrierefreiheit"), "portal.accessibility", lambda _actor: True),
    Entry(N_("Barriere melden"), "portal.feedback", lambda _actor: True),
    Entry(N_("Kontakt"), "portal.contact", lambda _actor: True),
)


def register_navigation(app: Flask, actor_of_request: Callable[[], Any]) -> None:
    """Give templates `navigation` and `footer_links`; pages that do not exist are left out."""
    offered = {
        name: [entry for entry in entries if entry.endpoint in app.view_functions]
        for name, entries in (("navigation", NAVIGATION), ("footer_links", FOOTER))
    }

    def links() -> dict[str, list[Link]]:
        actor = actor_of_request()
        return {name: [_link(entry) for entry in entries if entry.wanted(actor)] for name, entries in offered.items()}

    app.context_processor(links)


def _link(entry: Entry) -> Link:
    blueprint = entry.endpoint.partition(".")[0]
    values: dict[str, Any] = {"page": request.path} if entry.endpoint == "portal.feedback" else {}
    is_current = request.endpoint == entry.endpoint or (blueprint != "portal" and request.blueprint == blueprint)
    return Link(gettext(entry.label), url_for(entry.endpoint, **values), is_current)
