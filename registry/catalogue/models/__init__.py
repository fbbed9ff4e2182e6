"""The tables of the catalogue."""

from registry.catalogue.models.derived import (
    CatalogueChange,
    CatalogueEntry,
    FilePicture,
    SolutionStats,
    SolutionUse,
)
from registry.catalogue.models.files import (
    Artifact,
    ArtifactRole,
    BlockedContent,
    Finding,
    FindingKind,
    FindingState,
)
from registry.catalogue.models.releases import (
    Audience,
    NoteKind,
    Release,
    ReleaseAction,
    ReleaseEvent,
    ReleaseNote,
    ReleaseState,
)
from registry.catalogue.models.solutions import (
    Lifecycle,
    RelationKind,
    Solution,
    SolutionChange,
    SolutionKind,
    SolutionRelation,
    SupportOffer,
)

__all__ = [
    "Artifact",
    "ArtifactRole",
    "Audience",
    "BlockedContent",
    "CatalogueChange",
    "CatalogueEntry",
    "FilePicture",
    "Finding",
    "FindingKind",
    "FindingState",
    "Lifecycle",
    "NoteKind",
    "RelationKind",
    "Release",
    "ReleaseAction",
    "ReleaseEvent",
    "ReleaseNote",
    "ReleaseState",
    "Solution",
    "SolutionChange",
    "SolutionKind",
    "SolutionRelation",
    "SolutionStats",
    "SolutionUse",
    "SupportOffer",
]
