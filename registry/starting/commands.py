"""The command line of ``python3 -m registry``."""

import argparse
import subprocess
from collections.abc import Sequence
from pathlib import Path

from registry.starting.checking import GROUPS, run_checks
from registry.starting.console import PROJECT, StartError, tell_failure
from registry.starting.demo import DATA, DemoOptions, run_demo
from registry.starting.front_end import set_up_front_end
from registry.starting.preparing import prepare
from registry.starting.python_packages import DEVELOPMENT, RUNTIME, program, set_up_python


def run(arguments: Sequence[str]) -> int:
    """Carry out one command; the exit code."""
    parser = _parser()
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command not in {"test", "bench"}:
        parser.error(f"unbekannt: {' '.join(rest)}")
    try:
        return _dispatch(known, rest)
    except StartError as error:
        return tell_failure(error)
    except KeyboardInterrupt:
        return tell_failure(StartError("Abgebrochen."))


def _dispatch(known: argparse.Namespace, rest: list[str]) -> int:
    packages = known.packages.resolve() if getattr(known, "packages", None) else None
    match known.command:
        case "demo":
            options = DemoOptions(known.port, known.data.resolve(), fresh=known.fresh, serve=not known.no_serve)
            return run_demo(options, packages=packages)
        case "install":
            set_up_python(RUNTIME, packages=packages)
            set_up_front_end(tests=False, packages=packages)
            return 0
        case "prepare":
            return prepare(known.folder.resolve(), tests=known.tests)
        case "test":
            _set_up_for_development(packages)
            return run_checks(known.only, require_all=known.require_all, pytest_arguments=rest)
        case "bench":
            _set_up_for_development(packages)
            command = [str(program("python")), "-m", "registry.benchmark", *rest]
            return subprocess.run(command, cwd=PROJECT, check=False).returncode
        case _:
            raise ValueError(known.command)


def _set_up_for_development(packages: Path | None) -> None:
    set_up_python(DEVELOPMENT, packages=packages)
    set_up_front_end(tests=True, packages=packages)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m registry", description="Das Prozessregister einrichten.")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_demo(commands.add_parser("demo", help="mit Beispieldaten starten"))
    _add_packages(commands.add_parser("install", help="Pakete einrichten, ohne Daten: für eine echte Installation"))
    test = commands.add_parser("test", help="alles prüfen; weitere Angaben gehen an pytest")
    test.add_argument("--require-all", action="store_true", help="ein fehlender Teil gilt als Fehler")
    test.add_argument("--only", choices=GROUPS, help="nur diese Gruppe")
    _add_packages(test)
    _add_packages(commands.add_parser("bench", help="Geschwindigkeit messen; --quick für einen kurzen Lauf"))
    prepared = commands.add_parser("prepare", help="Ordner für die Installation ohne Netz füllen")
    prepared.add_argument("folder", type=Path, metavar="ORDNER")
    prepared.add_argument("--tests", action="store_true", help="auch, was der Befehl test braucht")
    return parser


def _add_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--port", type=int, help="genau dieser Port (sonst der nächste freie ab 8000)")
    demo.add_argument("--fresh", action="store_true", help="Daten der Demo löschen und neu anlegen")
    demo.add_argument("--no-serve", action="store_true", help="nur einrichten")
    demo.add_argument("--data", type=Path, default=DATA, metavar="ORDNER", help="Ablage der Daten (sonst var)")
    _add_packages(demo)


def _add_packages(command: argparse.ArgumentParser) -> None:
    command.add_argument("--packages", type=Path, metavar="ORDNER", help="vorbereiteter Ordner statt Internet")
