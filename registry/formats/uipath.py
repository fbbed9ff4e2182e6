"""UiPath: the project file, one workflow (XAML, also as copied from the designer), or a whole package.

Follows projects of Studio (`project.json`, schema 3 and 4, Windows legacy and modern) and packages as NuGet
lays them out: one `nuspec`, the workflows below `lib/net…/` or `content/`.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from registry.core.messages import N_, Message, define
from registry.formats import strict_json, xml
from registry.formats import uipath_words as words
from registry.formats.bot import MAX_FLOWS, BotFlow
from registry.formats.bot_summary import bot_summary, model_of
from registry.formats.bot_traces import Traces
from registry.formats.plain import plain
from registry.formats.probe import Probe
from registry.formats.reading import Broken, Certainty, Dependency, FileSummary, Identifiers, Recognition
from registry.formats.uipath_project import Project, project_marks, project_of, project_of_nuspec, studio_year
from registry.formats.uipath_workflow import Workflow

LABEL = define("uipath.label", N_("UiPath-Bot"))
REASON_PROJECT = define(
    "uipath.reason_project",
    N_("Das JSON nennt einen Start-Ablauf und Pakete von UiPath (%(count)s), wie es project.json eines Projekts tut."),
)
REASON_PROJECT_LIKELY = define(
    "uipath.reason_project_likely",
    N_("Das JSON nennt einen Start-Ablauf und Angaben, wie sie project.json eines UiPath-Projekts enthält."),
)
REASON_WORKFLOW = define(
    "uipath.reason_workflow",
    N_("Das Wurzelelement heißt „%(root)s“ und die Datei nutzt die Aktionen von UiPath."),
)
REASON_PACKAGE = define(
    "uipath.reason_package",
    N_("Das ZIP-Archiv enthält Abläufe von UiPath (%(count)s) und die Angaben zum Projekt („%(entry)s“)."),
)
WRONG_CONTENT = define(
    "uipath.wrong_content",
    N_(
        "Die Datei „%(name)s“ ist kein lesbares %(format)s. Sie enthält weder ein Projekt noch einen Ablauf. "
        "Exportieren Sie sie in UiPath Studio erneut und laden Sie sie noch einmal hoch."
    ),
)
UNREADABLE_ENTRY = define(
    "uipath.unreadable_entry", N_("„%(entry)s“ im Archiv ist nicht lesbar und fehlt deshalb in der Übersicht.")
)
PROPERTIES = define("uipath.properties", N_("Projekt für %(framework)s, Ausdrücke in %(language)s."))

_ROOTS = frozenset(["Activity", "ActivityBuilder", "ClipboardData"])
_TRIED = 5
_MAX_ENTRY = 10 * 1024 * 1024


class UipathReader:
    """Reads projects, workflows and packages."""

    id = "uipath"
    label = LABEL()
    name = "UiPath-Projekt"
    media_type = "application/xml"
    extensions: tuple[str, ...] = ()

    def claims(self, probe: Probe) -> bool:
        """By the start of a broken workflow or project file."""
        if probe.json_problem is not None:
            return '"UiPath.' in probe.head and '"main"' in probe.head
        return probe.is_broken_xml and words.uses_uipath(probe.head)

    def recognise(self, probe: Probe) -> Recognition | None:
        """By the shape of the JSON, the root element with UiPath's namespace, or the entries of a package."""
        if probe.archive is not None:
            return self._recognise_archive(probe)
        marks = project_marks(probe.json)
        if marks == 2:
            return self._recognition(REASON_PROJECT(count=len(probe.json["dependencies"])))
        if marks == 1:
            return Recognition(self.id, Certainty.LIKELY, REASON_PROJECT_LIKELY())
        root = probe.xml_root
        if root is None or root.name not in _ROOTS or not words.uses_uipath(probe.head):
            return None
        return self._recognition(REASON_WORKFLOW(root=root.name))

    def read(self, probe: Probe) -> FileSummary:
        """Read the project, the workflow, or the package."""
        probe.refuse_broken_json()
        recognition = self.recognise(probe)
        if recognition is None:
            raise _problem(probe)
        if probe.archive is not None:
            return _Package(probe, recognition).summary()
        if probe.json is not None:
            return _read_project(project_of(probe.json), recognition)
        return _read_workflow(probe, recognition)

    def _recognise_archive(self, probe: Probe) -> Recognition | None:
        names = _workflow_names(probe)
        described = _description_name(probe)
        if not names or not described or not _is_uipath(probe, names):
            return None
        return self._recognition(REASON_PACKAGE(count=len(names), entry=plain(described, 80)))

    def _recognition(self, reason: Message) -> Recognition:
        return Recognition(self.id, Certainty.CERTAIN, reason)


