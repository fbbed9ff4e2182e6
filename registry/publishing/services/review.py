"""Submitting a draft and having somebody else look at it (four eyes)."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.accounts.actor import Actor
from registry.accounts.permissions import require
from registry.catalogue.models import Audience, NoteKind, Release, ReleaseAction, ReleaseNote, ReleaseState
from registry.catalogue.services import refresh
from registry.core import clock
from registry.core.database import session
from registry.core.errors import Conflict, Invalid
from registry.core.messages import N_, define
from registry.publishing import announcing
from registry.publishing.fingerprint import draft_mark, fingerprint_of
from registry.publishing.permissions import may_see_internals
from registry.publishing.queries import find_latest, is_reviewer, reviewing_municipality_id
from registry.publishing.services import mails
from registry.publishing.services.checks import NUMBER_TOO_LOW, obstacles
from registry.publishing.services.guards import CHANGED_MEANWHILE, WRONG_STATE, require_draft, require_editor
from registry.publishing.services.numbering import Number
from registry.publishing.services.recording import audit, note_event

RIGHTS_EDITION = "2026-05"
RIGHTS_DECLARATION = define(
    "release.rights_declaration",
    N_(
        "Unsere Kommune darf diese Dateien und Angaben weitergeben. Verträge mit Herstellern und Dienstleistern sowie "
        "Rechte Dritter stehen dem nicht entgegen."
    ),
)
"""What the submitter declares; a new wording gets a new `RIGHTS_EDITION`."""

RIGHTS_MISSING = define(
    "release.rights_missing", N_("Bestätigen Sie, dass Ihre Kommune die Dateien und Angaben weitergeben darf.")
)
NOT_READY = define("release.not_ready", N_("Der Entwurf ist noch nicht vollständig."))
STILL_OPEN = define("release.still_open", N_("Der Entwurf ist noch nicht vollständig. Was fehlt, steht darunter."))
NO_REVIEWER = define(
    "release.no_reviewer",
    N_(
        "In Ihrer Kommune gibt es niemanden sonst, der freigeben darf, und es ist keine andere Kommune für die "
        "Freigabe benannt. Ihre Administration kann beides ändern."
    ),
)
COMMENT_MISSING = define("release.comment_missing", N_("Schreiben Sie, was geändert werden soll."))

MAX_COMMENT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlan:
    """How a draft is to be published."""

    number: Number
    audience: Audience
    notes: Sequence[tuple[NoteKind, str]] = ()


def plan_release(release: Release, plan: ReleasePlan, *, by: Actor) -> Release:
    """Set number, audience and change notes of a draft.

    Raises:
        Invalid: the number is not above the last one.
    """
    require_draft(release, by)
    last = find_latest(release.solution_id)
    if last is not None and plan.number <= last.number_key:
        too_low = NUMBER_TOO_LOW(number=last.number)
        raise Invalid(too_low, {"number": too_low})
    changed = _differs(release, plan)
    release.major, release.minor, release.patch = plan.number
    release.audience = plan.audience
    release.notes = [
        ReleaseNote(kind=kind, text=text, position=position) for position, (kind, text) in enumerate(plan.notes)
    ]
    session().flush()
    if changed:
        audit("release.changed", release, by=by, fields=changed)
    return release


def submit(release: Release, *, by: Actor, rights_declared: bool, mark: str | None = None) -> Release:
    """Hand a draft over for review, with the rights declaration. Doing it twice counts once.

    `mark` is `fingerprint.draft_mark` of what the person saw; None does not compare.

    Raises:
        Conflict: it is no draft any more, or was changed meanwhile.
        Invalid: something is missing, or nobody could review it.
    """
    require_editor(release.solution, by)
    if release.state is ReleaseState.SUBMITTED and release.submitted_by_id == by.account_id:
        return release
    require_draft(release, by)
    if mark is not None:
        require_unchanged(release, mark)
    _require_ready(release, by, rights_declared=rights_declared)
    now = clock.now()
    release.rights_declared_by_id, release.rights_declared_at = by.account_id, now
    release.rights_edition = RIGHTS_EDITION
    release.submitted_by_id, release.submitted_at = by.account_id, now
    release.state = ReleaseState.SUBMITTED
    session().flush()
    note_event(release, ReleaseAction.SUBMITTED, by=by)
    mails.tell_reviewers(release, by=by)
    return release


def recall(release: Release, *, by: Actor) -> Release:
    """Take a submission back to go on working at it.

    Raises:
        Conflict: it is not submitted any more.
    """
    require_editor(release.solution, by)
    if release.state is not ReleaseState.SUBMITTED:
        raise Conflict(WRONG_STATE())
    release.state = ReleaseState.DRAFT
    session().flush()
    note_event(release, ReleaseAction.RECALLED, by=by)
    return release


def accept(release: Release, *, by: Actor, mark: str) -> Release:
    """Publish a submitted release in the name of the reviewer. Doing it twice counts once.

    `mark` is `fingerprint.draft_mark` of what the reviewer saw.

    Raises:
        Conflict: it was recalled, decided by somebody else, or changed meanwhile.
        Invalid: it cannot be published any more, because a file was blocked meanwhile for instance.
    """
    if _was_published_by(release, by):
        return release
    _require_reviewer(release, by)
    require_unchanged(release, mark)
    _require_complete(release)
    release.state = ReleaseState.PUBLISHED
    release.reviewed_by_id = by.account_id
    release.published_at = clock.now()
    release.fingerprint = fingerprint_of(release)
    session().flush()
    refresh(release.solution)
    note_event(release, ReleaseAction.PUBLISHED, by=by)
    mails.tell_submitter_accepted(release)
    announcing.announce(release)
    return release


def give_back(release: Release, *, by: Actor, mark: str, comment: str) -> Release:
    """Return a submitted release to its authors with a comment.

    Raises:
        Conflict: it was recalled, decided by somebody else, or changed meanwhile.
        Invalid: there is no comment.
    """
    _require_reviewer(release, by)
    require_unchanged(release, mark)
    if not comment.strip():
        raise Invalid(COMMENT_MISSING(), {"comment": COMMENT_MISSING()})
    release.state = ReleaseState.DRAFT
    session().flush()
    note_event(release, ReleaseAction.RETURNED, by=by, comment=comment[:MAX_COMMENT])
    mails.tell_submitter_returned(release, comment=comment[:MAX_COMMENT])
    return release


def require_unchanged(release: Release, mark: str) -> None:
    """Go on only with exactly what the person saw.

    Raises:
        Conflict: something of the draft has changed since.
    """
    if mark != draft_mark(release):
        raise Conflict(CHANGED_MEANWHILE())


def _differs(release: Release, plan: ReleasePlan) -> list[str]:
    pairs = {
        "number": (release.number_key, plan.number),
        "audience": (release.audience, plan.audience),
        "notes": ([(note.kind, note.text) for note in release.notes], list(plan.notes)),
    }
    return [name for name, (old, new) in pairs.items() if old != new]


def _require_ready(release: Release, by: Actor, *, rights_declared: bool) -> None:
    left = obstacles(release, audience=release.audience)
    if left:
        in_plan = {item.field: item.message for item in reversed(left) if item.field}
        raise Invalid(STILL_OPEN(), in_plan if all(item.field for item in left) else {})
    if reviewing_municipality_id(release.solution, submitter_id=by.account_id) is None:
        raise Invalid(NO_REVIEWER())
    if not rights_declared:
        raise Invalid(RIGHTS_MISSING(), {"rights": RIGHTS_MISSING()})


def _require_complete(release: Release) -> None:
    if obstacles(release, audience=release.audience):
        raise Invalid(NOT_READY())


def _require_reviewer(release: Release, by: Actor) -> None:
    if is_reviewer(release, by):
        return
    require(may_see_internals(release.solution, by), visible=False)
    if release.state is not ReleaseState.SUBMITTED:
        raise Conflict(WRONG_STATE())
    require(allowed=False)


def _was_published_by(release: Release, by: Actor) -> bool:
    return release.state is ReleaseState.PUBLISHED and release.reviewed_by_id == by.account_id
