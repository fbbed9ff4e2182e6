"""Requests that are too large, too many or too deep: refused at once, with a sentence."""

import json
from time import perf_counter

import pytest

from tests.security.actors import Who
from tests.security.world import World

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "grenze"
QUICK_S = 5.0


def parts(count: int) -> bytes:
    """A form of `count` parts."""
    part = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
    return part.encode() * count + f"--{BOUNDARY}--\r\n".encode()


def nested(depth: int) -> bytes:
    """JSON of this depth."""
    return b'{"a":' * depth + b"1" + b"}" * depth


MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
LARGE = {
    "a million fields": (b"a=1&" * 1_000_000, FORM, 413),
    "900,000 empty fields": (b"a&" * 900_000, FORM, 413),
    "a field of 3 MB": (b"email=" + b"x" * 3_000_000, FORM, 413),
    "100,000 parts": (parts(100_000), MULTIPART, 413),
    "a part without end": (b"--" + BOUNDARY.encode() + b"\r\n" + b"x" * 3_000_000, MULTIPART, 413),
    "no boundary": (b"--\r\n", "multipart/form-data", 400),
    "another boundary": (parts(2), "multipart/form-data; boundary=andere", 400),
    "deep JSON": (nested(100_000), "application/json", 400),
    "no such charset": (b"email=\xff\xfe", f"{FORM}; charset=erfunden", 400),
    "half a percent sign": (b"email=%&%zz=%1", FORM, 400),
    "bytes": (bytes(range(256)) * 100, "application/octet-stream", 400),
}


@pytest.mark.parametrize("kind", LARGE)
@pytest.mark.parametrize("path", ["/sign-in", "/feedback", "/publish/new"])
def test_large_and_broken_bodies_are_refused(world: World, kind: str, path: str) -> None:
    body, content_type, status = LARGE[kind]
    begun = perf_counter()
    answer = world.ask(Who.EDITOR, path, method="POST", data=body, content_type=content_type)
    assert answer.status_code == status
    assert perf_counter() - begun < QUICK_S
    assert "<h1" in answer.text


@pytest.mark.parametrize("kind", ["a million fields", "deep JSON", "100,000 parts"])
def test_not_even_a_valid_token_opens_the_way(world: World, kind: str) -> None:
    body, content_type, status = LARGE[kind]
    headers = {"X-CSRF-Token": world.token(Who.EDITOR)}
    with world.undone():
        answer = world.ask(Who.EDITOR, "/account", method="POST", data=body, content_type=content_type, headers=headers)
    assert answer.status_code == (422 if status == 400 else status)


def test_more_than_the_limit_is_refused_before_it_is_read(world: World) -> None:
    too_large = {"CONTENT_LENGTH": str(10**12)}
    for path in ("/sign-in", "/publish/new", "/feedback"):
        answer = world.ask(Who.EDITOR, path, method="POST", content_type=MULTIPART, environ_overrides=too_large)
        assert answer.status_code == 413
        assert "Erlaubt sind zusammen" in answer.text


@pytest.mark.parametrize(
    "name", ["X-Gross", "Cookie", "User-Agent", "Accept-Language", "Accept", "If-None-Match", "Range"]
)
def test_a_header_of_a_megabyte_harms_nobody(world: World, name: str) -> None:
    for path in ("/", "/solutions", f"/files/{world.things['public']['artifact_id']}"):
        answer = world.ask(Who.VISITOR, path, headers={name: "a=1; " * 200_000})
        assert answer.status_code in {200, 416}


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=-9999999999999999999999"},
        {"Range": "bytes=" + ",".join("0-1" for _ in range(10_000))},
        {"If-Modified-Since": "kein Tag"},
        {"Accept": ";;;q=zzz,*/*;q=1e999"},
        {"Accept-Language": "\x80" * 100},
        {"Cookie": 'registry="\\777\\000'},
        {"Cookie": "registry=" + "A" * 4_000 + "; registry=zweiter"},
        {"Authorization": "Basic " + "A" * 10_000},
        {"Content-Length": "-5"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"Referer": "javascript:alert(1)"},
        {"Origin": "\x00"},
    ],
    ids=lambda headers: next(iter(headers)) + next(iter(headers.values()))[:12],
)
def test_odd_headers_harm_nobody(world: World, headers: dict[str, str]) -> None:
    for path in ("/", "/solutions", f"/files/{world.things['public']['artifact_id']}"):
        answer = world.ask(Who.VISITOR, path, headers=headers)
        assert answer.status_code in {200, 206, 400, 416}
        assert "Set-Cookie" not in answer.headers


def test_autosave_takes_no_json(world: World) -> None:
    path = f"/publish/releases/{world.things['draft']['release_id']}/facts/identity/autosave"
    headers = {"X-CSRF-Token": world.token(Who.EDITOR)}
    body = json.dumps({"facts-title": {"$gt": ""}})
    with world.undone():
        answer = world.ask(Who.EDITOR, path, method="POST", data=body, content_type="application/json", headers=headers)
    assert answer.status_code in {200, 409, 422}
