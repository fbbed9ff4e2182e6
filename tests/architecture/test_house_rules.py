"""Rules of the house that no tool knows: each names the few places that may do a thing."""

import ast
import re
import sys
from pathlib import Path

from registry.starting.console import PROJECT
from tests.architecture.source import REGISTRY, calls, modules, place, tree

MAY_COMMIT = {"core/database.py", "search/index.py"}
"""The database in one place; the other is the index of the search, which is no database."""
MAY_MARK_AS_SAFE = {
    "portal/contents.py",  # keeps what a template of ours rendered
    "text/markdown.py",
    "web/templating.py",
}
"""Where HTML is made from checked parts; everything else is escaped by the templates."""
TEMPLATES_THAT_MARK_AS_SAFE = {"components/icon.html"}
"""Their marked parts stand in the template itself."""
MAY_READ_CURRENT_USER = {"accounts/acting.py"}


def name_of(path: Path) -> str:
    return path.relative_to(REGISTRY).as_posix()


def is_product(path: Path) -> bool:
    """The set-up and the measurements run around the product and have freedoms of their own."""
    return not name_of(path).startswith(("starting/", "benchmark/", "__main__"))


PRODUCT = [path for path in modules() if is_product(path)]


def places_of_calls(names: set[str], *, allowed: set[str]) -> list[str]:
    return [
        place(path, call)
        for path in PRODUCT
        if name_of(path) not in allowed
        for call, name in calls(path)
        if name in names
    ]


def test_only_the_transaction_commits() -> None:
    assert places_of_calls({"commit"}, allowed=MAY_COMMIT) == []


def test_html_is_marked_as_safe_in_few_places() -> None:
    assert places_of_calls({"Markup"}, allowed=MAY_MARK_AS_SAFE) == []


def test_templates_mark_as_safe_in_few_places() -> None:
    folder = PROJECT / "templates"
    marked = re.compile(r"\|\s*safe\b|autoescape\s+false")
    found = {path for path in folder.rglob("*") if path.is_file() and marked.search(path.read_text("utf-8"))}
    assert {path.relative_to(folder).as_posix() for path in found} <= TEMPLATES_THAT_MARK_AS_SAFE


def test_views_abort_only_in_the_plumbing() -> None:
    assert [found for found in places_of_calls({"abort"}, allowed=set()) if "registry/web/" not in found] == []


def test_who_is_signed_in_is_read_in_one_place() -> None:
    found = [
        place(path, node)
        for path in PRODUCT
        if name_of(path) not in MAY_READ_CURRENT_USER
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.Attribute)
        and "current_user" in {getattr(node, "id", ""), getattr(node, "attr", "")}
    ]
    assert found == []


def test_the_set_up_needs_nothing_but_the_standard_library() -> None:
    known = set(sys.stdlib_module_names)
    foreign = [
        f"{name_of(path)}: {module}"
        for path in [REGISTRY / "__init__.py", REGISTRY / "__main__.py", *(REGISTRY / "starting").glob("*.py")]
        for module in imported(path)
        if module.partition(".")[0] not in known and not module.startswith("registry.starting")
    ]
    assert foreign == []


def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def test_no_leftovers() -> None:
    leftover = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(path) for path in modules() if leftover.search(path.read_text("utf-8"))] == []
