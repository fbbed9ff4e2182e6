"""What the search index knows of a solution, and how it follows the database."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from registry.catalogue.cards import rating_figure
from registry.catalogue.models import (
    Artifact,
    CatalogueChange,
    CatalogueEntry,
    FindingState,
    Release,
)
from registry.core.database import session
from registry.search import Audience as SearchAudience
from registry.search import Batch, SearchDocument, SearchIndex, catch_up
from registry.taxonomy.models import LeikaService, System

BATCH = 500
AFTER_CHANGE_S = 0.5

_log = structlog.get_logger()


def bring_up_to_date(index: SearchIndex, *, wait_s: float = 0.0) -> bool:
    """Let the index of this node catch up with the change sequence; cheap when it is up to date.

    False while it is behind because another process is still writing it.

    Args:
        index: of this node.
        wait_s: how long to wait while another process writes it; a search does not wait.
    """
    return index.position() >= last_change() or catch_up(index, changes_after, wait_s=wait_s)


def follow_change(index: SearchIndex) -> None:
    """Catch up right after a change. The change stands; what fails here is made good before the next search."""
    try:
        bring_up_to_date(index, wait_s=AFTER_CHANGE_S)
    except (OSError, ValueError) as error:
        _log.warning("search_index_behind", error=type(error).__name__)


def rebuild(index: SearchIndex) -> bool:
    """Build the index anew from the database, beside the one in use; False while another process writes it."""
    position = last_change()
    return index.rebuild((document for batch in all_documents() for document in batch), position=position)


def changes_after(position: int, limit: int) -> Batch:
    """The documents of the solutions changed after `position`, and those that no longer exist."""
    changes = (
        session()
        .execute(
            select(CatalogueChange.seq, CatalogueChange.solution_id)
            .where(CatalogueChange.seq > position)
            .order_by(CatalogueChange.seq)
            .limit(limit)
        )
        .all()
    )
    if not changes:
        return Batch(position=position)
    changed = list({row.solution_id for row in changes})
    keys = frozenset(solution_id.hex for solution_id in changed)
    return Batch(position=changes[-1].seq, keys=keys, documents=documents_of(changed))


def all_documents() -> Iterator[list[SearchDocument]]:
    """Every document in batches, for a rebuild."""
    ids = session().scalars(select(CatalogueEntry.solution_id).distinct().order_by(CatalogueEntry.solution_id)).all()
    for start in range(0, len(ids), BATCH):
        yield documents_of(ids[start : start + BATCH])
        session().expunge_all()


def last_change() -> int:
    """The end of the change sequence."""
    return session().scalar(select(func.max(CatalogueChange.seq))) or 0


def documents_of(solution_ids: Sequence[uuid.UUID]) -> list[SearchDocument]:
    """One document per solution and audience."""
    entries = (
        session()
        .scalars(
            select(CatalogueEntry)
            .where(CatalogueEntry.solution_id.in_(solution_ids))
            .options(
                joinedload(CatalogueEntry.municipality),
                joinedload(CatalogueEntry.stats),
                joinedload(CatalogueEntry.release).options(
                    selectinload(Release.artifacts).options(
                        selectinload(Artifact.findings), joinedload(Artifact.release, innerjoin=True)
                    ),
                    selectinload(Release.artifacts).undefer(Artifact.summary),
                ),
            )
        )
        .all()
    )
    names = _names(entries)
    return [_document(entry, names) for entry in entries]


def _document(entry: CatalogueEntry, names: dict[str, str]) -> SearchDocument:
    facts, stats, figure = entry.release.facts, entry.stats, rating_figure(entry.stats)
    keys = _list(facts.get("leika_keys"))
    return SearchDocument(
        key=entry.solution_id.hex,
        title=entry.title,
        summary=entry.summary,
        texts=[
            str(facts.get("description") or ""),
            *(names[key] for key in (*keys, entry.platform) if key in names),
            *_list(facts.get("tags")),
            *_list(facts.get("life_situation")),
            *(str(basis.get("name", "")) for basis in _records(facts.get("legal_bases"))),
            *_file_texts(entry.release),
        ],
        identifiers=[*keys, *_identifiers(facts), *(artifact.name for artifact in entry.release.artifacts)],
        publisher=entry.municipality.name,
        audience=SearchAudience(entry.audience.value),
        facets=entry.facets,
        published_at=entry.published_at,
        adoptions=stats.live_count if stats else 0,
        rating=figure.mean if figure else None,
    )


def _file_texts(release: Release) -> list[str]:
    """Texts of the files, but of none that still has an unsettled finding."""
    settled = (
        artifact
        for artifact in release.artifacts
        if all(finding.state is not FindingState.OPEN for finding in artifact.findings)
    )
    return [text for artifact in settled for text in _list(artifact.summary.get("texts"))]


def _names(entries: Sequence[CatalogueEntry]) -> dict[str, str]:
    """What the services (by their digits) and the platforms (by their words) of these entries are called."""
    keys = {key for entry in entries for key in _list(entry.release.facts.get("leika_keys"))}
    platforms = {entry.platform for entry in entries}
    services = select(LeikaService.key, LeikaService.name).where(LeikaService.key.in_(keys))
    systems = select(System.key, System.name).where(System.key.in_(platforms))
    return {row.key: row.name for row in (*session().execute(services), *session().execute(systems))}


def _identifiers(facts: dict[str, Any]) -> list[str]:
    single = [facts.get("ozg_id"), facts.get("source_key")]
    return [item for item in (*single, *_list(facts.get("fim_schema_ids"))) if isinstance(item, str) and item]


def _list(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple)) else []


def _records(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
