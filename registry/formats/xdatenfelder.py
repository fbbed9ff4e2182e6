"""XDatenfelder (FIM): data schemas, groups and fields of version 2 and 3; version 1 as far as it is alike.

Read with warnings, never validated against the schema: real files of the FIM portal break it. Every use
of a group or field is inlined in the file, so uses and distinct (id, version) are counted apart.
"""

import re
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.fim import STATUS_2, STATUS_3, legal_bases, schema_key
from registry.formats.form import MAX_ELEMENTS, FormModel
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    LegalBasis,
    Recognition,
    bounded_texts,
)
from registry.formats.xdatenfelder_fields import Build, Parts, check, read_elements, read_rules, read_structure

_NAMESPACE = re.compile(r"urn:xoev-de:fim:standard:xdatenfelder_([123])(?:\.[0-9.]+)?\Z")
_FILE_NAME = re.compile(r"_xdf[123]?\.xml\Z", re.IGNORECASE)

LABEL = define("xdatenfelder.label", N_("XDatenfelder (FIM)"))
REASON = define(
    "xdatenfelder.reason",
    N_("Das Wurzelelement heißt „%(root)s“ und gehört zum Namensraum von XDatenfelder %(version)s."),
)
NO_CONTENT = define(
    "xdatenfelder.no_content",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s fehlt das Datenschema, "
        "die Datenfeldgruppe oder das Datenfeld. Exportieren Sie sie erneut und laden Sie sie noch "
        "einmal hoch."
    ),
)
WRONG_ROOT = define(
    "xdatenfelder.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht das Element „%(root)s“. "
        "Bitte prüfen Sie, ob es die richtige Datei ist."
    ),
)
OLD_VERSION = define(
    "xdatenfelder.old_version",
    N_("Die Datei folgt XDatenfelder 1. Diese Fassung ist veraltet und wird nur in Teilen gelesen."),
)
UNKNOWN_STATUS = define(
    "xdatenfelder.unknown_status",
    N_("Der Freigabestatus „%(code)s“ in Zeile %(line)s ist nicht bekannt."),
)

_CONTENT = ("stammdatenschema", "datenfeldgruppe", "datenfeld")
_BESIDE = ("dokumentsteckbrief", "codeliste")
"""What belongs to schemas and has no fields of its own."""
_KIND_WORDS = frozenset({"detaillierungsstufe", "anwendungsgebiet"})
_LEIKA = re.compile(r"(?<!\d)99\d{12}(?!\d)")


class XDatenfelderReader:
    """Reads `S…V…_xdf2.xml`, `…_xdf3.xml` and single groups and fields."""

    id = "xdatenfelder"
    label = LABEL()
    name = "XDatenfelder"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the portal's file names, or by the namespace at the start of a broken file."""
        if _FILE_NAME.search(probe.name):
            return True
        return probe.is_broken_xml and "urn:xoev-de:fim:standard:xdatenfelder_" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        if root is None or not root.name.startswith("xdatenfelder."):
            return None
        version = _NAMESPACE.match(root.namespace)
        if version is None:
            return None
        return Recognition(self.id, Certainty.CERTAIN, REASON(root=plain(root.name), version=version[1]))

    def read(self, probe: Probe) -> FileSummary:
        """Read the schema, group or field."""
        recognition = self.recognise(probe)
        if recognition is None:
            tree = probe.tree()
            raise Broken(WRONG_ROOT, root=xml.local(tree), line=xml.line_of(tree))
        namespace = probe.xml_root.namespace if probe.xml_root else ""
        root = probe.tree(drop=f"{{{namespace}}}relation")
        content = next((part for name in (*_CONTENT, *_BESIDE) for part in xml.children(root, name)), None)
        if content is None:
            raise Broken(NO_CONTENT, line=xml.line_of(root))
        read = _beside if xml.local(content) in _BESIDE else _summary
        return read(recognition, content, version=namespace.rsplit("_", 1)[-1][:1])


