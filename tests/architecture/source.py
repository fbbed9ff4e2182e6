"""The source of the project as these tests read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from registry.starting.console import PROJECT

REGISTRY = PROJECT / "registry"
MIGRATIONS = REGISTRY / "migrations"


def modules() -> list[Path]:
    """All modules of the product; migrations are generated and stay as they were."""
    return sorted(path for path in REGISTRY.rglob("*.py") if MIGRATIONS not in path.parents)


def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text("utf-8"))


def place(path: Path, node: ast.stmt | ast.expr) -> str:
    """Where it stands, for a message."""
    return f"{path.relative_to(PROJECT)}:{node.lineno}"


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the last part of the called name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))
