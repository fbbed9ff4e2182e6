"""civento (ekom21): the export of one process or one settings object as an XML file.

The format is not published; this follows real exports of library version 2.5. Element names are matched
without their namespace, because exports carry an empty one.
"""

import re
from collections import Counter
from collections.abc import Iterator

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.civento_fields import field_elements
from registry.formats.civento_flow import Workflows
from registry.formats.civento_pages import page_elements
from registry.formats.civento_references import references
from registry.formats.flow import NodeKind
from registry.formats.form import ElementKind, FormModel
from registry.formats.plain import TEXT, plain, plain_markup
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    Dependency,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
    missing_dependencies,
)

LABEL = define("civento.label", N_("civento-Export"))
REASON_PROCESS = define(
    "civento.reason_process",
    N_("Das Wurzelelement heißt „Bibliothek“ und trägt Schlüssel und Rubrik „Vorgangsdefinition“."),
)
REASON_SETTINGS = define(
    "civento.reason_settings",
    N_("Das Wurzelelement heißt „Bibliothek“ und trägt Schlüssel und Rubrik „Vorgangseinstellungdefinition“."),
)
REASON_OTHER = define(
    "civento.reason_other",
    N_("Das Wurzelelement heißt „Bibliothek“ und trägt einen Schlüssel und die Rubrik „%(rubric)s“."),
)
WRONG_ROOT = define(
    "civento.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s steht das Element „%(root)s“, "
        "erwartet ist „Bibliothek“ mit Schlüssel und Rubrik. Exportieren Sie den Prozess erneut und "
        "laden Sie ihn noch einmal hoch."
    ),
)
NO_CONTENT = define(
    "civento.no_content",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile %(line)s fehlt der Vorgang oder "
        "die Metadatendefinition. Exportieren Sie den Prozess erneut und laden Sie ihn noch einmal "
        "hoch."
    ),
)
PAYMENT_OFFERED = define(
    "civento.payment_offered",
    N_(
        "Der Prozess kann eine Bezahlung anbieten („%(mode)s“). Welcher Bezahldienst genutzt wird, "
        "steht nicht in der Datei."
    ),
)
UNKNOWN_AUTHENTICATION = define(
    "civento.unknown_authentication",
    N_("Die Art der Anmeldung „%(method)s“ ist nicht bekannt. Bitte tragen Sie sie im Steckbrief ein."),
)
PROCESS = "Vorgangsdefinition"
SETTINGS = "Vorgangseinstellungdefinition"

_START = re.compile(r"<(?:[\w.-]{1,60}:)?Bibliothek\s")
_LANGUAGE = re.compile(r"[a-z]{2}(?:_[A-Z]{2})?\Z")
_METHODS = (
    (("anonym", "ohne anmeldung"), "none"),
    (("bundid", "bund id", "bund-id", "nutzerkonto bund"), "bundid"),
    (("unternehmenskonto", "elster", "muk"), "muk"),
    (("servicekonto", "hessen"), "servicekonto_he"),
    (("benutzer", "kennwort", "passwort", "registrier", "konto", "account"), "local_login"),
)
_LEVELS = (
    (("eid", "npa", "ausweis", "hoch"), "hoch"),
    (("substan", "elster", "zertifikat"), "substanziell"),
    (("basis", "normal", "niedrig", "passwort", "kennwort"), "basis"),
)
_NO_PAYMENT = ("kein", "ohne", "nicht", "deaktiv")


class CiventoReader:
    """Reads exports of processes and of settings objects."""

    id = "civento"
    label = LABEL()
    name = "civento-XML"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of a file whose root element is broken."""
        return probe.is_broken_xml and bool(_START.search(probe.head)) and "Rubrik" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the root element and its two attributes."""
        root = probe.xml_root
        if root is None or root.name != "Bibliothek" or not {"Schluessel", "Rubrik"} <= set(root.attributes):
            return None
        rubric = root.attributes["Rubrik"]
        if rubric == PROCESS:
            return Recognition(self.id, Certainty.CERTAIN, REASON_PROCESS())
        if rubric == SETTINGS:
            return Recognition(self.id, Certainty.CERTAIN, REASON_SETTINGS())
        return Recognition(self.id, Certainty.LIKELY, REASON_OTHER(rubric=plain(rubric, 60)))

    def read(self, probe: Probe) -> FileSummary:
        """Read the process or the settings object."""
        recognition = self.recognise(probe)
        root = probe.tree()
        if recognition is None:
            raise Broken(WRONG_ROOT, root=xml.local(root), line=xml.line_of(root))
        process = xml.child(root, "Vorgang")
        body = process if process is not None else root
        if process is None and xml.child(root, "Metadatendefinition") is None:
            raise Broken(NO_CONTENT, line=xml.line_of(root))
        return _Reading(recognition, root, body, is_process=process is not None).summary()


