"""What the documents and lists of the project promise is so."""

import json
import re
import tomllib
from pathlib import Path

from registry.core.settings import Settings
from registry.starting.console import PROJECT
from registry.starting.front_end import LOCK, MANIFEST, MODULES, VENDOR, vendored_files
from tests.architecture.source import REGISTRY

FEATURE_FILES = ("models", "queries", "services", "permissions")


def test_every_setting_is_documented_with_its_default() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text("utf-8")
    documented = re.findall(r"^\| `(REGISTRY_\w+)` \| `(.*?)` \|", text, flags=re.MULTILINE)
    expected = {f"REGISTRY_{name.upper()}": shown(getattr(Settings(), name)) for name in Settings.__dataclass_fields__}
    assert dict(documented) == expected
    assert len(documented) == len(expected)


def shown(default: object) -> str:
    """A default as the document writes it: paths from the project folder, lists with commas."""
    if isinstance(default, tuple):
        return ",".join(default)
    return str(default).replace(f"{PROJECT}/", "")


def test_the_lock_file_names_versions_and_checksums_but_no_addresses() -> None:
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    installed = {name.removeprefix("node_modules/"): about for name, about in packages.items() if name}
    assert {name: installed[name]["version"] for name in wanted} == wanted
    assert all(about["integrity"].startswith("sha512-") for about in installed.values())
    assert not any("resolved" in about for about in packages.values())


def test_vendored_files_come_with_their_licences() -> None:
    folders = {target.parent for target in vendored_files()}
    licensed = {target.parent for target in vendored_files() if target.name.startswith("LICENSE")}
    assert folders == licensed


def test_vendored_files_are_those_that_pages_name() -> None:
    folders = [PROJECT / "templates", *(PROJECT / "static" / name for name in ("css", "js"))]
    texts = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.*")]
    named = {name for text in texts for name in re.findall(r"[./'\"]vendor/([\w./-]+)", text)}
    copied = {target.relative_to(VENDOR).as_posix() for target in vendored_files()}
    assert named == {name for name in copied if "/LICENSE" not in name}


def test_vendored_files_come_from_packages_of_the_running_portal() -> None:
    packages = json.loads(LOCK.read_text("utf-8"))["packages"]
    for source in vendored_files().values():
        scope, name, *_ = source.relative_to(MODULES).parts
        package = f"{scope}/{name}" if scope.startswith("@") else scope
        assert not packages[f"node_modules/{package}"].get("dev", False), source


def test_requirements_are_pinned() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (PROJECT / name).read_text("utf-8").splitlines()
        assert [line for line in lines if line and not line.startswith(("#", "-r ")) and "==" not in line] == []


def test_every_package_has_its_place_in_the_layers() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract.get("exhaustive"))
    placed = set(re.findall(r"\w+", " ".join(layers["layers"]))) | set(layers["exhaustive_ignores"])
    assert packages_of(REGISTRY) - placed == set()


def packages_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if (path / "__init__.py").exists()}
