"""FORMCYCLE (XIMA): designer exports of a form and of a workflow as JSON, or a ZIP that holds them."""

import re
from dataclasses import replace
from typing import Any

from registry.core.messages import N_, Message, define
from registry.formats import formcycle_form, formcycle_workflow, strict_json
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import (
    MAX_WARNINGS,
    Broken,
    Certainty,
    FileSummary,
    Recognition,
    bounded_texts,
)

LABEL = define("formcycle.label", N_("FORMCYCLE-Export"))
REASON_FORM = define(
    "formcycle.reason_form",
    N_("Das JSON enthält die Elemente eines FORMCYCLE-Formulars (%(count)s Einträge) und die Version %(version)s."),
)
REASON_FORM_LIKELY = define(
    "formcycle.reason_form_likely",
    N_("Das JSON enthält die Elemente eines FORMCYCLE-Formulars (%(count)s Einträge), aber keine Version."),
)
REASON_WORKFLOW = define(
    "formcycle.reason_workflow",
    N_("Das JSON enthält Aufgaben, Parameter und Zustände eines FORMCYCLE-Workflows (%(count)s Aufgaben)."),
)
REASON_WORKFLOW_LIKELY = define(
    "formcycle.reason_workflow_likely",
    N_("Das JSON enthält Aufgaben eines FORMCYCLE-Workflows (%(count)s Aufgaben), aber keine Parameter oder Zustände."),
)
REASON_PACKAGE = define("formcycle.reason_package", N_("Das ZIP-Archiv enthält FORMCYCLE-JSON: %(entries)s."))
NOT_FORMCYCLE = define(
    "formcycle.not_formcycle",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält weder ein Formular noch einen"
        " Workflow. Exportieren Sie sie im Designer erneut und laden Sie sie noch einmal hoch."
    ),
)
SEVERAL = define(
    "formcycle.several",
    N_("Das Archiv enthält mehrere Formulare oder Workflows. Gezeigt wird jeweils das erste."),
)

_WIDGET = re.compile(r"X[A-Z]")
_FORM_START = re.compile(r'"className"\s{0,5}:\s{0,5}"X[A-Z]')
_FORM_DEFAULTS = re.compile(r'"base"\s{0,5}:\s{0,5}\{\s{0,9}"X[A-Z]')
_WORKFLOW_START = re.compile(
    r'"(?:type|customDataVersion)"\s{0,5}:\s{0,5}"(?:FC_[A-Z]|\d)|"customData"\s{0,5}:\s{0,5}\{\s{0,9}"states"'
)
_MAX_ENTRIES = 20
_MAX_ENTRY = 20 * 1024 * 1024


