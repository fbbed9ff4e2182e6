"""``python3 -m registry prepare FOLDER``: everything an installation without network needs, in one folder."""

import json
import shutil
from pathlib import Path

from registry.starting.console import OFFLINE, StartError, answer_of, run_quietly, say
from registry.starting.front_end import MODULES, STAMP, lock_fingerprint, set_up_front_end
from registry.starting.python_packages import DEVELOPMENT, RUNTIME, install, program, set_up_python


def prepare(folder: Path, *, tests: bool) -> int:
    """Fill `folder` with the Python wheels and front-end packages for this system and Python version.

    Args:
        folder: made if missing; a folder that holds something else is refused.
        tests: also what the test command needs.
    """
    requirements = DEVELOPMENT if tests else RUNTIME
    _refuse_foreign(folder)
    set_up_python(requirements)
    set_up_front_end(tests=tests)
    say("Python-Pakete werden heruntergeladen …")
    python = str(program("python"))
    if answer_of([python, "-m", "pip", "--version"]) is None:
        install(["pip"])
    wheels = [python, "-m", "pip", "download", "--progress-bar", "off", "--dest", str(folder / "python")]
    run_quietly([*wheels, "-r", requirements], failure=OFFLINE)
    shutil.copytree(MODULES, folder / "node_modules", ignore=shutil.ignore_patterns(STAMP.name, ".bin"))
    (folder / "prepared.json").write_text(json.dumps({"lock": lock_fingerprint(), "tests": tests}), "utf-8")
    say(f"Fertig: {folder}. Auf dem Rechner ohne Netz: python3 -m registry demo --packages ORDNER")
    return 0


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise StartError(f"Der Ordner {folder} ist nicht leer. Nennen Sie einen neuen.")
    folder.mkdir(parents=True, exist_ok=True)
