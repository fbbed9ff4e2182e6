"""Judging places in files that may hold a secret, personal data or a local value."""

from collections.abc import Sequence

from registry.accounts.actor import Actor
from registry.catalogue.models import Finding, FindingKind, FindingState, Release, ReleaseState
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict
from registry.publishing.services.guards import WRONG_STATE, require_editor
from registry.publishing.services.recording import audit

JUDGED_IN = frozenset({ReleaseState.DRAFT, ReleaseState.PUBLISHED})
"""While somebody reviews a release, it stays as it was submitted."""


def confirm_harmless(release: Release, findings: Sequence[Finding], *, by: Actor) -> None:
    """Say of findings that they may stay; who said so and when is kept."""
    _require_judging(release, by)
    for finding in findings:
        if finding.state is FindingState.OPEN:
            finding.state = FindingState.HARMLESS
            finding.settled_by_id, finding.settled_at = by.account_id, clock.now()
    session().flush()
    audit("release.findings_confirmed", release, by=by, fields=["findings"])


AT_ONCE = frozenset({FindingKind.LOCAL, FindingKind.PERSONAL})
"""What may be many and all of one sort, as the mailboxes of offices; each secret is looked at by itself."""


def open_of(release: Release, kind: FindingKind) -> list[Finding]:
    """The open findings of one kind."""
    return [
        finding
        for artifact in release.artifacts
        for finding in artifact.findings
        if finding.kind is kind and finding.state is FindingState.OPEN
    ]


def reopen(release: Release, finding: Finding, *, by: Actor) -> None:
    """Take a judgement back, as long as the release is a draft."""
    _require_judging(release, by)
    if release.state is not ReleaseState.DRAFT:
        raise Conflict(WRONG_STATE())
    finding.state, finding.settled_by_id, finding.settled_at = FindingState.OPEN, None, None
    session().flush()
    audit("release.findings_reopened", release, by=by, fields=["findings"])


def _require_judging(release: Release, by: Actor) -> None:
    require_editor(release.solution, by)
    if release.state not in JUDGED_IN:
        raise Conflict(WRONG_STATE())
