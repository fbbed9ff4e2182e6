"""The virtual environment ``.venv`` and the Python packages in it."""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

from registry.starting.console import OFFLINE, PROJECT, StartError, answer_of, run_quietly, say

VENV = PROJECT / ".venv"
STAMP = VENV / "registry-set-up.json"
RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"

NO_VENV = (
    "Diesem Python fehlt das Modul „venv“. Installieren Sie es, unter Debian und Ubuntu zum Beispiel mit\n"
    "    sudo apt install python3-venv\n"
    "und starten Sie den Befehl noch einmal. Ohne Administratorrechte hilft das Programm „uv“ auf dem PATH."
)
NO_PACKAGES = f"Die Python-Pakete ließen sich nicht installieren.\n{OFFLINE}"
NOT_PREPARED = (
    "Die Python-Pakete ließen sich nicht aus dem Ordner installieren. Er muss auf einem Rechner mit gleichem"
    " System und\ngleicher Python-Version vorbereitet sein: python3 -m registry prepare ORDNER (für den Befehl"
    " test mit --tests)."
)
NO_ENVIRONMENT = "Die Python-Umgebung .venv ließ sich nicht anlegen. Ist hier Platz, und dürfen Sie hier schreiben?"


def program(name: str) -> Path:
    """The path of a program inside the environment, whether it is installed or not."""
    folder = VENV / ("Scripts" if os.name == "nt" else "bin")
    return folder / (f"{name}.exe" if os.name == "nt" else name)


def set_up_python(requirements: str, *, packages: Path | None = None) -> None:
    """Bring the environment to the state that `requirements` asks for; nothing to do is the usual case.

    Args:
        requirements: `RUNTIME`, or `DEVELOPMENT`, which includes it.
        packages: a folder of wheels to install from instead of the network.
    """
    if is_current(requirements):
        return
    if not _is_usable():
        say(f"Python-Umgebung .venv wird angelegt (Python {sys.version.split()[0]}) …")
        _create()
    say("Python-Pakete werden installiert; beim ersten Mal dauert das eine bis drei Minuten …")
    install(["-r", requirements], packages=packages)
    made = {name: _fingerprint(name) for name in _covered(requirements)}
    STAMP.write_text(json.dumps({"folder": str(VENV), **made}), "utf-8")


def is_current(requirements: str) -> bool:
    """Whether the environment was made for these requirements and this Python."""
    return program("python").exists() and _known().get(requirements) == _fingerprint(requirements)


def install(what: list[str], *, packages: Path | None = None) -> None:
    """Install into the environment, with `uv` where there is one."""
    source = ["--no-index", "--find-links", str(packages / "python")] if packages else []
    run_quietly([*_installer(), *source, *what], failure=NOT_PREPARED if packages else NO_PACKAGES)


def pinned(name: str) -> str:
    """The requirement of one package as the files pin it, ``name==1.2.3``."""
    for line in (PROJECT / DEVELOPMENT).read_text("utf-8").splitlines():
        if line.startswith(f"{name}=="):
            return line
    raise StartError(f"{DEVELOPMENT} nennt {name} nicht.")


def _covered(requirements: str) -> list[str]:
    return [RUNTIME, DEVELOPMENT] if requirements == DEVELOPMENT else [RUNTIME]


def _known() -> dict[str, str]:
    try:
        known = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _fingerprint(requirements: str) -> str:
    """Changes with the folder, the Python version and the text of every file that takes part."""
    digest = hashlib.sha256(f"{VENV} {sys.version_info[:3]} {sys.implementation.name}".encode())
    for name in _covered(requirements):
        digest.update((PROJECT / name).read_bytes())
    return digest.hexdigest()


def _installer() -> list[str]:
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", str(program("python"))]
    return [str(program("python")), "-m", "pip", "install", "--progress-bar", "off", "--retries", "2"]


def _is_usable() -> bool:
    """Whether there is an environment of the same Python version, not moved, that can install packages."""
    if _known().get("folder", str(VENV)) != str(VENV):
        return False
    python = str(program("python"))
    version = answer_of([python, "-c", "import sys; print(sys.version_info[:3])"])
    if version != str(sys.version_info[:3]):
        return False
    return shutil.which("uv") is not None or answer_of([python, "-m", "pip", "--version"]) is not None


def _create() -> None:
    _remove()
    python = getattr(sys, "_base_executable", sys.executable)
    if uv := shutil.which("uv"):
        run_quietly([uv, "venv", "--python", python, str(VENV)], failure=NO_ENVIRONMENT)
        return
    if not all(importlib.util.find_spec(module) for module in ("venv", "ensurepip")):
        raise StartError(NO_VENV)
    run_quietly([python, "-m", "venv", str(VENV)], failure=NO_ENVIRONMENT)


def _remove() -> None:
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
