"""People at the portal: visitors and members of the demo, each with a page of their own."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Page

from registry.seeding.cli import DEMO_PASSWORD
from tests.support.browser import ContextMaker
from tests.support.live import LiveServer

Enter: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="session")
def signed_in_states() -> dict[str, Any]:
    """The cookies of members that signed in already, by e-mail address."""
    return {}


@pytest.fixture
def enter(browser_context: ContextMaker, live_server: LiveServer, signed_in_states: dict[str, Any]) -> Enter:
    """Opens a page for a visitor, or for the member with this address: ``enter("redaktion@usingen.example")``."""

    def open_page(email: str | None = None, **settings: Any) -> Page:
        if email is not None:
            if email not in signed_in_states:
                signed_in_states[email] = sign_in(browser_context().new_page(), email)
            settings["storage_state"] = signed_in_states[email]
        return browser_context(**settings).new_page()

    return open_page


def sign_in(page: Page, email: str) -> Any:
    """Sign in as a person does, and return the cookies."""
    page.goto("/sign-in")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort").fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page.context.storage_state()
