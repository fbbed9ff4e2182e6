"""The set-up says clearly what is missing, sets up once, and the demo stays away from real installations."""

import importlib.util
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.starting import checking, demo, front_end, preparing, python_packages
from registry.starting.checking import Part, run_checks
from registry.starting.commands import run
from registry.starting.console import PROJECT, StartError, run_quietly


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_an_old_python_gets_a_sentence() -> None:
    code = (
        "import sys, runpy; sys.argv = ['registry', 'demo'];"
        "sys.version_info = (3, 9, 18); sys.version = '3.9.18 (main)';"
        "runpy.run_module('registry', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Das Prozessregister braucht Python 3.11 oder neuer. Dies ist Python 3.9.18.\n")


@pytest.mark.parametrize("name", ["__init__", "__main__"])
def test_what_an_old_python_reads_is_plain(name: str) -> None:
    source = (PROJECT / "registry" / f"{name}.py").read_bytes()
    assert source.isascii()
    compile(source, name, "exec", dont_inherit=True)
    assert not any(word in source for word in (b" -> ", b'f"', b":=", b"match "))


def test_a_missing_venv_module_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(python_packages, "VENV", tmp_path / "venv")
    monkeypatch.setattr(python_packages, "STAMP", tmp_path / "venv" / "stamp")
    monkeypatch.setattr(python_packages.shutil, "which", lambda _name: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(StartError, match="sudo apt install python3-venv"):
        python_packages.set_up_python(python_packages.RUNTIME)


def test_the_environment_is_current_until_a_requirement_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls: list[list[str]] = []
    for name in (python_packages.RUNTIME, python_packages.DEVELOPMENT):
        (tmp_path / name).write_text("a==1\n")
    monkeypatch.setattr(python_packages, "PROJECT", tmp_path)
    monkeypatch.setattr(python_packages, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(python_packages, "STAMP", tmp_path / ".venv" / "stamp")
    monkeypatch.setattr(python_packages, "install", lambda what, **_: calls.append(what))
    python_packages.program("python").parent.mkdir(parents=True)
    python_packages.program("python").symlink_to(sys.executable)

    python_packages.set_up_python(python_packages.DEVELOPMENT)
    python_packages.set_up_python(python_packages.DEVELOPMENT)
    python_packages.set_up_python(python_packages.RUNTIME)
    assert calls == [["-r", "requirements-dev.txt"]]

    (tmp_path / python_packages.RUNTIME).write_text("a==2\n")
    python_packages.set_up_python(python_packages.RUNTIME)
    assert calls[1:] == [["-r", "requirements.txt"]]
    assert not python_packages.is_current(python_packages.DEVELOPMENT)


def test_a_failing_tool_ends_with_its_last_words_and_the_next_step() -> None:
    with pytest.raises(StartError, match=r"(?s)kein Netz.*Prüfen Sie"):
        run_quietly([sys.executable, "-c", "print('kein Netz'); raise SystemExit(1)"], failure="Prüfen Sie …")
    with pytest.raises(StartError, match="Prüfen Sie"):
        run_quietly(["no-such-program-anywhere"], failure="Prüfen Sie …")


def test_a_taken_port_is_refused_when_asked_for(taken_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--port", str(taken_port), "--no-serve"]) == 1
    assert f"Der Port {taken_port} ist belegt" in capsys.readouterr().err


def test_the_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch, taken_port: int) -> None:
    monkeypatch.setattr(demo, "FIRST_PORT", taken_port)
    assert taken_port < demo._chosen_port(None) < taken_port + demo.PORTS_TRIED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGISTRY_ENVIRONMENT", "production"),
        ("REGISTRY_DATABASE_URL", "postgresql+psycopg://db/registry"),
        ("REGISTRY_SECRET_KEY", "x" * 40),
        ("REGISTRY_MAIL", "smtp://mail.example.org"),
    ],
)
def test_the_demo_stays_away_from_a_real_installation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert run(["demo", "--no-serve"]) == 1
    told = capsys.readouterr().err
    assert name in told
    assert value not in told


def test_harmless_settings_do_not_stop_the_demo() -> None:
    demo._refuse_production({"REGISTRY_ENVIRONMENT": "development", "REGISTRY_LOG_LEVEL": "DEBUG"})


def test_a_folder_that_was_not_prepared_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(front_end, "STAMP", tmp_path / "none")
    with pytest.raises(StartError, match="kein vorbereiteter Ordner"):
        front_end.set_up_front_end(tests=False, packages=tmp_path)
    (tmp_path / "prepared.json").write_text(json.dumps({"lock": front_end.lock_fingerprint(), "tests": False}))
    with pytest.raises(StartError, match="passt nicht"):
        front_end.set_up_front_end(tests=True, packages=tmp_path)


def test_a_folder_in_use_is_not_prepared(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(StartError, match="nicht leer"):
        preparing.prepare(tmp_path, tests=False)


def test_vendored_files_are_brought_to_the_listed_ones(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "source.css").write_text("a")
    vendor = tmp_path / "vendor"
    monkeypatch.setattr(front_end, "VENDOR", vendor)
    monkeypatch.setattr(front_end, "vendored_files", lambda: {vendor / "kit" / "a.css": tmp_path / "source.css"})
    (vendor / "old").mkdir(parents=True)
    (vendor / "old" / "stale.css").write_text("b")
    front_end._copy_vendor()
    assert {path.relative_to(vendor).as_posix() for path in vendor.rglob("*.css")} == {"kit/a.css"}


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


@pytest.mark.parametrize(
    ("part", "require_all", "expected", "told"),
    [
        (Part("Teil", "unit", python("")), False, 0, "✓ Teil"),
        (Part("Teil", "unit", python("raise SystemExit(1)")), False, 1, "gescheitert (Code 1)"),
        (Part("Teil", "unit", python("raise SystemExit(5)")), False, 1, "kein Test ausgewählt"),
        (Part("Teil", "unit", python(""), "Chromium fehlt"), False, 0, "– Teil"),
        (Part("Teil", "unit", python(""), "Chromium fehlt"), True, 1, "ausgelassen: Chromium fehlt"),
    ],
)
def test_the_summary_tells_what_ran_and_what_was_left_out(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    part: Part,
    require_all: bool,
    expected: int,
    told: str,
) -> None:
    monkeypatch.setattr(checking, "all_parts", lambda _arguments: [part])
    assert run_checks(None, require_all=require_all, pytest_arguments=[]) == expected
    assert told in capsys.readouterr().out


def test_a_narrowed_run_may_select_nothing_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    part = Part("Teil", "browser", python("raise SystemExit(5)"))
    monkeypatch.setattr(checking, "all_parts", lambda _arguments: [part])
    assert run_checks(None, require_all=True, pytest_arguments=["-k", "nichts"]) == 0


def test_every_group_has_parts() -> None:
    assert {part.group for part in checking.all_parts([])} == set(checking.GROUPS)
