"""Whatever the bytes: a summary or a refusal, never another error, and only bounded plain text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.formats import READERS
from registry.formats.child import read_here
from registry.formats.reading import FileSummary, UnreadableFile
from tests.formats.hostile import archive_of

FIXTURES = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "fixtures").iterdir())}
FIXTURES["paket.zip"] = archive_of({name: content for name, content in FIXTURES.items() if name.endswith("json")})
NAMES = st.sampled_from(["a.xml", "a.bpmn", "a.json", "a.zip", "a.pdf", "S1_xdf3.xml", "a", "", "\x00.bpmn"])
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def check(content: bytes, name: str, **options) -> None:
    """Read; every text that comes out must be clean and storable."""
    try:
        summary = read_here(content, name, **options)
    except UnreadableFile as refusal:
        shown = str(refusal.message)
        assert shown
        assert not UNWANTED.search(shown)
        return
    stored = json.dumps(summary.to_json())
    assert FileSummary.from_json(json.loads(stored)) == summary
    assert not UNWANTED.search(json.dumps(summary.to_json(), ensure_ascii=False))
    assert all(len(text) <= 2_000 for text in summary.texts)
    assert len(summary.title) <= 150


@MANY
@given(st.binary(max_size=400), NAMES)
def test_random_bytes(content, name):
    check(content, name)


@MANY
@given(st.binary(max_size=200), st.sampled_from([reader.id for reader in READERS]))
def test_random_bytes_that_a_person_calls_something(content, format_id):
    check(content, "a", format_id=format_id)


@pytest.mark.parametrize("name", FIXTURES)
@MANY
@given(data=st.data())
def test_files_that_break_off(name, data):
    content = FIXTURES[name]
    check(content[: data.draw(st.integers(0, len(content)))], name)


@pytest.mark.parametrize("name", FIXTURES)
@MANY
@given(data=st.data())
def test_files_with_changed_bytes(name, data):
    content = bytearray(FIXTURES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=12))
    check(bytes(content), name)


@pytest.mark.parametrize("name", [name for name in FIXTURES if name.endswith("json")])
@MANY
@given(data=st.data(), value=JSON)
def test_json_with_any_value_in_any_place(name, data, value):
    document = json.loads(FIXTURES[name])
    target = document
    while isinstance(target, dict | list) and target:
        keys = list(target) if isinstance(target, dict) else list(range(len(target)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(target[key], dict | list) or not target[key] or data.draw(st.integers(0, 3)) == 0:
            target[key] = value
            break
        target = target[key]
    check(json.dumps(document).encode(), name)


@MANY
@given(JSON)
def test_any_json(value):
    check(json.dumps({"items": value, "process": value, "version": value, "customData": value}).encode(), "a.json")


@pytest.mark.parametrize("name", [name for name in FIXTURES if name.endswith(("xml", "bpmn", "dmn", "xaml"))])
@MANY
@given(data=st.data())
def test_xml_with_moved_and_missing_elements(name, data):
    parts = re.split(rb"(<[^>]*>)", FIXTURES[name])
    at = data.draw(st.integers(3, len(parts) - 3))
    name_of = re.match(rb"<([\w:.]+)", parts[at])
    if name_of is None:
        return
    parts[at] = b"<" + name_of[1] + (b"/>" if parts[at].endswith(b"/>") else b">")
    check(b"".join(parts), name)


@pytest.mark.parametrize("name", [name for name in FIXTURES if name.endswith(("xml", "bpmn", "dmn", "xaml"))])
@pytest.mark.parametrize(
    "text",
    ["&lt;script&gt;alert(1)&lt;/script&gt;", "]]&gt;", "&#x202E;gpj", "&#x9F;", "A" * 100_000, "%(name)s %s %d"],
)
def test_hostile_texts_everywhere(name, text):
    content = FIXTURES[name].decode()
    changed = re.sub(r'(name|Standard|Name|DisplayName|Selector|Condition|AssetName)="[^"]+"', rf'\1="{text}"', content)
    changed = re.sub(r">([^<>{}]*[A-Za-z][^<>{}]*)<", f">{text}<", changed)
    check(changed.encode(), name)


def test_hostile_names_of_entries():
    check(archive_of({"<script>.json": b"{}", "ä" * 100 + ".json": FIXTURES["anwohnerparken_formular.json"]}), "a.zip")