def _summary(recognition: Recognition, content: xml.Element, *, version: str) -> FileSummary:
    build, parts = Build(), Parts(content)
    kind = xml.local(content)
    form = _form(content, kind, parts, build)
    identifier, edition = parts.key()
    description = parts.text("beschreibung")
    bases = tuple(legal_bases(parts.all("bezug")))
    leika = tuple(dict.fromkeys(_LEIKA.findall(description)))[:20]
    schemas = [schema_key(identifier, edition)] if kind == "stammdatenschema" else []
    fim_ids = tuple(found for found in (*schemas, _steckbrief(parts)) if found)
    status = _status(parts, build)
    if version == "1":
        build.warn(OLD_VERSION())
    return FileSummary(
        format_id=XDatenfelderReader.id,
        format_label=XDatenfelderReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=XDatenfelderReader.media_type,
        variant=kind,
        tool="XDatenfelder",
        tool_version=version,
        title=form.title,
        identifiers=Identifiers(leika_keys=leika, fim_ids=fim_ids, source_key=identifier, version=edition),
        legal_bases=bases,
        status=status,
        solution_kind="form",
        platform="fim",
        form=form,
        dependencies=tuple(build.lists.values()),
        counts=_counts(build),
        facts=_facts(parts, form, leika, fim_ids, bases) | _dependencies(build),
        texts=bounded_texts(_texts(form, description)),
        warnings=tuple(build.warnings) + ((TRUNCATED(),) if form.truncated else ()),
    )


def _beside(recognition: Recognition, content: xml.Element, *, version: str) -> FileSummary:
    """A document profile or a code list: what it is called; nothing of it describes the solution."""
    build, parts = Build(), Parts(content)
    identifier, edition = parts.key()
    title = plain(parts.text("bezeichnung", "name"), 150)
    status = _status(parts, build)
    return FileSummary(
        format_id=XDatenfelderReader.id,
        format_label=XDatenfelderReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=XDatenfelderReader.media_type,
        variant=xml.local(content),
        tool="XDatenfelder",
        tool_version=version,
        title=title,
        identifiers=Identifiers(source_key=identifier, version=edition),
        status=status,
        texts=bounded_texts([title, parts.text("beschreibung", "definition")]),
        warnings=tuple(build.warnings),
    )


def _facts(
    parts: Parts,
    form: FormModel,
    leika: tuple[str, ...],
    fim_ids: tuple[str, ...],
    bases: tuple[LegalBasis, ...],
) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": form.title,
        "kind": "form",
        "platform": "fim",
        "leika_keys": list(leika),
        "fim_schema_ids": list(fim_ids),
        "legal_bases": [basis.to_json() for basis in bases],
        "tags": _tags(parts),
        "languages": ["de"],
    }
    return {key: value for key, value in facts.items() if value}


def _dependencies(build: Build) -> dict[str, object]:
    needed = [dependency.to_json() for dependency in build.lists.values()]
    return {"dependencies": needed} if needed else {}


def _form(content: xml.Element, kind: str, parts: Parts, build: Build) -> FormModel:
    title = plain(parts.text("bezeichnung", "bezeichnungEingabe", "name"), 150)
    if kind == "stammdatenschema":
        check(parts, build)
        rules = tuple(read_rules(parts, build))
        elements = tuple(read_structure(parts, build))
    else:
        rules, elements = (), tuple(read_elements(content, "1:1", (), build))
    identifier, version = parts.key()
    return FormModel(
        id=identifier,
        version=version,
        title=title,
        elements=elements,
        rules=rules,
        truncated=build.elements > MAX_ELEMENTS,
    )


def _status(parts: Parts, build: Build) -> Message | None:
    code = parts.code("freigabestatus") or parts.code("status")
    known = STATUS_3.get(code) or STATUS_2.get(code)
    if code and known is None:
        where = (parts.all("freigabestatus") or parts.all("status"))[0]
        build.warn(UNKNOWN_STATUS(code=plain(code, 20), line=xml.line_of(where)))
    return known() if known else None


def _steckbrief(parts: Parts) -> str:
    """The document profile the schema belongs to; D99000000001 stands for «none»."""
    identifier = next((xml.text_of(part, "id") for part in parts.all("dokumentsteckbrief")), "")
    return schema_key(identifier, "") if identifier != "D99000000001" else ""


def _tags(parts: Parts) -> list[str]:
    words = (
        plain(xml.text_of(part), 60)
        for part in parts.all("stichwort")
        if (part.get("uri") or "").casefold() not in _KIND_WORDS
    )
    return list(dict.fromkeys(word for word in words if word))[:30]


def _counts(build: Build) -> dict[str, int]:
    names = {"datenfeld": "fields", "datenfeldgruppe": "groups", "regel": "rules"}
    uses = {f"{name}_uses": build.uses[kind] for kind, name in names.items()}
    return uses | {f"{name}_distinct": len(build.distinct[kind]) for kind, name in names.items()}


def _texts(form: FormModel, description: str) -> Iterator[str]:
    yield from (form.title, description)
    for element in form.walk():
        yield from (element.name, element.key, element.help)
    for rule in form.rules:
        yield rule.text
