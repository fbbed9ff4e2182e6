"""What programs read: feed, sitemap, robots, security contact."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, render_template
from sqlalchemy import select

from registry.catalogue.models import Audience, CatalogueEntry
from registry.core import clock
from registry.core.database import session
from registry.portal.queries import list_partners, newest_entries
from registry.portal.views.blueprint import bp
from registry.web.adapters import settings
from registry.web.caching import cached_for_visitors
from registry.web.language import LANGUAGES, current_language
from registry.web.links import absolute_url

FEED_ENTRIES = 30
MAX_SITEMAP = 40_000
TEXT_PAGES = (
    "portal.home",
    "catalogue.index",
    "portal.municipalities",
    "portal.about",
    "portal.guides",
    "portal.contact",
    "portal.imprint",
    "portal.privacy",
    "portal.accessibility",
)
UNINDEXED = ("accounts.sign_in", "accounts.request_reset", "portal.feedback")
"""Forms: nothing to find there."""


@bp.get("/feed.atom")
@cached_for_visitors
def feed() -> Response:
    """What was published last, for everybody (RFC 4287)."""
    entries = newest_entries(Audience.PUBLIC, FEED_ENTRIES)
    newest = max((entry.published_at for entry in entries), default=clock.now())
    xml = render_template("portal/feed.xml", entries=entries, newest=newest, link=_link)
    return Response(xml, mimetype="application/atom+xml")


@bp.get("/sitemap.xml")
@cached_for_visitors
def sitemap() -> Response:
    """Every public page in both languages."""
    rows = session().execute(
        select(CatalogueEntry.slug, CatalogueEntry.published_at)
        .where(CatalogueEntry.audience == Audience.PUBLIC)
        .order_by(CatalogueEntry.slug)
        .limit(MAX_SITEMAP)
    )
    pages: list[tuple[str, dict[str, str], str]] = [(endpoint, {}, "") for endpoint in TEXT_PAGES]
    pages += [("portal.municipality", {"slug": row.municipality.slug}, "") for row in list_partners(Audience.PUBLIC)]
    pages += [("portal.solution", {"slug": row.slug}, row.published_at.date().isoformat()) for row in rows]
    xml = render_template("portal/sitemap.xml", pages=pages, languages=LANGUAGES, address=absolute_url)
    return Response(xml, mimetype="application/xml")


@bp.get("/robots.txt")
@cached_for_visitors
def robots() -> Response:
    """Public pages may be indexed, everything else asks for an account anyway."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {_path(endpoint, language)}" for language in LANGUAGES for endpoint in UNINDEXED),
        f"Sitemap: {absolute_url('portal.sitemap')}",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
@cached_for_visitors
def security_txt() -> Response:
    """Where to report a weakness (RFC 9116)."""
    expires = (clock.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {absolute_url('portal.contact')}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings().base_url.rstrip('/')}/.well-known/security.txt",
    ]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _path(endpoint: str, language: str) -> str:
    """The path of a page in a language, whatever language this request speaks."""
    return urlsplit(absolute_url(endpoint, language=language)).path


def _link(endpoint: str, **values: object) -> str:
    return absolute_url(endpoint, language=current_language(), **values)
