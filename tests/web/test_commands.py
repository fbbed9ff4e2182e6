"""Commands for operators end with a sentence where the machine is the reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from registry.core.database import db
from registry.core.settings import Settings
from tests.support.processes import run_flask

COMMANDS = (
    ("storage", "fsck", "--quick"),
    ("accounts", "purge"),
    ("notifications", "deliver"),
    ("activity", "check"),
    ("backup", "create", "sicherung"),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_missing_tables_are_told(own_app: Flask, arguments: tuple[str, ...], tmp_path: Path) -> None:
    with own_app.app_context(), db.engine.begin() as connection:
        for table in ("artifact", "account_session", "audit_entry", "outbox_mail", "municipality"):
            cascade = " CASCADE" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TABLE IF EXISTS {table}{cascade}"))
    given = [str(tmp_path / part) if part == "sicherung" else part for part in arguments]
    result = own_app.test_cli_runner().invoke(args=given)
    assert result.exit_code == 1
    assert "flask db upgrade" in result.output
    assert not list(tmp_path.glob("sicherung*"))


@pytest.mark.processes
def test_a_database_out_of_reach_is_told(own_settings: Settings) -> None:
    for url in ("sqlite:////nirgends/registry.db", "postgresql+psycopg://registry:geheim@127.0.0.1:1/registry"):
        done = run_flask(replace(own_settings, database_url=url), "db", "upgrade")
        assert done.returncode == 1
        assert done.stderr.startswith("Die Datenbank ist nicht erreichbar. Prüfen Sie REGISTRY_DATABASE_URL.")
        assert "Traceback" not in done.stderr
        assert "geheim" not in done.stderr


@pytest.mark.processes
def test_a_backup_that_cannot_be_written_is_told_without_noise(own_settings: Settings, own_app: Flask) -> None:
    made = run_flask(own_settings, "db", "stamp", "head")
    assert made.returncode == 0, made.stderr
    done = run_flask(own_settings, "backup", "create", "/proc/sicherung")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: /proc/sicherung")
    assert "Traceback" not in done.stderr
    quiet = run_flask(own_settings, "activity", "check")
    assert (quiet.stdout, quiet.stderr) == ("Die Kette ist vollständig.\n", "")
