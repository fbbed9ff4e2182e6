"""The browser behind a request, as the services need it, and where it goes next."""

import ipaddress

from flask import request, url_for

from registry.accounts.agents import described_agent
from registry.accounts.cookie import lifetime
from registry.accounts.services.signing_in import Browser
from registry.web.adapters import settings
from registry.web.language import in_language
from registry.web.links import is_own_path

MAX_TARGET = 2_000
HOME_NETWORK = 64
"""Bits of an IPv6 address that one household or office shares."""


def current_browser() -> Browser:
    """The browser of this request."""
    return Browser(
        address=network_of(request.remote_addr or ""),
        agent=described_agent(request.headers.get("User-Agent", "")),
        lifetime=lifetime(settings()),
        secret=settings().secret_key,
    )


def network_of(address: str) -> str:
    """Whom a limit by address counts: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, HOME_NETWORK), strict=False))


def safe_target(target: str | None) -> str | None:
    """`target` if it leads to a page of this portal."""
    return target if target and len(target) <= MAX_TARGET and is_own_path(target) else None


def page_in(language: str, endpoint: str) -> str:
    """A page in a language other than that of the request."""
    path = url_for(endpoint)
    return in_language(path.removeprefix(request.script_root), language)
