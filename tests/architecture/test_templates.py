"""Every template compiles, and something uses it."""

import re
from pathlib import Path

import pytest
from flask import Flask

from registry.starting.console import PROJECT
from tests.architecture.source import modules

FOLDER = PROJECT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())
QUOTED = re.compile(r"""["']([\w/.-]+\.\w+)["']""")
WORD = re.compile(r"""["'](\w+)["']""")


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


def test_every_template_is_used() -> None:
    sources: list[Path] = [*modules(), *(FOLDER / name for name in NAMES)]
    texts = [source.read_text("utf-8") for source in sources]
    named = {name for text in texts for name in QUOTED.findall(text)}
    named |= {f"mails/{name}.txt" for text in texts for name in WORD.findall(text)}
    assert [name for name in NAMES if name not in named] == []


def test_what_is_named_exists() -> None:
    extended = re.compile(r"""{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
    named = {name for template in NAMES for name in extended.findall((FOLDER / template).read_text("utf-8"))}
    assert named - set(NAMES) == set()