class _Reading:
    """One export being read."""

    def __init__(self, recognition: Recognition, root: xml.Element, body: xml.Element, *, is_process: bool) -> None:
        self.recognition = recognition
        self.root = root
        self.body = body
        self.is_process = is_process
        self.key = plain(root.get("Schluessel"), 120)
        self.title = _title(body) or self.key
        self.form = _form(body, self.key, self.title)
        self.workflows = Workflows(body)
        self.dependencies = tuple(_dependencies(root, self.key))
        self.warnings: list[Message] = []

    def summary(self) -> FileSummary:
        facts = self._facts()
        self._warn()
        return FileSummary(
            format_id=CiventoReader.id,
            format_label=CiventoReader.label,
            certainty=self.recognition.certainty,
            reason=self.recognition.reason,
            media_type=CiventoReader.media_type,
            variant="process" if self.is_process else "settings",
            tool="civento",
            tool_version=plain(self.root.get("Version"), 20),
            title=self.title,
            identifiers=Identifiers(source_key=self.key),
            solution_kind="process" if self.is_process else None,
            platform="civento",
            flow=self.workflows.model if self.is_process else None,
            form=self.form,
            dependencies=self.dependencies,
            provides=tuple(_provides(self.key, self.form, is_process=self.is_process)),
            counts=self._counts(),
            facts={name: value for name, value in facts.items() if value},
            texts=bounded_texts(self._texts()),
            warnings=(*self.warnings, *missing_dependencies(self.dependencies)),
        )

    def _facts(self) -> dict[str, object]:
        if not self.is_process:
            return {"source_key": self.key, "platform": "civento"}
        methods, level = self._authentication()
        return {
            "title": self.title,
            "kind": "process",
            "platform": "civento",
            "source_key": self.key,
            "auth_methods": methods,
            "trust_level": level,
            "payment": self._payment(),
            "languages": _languages(self.body),
            "dependencies": [needed.to_json() for needed in self.dependencies],
        }

    def _authentication(self) -> tuple[list[str], str]:
        """Ways to sign in and the highest level of trust that any of them names."""
        texts = {
            plain(element.text, 120)
            for element in self.body.iter(xml.ANY)
            if xml.local(element) == "Authentifizierungsart" and element.text
        }
        methods, levels = set(), []
        for text in sorted(text for text in texts if text):
            method, level = _match(text, _METHODS), _match(text, _LEVELS)
            if method:
                methods.add(method)
            else:
                self.warnings.append(UNKNOWN_AUTHENTICATION(method=text))
            levels.append(level)
        highest = next((level for level in ("hoch", "substanziell", "basis") if level in levels), "")
        return sorted(methods), highest

    def _payment(self) -> str:
        mode = plain(xml.text_of(self.body, "EPaymentModus"), 120)
        if not mode:
            return ""
        if any(word in mode.casefold() for word in _NO_PAYMENT):
            return "none"
        self.warnings.append(PAYMENT_OFFERED(mode=mode))
        return "other"

    def _counts(self) -> dict[str, int]:
        kinds = Counter(element.kind for element in self.form.walk())
        fields = {"fields": kinds[ElementKind.FIELD], "groups": kinds[ElementKind.GROUP]}
        return fields | self.workflows.counts if self.is_process else fields

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.key)
        for element in self.body.iter(xml.ANY):
            text = element.get("Standard")
            if text and not text.isspace():
                yield plain_markup(text, TEXT)
            elif xml.local(element) in {"Beschreibung", "Comment"}:
                yield plain_markup(element.text, TEXT)
        for flow in self.workflows.model.flows:
            yield flow.name
            yield from (node.name for node in flow.nodes if node.kind is NodeKind.CALL)

    def _warn(self) -> None:
        if self.form.truncated or self.workflows.model.truncated:
            self.warnings.append(TRUNCATED())


def _title(body: xml.Element) -> str:
    name = xml.child(body, "Name")
    if name is None:
        return ""
    return plain_markup(name.get("Standard") or name.text, 150)


def _form(body: xml.Element, key: str, title: str) -> FormModel:
    elements, is_cut = field_elements(body)
    pages, are_pages_cut = page_elements(body, elements)
    return FormModel(id=key, title=title, elements=elements, pages=pages, truncated=is_cut or are_pages_cut)


def _dependencies(root: xml.Element, key: str) -> Iterator[Dependency]:
    found = references(root)
    for process in found.processes:
        if process.casefold() != key.casefold():
            yield Dependency(type="artifact", key=process)
    for name, fields in found.settings.items():
        if name.casefold() != key.casefold():
            yield Dependency(type="config_object", key=name, detail=plain(", ".join(sorted(fields))))
    for template in found.templates:
        yield Dependency(type="template", key=template)


def _provides(key: str, form: FormModel, *, is_process: bool) -> Iterator[Dependency]:
    if is_process:
        yield Dependency(type="artifact", key=key)
        return
    names = [key, *(element.key for element in form.elements)]
    yield from (Dependency(type="config_object", key=name) for name in dict.fromkeys(names) if name)


def _match(text: str, table: tuple[tuple[tuple[str, ...], str], ...]) -> str:
    folded = text.casefold()
    return next((value for words, value in table if any(word in folded for word in words)), "")


def _languages(body: xml.Element) -> list[str]:
    """German, and what else titles are translated into (attributes named by a language)."""
    codes = {
        key[:2].lower()
        for title in body.iter(xml.ANY)
        if xml.local(title) == "Titel"
        for key in title.attrib
        if _LANGUAGE.match(key)
    }
    return ["de", *sorted(codes - {"de"})][:20]
