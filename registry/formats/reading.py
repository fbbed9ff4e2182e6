"""What every reader of a file format takes and gives.

A reader says what a file is, how sure it is and why (shown to people, who may correct it), and reads
it into a `FileSummary`. Readers run in a limited child process (`registry.formats.child`) and see
only bytes and a name; what they hand on is bounded plain text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from registry.core.limited import ProcessLimits
from registry.core.messages import N_, Message, MessageKind, define
from registry.formats.bot import BotModel
from registry.formats.decisions import DecisionModel
from registry.formats.flow import FlowModel
from registry.formats.form import FormModel
from registry.formats.plain import TEXT, file_name, plain
from registry.formats.service_text import ServiceTexts
from registry.formats.shape import Storable
from registry.formats.values import ValueTable

if TYPE_CHECKING:
    from registry.formats.probe import Probe

MAX_TEXTS = 1_000
MAX_TEXT_CHARACTERS = 100_000
MAX_WARNINGS = 50
_EXPORTS = frozenset({"artifact", "config_object"})

TRUNCATED = define(
    "formats.truncated",
    N_("Die Datei ist sehr umfangreich. Gezeigt wird nur ein Teil; die Anzahlen gelten für die ganze Datei."),
)

MISSING_DEPENDENCIES = define(
    "formats.missing_dependencies",
    N_("Fehlende Abhängigkeiten: %(keys)s. Ohne diese Objekte ist die Lösung unvollständig."),
)


class Certainty(StrEnum):
    """How sure the recognition is: the content proves it, makes it likely, or nothing is known."""

    CERTAIN = "certain"
    LIKELY = "likely"
    NONE = "none"


class FindingKind(StrEnum):
    """What a finding endangers; secrets also block the release to partners."""

    SECRET = "secret"  # noqa: S105 (a kind, no secret)
    PERSONAL = "personal"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """What reading one file may use; `file_bytes` bounds the file itself."""

    process: ProcessLimits = field(default_factory=ProcessLimits)
    file_bytes: int = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recognition(Storable):
    """What a file is, how sure, and why."""

    format_id: str
    certainty: Certainty
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(Storable):
    """A norm the file names; `kind` is one of the fact sheet's (``bund``, ``land``, ``eu`` …) or empty."""

    name: str
    kind: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Storable):
    """Something the file needs beside itself.

    Attributes:
        type: ``artifact`` (another process), ``config_object``, ``plugin``, ``template``, ``datasource``.
        key: its key in the tool.
        detail: what of it is used, for instance field names.
        resolved: whether another file of the same upload brings it (`resolve_dependencies`).
    """

    type: str
    key: str
    detail: str = ""
    resolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers(Storable):
    """Keys of the thing in the file in the registers of others."""

    leika_keys: tuple[str, ...] = ()
    fim_ids: tuple[str, ...] = ()
    source_key: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Storable):
    """A place that looks like a secret, personal data or an internal detail; never the whole value.

    Attributes:
        category: ``password``, ``email``, ``iban`` …; the sentence for it is `findings.category_label`.
        place: where, for people; the first place if the same value occurs more often.
        excerpt: the value masked.
        fingerprint: the same for the same value and category, to carry a decision over to a new file.
        severity: 3 secret, 2 personal, 1 internal.
    """

    category: str
    kind: FindingKind
    place: Message
    excerpt: str
    fingerprint: str
    severity: int
    occurrences: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSummary(Storable):
    """Everything read from one file.

    Attributes:
        variant: what kind of file within the format: ``process``, ``settings``, ``form``, ``workflow`` …
        solution_kind: hint for the fact sheet: ``process``, ``form``, ``bot`` or None (accompanying file).
        status: release status in the words of the source, if it has one.
        provides: (type, key) of what this file brings for the dependencies of others.
        counts: what is counted, for instance ``tasks``, ``fields_uses``, ``fields_distinct``.
        facts: values for the fact sheet by its identifiers, only those that the file really holds.
        texts: plain text for the search index.
    """

    format_id: str
    format_label: Message
    certainty: Certainty
    reason: Message
    media_type: str = "application/octet-stream"
    variant: str = ""
    tool: str = ""
    tool_version: str = ""
    title: str = ""
    identifiers: Identifiers = field(default_factory=Identifiers)
    legal_bases: tuple[LegalBasis, ...] = ()
    status: Message | None = None
    solution_kind: str | None = None
    platform: str | None = None
    platform_min_version: str = ""
    flow: FlowModel | None = None
    form: FormModel | None = None
    bot: BotModel | None = None
    decisions: DecisionModel | None = None
    values: ValueTable | None = None
    services: ServiceTexts | None = None
    dependencies: tuple[Dependency, ...] = ()
    provides: tuple[Dependency, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    warnings: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()
    findings_truncated: bool = False


class UnreadableFile(Exception):
    """The file claims to be of a known format and cannot be read, or reading it broke a limit."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


class Broken(Exception):
    """Content that cannot be read; says why but not yet which file (`xml`, `strict_json`, `archives` raise it).

    `reason` is a sentence with the placeholders ``name`` and ``format`` and those given here.
    """

    def __init__(self, reason: MessageKind, **params: object) -> None:
        super().__init__(reason.id)
        self.reason = reason
        self.params = {key: plain(str(value), 120) for key, value in params.items()}

    def of(self, name: str, format_name: str) -> UnreadableFile:
        """The error for people: with the name of the file and of the format it claims to be."""
        return UnreadableFile(self.reason(name=file_name(name), format=format_name, **self.params))


class FormatReader(Protocol):
    """One file format; implementations are stateless and registered in `registry.formats.READERS`.

    Attributes:
        label: what people read; `name` is the bare product name for sentences, the same in every language.
        extensions: by which a file name claims the format; ``.xml`` and ``.json`` claim nothing.
    """

    @property
    def id(self) -> str: ...  # noqa: D102 (told above)
    @property
    def label(self) -> Message: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def media_type(self) -> str: ...  # noqa: D102
    @property
    def extensions(self) -> tuple[str, ...]: ...  # noqa: D102

    def claims(self, probe: "Probe") -> bool:
        """Whether a file that no reader recognises still claims, by start or name, to be of this format."""

    def recognise(self, probe: "Probe") -> Recognition | None:
        """Say whether this is the format, or None; must be quick and must not raise."""

    def read(self, probe: "Probe") -> FileSummary:
        """Read the file.

        Raises:
            Broken: it claims to be this format and is not readable.
        """


def bounded_texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Distinct plain texts for the search index, up to the limits."""
    kept: dict[str, None] = {}
    characters = 0
    for text in texts:
        clean = plain(text, TEXT)
        if clean and clean not in kept:
            kept[clean] = None
            characters += len(clean)
        if len(kept) >= MAX_TEXTS or characters >= MAX_TEXT_CHARACTERS:
            break
    return tuple(kept)


def resolve_dependencies(summaries: Sequence[FileSummary]) -> list[FileSummary]:
    """Mark the dependencies that another file of the same upload brings, and warn only of the others."""
    brought = {(given.type, given.key.casefold()) for summary in summaries for given in summary.provides}
    return [_resolve(summary, brought) for summary in summaries]


def missing_dependencies(dependencies: Sequence[Dependency]) -> tuple[Message, ...]:
    """The warning that names the exports which no file of the upload brings; empty when nothing is missing."""
    missing = (needed for needed in dependencies if needed.type in _EXPORTS and not needed.resolved)
    keys = dict.fromkeys(needed.key for needed in missing)
    return (MISSING_DEPENDENCIES(keys=plain(", ".join(keys))),) if keys else ()


def _resolve(summary: FileSummary, brought: set[tuple[str, str]]) -> FileSummary:
    dependencies = tuple(
        replace(needed, resolved=(needed.type, needed.key.casefold()) in brought) for needed in summary.dependencies
    )
    others = (warning for warning in summary.warnings if warning.id != "formats.missing_dependencies")
    facts = dict(summary.facts)
    if "dependencies" in facts:
        facts["dependencies"] = [needed.to_json() for needed in dependencies]
    return replace(
        summary,
        dependencies=dependencies,
        warnings=(*others, *missing_dependencies(dependencies)),
        facts=facts,
    )
