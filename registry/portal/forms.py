"""A form inside a file: as somebody fills it in, and as a tree with every detail."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from registry.accounts.actor import Actor
from registry.catalogue.models import Artifact, Release, ReleaseState
from registry.catalogue.permissions import SHOWN, may_read
from registry.core.database import session
from registry.core.errors import NotFound
from registry.diagrams.form_outline import Line, Outline, filled_in, tree
from registry.diagrams.form_steps import Step, cut, pages_of, steps_of
from registry.diagrams.personal_data import Asked, personal_data
from registry.formats.form import FormModel
from registry.formats.reading import FileSummary
from registry.publishing.queries import is_reviewer
from registry.text.folding import fold

TREE_BYTES = 40_000
"""Up to this size the whole tree stands on the page of the solution; a larger one has its own page only."""
TREE_LINES = 300
"""Lines of the tree on one page; one that is longer cannot be under `TREE_BYTES`, and is not tried."""
UPPER_LINES = 40
SETTINGS = "settings"
"""The variant of a file that holds settings (civento)."""


@dataclass(frozen=True, slots=True)
class FormFile:
    """A file with a form in it."""

    artifact: Artifact
    summary: FileSummary
    form: FormModel

    @property
    def release(self) -> Release:
        """The release it belongs to."""
        return self.artifact.release

    @property
    def title(self) -> str:
        """What the form is called; the name of the file where it has no title."""
        return self.form.title or self.artifact.name

    @property
    def is_filled_in(self) -> bool:
        """Whether people fill it in; settings of a program only look like a form."""
        return self.summary.variant != SETTINGS

    @property
    def is_shown(self) -> bool:
        """Whether its release has a page for everybody of its audience; else it is a draft."""
        return self.release.state in SHOWN


@dataclass(frozen=True, slots=True)
class FormPreview:
    """One page of the form as somebody fills it in; `number` counts from 1."""

    outline: Outline
    steps: list[Step]
    pages: list[list[Step]]
    number: int

    @property
    def shown(self) -> list[Step]:
        """The steps of this page."""
        return self.pages[self.number - 1]

    @property
    def is_whole(self) -> bool:
        """Whether everything stands on this page."""
        return len(self.pages) == 1


@dataclass(frozen=True, slots=True)
class FormFields:
    """One page of the tree; `total` and `found` count fields, `query` is what was searched for."""

    outline: Outline
    lines: tuple[Line, ...]
    number: int
    pages: int
    total: int
    found: int
    query: str = ""

    @property
    def anchors(self) -> set[str]:
        """What a link within this page can point to."""
        return {line.anchor for top in self.lines for line in top.walk()}


@dataclass(frozen=True, slots=True)
class FormTeaser:
    """What the page of a solution tells of a form; settings have neither steps nor a preview."""

    artifact_id: uuid.UUID
    outline: Outline
    steps: list[Step]
    personal: list[Asked]

    @property
    def asked(self) -> int:
        """How many fields its steps ask for; the file may know more."""
        return sum(step.fields for step in self.steps)

    @property
    def has_pages(self) -> bool:
        """Whether its steps are pages, not sections."""
        return any(step.line and step.line.kind == "page" for step in self.steps)


def get_form(artifact_id: uuid.UUID, viewer: Actor | None) -> FormFile:
    """A form of a release that exists for the viewer, as reader, as its town or as its reviewer.

    Raises:
        NotFound: unknown, not for this viewer, blocked, or a file without a form.
    """
    artifact = session().scalar(
        select(Artifact)
        .where(Artifact.id == artifact_id)
        .options(joinedload(Artifact.release).joinedload(Release.solution), undefer(Artifact.summary))
    )
    if artifact is None or not _may_see(artifact.release, viewer):
        raise NotFound
    summary = FileSummary.from_json(artifact.summary)
    if summary.form is None or not (summary.form.elements or summary.form.pages):
        raise NotFound
    return FormFile(artifact, summary, summary.form)


def _may_see(release: Release, viewer: Actor | None) -> bool:
    if release.state is ReleaseState.BLOCKED:
        return False
    return may_read(release, viewer) or (viewer is not None and is_reviewer(release, viewer))


def form_preview(form: FormModel, number: int) -> FormPreview:
    """A page of the form as somebody fills it in; a number beyond the last means the last."""
    outline = filled_in(form)
    steps = steps_of(outline)
    pages = pages_of(steps)
    return FormPreview(outline, steps, pages, min(number, len(pages)))


def form_fields(form: FormModel, number: int, query: str = "") -> FormFields:
    """A page of the tree; with a query only what holds all its words, and what encloses it."""
    outline = tree(form)
    words = fold(query).split()
    lines = tuple(_matching(outline.lines, words)) if words else outline.lines
    portions = cut(lines, TREE_LINES)
    at = min(number, len(portions))
    found = sum(1 for top in lines for line in top.walk() if line.kind == "field" and _matches(line, words))
    return FormFields(outline, portions[at - 1], at, len(portions), outline.fields, found, query)


def _matching(lines: Iterable[Line], words: list[str]) -> Iterator[Line]:
    for line in lines:
        inner = line.children if _matches(line, words) else tuple(_matching(line.children, words))
        if inner or _matches(line, words):
            yield replace(line, children=inner)


def _matches(line: Line, words: list[str]) -> bool:
    element = line.element
    choices = " ".join(choice.label for choice in element.choices)
    text = fold(f"{element.name} {element.key} {element.id} {element.help} {choices}")
    return all(word in text for word in words)


def form_teaser(artifact_id: uuid.UUID, summary: FileSummary) -> str:
    """HTML of a form on the page of a solution: what it asks for, the way to its preview, its tree or the top of it."""
    form = summary.form or FormModel()
    if not form.elements and not form.pages:
        return ""
    outline, is_filled_in = tree(form), summary.variant != SETTINGS
    steps, personal = (steps_of(filled_in(form)), personal_data(form)) if is_filled_in else ([], [])
    teaser = FormTeaser(artifact_id, outline, steps, personal)
    whole = _render(teaser, is_whole=True) if sum(1 for _ in outline.walk()) <= TREE_LINES else ""
    return whole if 0 < len(whole) <= TREE_BYTES else _render(teaser, is_whole=False)


def _render(teaser: FormTeaser, *, is_whole: bool) -> str:
    upper = [] if is_whole else _upper(teaser.outline.lines)
    return render_template("portal/_form.html", teaser=teaser, is_whole=is_whole, upper=upper)


def _upper(lines: tuple[Line, ...]) -> list[Line]:
    """The two outermost levels, cut to a bearable number of lines."""
    found: list[Line] = []
    room = UPPER_LINES
    for line in lines:
        if room <= 0:
            break
        inner = tuple(replace(child, children=()) for child in line.children[: room - 1])
        found.append(replace(line, children=inner))
        room -= 1 + len(inner)
    return found
