"""Drawings of files: made once for the bytes, kept beside them, thrown away with them."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from registry.catalogue.models import Artifact, BlockedContent, FilePicture
from registry.core.database import session
from registry.core.messages import Message
from registry.diagrams.pictures import Picture, pictures_of
from registry.diagrams.svg import EDITION
from registry.formats.reading import FileSummary


def keep_pictures(sha256: str, pictures: Sequence[Picture]) -> None:
    """Store the drawings of a file in place of older ones. Call it inside `transaction`."""
    forget_pictures([sha256])
    session().add_all([_row(sha256, position, picture) for position, picture in enumerate(pictures)])
    session().flush()


def forget_pictures(sha256s: Collection[str]) -> None:
    """Throw the drawings of files away. Call it inside `transaction`."""
    session().execute(delete(FilePicture).where(FilePicture.sha256.in_(sha256s)))


def forget_needless_pictures() -> None:
    """Throw away what no file needs: of files that no row names, and of blocked ones. Inside `transaction`."""
    named, blocked = select(Artifact.sha256), select(BlockedContent.sha256)
    needless = FilePicture.sha256.not_in(named) | FilePicture.sha256.in_(blocked)
    session().execute(delete(FilePicture).where(needless))


def shown_pictures(sha256: str, summary: FileSummary) -> tuple[Picture, ...]:
    """The drawings of a file: as stored, or drawn at once where those stored are of another edition."""
    if summary.flow is None:
        return ()
    rows = session().scalars(
        select(FilePicture)
        .where(FilePicture.sha256 == sha256, FilePicture.edition == EDITION)
        .order_by(FilePicture.position)
    )
    stored = tuple(_picture(row) for row in rows)
    return stored or pictures_of(summary.flow)


def thumbnails_of(release_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The first drawing of each release in little, with one query for all."""
    if not release_ids:
        return {}
    found = session().execute(
        select(Artifact.release_id, FilePicture.thumbnail)
        .join(FilePicture, FilePicture.sha256 == Artifact.sha256)
        .where(Artifact.release_id.in_(release_ids), FilePicture.thumbnail != "", FilePicture.edition == EDITION)
        .order_by(Artifact.release_id, Artifact.position.desc(), FilePicture.position.desc())
    )
    return {row.release_id: row.thumbnail for row in found}


def undrawn_files(*, anew: bool) -> list[uuid.UUID]:
    """One artifact for each file without drawings of this edition; for every file if all are drawn `anew`."""
    current = select(FilePicture.sha256).where(FilePicture.edition == EDITION)
    files = select(Artifact.sha256, Artifact.id)
    rows = session().execute(files if anew else files.where(Artifact.sha256.not_in(current)))
    return list({row.sha256: row.id for row in rows}.values())


def redraw(artifact_id: uuid.UUID) -> int:
    """Draw a file anew from what was read of it; how many drawings. Call it inside `transaction`."""
    artifact = session().get(Artifact, artifact_id)
    if artifact is None or not artifact.summary.get("flow"):
        return 0
    pictures = pictures_of(FileSummary.from_json(artifact.summary).flow)
    keep_pictures(artifact.sha256, pictures)
    return len(pictures)


def _row(sha256: str, position: int, picture: Picture) -> FilePicture:
    return FilePicture(
        sha256=sha256,
        position=position,
        edition=EDITION,
        name=picture.name[:300],
        svg=picture.svg,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
        note=picture.note.to_json() if picture.note else None,
    )


def _picture(row: FilePicture) -> Picture:
    return Picture(
        name=row.name,
        svg=row.svg,
        thumbnail=row.thumbnail,
        width=row.width,
        height=row.height,
        note=Message.from_json(row.note) if row.note else None,
    )
