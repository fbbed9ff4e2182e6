"""What is inside the files of a release: steps, fields or actions as lists, rendered once per file and language."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import select
from sqlalchemy.orm import load_only, undefer

from registry.catalogue.models import Artifact
from registry.catalogue.pictures import shown_pictures
from registry.core.database import session
from registry.core.messages import Message
from registry.diagrams.text import text_of
from registry.formats.bot import BotAction
from registry.formats.flow import FlowNode
from registry.formats.reading import FileSummary
from registry.portal.drawings import framed
from registry.portal.forms import form_teaser
from registry.web.language import current_language
from registry.web.translating import gettext

KEPT = 500
"""Rendered files kept in memory by each process."""

KINDS = {
    "bpmn": "BPMN",
    "camunda_form": "Camunda",
    "civento": "civento",
    "formcycle": "FORMCYCLE",
    "genericode": "genericode",
    "xdatenfelder": "XDatenfelder",
    "dmn": "DMN",
    "xprozess": "XProzess",
    "xzufi": "XZuFi",
    "ozghub_form": "OZG-Hub",
    "emma": "EMMA",
    "docx": "Word",
}
"""Where the ending of the name does not say it."""

STEP_NUMBERS = frozenset({"step", "first", "last"})
"""Parameters of sentences about flows that are numbers of steps."""

_Nested = TypeVar("_Nested", FlowNode, BotAction)

_rendered: OrderedDict[tuple[uuid.UUID, str], "Inside"] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Inside:
    """One file opened: what kind of file, and its contents as HTML (empty where it has no readable ones)."""

    kind: str
    """Short, for the link that fetches it: ``civento``, ``PDF``, else the ending of its name."""
    format_label: Message
    tool: str
    html: Markup


def contents_of(artifacts: Sequence[Artifact]) -> dict[uuid.UUID, Inside]:
    """What is inside each file; files do not change under their id, so nothing here goes stale."""
    language = current_language()
    missing = [artifact.id for artifact in artifacts if (artifact.id, language) not in _rendered]
    if missing:
        for artifact in _with_summaries(missing):
            _keep((artifact.id, language), _render(artifact))
    return {artifact.id: _rendered[artifact.id, language] for artifact in artifacts}


def _with_summaries(ids: list[uuid.UUID]) -> Sequence[Artifact]:
    query = (
        select(Artifact)
        .where(Artifact.id.in_(ids))
        .options(load_only(Artifact.name, Artifact.format_id), undefer(Artifact.summary))
    )
    return session().scalars(query.execution_options(populate_existing=True)).all()


def _render(artifact: Artifact) -> Inside:
    summary = FileSummary.from_json(artifact.summary)
    tool = f"{summary.tool} {summary.tool_version}".strip()
    return Inside(_kind(artifact), summary.format_label, tool, _published_html(artifact, summary))


def _published_html(artifact: Artifact, summary: FileSummary) -> Markup:
    return contents_html(artifact.id, artifact.sha256, summary, is_published=True)


def contents_html(artifact_id: uuid.UUID, sha256: str, summary: FileSummary, *, is_published: bool = False) -> Markup:
    """The readable contents of one file (also for previews of drafts, whose pictures have no page of their own)."""
    anchor = f"f{artifact_id.hex[:12]}"
    form = Markup(form_teaser(artifact_id, summary))  # noqa: S704 (rendered by our own template)
    html = render_template(
        "portal/_contents.html",
        summary=summary,
        by_parent=by_parent,
        flow_text=text_of(summary.flow) if summary.flow else None,
        anchor=anchor,
        say=partial(sentence_html, anchor=anchor),
        pictures=framed(shown_pictures(sha256, summary)),
        form_html=form,
        published_id=artifact_id if is_published else None,
    )
    return Markup(html.strip())  # noqa: S704 (rendered by our own template)


def sentence_html(message: Message, *, anchor: str) -> Markup:
    """A sentence of a flow: the words of the file are marked as German, the numbers of steps are links."""
    values = {name: _value_html(name, value, anchor) for name, value in message.params.items()}
    return escape(gettext(message.source_text)) % values


def _value_html(name: str, value: object, anchor: str) -> Markup:
    if isinstance(value, Message):
        return sentence_html(value, anchor=anchor)
    if name in STEP_NUMBERS:
        return Markup('<a href="#{0}-{1}">{1}</a>').format(anchor, value)
    if not isinstance(value, str):
        return escape(value)
    return Markup('<span class="user-text" lang="de">{}</span>').format(value)


def by_parent(items: Sequence[_Nested]) -> dict[str | None, list[_Nested]]:
    """Steps or actions by what encloses them, each in its order; what names an unknown parent stands outside."""
    known = {item.id for item in items}
    grouped: dict[str | None, list[_Nested]] = {}
    for item in items:
        grouped.setdefault(item.parent if item.parent in known else None, []).append(item)
    return grouped


def _kind(artifact: Artifact) -> str:
    ending = PurePosixPath(artifact.name).suffix.removeprefix(".").upper()
    return KINDS.get(artifact.format_id) or ending or str(_("Unbekannte"))


def _keep(key: tuple[uuid.UUID, str], inside: Inside) -> None:
    _rendered[key] = inside
    while len(_rendered) > KEPT:
        _rendered.popitem(last=False)