class FormcycleReader:
    """Reads forms, workflows, and both from one archive."""

    id = "formcycle"
    label = LABEL()
    name = "FORMCYCLE-JSON"
    media_type = "application/json"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of broken JSON: widgets of a form or their defaults, or nodes and states of a workflow."""
        if probe.json_problem is None:
            return False
        if _FORM_DEFAULTS.search(probe.head) or (_FORM_START.search(probe.head) and '"properties"' in probe.head):
            return True
        return bool(_WORKFLOW_START.search(probe.head)) and '"customData' in probe.head

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the shape of the JSON, also inside an archive."""
        if probe.archive is not None:
            return self._recognise_archive(probe)
        reason = _reason(probe.json)
        if reason is None:
            return None
        likely = reason.id.endswith("_likely")
        return Recognition(self.id, Certainty.LIKELY if likely else Certainty.CERTAIN, reason)

    def read(self, probe: Probe) -> FileSummary:
        """Read the form, the workflow, or what the archive holds of them."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise Broken(NOT_FORMCYCLE)
        if probe.archive is None:
            return _summary(probe.json, recognition)
        return _package([_summary(value, recognition) for value in _entries(probe).values()], recognition)

    def _recognise_archive(self, probe: Probe) -> Recognition | None:
        names = plain(", ".join(name.rsplit("/", 1)[-1] for name in _entries(probe)), 200)
        return Recognition(self.id, Certainty.CERTAIN, REASON_PACKAGE(entries=names)) if names else None


def _reason(value: object) -> Message | None:
    """Why a JSON value is a form or a workflow; None when it is neither."""
    if not isinstance(value, dict):
        return None
    widgets = _widgets(value)
    if widgets:
        version = formcycle_form.version_of(value)
        return REASON_FORM(count=widgets, version=version) if version else REASON_FORM_LIKELY(count=widgets)
    tasks, has_states = _tasks(value), isinstance(_states(value), list)
    if tasks is None or not (tasks or has_states):
        return None
    complete = has_states and (_has_keys(value.get("params")) or not tasks)
    return REASON_WORKFLOW(count=tasks) if complete else REASON_WORKFLOW_LIKELY(count=tasks)


def _widgets(value: dict[str, Any]) -> int:
    """How many items are widgets; 0 unless most of them are."""
    items = value.get("items")
    if not isinstance(items, list) or not items:
        return 0
    widgets = sum(_is_widget(item) for item in items)
    return widgets if widgets * 2 > len(items) else 0


def _is_widget(item: object) -> bool:
    if not isinstance(item, dict) or not isinstance(item.get("properties"), dict):
        return False
    name = item.get("className")
    return isinstance(name, str) and bool(_WIDGET.match(name))


def _tasks(value: dict[str, Any]) -> int | None:
    """How many tasks the process has; None where there is no list of them, or something else in it."""
    process = value.get("process")
    tasks = process.get("tasks") if isinstance(process, dict) else None
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        return None
    known = sum(bool({"trigger", "node"} & set(task)) for task in tasks)
    return known if known or not tasks else None


def _has_keys(params: object) -> bool:
    if not isinstance(params, list):
        return False
    return any(isinstance(part, dict) and isinstance(part.get("key"), dict) for part in params)


def _states(value: dict[str, Any]) -> object:
    custom = value.get("customData")
    return custom.get("states") if isinstance(custom, dict) else None


def _entries(probe: Probe) -> dict[str, Any]:
    """The JSON of forms and workflows in an archive, forms first."""
    found: dict[str, Any] = {}
    archive = probe.archive
    names = [name for name in (archive.names if archive else ()) if name.lower().endswith(".json")]
    for name in names[:_MAX_ENTRIES]:
        try:
            value = strict_json.parse(archive.read(name, _MAX_ENTRY)) if archive else None
        except Broken:
            continue
        if _reason(value) is not None:
            found[name] = value
    return dict(sorted(found.items(), key=lambda pair: "items" not in pair[1]))


def _summary(value: dict[str, Any], recognition: Recognition) -> FileSummary:
    blank = FileSummary(
        format_id=FormcycleReader.id,
        format_label=FormcycleReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        media_type=FormcycleReader.media_type,
        tool="FORMCYCLE",
        platform="formcycle",
    )
    return formcycle_form.read(value, blank) if _widgets(value) else formcycle_workflow.read(value, blank)


def _package(parts: list[FileSummary], recognition: Recognition) -> FileSummary:
    """One summary of an archive: the first form and the first workflow, the sums of both."""
    first = parts[0]
    workflow = next((part for part in parts if part.variant == "workflow"), first)
    shown = [first] if workflow is first else [workflow, first]
    counts = {name: number for part in shown for name, number in part.counts.items()}
    facts = {name: value for part in shown for name, value in part.facts.items()}
    warnings = [warning for part in parts for warning in part.warnings]
    if len(parts) > len(shown):
        warnings.append(SEVERAL())
    return replace(
        first,
        reason=recognition.reason,
        media_type="application/zip",
        variant="package",
        flow=workflow.flow,
        counts=counts,
        facts=facts,
        dependencies=tuple(dict.fromkeys(needed for part in parts for needed in part.dependencies)),
        texts=bounded_texts(text for part in parts for text in part.texts),
        warnings=tuple(warnings[:MAX_WARNINGS]),
    )
