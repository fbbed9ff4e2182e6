"""What a release is made of, as one value: so that a change after publication or during review shows."""

import hashlib
import json
from typing import Any

from registry.catalogue.models import Release


def fingerprint_of(release: Release) -> str:
    """SHA-256 over number, facts, notes and files: what a published release may never change."""
    content = {
        "number": release.number,
        "facts": release.facts,
        "notes": [[note.kind.value, note.text] for note in release.notes],
        "files": sorted([item.name, item.role.value, item.sha256, item.format_id] for item in release.artifacts),
    }
    return _digest(content)


def draft_mark(release: Release) -> str:
    """A value for forms: differs as soon as anything the person saw of the draft has changed."""
    settled = [[finding.fingerprint, finding.state.value] for item in release.artifacts for finding in item.findings]
    content = {
        "fingerprint": fingerprint_of(release),
        "audience": release.audience.value,
        "kind": release.solution.kind.value,
        "submitted_at": release.submitted_at.isoformat() if release.submitted_at else "",
        "findings": sorted(settled),
    }
    return _digest(content)


def _digest(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
