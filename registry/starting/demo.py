"""``python3 -m registry demo``: a portal with demo data on this machine, for looking and trying."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from registry.starting.console import PROJECT, StartError, registry_settings, run_visibly, say
from registry.starting.front_end import set_up_front_end
from registry.starting.python_packages import RUNTIME, program, set_up_python

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 100
DATA = PROJECT / "var"
LOADED = "demo-data-loaded"
"""Empty file beside the database: the demo data are complete, a second start leaves them alone."""

HARMLESS = frozenset({"REGISTRY_NAME", "REGISTRY_LAND", "REGISTRY_LOG_LEVEL", "REGISTRY_SAMPLES"})
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """How to start: the port wanted (None: any free one) and the folder of the data."""

    port: int | None
    data: Path
    fresh: bool
    serve: bool


def run_demo(options: DemoOptions, *, packages: Path | None) -> int:
    """Set up what is missing, load the demo data once, serve until stopped."""
    _refuse_production(registry_settings())
    port = _chosen_port(options.port)
    set_up_python(RUNTIME, packages=packages)
    set_up_front_end(tests=False, packages=packages)
    env = environment(options.data, port)
    load(options, env)
    return _serve(port, env) if options.serve else 0


def _refuse_production(settings: Mapping[str, str]) -> None:
    """The demo accounts have well-known passwords; they must never get into a real installation."""
    development = {"REGISTRY_ENVIRONMENT": "development"}.items()
    given = [name for name in sorted(dict(settings.items() - development)) if not _is_harmless(name)]
    if given:
        raise StartError(
            f"Gesetzt ist: {', '.join(given)}.\nDas sieht nach einer echten Installation aus. Die Demo lädt"
            " Beispieldaten mit bekannten Passwörtern\nund benutzt eigene Einstellungen. Starten Sie sie ohne"
            " diese Umgebungsvariablen."
        )


def _is_harmless(name: str) -> bool:
    return name in HARMLESS or name.startswith("REGISTRY_TEST_")


def _chosen_port(wanted: int | None) -> int:
    if wanted is not None:
        if not 0 < wanted < 65536 or not _is_free(wanted):
            raise StartError(
                f"Der Port {wanted} ist belegt oder nicht erlaubt. Nennen Sie einen anderen, oder lassen Sie --port"
                " weg: Dann nimmt die Demo den nächsten freien."
            )
        return wanted
    free = next((port for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if _is_free(port)), None)
    if free is None:
        raise StartError(f"Ab Port {FIRST_PORT} ist keiner frei. Nennen Sie einen anderen mit --port.")
    return free


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def environment(data: Path, port: int) -> dict[str, str]:
    """The variables of a demo with its data in `data`, beside those of the surrounding shell.

    Only what goes wrong is logged, so that the address and the accounts stay in sight.
    """
    return {"REGISTRY_LOG_LEVEL": "WARNING", **os.environ} | {
        "REGISTRY_ENVIRONMENT": "development",
        "REGISTRY_BASE_URL": f"http://{HOST}:{port}",
        "REGISTRY_DATABASE_URL": f"sqlite:///{data / 'registry.db'}",
        "REGISTRY_STORAGE": str(data / "files"),
        "REGISTRY_SEARCH_PATH": str(data / "search"),
    }


def load(options: DemoOptions, env: Mapping[str, str]) -> None:
    """Bring the database up to date and load the demo data, unless they are there."""
    if options.fresh:
        _forget(options.data)
    options.data.mkdir(parents=True, exist_ok=True)
    say("Datenbank wird vorbereitet …")
    _flask(env, "db", "upgrade")
    if not (options.data / LOADED).exists():
        say("Beispieldaten werden geladen; das dauert einen Moment …")
        _flask(env, "demo", "load")
        (options.data / LOADED).touch()


def _forget(data: Path) -> None:
    """Delete the data of the demo, and nothing of a folder that holds none."""
    databases = list(data.glob("registry.db*"))
    (data / LOADED).unlink(missing_ok=True)
    for folder in (data / "files", data / "search"):
        if folder.exists() and not databases:
            raise StartError(
                f"{data} enthält keine Daten der Demo. --fresh löscht dort nichts. Nennen Sie einen anderen Ordner."
            )
        shutil.rmtree(folder, ignore_errors=True)
    for path in databases:
        path.unlink(missing_ok=True)


def _flask(env: Mapping[str, str], *arguments: str) -> None:
    command = [str(program("python")), "-m", "flask", "--app", "wsgi", *arguments]
    if run_visibly(command, env=env):
        raise StartError(
            f"„flask {' '.join(arguments)}“ ist gescheitert. Mit --fresh beginnt die Demo mit leeren Daten."
        )


def _serve(port: int, env: Mapping[str, str]) -> int:
    """Run the server until it is stopped by Ctrl-C, a signal to end, or the end of the terminal."""
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, _interrupt)
    server = start_server(port, env)
    try:
        wait_until_it_answers(server, port)
        say(f"\nDas Portal läuft: http://{HOST}:{port}/\n")
        _flask(env, "demo", "accounts")
        say("\nBeenden mit Strg+C.")
        code = server.wait()
    except KeyboardInterrupt:
        say("\nDas Portal wird beendet …")
        return 0
    finally:
        _ignore_further_signals()
        stop(server)
    raise StartError(f"Der Server hat sich unerwartet beendet (Code {code}).")


def _ignore_further_signals() -> None:
    """A second Ctrl-C while the server ends must not leave it behind."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            signal.signal(number, signal.SIG_IGN)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def start_server(port: int, env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start the production server, two workers with one request at a time each.

    It gets a process group of its own: Ctrl-C reaches only us, and the server hears of it once, from
    `stop`. A signal to all of its processes at once can leave it hanging.
    """
    options = {"--interface": "wsgi", "--host": HOST, "--port": str(port), "--workers": "2"}
    options |= {"--blocking-threads": "1", "--log-level": "warning"}
    command = [str(program("python")), "-m", "granian", *(part for option in options.items() for part in option)]
    return subprocess.Popen([*command, "wsgi:app"], cwd=PROJECT, env=env, start_new_session=True)


def wait_until_it_answers(server: subprocess.Popen[bytes], port: int) -> None:
    """Return when the start page comes without an error of the server.

    Raises:
        StartError: the server ended, or took too long.
    """
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        if _answers(port):
            return
        time.sleep(0.2)
    raise StartError("Der Server ist nicht gestartet. Die Meldungen darüber nennen den Grund.")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server; one that does not listen is killed with its workers, so that no process stays behind."""
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
