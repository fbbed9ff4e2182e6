"""What a UiPath project says of itself: `project.json` and the `nuspec` of a package."""

import re
from dataclasses import dataclass, field
from typing import Any

from registry.formats import xml
from registry.formats.plain import TEXT, plain

_STUDIO = re.compile(r"\A(\d{2})\.(\d{1,2})\.")
_MARKS = frozenset(["studioVersion", "toolVersion", "projectType", "webServices", "schemaVersion", "designOptions"])
_LANGUAGES = {"VisualBasic": "VB.NET", "CSharp": "C#"}


@dataclass(frozen=True, slots=True)
class Project:
    """A project by its own words; every value may be empty."""

    name: str = ""
    description: str = ""
    main: str = ""
    version: str = ""
    studio: str = ""
    language: str = ""
    framework: str = ""
    libraries: dict[str, str] = field(default_factory=dict)
    entry_points: tuple[str, ...] = ()


def project_marks(value: object) -> int:
    """How sure a JSON value is a project: 2 its packages are UiPath's, 1 it has the keys of one, 0 it is none."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        return 0
    main = value.get("main")
    has_main = isinstance(main, str) and main.lower().endswith((".xaml", ".cs"))
    if not has_main and not isinstance(value.get("entryPoints"), list):
        return 0
    packages = value.get("dependencies")
    if isinstance(packages, dict) and any(key.startswith("UiPath.") for key in packages):
        return 2
    return 1 if has_main and _MARKS & set(value) else 0


def project_of(value: dict[str, Any]) -> Project:
    """The project of a `project.json`."""
    packages = value.get("dependencies")
    return Project(
        name=_text(value, "name", 150),
        description=_text(value, "description", TEXT),
        main=_text(value, "main", 200).replace("\\", "/"),
        version=_text(value, "projectVersion", 40),
        studio=_text(value, "studioVersion", 40) or _text(value, "toolVersion", 40),
        language=_LANGUAGES.get(language := _text(value, "expressionLanguage", 40), language),
        framework=_text(value, "targetFramework", 40),
        libraries={plain(key, 120): _version(given) for key, given in packages.items()}
        if isinstance(packages, dict)
        else {},
        entry_points=tuple(_entry_points(value.get("entryPoints"))),
    )


def project_of_nuspec(root: xml.Element) -> Project:
    """The project of a package's `nuspec`; its authors stay out, they are persons."""
    metadata = xml.child(root, "metadata")
    needed = () if metadata is None else metadata.iter(xml.ANY)
    return Project(
        name=plain(xml.text_of(metadata, "title") or xml.text_of(metadata, "id"), 150),
        description=plain(xml.text_of(metadata, "description"), TEXT),
        version=plain(xml.text_of(metadata, "version"), 40),
        libraries={
            plain(part.get("id"), 120): _version(part.get("version"))
            for part in needed
            if xml.local(part) == "dependency"
        },
    )


def studio_year(version: str) -> str:
    """The edition as the vendor calls it: «23.10.7.0» → «2023.10»; older numbers stay as they are."""
    found = _STUDIO.match(version)
    return f"20{found[1]}.{int(found[2])}" if found and 16 <= int(found[1]) <= 60 else version


def _text(value: dict[str, Any], key: str, limit: int) -> str:
    return plain(value.get(key), limit)


def _version(given: object) -> str:
    return plain(given, 40).strip("[]() ,")


def _entry_points(value: object) -> list[str]:
    points = value if isinstance(value, list) else []
    paths = (plain(point.get("filePath"), 200) for point in points if isinstance(point, dict))
    return [path.replace("\\", "/") for path in paths if path][:50]