def _problem(probe: Probe) -> Broken:
    """Why a file that only claims to be UiPath's cannot be read: its XML is broken, else it is something else."""
    if xml.looks_like_xml(probe.content):
        try:
            probe.tree()
        except Broken as problem:
            return problem
    return Broken(WRONG_CONTENT)


def _blank(recognition: Recognition, project: Project) -> FileSummary:
    year = studio_year(project.studio)
    return FileSummary(
        format_id=UipathReader.id,
        format_label=UipathReader.label,
        certainty=recognition.certainty,
        reason=recognition.reason,
        tool="UiPath",
        tool_version=project.studio,
        platform="uipath",
        platform_min_version=year,
        identifiers=Identifiers(source_key=project.name, version=project.version),
    )


def _notes(project: Project) -> tuple[Message, ...]:
    """What else is worth knowing of a project, as a sentence."""
    if not project.framework or not project.language:
        return ()
    return (PROPERTIES(framework=project.framework, language=project.language),)


def _read_project(project: Project, recognition: Recognition) -> FileSummary:
    """A `project.json` alone: it names the first workflow but does not hold it."""
    traces = Traces()
    for library, version in project.libraries.items():
        traces.library(library, version)
    mains = dict.fromkeys(path for path in (project.main, *project.entry_points) if path)
    needed = tuple(Dependency(type="artifact", key=_file(path)) for path in mains)
    blank = replace(_blank(recognition, project), media_type="application/json", variant="project")
    described = BotFlow(id="project", name=project.name, documentation=project.description, is_entry=True)
    model = model_of([described] if project.description else [], traces)
    return bot_summary(
        replace(blank, counts={"workflows": 0}),
        model,
        title=project.name,
        dependencies=needed,
        warnings=_notes(project),
    )


def _read_workflow(probe: Probe, recognition: Recognition) -> FileSummary:
    """One workflow: what it invokes are other files."""
    traces = Traces()
    root = probe.tree()
    workflow = Workflow(root, traces)
    name = plain(words.attribute(root, "Class").rpartition(".")[2], 120)
    own = _file(probe.name) if probe.extension == ".xaml" else f"{name}.xaml"
    title = workflow.title or name
    flow = workflow.flow(own.casefold(), title, is_entry=True, called={own.casefold(): own.casefold()})
    needed = {_file(path).casefold(): _file(path) for path in workflow.calls}
    summary = bot_summary(
        replace(_blank(recognition, Project()), variant="workflow"),
        model_of([flow], traces, truncated=workflow.is_truncated),
        title=workflow.title,
        dependencies=[Dependency(type="artifact", key=path) for key, path in needed.items() if key != own.casefold()],
    )
    counts = summary.counts | {"actions": workflow.total, "disabled_actions": workflow.disabled}
    return replace(summary, provides=(Dependency(type="artifact", key=own),), counts=counts)


