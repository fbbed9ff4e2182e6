"""DMN 1.0 to 1.5: decisions, their tables and expressions, and what they need, whatever the tool and the prefix."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from registry.core.messages import N_, Message, define
from registry.formats import xml
from registry.formats.decisions import MAX_DECISIONS, MAX_NEEDS, Decision, DecisionModel, Named, Requirement
from registry.formats.dmn_logic import Logic, children, has, inputs_of, outputs_of, text_in, word
from registry.formats.plain import TEXT, plain, plain_markup
from registry.formats.probe import Probe
from registry.formats.reading import (
    TRUNCATED,
    Broken,
    Certainty,
    FileSummary,
    Identifiers,
    Recognition,
    bounded_texts,
)

_NAMESPACE = re.compile(r"https?://www\.omg\.org/spec/DMN/(\d{8})(?:/|\Z)")
_VERSIONS = {
    "20130901": "1.0",
    "20151101": "1.1",
    "20151130": "1.1",
    "20180521": "1.2",
    "20191111": "1.3",
    "20211108": "1.4",
    "20230324": "1.5",
}
_EXTENSIONS = (".dmn", ".dmn11.xml")
_LEIKA = re.compile(r"(?<!\d)99\d{12}(?!\d)")

LABEL = define("dmn.label", N_("DMN-Entscheidungsmodell"))
REASON = define(
    "dmn.reason", N_("Das Wurzelelement heißt „definitions“ und gehört zum Namensraum von DMN %(version)s.")
)
WRONG_ROOT = define(
    "dmn.wrong_root",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. In Zeile 1 steht das Element „%(root)s“, "
        "erwartet ist „definitions“ aus DMN. Speichern Sie das Modell in Ihrem Werkzeug als DMN"
        " und laden Sie es noch einmal hoch."
    ),
)
NO_DECISION = define("dmn.no_decision", N_("Das Modell enthält keine Entscheidung."))
LOST = define("dmn.lost", N_("%(count)s Verweise im Modell führen zu einem Element, das fehlt."))
UNEVEN = define(
    "dmn.uneven",
    N_("In Zeile %(line)s hat eine Regel %(found)s Einträge. Die Tabelle hat %(expected)s Spalten."),
)

_REQUIRED = {
    "requiredDecision": "decision",
    "requiredInput": "input",
    "requiredKnowledge": "knowledge",
    "requiredAuthority": "authority",
}
_DRAFT_NAMES = frozenset({"", "drd", "definitions", "dmn"})


class DmnReader:
    """Reads `*.dmn` (and DMN under any other name)."""

    id = "dmn"
    label = LABEL()
    name = "DMN"
    media_type = "application/xml"
    extensions = (".dmn",)

    def claims(self, probe: Probe) -> bool:
        """By the extension, which has no other use, or by the namespace at the start of a broken file."""
        if probe.name.lower().endswith(_EXTENSIONS):
            return True
        return probe.is_broken_xml and "www.omg.org/spec/DMN/" in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By root element and namespace."""
        root = probe.xml_root
        edition = _NAMESPACE.match(root.namespace) if root is not None else None
        if root is None or edition is None or root.name.lower() != "definitions":
            return None
        version = _VERSIONS.get(edition[1], edition[1])
        return Recognition(self.id, Certainty.CERTAIN, REASON(version=version))

    def read(self, probe: Probe) -> FileSummary:
        """Read the decisions of the model."""
        recognition = self.recognise(probe)
        root = probe.tree()
        if recognition is None:
            raise Broken(WRONG_ROOT, root=xml.local(root))
        reading = _Reading(root)
        title = _title(root, reading.model)
        texts = bounded_texts(_texts(reading.model, title))
        leika = tuple(dict.fromkeys(_LEIKA.findall("\n".join(texts))))[:20]
        platform, platform_version = _platform(root)
        return FileSummary(
            format_id=self.id,
            format_label=self.label,
            certainty=recognition.certainty,
            reason=recognition.reason,
            media_type=self.media_type,
            variant="decisions",
            tool=plain(root.get("exporter")),
            tool_version=plain(root.get("exporterVersion"), 60),
            title=title,
            identifiers=Identifiers(leika_keys=leika, source_key=plain(root.get("id"), 120)),
            solution_kind="process",
            platform=platform,
            platform_min_version=platform_version,
            decisions=reading.model,
            counts=_counts(root),
            facts=_facts(title, leika, platform, platform_version),
            texts=texts,
            warnings=tuple(reading.warnings()),
        )


