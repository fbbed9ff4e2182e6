"""The one place that sets up templates: strict, escaped, with the names every page may use."""

from typing import Any

from flask import Flask, get_flashed_messages, session
from jinja2 import StrictUndefined
from markupsafe import Markup

from registry.core.messages import Message
from registry.web import formatting
from registry.web.adapters import settings
from registry.web.fragments import fragment
from registry.web.language import current_language, in_language, other_language, other_language_url
from registry.web.links import signed_token
from registry.web.security import csrf_token
from registry.web.static_files import static_url
from registry.web.translating import gettext, ngettext


def register_templating(app: Flask) -> None:
    """Make the environment strict and add globals, filters and tests."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
    app.jinja_env.globals.update(_globals())
    app.jinja_env.filters["sanitised"] = sanitised
    app.jinja_env.filters["drawn"] = drawn
    app.context_processor(_page_context)


def message_text(message: Message) -> str:
    """The sentence in the language of the request; messages inside its parameters are translated too."""
    values = {
        name: message_text(value) if isinstance(value, Message) else value for name, value in message.params.items()
    }
    return gettext(message.source_text) % values


def sanitised(html: str) -> Markup:
    """HTML that `registry.text.markdown` rendered and sanitised when it was written; for nothing else."""
    return Markup(html)  # noqa: S704 (the one way of stored HTML into a page)


def drawn(svg: str) -> Markup:
    """A picture that `registry.diagrams` drew, with every text escaped; for nothing else."""
    return Markup(svg)  # noqa: S704 (the one way of drawings into a page)


def stored_message_text(data: dict[str, Any]) -> str:
    """The sentence of a stored message."""
    return message_text(Message.from_json(data))


def notices() -> list[tuple[str, str]]:
    """(kind, sentence) of what just happened; only signed-in people have a place to keep them."""
    if getattr(session, "row_id", None) is None:
        return []
    return [(str(item[0]), str(item[1])) for item in get_flashed_messages(with_categories=True)]


def _globals() -> dict[str, Any]:
    return {
        "fragment": fragment,
        "static_url": static_url,
        "csrf_token": csrf_token,
        "signed_token": signed_token,
        "notices": notices,
        "message_text": message_text,
        "stored_message_text": stored_message_text,
        "format_date": formatting.format_date,
        "format_datetime": formatting.format_datetime,
        "format_number": formatting.format_number,
        "format_euro": formatting.format_euro,
        "format_percent": formatting.format_percent,
        "format_size": formatting.format_size,
    }


def _page_context() -> dict[str, Any]:
    return {
        "current_language": current_language(),
        "other_language": other_language(),
        "other_language_url": other_language_url(),
        "home_url": in_language("/", current_language()),
        "portal_name": settings().name,
        "land": settings().land,
    }