class _Package:
    """An archive with a project: all workflows in it, the first one first."""

    def __init__(self, probe: Probe, recognition: Recognition) -> None:
        self.probe = probe
        self.recognition = recognition
        self.traces = Traces()
        self.warnings: list[Message] = []
        self.project = self._project()
        base = _base(_workflow_names(probe), self.project.main)
        names = [name for name in _workflow_names(probe) if name.startswith(base)]
        self.is_cut = len(names) > MAX_FLOWS
        self.workflows = dict(self._workflows(names, base))

    def summary(self) -> FileSummary:
        flows = [self._flow(path, workflow) for path, workflow in self.workflows.items()]
        known = {_file(path).casefold() for path in self.workflows}
        calls = {_file(path): None for workflow in self.workflows.values() for path in workflow.calls}
        title = self.project.name or next((workflow.title for workflow in self.workflows.values()), "")
        blank = replace(_blank(self.recognition, self.project), media_type="application/zip", variant="package")
        summary = bot_summary(
            blank,
            model_of(
                flows, self.traces, truncated=self.is_cut or any(one.is_truncated for one in self.workflows.values())
            ),
            title=title,
            dependencies=[Dependency(type="artifact", key=path) for path in calls if path.casefold() not in known],
            warnings=(*_notes(self.project), *self.warnings),
        )
        total = sum(workflow.total for workflow in self.workflows.values())
        disabled = sum(workflow.disabled for workflow in self.workflows.values())
        provides = tuple(Dependency(type="artifact", key=_file(path)) for path in self.workflows)
        counts = summary.counts | {"actions": total, "disabled_actions": disabled, "workflows": len(self.workflows)}
        return replace(summary, provides=provides, counts=counts)

    def _project(self) -> Project:
        """From `project.json`, what is missing from the `nuspec`."""
        found = Project()
        for name in (_project_name(self.probe), _nuspec_name(self.probe)):
            if name and (other := self._described(name)) is not None:
                found = other if found == Project() else replace(found, version=other.version or found.version)
        for library, version in found.libraries.items():
            self.traces.library(library, version)
        return found

    def _described(self, name: str) -> Project | None:
        try:
            content = _content(self.probe, name)
            if name.lower().endswith(".nuspec"):
                return project_of_nuspec(xml.parse(content))
            value = strict_json.parse(content)
        except Broken:
            self.warnings.append(UNREADABLE_ENTRY(entry=plain(name, 120)))
            return None
        return project_of(value) if project_marks(value) else None

    def _workflows(self, names: list[str], base: str) -> Iterator[tuple[str, Workflow]]:
        """The workflows by their path within the project, the one that starts first."""
        main = f"{base}{self.project.main}".casefold()
        ordered = sorted(names, key=lambda name: (name.casefold() != main, name))
        for number, name in enumerate(ordered[:MAX_FLOWS]):
            try:
                root = xml.parse(_content(self.probe, name))
            except Broken:
                self.warnings.append(UNREADABLE_ENTRY(entry=plain(name, 120)))
                continue
            yield name.removeprefix(base), Workflow(root, self.traces, number=number)

    def _flow(self, path: str, workflow: Workflow) -> BotFlow:
        called = {known.casefold(): known.casefold() for known in self.workflows}
        starts = {entry.casefold() for entry in (self.project.main, *self.project.entry_points)}
        return workflow.flow(path.casefold(), plain(path), is_entry=path.casefold() in starts, called=called)


def _is_uipath(probe: Probe, names: list[str]) -> bool:
    """Whether the archive is UiPath's: other packages hold XAML too, for windows instead of workflows."""
    try:
        name = _project_name(probe)
        if name and project_marks(Probe(_content(probe, name), name).json):
            return True
        return any(words.uses_uipath(Probe(_content(probe, name), name).head) for name in names[:_TRIED])
    except Broken:
        return False


def _content(probe: Probe, name: str) -> bytes:
    return probe.archive.read(name, _MAX_ENTRY) if probe.archive is not None else b""


def _file(path: str) -> str:
    return plain(PurePosixPath(path.replace("\\", "/")).name, 120)


def _base(names: list[str], main: str) -> str:
    """The folder of the project within the archive: where its first workflow lies, else that of most workflows."""
    ends = [name[: -len(main)] for name in names if main and name.casefold().endswith(main.casefold())]
    if ends:
        return min(ends, key=len)
    return min((name.rpartition("/")[0] + "/" for name in names if "/" in name), key=len, default="")


def _workflow_names(probe: Probe) -> list[str]:
    names = probe.archive.names if probe.archive is not None else ()
    return [name for name in names if name.lower().endswith(".xaml")]


def _description_name(probe: Probe) -> str:
    """The entry that describes the project, if one does."""
    return _project_name(probe) or _nuspec_name(probe)


def _nuspec_name(probe: Probe) -> str:
    names = probe.archive.names if probe.archive is not None else ()
    return next((name for name in names if name.lower().endswith(".nuspec") and "/" not in name), "")


def _project_name(probe: Probe) -> str:
    names = probe.archive.names if probe.archive is not None else ()
    found = [name for name in names if name.rpartition("/")[2].lower() == "project.json"]
    return min(found, key=len, default="")
