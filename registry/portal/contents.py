"""What is inside the files of a release: steps, fields or actions as lists, rendered once per file and language."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import load_only, undefer

from registry.catalogue.models import Artifact
from registry.core.database import session
from registry.core.messages import Message
from registry.formats.bot import BotAction, BotModel
from registry.formats.flow import FlowNode
from registry.formats.reading import FileSummary
from registry.web.language import current_language

KEPT = 500
"""Rendered files kept in memory by each process."""

KINDS = {
    "bpmn": "BPMN",
    "civento": "civento",
    "formcycle": "FORMCYCLE",
    "xdatenfelder": "XDatenfelder",
    "emma": "EMMA",
    "uipath": "UiPath",
    "robot": "Robot Framework",
    "n8n": "n8n",
    "power_desktop": "Power Automate",
    "power_platform": "Power Platform",
    "docx": "Word",
}
"""Where the ending of the name does not say it."""

DEEPEST = 10
"""Levels of blocks that a page shows inside each other."""

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
    return Inside(_kind(artifact), summary.format_label, tool, contents_html(summary))


def contents_html(summary: FileSummary) -> Markup:
    """The readable contents of one file (also for previews of drafts)."""
    html = render_template("portal/_contents.html", summary=summary, by_parent=by_parent, bot_names=bot_names)
    return Markup(html.strip())  # noqa: S704 (rendered by our own template)


def by_parent(items: Sequence[_Nested]) -> dict[str | None, list[_Nested]]:
    """Steps or actions by what encloses them, each in its order; what names an unknown parent stands outside.

    What is nested deeper than a page can show stands in the deepest block that it can.
    """
    known = {item.id for item in items}
    way: dict[str, list[str]] = {}
    grouped: dict[str | None, list[_Nested]] = {}
    for item in items:
        parent = item.parent if item.parent in known else None
        above: list[str] = [] if parent is None else way.get(parent, [parent])
        way[item.id] = [*above, item.id][:DEEPEST]
        grouped.setdefault(above[-1] if above else None, []).append(item)
    return grouped


def bot_names(bot: BotModel) -> dict[str, str]:
    """The names of flows and actions by id, for what calls them or goes on with them."""
    names = {action.id: action.name for flow in bot.flows for action in flow.actions}
    return names | {flow.id: flow.name for flow in bot.flows}


def _kind(artifact: Artifact) -> str:
    ending = PurePosixPath(artifact.name).suffix.removeprefix(".").upper()
    return KINDS.get(artifact.format_id) or ending or str(_("Unbekannte"))


def _keep(key: tuple[uuid.UUID, str], inside: Inside) -> None:
    _rendered[key] = inside
    while len(_rendered) > KEPT:
        _rendered.popitem(last=False)
