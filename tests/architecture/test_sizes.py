"""Short functions, short modules (architecture, rule 8)."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tests.architecture.source import modules, place, tree

LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
NINE_OF_TEN = 20
MEDIAN = 8

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[tuple[str, int]]:
    lines = path.read_text("utf-8").splitlines()
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield f"{place(path, node)} {node.name}", length(node, lines)


def length(function: Function, lines: list[str]) -> int:
    """Lines from ``def`` to the end, without docstring and blank lines."""
    assert function.end_lineno is not None
    counted = set(range(function.lineno, function.end_lineno + 1))
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        counted -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return sum(1 for number in counted if lines[number - 1].strip())


def test_functions_are_short() -> None:
    sizes = {name: size for path in modules() for name, size in functions(path)}
    assert {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION} == {}
    assert quantiles(sizes.values(), n=10)[8] <= NINE_OF_TEN
    assert median(sizes.values()) <= MEDIAN


def test_modules_are_short() -> None:
    sizes = {str(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {path: size for path, size in sizes.items() if size > LONGEST_MODULE} == {}


def test_length_counts_neither_docstring_nor_blank_lines() -> None:
    source = 'def f(\n    a,\n):\n    """One.\n\n    Two.\n    """\n\n    b = a\n\n    return b\n'
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert length(function, source.splitlines()) == 5
