"""The pages of publishing, one module per step of the way."""

from registry.publishing.views import (
    facts,
    files,
    findings,
    overview,
    preview,
    releases,
    review,
    solutions,
    starting,
    submission,
)
from registry.publishing.views.blueprint import bp

__all__ = [
    "bp",
    "facts",
    "files",
    "findings",
    "overview",
    "preview",
    "releases",
    "review",
    "solutions",
    "starting",
    "submission",
]
