"""Settings: what is wrong is said at the start, in one sentence."""

import os
import subprocess
import sys

import pytest

from registry.core.settings import PROJECT, Settings, SettingsError, load_settings

PRODUCTION = {
    "REGISTRY_ENVIRONMENT": "production",
    "REGISTRY_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
    "REGISTRY_BASE_URL": "https://register.ort.example",
    "REGISTRY_TRUSTED_HOSTS": "register.ort.example",
}
REQUIRED = ("REGISTRY_SECRET_KEY", "REGISTRY_BASE_URL", "REGISTRY_TRUSTED_HOSTS")


def test_production_starts_with_the_three_required_settings() -> None:
    settings = load_settings(PRODUCTION)
    assert settings.is_production
    assert settings.trusted_hosts == ("register.ort.example",)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "  ", ","])
def test_production_needs_each_of_them(name: str, value: str | None) -> None:
    given = {key: text for key, text in PRODUCTION.items() if key != name}
    with pytest.raises(SettingsError, match=name):
        load_settings(given if value is None else given | {name: value})


@pytest.mark.parametrize("key", ["kurz", Settings().secret_key])
def test_production_takes_no_short_and_no_known_key(key: str) -> None:
    with pytest.raises(SettingsError, match="mindestens 32 zufällige Zeichen"):
        load_settings(PRODUCTION | {"REGISTRY_SECRET_KEY": key})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "live"),
        ("BASE_URL", "http://register.ort.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://register.ort.example:port"),
        ("BASE_URL", "https://[register"),
        ("TRUSTED_HOSTS", "anders.ort.example"),
        ("TRUSTED_HOSTS", "ort.example"),
        ("TRUSTED_PROXIES", "eins"),
        ("TRUSTED_PROXIES", "-1"),
        ("SESSION_DAYS", "9" * 5000),
        ("SESSION_DAYS", "0"),
        ("SIGN_IN_ATTEMPTS", "0"),
        ("MAX_FILE_BYTES", "0"),
        ("LOG_LEVEL", "laut"),
        ("LAND", "XX"),
        ("DATABASE_URL", "quatsch"),
        ("DATABASE_URL", "postgresql://db/registry"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings(PRODUCTION | {f"REGISTRY_{name}": value})


@pytest.mark.parametrize("hosts", ["register.ort.example,127.0.0.1", ".ort.example", "Register.Ort.Example"])
def test_the_host_of_the_base_url_is_among_the_trusted_ones(hosts: str) -> None:
    load_settings(PRODUCTION | {"REGISTRY_TRUSTED_HOSTS": hosts})


def test_a_misspelt_name_is_no_setting() -> None:
    with pytest.raises(SettingsError, match="REGISTRY_ENVIROMENT"):
        load_settings({"REGISTRY_ENVIROMENT": "production"})


def test_an_empty_value_is_the_default_and_variables_of_tests_are_no_settings() -> None:
    given = {"REGISTRY_NAME": "", "REGISTRY_SAMPLES": "../daten", "REGISTRY_TEST_POSTGRES": "x", "HOME": "/"}
    assert load_settings(given) == Settings()


def test_people_read_the_sentence_and_no_traceback() -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("REGISTRY_")}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "routes"],
        cwd=PROJECT,
        env=environ | {"REGISTRY_ENVIRONMENT": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().startswith("Für den Betrieb fehlen Einstellungen: REGISTRY_SECRET_KEY")
    assert len(done.stderr.strip().splitlines()) == 1
