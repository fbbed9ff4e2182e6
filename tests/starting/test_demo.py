"""The demo as people start it: served, stopped, started again with its data, started afresh."""

import http.client
import re
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from registry.starting.console import PROJECT
from registry.starting.python_packages import program

pytestmark = pytest.mark.processes

MARK = 7
"""A number left in the database by hand: still there means still the same database."""


@pytest.fixture
def data(demo_data: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(demo_data, folder)
    with closing(sqlite3.connect(folder / "registry.db")) as database:
        database.execute(f"PRAGMA user_version = {MARK}")
    return folder


@pytest.fixture
def served(data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command(data), cwd=PROJECT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with process:
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGINT)


def command(data: Path, *options: str) -> list[str]:
    return [str(program("python")), "-m", "registry", "demo", "--data", str(data), *options]


def mark_of(data: Path) -> int:
    with closing(sqlite3.connect(data / "registry.db")) as database:
        return int(database.execute("PRAGMA user_version").fetchone()[0])


def read_until(process: subprocess.Popen[str], wanted: str) -> re.Match[str]:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if found := re.search(wanted, line):
            return found
    raise AssertionError("".join(lines))


def test_it_serves_the_start_page_tells_the_accounts_and_stops(served: subprocess.Popen[str], data: Path) -> None:
    port = int(read_until(served, r"Das Portal läuft: http://127\.0\.0\.1:(\d+)/")[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()
    read_until(served, "@")
    read_until(served, r"Beenden mit Strg\+C")
    served.send_signal(signal.SIGINT)
    read_until(served, "Das Portal wird beendet")
    assert served.wait(30) == 0
    assert mark_of(data) == MARK


def test_fresh_leaves_folders_of_others_alone(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "brief.txt").write_text("wichtig")
    done = subprocess.run(
        command(tmp_path, "--no-serve", "--fresh"), cwd=PROJECT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "enthält keine Daten der Demo" in done.stderr
    assert (tmp_path / "files" / "brief.txt").read_text() == "wichtig"


def test_fresh_begins_again(data: Path) -> None:
    subprocess.run(command(data, "--no-serve"), cwd=PROJECT, check=True, capture_output=True)
    assert mark_of(data) == MARK
    subprocess.run(command(data, "--no-serve", "--fresh"), cwd=PROJECT, check=True, capture_output=True)
    assert mark_of(data) == 0
