"""Texts by the operator: imprint, privacy, accessibility statement, about, guides, contact."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from registry.portal.queries import find_text
from registry.portal.views.blueprint import bp
from registry.web.caching import cached_for_visitors
from registry.web.language import current_language

TITLES = {
    "imprint": _l("Impressum"),
    "privacy": _l("Datenschutz"),
    "accessibility": _l("Erklärung zur Barrierefreiheit"),
    "about": _l("Über das Portal"),
    "guides": _l("Anleitungen"),
    "contact": _l("Kontakt"),
}
"""What a page is called until the operator has written its text."""


def _page(key: str) -> ResponseReturnValue:
    text = find_text(key, current_language())
    return render_template("portal/text.html", text=text, title=text.title if text else TITLES[key])


@bp.get("/imprint")
@cached_for_visitors
def imprint() -> ResponseReturnValue:
    """Impressum after § 5 DDG."""
    return _page("imprint")


@bp.get("/privacy")
@cached_for_visitors
def privacy() -> ResponseReturnValue:
    """Datenschutzerklärung after Art. 13 DSGVO."""
    return _page("privacy")


@bp.get("/accessibility")
@cached_for_visitors
def accessibility() -> ResponseReturnValue:
    """Erklärung zur Barrierefreiheit."""
    return _page("accessibility")


@bp.get("/about")
@cached_for_visitors
def about() -> ResponseReturnValue:
    """What the portal is and who runs it."""
    return _page("about")


@bp.get("/guides")
@cached_for_visitors
def guides() -> ResponseReturnValue:
    """How to find, import, publish and rate."""
    return _page("guides")


@bp.get("/contact")
@cached_for_visitors
def contact() -> ResponseReturnValue:
    """Whom to ask."""
    return _page("contact")