class _Reading:
    """Builds the decision model of one document."""

    def __init__(self, root: xml.Element) -> None:
        self.root = root
        self.names = {
            key: plain_markup(element.get("name")) or key
            for element in xml.children(root)
            if (key := plain(element.get("id")))
        }
        self.lost = 0
        self.logic = Logic()
        found = [part for part in xml.children(root) if word(part) in {"decision", "businessKnowledgeModel"}]
        decisions = tuple(self._decision(part) for part in found[:MAX_DECISIONS])
        self.model = DecisionModel(
            decisions=decisions,
            inputs=tuple(_named(part) for part in children(root, "inputData"))[:MAX_DECISIONS],
            sources=tuple(_named(part) for part in children(root, "knowledgeSource"))[:MAX_DECISIONS],
            types=tuple(_types(root))[:MAX_DECISIONS],
            truncated=len(found) > MAX_DECISIONS or self.logic.truncated,
        )

    def warnings(self) -> Iterator[Message]:
        if not self.model.decisions:
            yield NO_DECISION()
        if self.lost:
            yield LOST(count=self.lost)
        yield from _uneven(self.root)
        if self.model.truncated:
            yield TRUNCATED()

    def _decision(self, element: xml.Element) -> Decision:
        variable = next(children(element, "variable", "informationItem"), None)
        return Decision(
            id=plain(element.get("id")),
            name=plain_markup(element.get("name")),
            is_knowledge=word(element) == "businessKnowledgeModel",
            question=text_in(element, "question"),
            answers=text_in(element, "allowedAnswers"),
            description=text_in(element, "description"),
            type=plain(variable.get("typeRef"), 80) if variable is not None else "",
            parameters=tuple(islice(_parameters(element), MAX_NEEDS)),
            requires=tuple(self._requirements(element)),
            pieces=self.logic.pieces_of(element),
        )

    def _requirements(self, element: xml.Element) -> Iterator[Requirement]:
        """What a decision needs, each thing once; by name, or by the end of an address in another file."""
        seen: set[tuple[str, str]] = set()
        for part in (part for child in xml.children(element) for part in xml.children(child)):
            kind, address = _REQUIRED.get(word(part)), part.get("href") or ""
            if kind is None or (kind, address) in seen or len(seen) >= MAX_NEEDS:
                continue
            seen.add((kind, address))
            document, _, key = address.rpartition("#")
            self.lost += not document and key not in self.names
            yield Requirement(kind=kind, name=self.names.get(key) or plain(key))


def _named(element: xml.Element) -> Named:
    variable = next(children(element, "variable", "informationItem"), None)
    detail = plain(variable.get("typeRef"), 80) if variable is not None else text_in(element, "description")
    return Named(name=plain_markup(element.get("name")) or plain(element.get("id")), detail=detail)


def _types(root: xml.Element) -> Iterator[Named]:
    """The types that allow named values only."""
    for item in children(root, "itemDefinition"):
        for allowed in children(item, "allowedValues"):
            yield Named(name=plain_markup(item.get("name")), detail=text_in(allowed))


def _parameters(element: xml.Element) -> Iterator[str]:
    for function in children(element, "encapsulatedLogic"):
        for parameter in children(function, "formalParameter"):
            yield plain(parameter.get("name"))


def _title(root: xml.Element, model: DecisionModel) -> str:
    """The name of the model, unless the tool gave it none of its own and there is one decision."""
    name = plain_markup(root.get("name"), 150)
    decisions = [decision.name for decision in model.decisions if not decision.is_knowledge]
    if name.lower() in _DRAFT_NAMES and decisions:
        return plain(decisions[0], 150) or name
    return name


def _platform(root: xml.Element) -> tuple[str | None, str]:
    """Camunda, where the modeler says that the model was made for it."""
    attributes = {key.rpartition("}")[2]: str(value) for key, value in root.attrib.items()}
    is_camunda = attributes.get("executionPlatform", "").startswith("Camunda")
    version = plain(attributes.get("executionPlatformVersion"), 60)
    return ("camunda", version) if is_camunda else (None, "")


def _counts(root: xml.Element) -> dict[str, int]:
    tables = [part for part in root.iter(xml.ANY) if word(part) == "decisionTable"]
    names = Counter(word(part) for part in xml.children(root))
    return {
        "decisions": names["decision"],
        "knowledge_models": names["businessKnowledgeModel"],
        "input_data": names["inputData"],
        "knowledge_sources": names["knowledgeSource"],
        "tables": len(tables),
        "inputs": sum(len(inputs_of(table)) for table in tables),
        "outputs": sum(len(outputs_of(table)) for table in tables),
        "rules": sum(1 for table in tables for _ in children(table, "rule")),
        "expressions": sum(word(part) == "literalExpression" for part in root.iter(xml.ANY)),
    }


def _uneven(root: xml.Element) -> Iterator[Message]:
    """The first rule of each table that has more or fewer entries than there are columns."""
    for table in (part for part in root.iter(xml.ANY) if word(part) == "decisionTable"):
        expected = len(inputs_of(table)) + len(outputs_of(table))
        if has(table, "clause"):
            continue
        for rule in children(table, "rule"):
            found = sum(1 for _ in children(rule, "inputEntry", "outputEntry"))
            if found != expected:
                yield UNEVEN(line=xml.line_of(rule), found=found, expected=expected)
                break


def _texts(model: DecisionModel, title: str) -> Iterator[str]:
    yield title
    for decision in model.decisions:
        yield from (decision.name, decision.question, decision.answers, decision.description)
        for piece in decision.pieces:
            if piece.table is not None:
                yield from (clause.name for clause in (*piece.table.inputs, *piece.table.outputs))
                yield from (note for rule in piece.table.rules for note in rule.notes)
    for named in (*model.inputs, *model.sources):
        yield plain(f"{named.name} {named.detail}", TEXT)


def _facts(title: str, leika: tuple[str, ...], platform: str | None, version: str) -> dict[str, object]:
    facts: dict[str, object] = {
        "title": title,
        "kind": "process",
        "platform": platform,
        "platform_min_version": version,
        "leika_keys": list(leika),
    }
    return {key: value for key, value in facts.items() if value}
