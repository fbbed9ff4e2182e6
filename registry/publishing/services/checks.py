"""What still stands between a draft and its publication."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from registry.catalogue.fact_sheet.checks import missing
from registry.catalogue.fact_sheet.sheet import of_release
from registry.catalogue.models import Audience, BlockedContent, FindingKind, FindingState, Release
from registry.catalogue.permissions import OPEN_LICENCES
from registry.core.database import session
from registry.core.messages import N_, Message, define
from registry.publishing.queries import find_latest

NO_FILE = define("check.no_file", N_("Es fehlt mindestens eine Datei."))
BLOCKED_FILE = define("check.blocked_file", N_("Die Datei „%(name)s“ wurde gesperrt. Entfernen Sie sie."))
NO_KIND = define("check.no_kind", N_("Wählen Sie die Art der Lösung."))
OPEN_SECRETS = define(
    "check.open_secrets",
    N_("Zugangsdaten: Prüfen Sie jede gefundene Stelle oder laden Sie eine bereinigte Datei hoch (offen: %(count)s)."),
)
OPEN_FINDINGS = define(
    "check.open_findings",
    N_("Für die Öffentlichkeit muss jede gefundene Stelle geprüft sein (offen: %(count)s)."),
)
TOO_MANY_FINDINGS = define(
    "check.too_many_findings",
    N_("Die Datei „%(name)s“ enthält zu viele auffällige Stellen. Laden Sie eine bereinigte Datei hoch."),
)
LICENCE_NOT_OPEN = define(
    "check.licence_not_open",
    N_("Für die Öffentlichkeit braucht die Lösung eine offene Lizenz, zum Beispiel EUPL-1.2."),
)
NO_NOTES = define("check.no_notes", N_("Beschreiben Sie mindestens eine Änderung gegenüber der letzten Version."))
NUMBER_TOO_LOW = define("check.number_too_low", N_("Die Versionsnummer muss größer sein als %(number)s."))


class Step(StrEnum):
    """Where on the way to publication something is to be done."""

    FILES = "files"
    FACTS = "facts"
    FINDINGS = "findings"
    PREVIEW = "preview"
    SUBMISSION = "submission"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that must be done first; `fact_id` names the fact that it is about, `field` the one of the plan."""

    step: Step
    message: Message
    fact_id: str = ""
    is_missing_fact: bool = False
    field: str = ""


def obstacles(release: Release, *, audience: Audience) -> list[Obstacle]:
    """Everything that stands against publishing this draft for this audience, in the order of the steps."""
    return [
        *_in_files(release),
        *_missing_facts(release),
        *open_findings(release, audience=audience),
        *_licence(release, audience),
        *_in_plan(release),
    ]


def audience_obstacles(release: Release, *, audience: Audience) -> list[Obstacle]:
    """What stands against showing a published release to this audience."""
    return [*open_findings(release, audience=audience), *_licence(release, audience)]


def open_findings(release: Release, *, audience: Audience) -> Iterator[Obstacle]:
    """Open secrets stand against any publication, every open finding against the public."""
    secrets = count_open(release, secrets_only=True)
    every = count_open(release)
    if secrets:
        yield Obstacle(Step.FINDINGS, OPEN_SECRETS(count=secrets))
    if audience is Audience.PARTNERS:
        return
    if every > secrets:
        yield Obstacle(Step.FINDINGS, OPEN_FINDINGS(count=every), field="audience")
    for artifact in release.artifacts:
        if artifact.summary.get("findings_truncated"):
            yield Obstacle(Step.FINDINGS, TOO_MANY_FINDINGS(name=artifact.name), field="audience")


def count_open(release: Release, *, secrets_only: bool = False) -> int:
    """How many findings nobody has judged yet."""
    return sum(
        finding.state is FindingState.OPEN and (not secrets_only or finding.kind is FindingKind.SECRET)
        for artifact in release.artifacts
        for finding in artifact.findings
    )


def _in_files(release: Release) -> Iterator[Obstacle]:
    if not release.artifacts:
        yield Obstacle(Step.FILES, NO_FILE())
    digests = [artifact.sha256 for artifact in release.artifacts]
    blocked = set(session().scalars(select(BlockedContent.sha256).where(BlockedContent.sha256.in_(digests))))
    for artifact in release.artifacts:
        if artifact.sha256 in blocked:
            yield Obstacle(Step.FILES, BLOCKED_FILE(name=artifact.name))
    if "kind" not in release.origins:
        yield Obstacle(Step.FILES, NO_KIND())


def _missing_facts(release: Release) -> Iterator[Obstacle]:
    for fact_id, reason in missing(of_release(release)):
        yield Obstacle(Step.FACTS, reason, fact_id, is_missing_fact=True)


def _licence(release: Release, audience: Audience) -> Iterator[Obstacle]:
    if audience is Audience.PUBLIC and release.facts.get("license") not in OPEN_LICENCES:
        yield Obstacle(Step.FACTS, LICENCE_NOT_OPEN(), "license", field="audience")


def _in_plan(release: Release) -> Iterator[Obstacle]:
    last = find_latest(release.solution_id)
    if last is None:
        return
    if release.number_key <= last.number_key:
        yield Obstacle(Step.SUBMISSION, NUMBER_TOO_LOW(number=last.number), field="number")
    if not release.notes:
        yield Obstacle(Step.SUBMISSION, NO_NOTES(), field="added")
