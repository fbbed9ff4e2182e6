"""Headers of every answer: pages, files, errors, redirects, static files."""

import re

from werkzeug.test import TestResponse

from registry.web.downloads import SANDBOX
from registry.web.security import CSP
from registry.web.static_files import static_url
from tests.security.actors import Who
from tests.security.sweep import Sweep
from tests.security.world import World

CACHEABLE = {
    "catalogue.index",
    "portal.about",
    "portal.accessibility",
    "portal.contact",
    "portal.feed",
    "portal.fields",
    "portal.form",
    "portal.guides",
    "portal.home",
    "portal.imprint",
    "portal.municipalities",
    "portal.municipality",
    "portal.picture",
    "portal.privacy",
    "portal.release",
    "portal.robots",
    "portal.security_txt",
    "portal.sitemap",
    "portal.solution",
}
"""What a visitor's browser and proxies on the way may keep for a moment. Everything else is kept by nobody."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HUGE = {"CONTENT_LENGTH": str(10**10)}
LEGAL = ("/imprint", "/privacy", "/accessibility")
STRICT = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'", "script-src 'self'")


def problems_of(response: TestResponse) -> list[str]:
    """What is wrong with the headers that every answer has."""
    headers = response.headers
    wrong = [f"{name}: {headers.get(name)}" for name, value in ALWAYS.items() if headers.get(name) != value]
    policy = SANDBOX if "attachment" in headers.get("Content-Disposition", "") else CSP
    if headers.get("Content-Security-Policy") != policy:
        wrong.append(f"CSP {headers.get('Content-Security-Policy')}")
    if len(headers.getlist("Cache-Control")) != 1:
        wrong.append(f"Cache-Control {headers.getlist('Cache-Control')}")
    if response.mimetype.startswith("text/") and response.content_type != f"{response.mimetype}; charset=utf-8":
        wrong.append(response.content_type)
    if {"Server", "X-Powered-By", "Access-Control-Allow-Origin"} & {name for name, _ in headers}:
        wrong.append("tells what runs here, or opens itself to other sites")
    return wrong


def test_the_policy_is_strict() -> None:
    assert [part for part in STRICT if part not in CSP] == []
    assert "unsafe" not in CSP
    assert "*" not in CSP


def test_every_answer_has_the_headers(sweep: Sweep) -> None:
    assert len(sweep) > 400
    found = {answer.name: problems_of(answer.response) for answer in sweep}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_only_what_is_on_the_list_may_be_kept_and_only_for_visitors(sweep: Sweep) -> None:
    kept = {
        (answer.endpoint, answer.who)
        for answer in sweep
        if answer.response.headers["Cache-Control"] != "no-store" and answer.endpoint != "static_file"
    }
    assert kept == {(endpoint, Who.VISITOR) for endpoint in CACHEABLE}


def test_what_may_be_kept_says_for_how_long_and_sets_no_cookie(sweep: Sweep) -> None:
    for answer in [answer for answer in sweep if "public" in answer.response.headers["Cache-Control"]]:
        control = answer.response.cache_control
        assert control.max_age
        assert control.max_age <= 60, answer.name
        assert "Cookie" in answer.response.headers["Vary"], answer.name
        assert "Set-Cookie" not in answer.response.headers, answer.name
        assert "csrf_token" not in answer.response.text, answer.name


def test_nobody_gets_a_cookie_by_reading(sweep: Sweep) -> None:
    assert [answer.name for answer in sweep if "Set-Cookie" in answer.response.headers] == []


def test_static_files_are_kept_for_a_year_at_their_present_address(world: World) -> None:
    with world.app.app_context():
        address = static_url("css/app.css")
    answer = world.ask(Who.VISITOR, address)
    assert answer.status_code == 200
    assert problems_of(answer) == []
    assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000"
    assert "Set-Cookie" not in answer.headers
    outdated = world.ask(Who.VISITOR, re.sub(r"/static/\w+/", "/static/alt/", address))
    assert outdated.headers["Cache-Control"] == "no-store"


def test_refused_requests_have_the_headers_too(world: World) -> None:
    answers = {
        400: world.ask(Who.VISITOR, "/sign-in", method="POST"),
        404: world.ask(Who.VISITOR, "/x", method="POST"),
        405: world.ask(Who.VISITOR, "/solutions", method="PUT"),
        413: world.ask(Who.VISITOR, "/sign-in", method="POST", environ_overrides=HUGE),
        422: world.send(Who.VISITOR, "/sign-in", {}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert problems_of(answer) == []
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_unknown_methods_are_refused_at_every_address(world: World) -> None:
    for rule in world.app.url_map.iter_rules():
        values = dict.fromkeys(rule.arguments, "00000000-0000-0000-0000-000000000000")
        path = world.url(rule.endpoint, values)
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "ERFUNDEN"):
            answer = world.ask(Who.PUBLISHER, path, method=method)
            assert answer.status_code == 405, f"{method} {path}"
            assert "GET" in answer.headers["Allow"] or "POST" in answer.headers["Allow"]


def test_signing_out_empties_the_browser(world: World) -> None:
    with world.undone():
        answer = world.send(Who.READER, "/sign-out", {})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Max-Age=0" in answer.headers["Set-Cookie"]


def test_every_page_leads_to_the_legal_texts(sweep: Sweep) -> None:
    pages = [item for item in sweep if item.response.mimetype == "text/html" and item.response.status_code < 300]
    assert len(pages) > 120
    for page in pages:
        missing = [path for path in LEGAL if f'href="{path}"' not in page.response.text]
        assert missing == [], page.name
