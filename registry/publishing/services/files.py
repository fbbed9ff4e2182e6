"""The files of a draft: added, replaced by a corrected one, removed, named for what they are."""

from collections.abc import Sequence
from dataclasses import replace

from registry.accounts.actor import Actor
from registry.catalogue.models import Artifact, ArtifactRole, Finding, FindingKind, FindingState, Release
from registry.catalogue.pictures import keep_pictures
from registry.core.database import session
from registry.core.errors import Invalid
from registry.core.messages import N_, define
from registry.diagrams.pictures import pictures_of
from registry.formats.reading import FileSummary, resolve_dependencies
from registry.formats.reading import Finding as Found
from registry.formats.reading import FindingKind as FoundKind
from registry.publishing.services.guards import require_draft
from registry.publishing.services.prefilling import fill_from_files
from registry.publishing.services.recording import audit
from registry.publishing.services.roles import guess_role
from registry.publishing.services.uploads import ReceivedFile, refuse_blocked

MAX_FILES = 50

TOO_MANY = define(
    "files.too_many", N_("Eine Version hat höchstens %(limit)s Dateien. Fassen Sie Begleitunterlagen zusammen.")
)

_KINDS = {
    FoundKind.SECRET: FindingKind.SECRET,
    FoundKind.PERSONAL: FindingKind.PERSONAL,
    FoundKind.INTERNAL: FindingKind.LOCAL,
}


def attach(release: Release, files: Sequence[ReceivedFile], *, by: Actor) -> list[Artifact]:
    """Add files to a draft, and fill the fact sheet from them. A file that it holds already is not added again.

    Raises:
        Invalid: too many files, or a file was blocked meanwhile.
    """
    require_draft(release, by)
    added = [_added(release, file) for file in files if not _holds(release, file)]
    _after_change(release, by)
    return added


def replace_file(artifact: Artifact, file: ReceivedFile, *, by: Actor) -> Artifact:
    """Put a corrected file in the place of another; a judgement about the same value is kept.

    Raises:
        Invalid: the file was blocked meanwhile.
    """
    release = artifact.release
    require_draft(release, by)
    refuse_blocked(file.sha256)
    others = [item for item in release.artifacts if item is not artifact]
    artifact.name = unique_name(file.name, [item.name for item in others])
    artifact.sha256, artifact.size_bytes = file.sha256, file.size_bytes
    _take_summary(artifact, file.summary)
    keep_pictures(file.sha256, file.pictures)
    _after_change(release, by)
    return artifact


def set_type(artifact: Artifact, summary: FileSummary, *, by: Actor) -> Artifact:
    """Correct what a file is; `summary` was read again with the type that the person named."""
    require_draft(artifact.release, by)
    _take_summary(artifact, summary)
    keep_pictures(artifact.sha256, pictures_of(summary.flow))
    _after_change(artifact.release, by)
    return artifact


def set_role(artifact: Artifact, role: ArtifactRole, *, by: Actor) -> Artifact:
    """Say what a file is for."""
    require_draft(artifact.release, by)
    artifact.role = role
    session().flush()
    audit("release.changed", artifact.release, by=by, fields=["files"])
    return artifact


def remove(artifact: Artifact, *, by: Actor) -> None:
    """Take a file out of a draft; what it filled in and nobody changed goes with it."""
    release = artifact.release
    require_draft(release, by)
    release.artifacts.remove(artifact)
    _after_change(release, by)


def unique_name(name: str, taken: Sequence[str]) -> str:
    """`name`, numbered where a file of that name is there already, whatever the case."""
    folded = {other.casefold() for other in taken}
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    candidates = (f"{stem} ({number}){dot}{ending}" for number in range(2, MAX_FILES + 2))
    return name if name.casefold() not in folded else next(c for c in candidates if c.casefold() not in folded)


def summary_of(artifact: Artifact) -> FileSummary:
    """What was read from a file."""
    return FileSummary.from_json(artifact.summary)


def _holds(release: Release, file: ReceivedFile) -> bool:
    return any(artifact.sha256 == file.sha256 for artifact in release.artifacts)


def _added(release: Release, file: ReceivedFile) -> Artifact:
    refuse_blocked(file.sha256)
    if len(release.artifacts) >= MAX_FILES:
        raise Invalid(TOO_MANY(limit=MAX_FILES))
    artifact = Artifact(
        sha256=file.sha256,
        size_bytes=file.size_bytes,
        name=unique_name(file.name, [item.name for item in release.artifacts]),
        role=guess_role(file.name, file.summary),
        position=max((item.position for item in release.artifacts), default=0) + 1,
        findings=[],
    )
    _take_summary(artifact, file.summary)
    keep_pictures(file.sha256, file.pictures)
    release.artifacts.append(artifact)
    return artifact


def _take_summary(artifact: Artifact, summary: FileSummary) -> None:
    artifact.format_id = summary.format_id
    judged = {item.fingerprint: item for item in artifact.findings if item.state is FindingState.HARMLESS}
    artifact.findings = [
        _finding(found, position, judged.get(found.fingerprint)) for position, found in enumerate(summary.findings)
    ]
    artifact.summary = replace(summary, findings=()).to_json()


def _finding(found: Found, position: int, judged: Finding | None) -> Finding:
    return Finding(
        kind=_KINDS[found.kind],
        category=found.category[:40],
        place=found.place.to_json(),
        excerpt=found.excerpt[:120],
        fingerprint=found.fingerprint,
        occurrences=found.occurrences,
        position=position,
        state=FindingState.HARMLESS if judged else FindingState.OPEN,
        settled_by_id=judged.settled_by_id if judged else None,
        settled_at=judged.settled_at if judged else None,
    )


def _after_change(release: Release, by: Actor) -> None:
    _resolve_dependencies(release)
    fill_from_files(release)
    session().flush()
    audit("release.changed", release, by=by, fields=["files"])


def _resolve_dependencies(release: Release) -> None:
    """Mark in each file what another file of the draft brings."""
    resolved = resolve_dependencies([summary_of(artifact) for artifact in release.artifacts])
    for artifact, summary in zip(release.artifacts, resolved, strict=True):
        data = summary.to_json()
        if data != artifact.summary:
            artifact.summary = data
