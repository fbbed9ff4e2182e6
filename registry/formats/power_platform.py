"""Power Platform: a solution, an exported flow package, or one cloud flow as JSON.

A solution is a ZIP with `solution.xml`, `customizations.xml` and the flows below `Workflows/`; a flow package
(the older export) has `manifest.json` and `Microsoft.Flow/flows/<id>/definition.json`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from registry.core.messages import N_, Message, define
from registry.formats import strict_json, xml
from registry.formats.bot_summary import bot_summary, model_of
from registry.formats.bot_traces import Traces
from registry.formats.cloud_flow import CloudFlow, flow_properties
from registry.formats.cloud_words import connector_name
from registry.formats.flow import FlowModel
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import TRUNCATED, Broken, Certainty, Dependency, FileSummary, Identifiers, Recognition

LABEL = define("power_platform.label", N_("Power-Platform-Lösung"))
REASON_SOLUTION = define(
    "power_platform.reason_solution",
    N_("Das ZIP-Archiv enthält die Beschreibung einer Power-Platform-Lösung (solution.xml). Flows darin: %(count)s."),
)
REASON_PACKAGE = define(
    "power_platform.reason_package",
    N_("Das ZIP-Archiv enthält Flows, wie Power Automate sie als Paket exportiert (%(count)s)."),
)
REASON_FLOW = define(
    "power_platform.reason_flow",
    N_("Das JSON enthält Auslöser und Aktionen eines Cloud-Flows (%(count)s)."),
)
NO_FLOW = define(
    "power_platform.no_flow",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält weder eine Lösung noch einen Flow. "
        "Exportieren Sie die Lösung erneut und laden Sie sie noch einmal hoch."
    ),
)
MANAGED = define("power_platform.managed", N_("Die Lösung ist verwaltet: Nach dem Import lässt sie sich nicht ändern."))
UNREADABLE_ENTRY = define(
    "power_platform.unreadable_entry",
    N_("„%(entry)s“ im Archiv ist kein lesbarer Cloud-Flow und fehlt deshalb in der Übersicht."),
)

_SOLUTION = "solution.xml"
_FLOW_ENTRY = re.compile(
    r"(?:Workflows/[^/]+|(?:[^/]+/)?Microsoft\.Flow/flows/[^/]+/definition)\.json\Z", re.IGNORECASE
)
_GUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_VARIABLE = re.compile(r"environmentvariabledefinitions/[^/]+/environmentvariabledefinition\.xml\Z", re.IGNORECASE)
_SECRET_TYPE = "100000005"  # noqa: S105 (the kind of a variable, no secret)
_GERMAN, _ENGLISH = "1031", "1033"
_MAX_ENTRY = 10 * 1024 * 1024
_MAX_FLOWS = 200


@dataclass(frozen=True, slots=True)
class _Solution:
    """What a solution says of itself."""

    key: str = ""
    title: str = ""
    version: str = ""
    is_managed: bool = False


class PowerPlatformReader:
    """Reads solutions, flow packages and single flows."""

    id = "power_platform"
    label = LABEL()
    name = "Power-Platform-Paket"
    media_type = "application/zip"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of the broken JSON of a flow."""
        if probe.json_problem is None:
            return False
        return "Microsoft.Logic/schemas" in probe.head or '"connectionReferences"' in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the entries of the archive, or by a definition with triggers and actions."""
        if probe.archive is not None:
            return self._recognise_archive(probe)
        found = flow_properties(probe.json)
        if found is None:
            return None
        count = len(found["definition"]["triggers"]) + len(found["definition"]["actions"])
        return Recognition(self.id, Certainty.CERTAIN, REASON_FLOW(count=count))

    def read(self, probe: Probe) -> FileSummary:
        """Read the flows and what the solution says of itself."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise Broken(NO_FLOW)
        if probe.archive is not None:
            return _Package(probe, recognition).summary()
        properties = flow_properties(probe.json) or {}
        traces = Traces()
        blank = replace(_blank(recognition), variant="flow", media_type="application/json")
        return _summary(blank, [CloudFlow(properties, traces, number=0)], traces, {}, ())

    def _recognise_archive(self, probe: Probe) -> Recognition | None:
        names = probe.archive.names if probe.archive is not None else ()
        flows = [name for name in names if _FLOW_ENTRY.match(name)]
        folded = {name.casefold() for name in names}
        if {_SOLUTION, "customizations.xml"} <= folded:
            return Recognition(self.id, Certainty.CERTAIN, REASON_SOLUTION(count=len(flows)))
        if any("microsoft.flow/" in name.casefold() for name in flows):
            return Recognition(self.id, Certainty.CERTAIN, REASON_PACKAGE(count=len(flows)))
        return None


def _blank(recognition: Recognition) -> FileSummary:
    return FileSummary(
        format_id=PowerPlatformReader.id,
        format_label=PowerPlatformReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=PowerPlatformReader.media_type,
        tool="Power Automate",
        platform="power_automate",
    )


