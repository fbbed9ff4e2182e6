"""What the set-up says, and the tools it runs: progress while they work, their last words when they fail."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent

LAST_WORDS = 8
DOTS_EVERY = 10

OFFLINE = (
    "Prüfen Sie die Verbindung zum Internet und starten Sie den Befehl noch einmal; er setzt dort fort, wo er"
    " stehen blieb.\nOhne Internet: docs/operations.md, Abschnitt „Installation without network“."
)


class StartError(Exception):
    """The set-up cannot go on; the text says why and what to do next, in German."""


def say(text: str = "") -> None:
    """Print one line at once, also when the output is a file."""
    print(text, flush=True)


def run_visibly(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> int:
    """Run a tool in the project folder with its output shown as it comes; returns its exit code."""
    return subprocess.run(command, cwd=PROJECT, env=env, check=False).returncode


def run_quietly(command: Sequence[str], *, failure: str, cwd: Path = PROJECT) -> None:
    """Run a tool with a sign of progress in place of its output.

    Raises:
        StartError: it failed; carries its last lines and `failure`, which says what to do next.
    """
    last: deque[str] = deque(maxlen=LAST_WORDS)
    try:
        process = subprocess.Popen(
            command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
    except OSError as error:
        raise StartError(f"{command[0]}: {error.strerror}\n{failure}") from error
    with process:
        _show_progress(process, last)
    if process.returncode:
        raise StartError("\n".join([*(f"    {line}" for line in last), failure]))


def _show_progress(process: subprocess.Popen[str], last: deque[str]) -> None:
    """Keep the last lines; a dot now and then shows that something happens."""
    shown = False
    for number, line in enumerate(process.stdout or (), start=1):
        last.append(line.rstrip())
        if number % DOTS_EVERY == 0:
            print("." if shown else "    .", end="", flush=True)
            shown = True
    if shown:
        print(flush=True)


def answer_of(command: Sequence[str]) -> str | None:
    """What a tool prints when asked something, or None if it is missing or fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def registry_settings() -> dict[str, str]:
    """The ``REGISTRY_…`` settings of the surrounding shell."""
    return {name: value for name, value in os.environ.items() if name.startswith("REGISTRY_")}


def tell_failure(error: StartError) -> int:
    """Print why it ended; the exit code of the command."""
    sys.stdout.flush()
    print(f"\n{error}", file=sys.stderr, flush=True)
    return 1
