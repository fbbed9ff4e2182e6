"""What most pages of publishing begin with, and the way through them."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from registry.accounts.acting import acting
from registry.catalogue.fact_sheet.facts import fact
from registry.catalogue.models import Artifact, Audience, Release, ReleaseState
from registry.core.errors import Conflict
from registry.core.messages import Message
from registry.publishing.queries import get_artifact, get_draft
from registry.publishing.services.checks import Obstacle, Step, count_open, obstacles
from registry.publishing.services.guards import NOT_A_DRAFT, require_editor


def own_draft(release_id: uuid.UUID) -> Release:
    """A draft that the person who acts may change now.

    Raises:
        NotFound: it does not exist for this person.
        NotAllowed: a reader.
        Conflict: it is submitted.
    """
    release = get_draft(release_id, acting())
    _require_changeable(release)
    return release


def own_file(release_id: uuid.UUID, artifact_id: uuid.UUID) -> Artifact:
    """A file of such a draft.

    Raises:
        NotFound: draft or file does not exist for this person.
        NotAllowed: a reader.
        Conflict: the draft is submitted.
    """
    artifact = get_artifact(get_draft(release_id, acting()), artifact_id)
    _require_changeable(artifact.release)
    return artifact


def _require_changeable(release: Release) -> None:
    require_editor(release.solution, acting())
    if release.state is not ReleaseState.DRAFT:
        raise Conflict(NOT_A_DRAFT())


def title_of(release: Release) -> str:
    """What a draft is called on pages; it may have no title yet."""
    return release.title or _("Entwurf ohne Titel")


def way(release: Release, current: Step | None = None, *, audience: Audience | None = None) -> dict[str, Any]:
    """What the frame of every page of a draft shows: steps with their state, and what is still to be done.

    `audience` is the one being chosen, where that differs from the stored one.
    """
    todo = obstacles(release, audience=audience or release.audience)
    names = {
        Step.FILES: (_("Dateien"), url_for("publishing.files", release_id=release.id)),
        Step.FACTS: (_("Steckbrief"), url_for("publishing.facts_start", release_id=release.id)),
        Step.FINDINGS: (_("Auffällige Stellen"), url_for("publishing.findings", release_id=release.id)),
        Step.PREVIEW: (_("Vorschau"), url_for("publishing.preview", release_id=release.id)),
        Step.SUBMISSION: (_("Freigabe"), url_for("publishing.submission", release_id=release.id)),
    }
    unfinished = {obstacle.step for obstacle in todo} | ({Step.FINDINGS} if count_open(release) else set())
    steps = [(name, url, _state(step, current, unfinished)) for step, (name, url) in names.items()]
    return {
        "steps_of_draft": steps,
        "obstacles": todo,
        "todo": todo_of(release, todo),
        "draft_title": title_of(release),
        "release": release,
    }


def _state(step: Step, current: Step | None, unfinished: set[Step]) -> str:
    """An open finding leaves its step unfinished, also where it does not stand against the publication."""
    if step is current:
        return "current"
    is_last = step in {Step.PREVIEW, Step.SUBMISSION}
    return "todo" if is_last or step in unfinished else "done"


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do with its place, or one part of the fact sheet with the facts that are missing there."""

    message: Message
    url: str = ""
    facts: tuple[tuple[Message, str], ...] = ()


def todo_of(release: Release, obstacles: Sequence[Obstacle]) -> list[Todo]:
    """What is still to be done, in the order of the steps; missing facts by the part they stand in."""
    return [
        item
        for is_missing, group in groupby(obstacles, key=lambda obstacle: obstacle.is_missing_fact)
        for item in (_facts_todo(release, group) if is_missing else _other_todo(release, group))
    ]


def _other_todo(release: Release, obstacles: Iterable[Obstacle]) -> list[Todo]:
    return [Todo(obstacle.message, _url(obstacle, release)) for obstacle in obstacles]


def _facts_todo(release: Release, obstacles: Iterable[Obstacle]) -> list[Todo]:
    parts = groupby(obstacles, key=lambda obstacle: fact(obstacle.fact_id).group)
    return [
        Todo(part.label, facts=tuple((fact(item.fact_id).label, _url(item, release)) for item in items))
        for part, items in parts
    ]


def _url(obstacle: Obstacle, release: Release) -> str:
    match obstacle.step:
        case Step.FILES:
            return url_for("publishing.files", release_id=release.id)
        case Step.FINDINGS:
            return url_for("publishing.findings", release_id=release.id)
        case Step.FACTS:
            group, anchor = fact(obstacle.fact_id).group.value, f"fact-{obstacle.fact_id}"
            return url_for("publishing.facts", release_id=release.id, group=group, _anchor=anchor)
        case Step.SUBMISSION | Step.PREVIEW:
            return url_for("publishing.submission", release_id=release.id)