def _summary(
    blank: FileSummary, flows: list[CloudFlow], traces: Traces, keys: dict[str, str], warnings: tuple[Message, ...]
) -> FileSummary:
    """The summary of flows; `keys` gives the id of each flow by its key in the solution."""
    connectors = dict.fromkeys(name for flow in flows for name in flow.connectors)
    needed = dict.fromkeys(key for flow in flows for key in flow.called if key not in keys)
    by_id = {flow.id: flow.name for flow in flows}
    names = {key: by_id[found] for key, found in keys.items()}
    truncated = any(flow.is_truncated for flow in flows)
    model = model_of([flow.flow(keys) for flow in flows], traces, truncated=truncated)
    counts = {
        "actions": sum(flow.seen - flow.branches for flow in flows),
        "triggers": sum(flow.triggers for flow in flows),
        "connectors": len(connectors),
    }
    return bot_summary(
        replace(
            blank,
            flow=FlowModel(flows=tuple(flow.graph(names) for flow in flows), truncated=truncated) if flows else None,
            provides=tuple(Dependency(type="artifact", key=key) for key in keys),
            counts=counts | blank.counts,
        ),
        model,
        title=blank.title or (flows[0].name if len(flows) == 1 else ""),
        interfaces=({"system": name, "kind": "api"} for name in connectors),
        dependencies=[Dependency(type="artifact", key=key) for key in needed],
        warnings=warnings,
    )


class _Package:
    """An archive being read."""

    def __init__(self, probe: Probe, recognition: Recognition) -> None:
        self.probe = probe
        self.recognition = recognition
        self.traces = Traces()
        self.warnings: list[Message] = []
        self.names = probe.archive.names if probe.archive is not None else ()
        self.solution = self._solution()
        self.called = self._workflow_names()

    def summary(self) -> FileSummary:
        keys: dict[str, str] = {}
        flows: list[CloudFlow] = []
        entries = [name for name in self.names if _FLOW_ENTRY.match(name)]
        for name in entries[:_MAX_FLOWS]:
            flow = self._flow(name, len(flows))
            if flow is not None:
                flows.append(flow)
                keys.update({found.casefold(): flow.id for found in _GUID.findall(name)[-1:]})
        self._variables()
        solution = self.solution
        blank = replace(
            _blank(self.recognition),
            variant="solution" if solution.key else "package",
            title=solution.title,
            identifiers=Identifiers(source_key=solution.key, version=solution.version),
        )
        managed = (MANAGED(),) if solution.is_managed else ()
        cut = (TRUNCATED(),) if len(entries) > _MAX_FLOWS else ()
        return _summary(blank, flows, self.traces, keys, (*managed, *cut, *self.warnings))

    def _flow(self, entry: str, number: int) -> CloudFlow | None:
        try:
            properties = flow_properties(strict_json.parse(self._content(entry)))
        except Broken:
            properties = None
        if properties is None:
            self.warnings.append(UNREADABLE_ENTRY(entry=plain(entry, 120)))
            return None
        name = self.called.get(entry.rpartition("/")[2].casefold(), "")
        return CloudFlow(properties, self.traces, number=number, name=name or _name_in(entry, properties))

    def _solution(self) -> _Solution:
        """What `solution.xml` says.

        Raises:
            Broken: it is not readable.
        """
        entry = self._named(_SOLUTION)
        if not entry:
            return _Solution()
        manifest = xml.child(xml.parse(self._content(entry)), "SolutionManifest")
        if manifest is None:
            return _Solution(key="solution")
        key = plain(xml.text_of(manifest, "UniqueName"), 120)
        return _Solution(
            key=key or "solution",
            title=_localized_name(manifest) or key,
            version=plain(xml.text_of(manifest, "Version"), 40),
            is_managed=xml.text_of(manifest, "Managed") == "1",
        )

    def _workflow_names(self) -> dict[str, str]:
        """The names of flows by the file that holds them, and the accounts, from `customizations.xml`."""
        entry = self._named("customizations.xml")
        if not entry:
            return {}
        root = xml.parse(self._content(entry))
        for reference in root.iter(xml.ANY):
            if xml.local(reference) == "connectionreference":
                self._account(reference)
        found = (element for element in root.iter(xml.ANY) if xml.local(element) == "Workflow")
        files = ((xml.text_of(element, "JsonFileName"), element.get("Name", "")) for element in found)
        return {file.rpartition("/")[2].casefold(): plain(name, 150) for file, name in files if file}

    def _account(self, reference: xml.Element) -> None:
        name = plain(reference.get("connectionreferencelogicalname"), 120)
        self.traces.account(name, connector_name(xml.text_of(reference, "connectorid")))

    def _variables(self) -> None:
        """The environment variables that hold a secret, by name."""
        for entry in [name for name in self.names if _VARIABLE.search(name)][:_MAX_FLOWS]:
            try:
                root = xml.parse(self._content(entry))
            except Broken:
                continue
            if xml.text_of(root, "type") == _SECRET_TYPE:
                self.traces.account(plain(root.get("schemaname"), 120), "Secret")

    def _named(self, name: str) -> str:
        return next((entry for entry in self.names if entry.casefold() == name), "")

    def _content(self, entry: str) -> bytes:
        return self.probe.archive.read(entry, _MAX_ENTRY) if self.probe.archive is not None else b""


def _localized_name(manifest: xml.Element) -> str:
    """The name in German, else in English, else in any language."""
    listed = xml.child(manifest, "LocalizedNames")
    given = {} if listed is None else dict(_languages(listed))
    return plain(given.get(_GERMAN) or given.get(_ENGLISH) or next(iter(given.values()), ""), 150)


def _languages(listed: xml.Element) -> Iterator[tuple[str, str]]:
    for element in xml.children(listed):
        yield element.get("languagecode", ""), element.get("description", "")


def _name_in(entry: str, properties: dict[str, Any]) -> str:
    """The name of a flow: its own, else that of the file without the identifier behind it."""
    own = plain(properties.get("displayName"), 150)
    stem = entry.rpartition("/")[2].rpartition(".")[0]
    return own or plain(_GUID.sub("", stem).strip("-_ "), 150)
